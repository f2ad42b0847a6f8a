/** What the bell knows at any moment. */
export interface LiveState {
  /** null until the server has said. */
  unread: number | null
  /** Grows whenever what the person sees may have changed. */
  version: number
}

const STREAM = '/api/notices/stream'
const LIST = '/api/notices'
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 60_000
/** A page that is left for the next one keeps the connection. */
const LINGER_MS = 1_000

/**
 * One event stream per tab, shared by whoever shows the count: closed while the tab is hidden, opened again when it
 * is seen, and replaced by looking now and then where streams do not get through.
 */
class LiveNotices {
  #state: LiveState = { unread: null, version: 0 }
  readonly #subscribers = new Set<() => void>()
  #source: EventSource | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #linger: ReturnType<typeof setTimeout> | undefined
  #retryMs = FIRST_RETRY_MS
  #isWatching = false

  readonly read = (): LiveState => this.#state

  readonly subscribe = (told: () => void): (() => void) => {
    this.#subscribers.add(told)
    clearTimeout(this.#linger)
    this.#watch()
    return () => {
      this.#subscribers.delete(told)
      if (this.#subscribers.size === 0) this.#linger = setTimeout(() => this.#leave(), LINGER_MS)
    }
  }

  /** Takes over a count that an answer brought along. */
  readonly set = (unread: number): void => {
    this.#state = { unread, version: this.#state.version + 1 }
    for (const told of this.#subscribers) told()
  }

  #watch(): void {
    if (this.#isWatching) return
    this.#isWatching = true
    document.addEventListener('visibilitychange', this.#look)
    this.#look()
  }

  #leave(): void {
    this.#isWatching = false
    document.removeEventListener('visibilitychange', this.#look)
    this.#close()
  }

  readonly #look = (): void => {
    if (document.visibilityState === 'hidden') this.#close()
    else if (!this.#source) this.#open()
  }

  #close(): void {
    clearTimeout(this.#retry)
    this.#source?.close()
    this.#source = null
  }

  #open(): void {
    clearTimeout(this.#retry)
    const source = new EventSource(STREAM, { withCredentials: true })
    this.#source = source
    source.addEventListener('state', (event: MessageEvent<string>) => {
      this.#retryMs = FIRST_RETRY_MS
      const { unread } = JSON.parse(event.data) as { unread: number }
      this.set(unread)
    })
    source.addEventListener('error', () => {
      // While it is connecting, the browser tries again by itself.
      if (source.readyState !== EventSource.CLOSED || this.#source !== source) return
      this.#source = null
      void this.#fallBack()
    })
  }

  /** The stream was refused: looks once, and tries the stream again later. */
  async #fallBack(): Promise<void> {
    try {
      const response = await fetch(LIST, { credentials: 'include' })
      // Signed out: nothing to look for until the page is loaded anew.
      if (response.status === 401) return
      if (response.ok) this.set(((await response.json()) as { unread: number }).unread)
    } catch {
      // No network: the next try finds out.
    }
    if (!this.#isWatching || document.visibilityState === 'hidden' || this.#source) return
    this.#retry = setTimeout(() => this.#open(), this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS)
  }
}

export const liveNotices = new LiveNotices()
