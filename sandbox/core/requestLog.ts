import { kindOfPath, Tally } from './tally.ts'

/** One answered API call. */
export interface LoggedRequest<Id = number> {
  readonly id: number
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: string
  readonly status: number
  readonly error: string
  readonly ms: number
  readonly shopId: Id | null
  readonly appId: Id | null
}

const KEPT = 500
const MAX_BODY_CHARS = 2000
const HIDDEN_QUERY = ['sign', 'access_token', 'app_secret', 'auth_code', 'refresh_token']
const HIDDEN_BODY = /"(access_token|refresh_token|code|partner_key|push_key)"\s*:\s*"([^"]{0,4})[^"]*"/g

/** The last calls, with secrets shortened. */
export class RequestLog<Id = number> {
  private entries: LoggedRequest<Id>[] = []
  private nextId = 1
  private readonly kinds = new Tally()

  /** Records a call. */
  add(
    entry: Omit<LoggedRequest<Id>, 'id' | 'query' | 'body'> & { query: URLSearchParams; body: Buffer },
  ): void {
    this.kinds.add(`${entry.status} ${kindOfPath(entry.path)}`)
    const shown = new URLSearchParams(entry.query)
    for (const name of HIDDEN_QUERY) {
      const value = shown.get(name)
      if (value) shown.set(name, `${value.slice(0, 4)}…`)
    }
    this.entries.push({
      ...entry,
      id: this.nextId++,
      query: decodeURIComponent(shown.toString()),
      body: entry.body.toString('utf8', 0, MAX_BODY_CHARS).replace(HIDDEN_BODY, '"$1":"$2…"'),
    })
    if (this.entries.length > KEPT) this.entries.shift()
  }

  /** Newest first. */
  list(limit = 100): LoggedRequest<Id>[] {
    return this.entries.slice(-limit).reverse()
  }

  count(): number {
    return this.nextId - 1
  }

  /** Calls since the start by `<status> <path>`, ids left out; status 0 = never answered. */
  tally(): Readonly<Record<string, number>> {
    return this.kinds.view()
  }

  clear(): void {
    this.entries = []
    this.kinds.clear()
  }
}
