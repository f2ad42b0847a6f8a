import { Tally } from './tally.ts'

/** One attempt to deliver a push. */
export interface PushAttempt {
  readonly at: string
  /** 0 = no HTTP answer. */
  readonly status: number
  readonly outcome: 'acknowledged' | 'not_2xx' | 'body_not_empty' | 'timeout' | 'unreachable'
  readonly ms: number
}

export type PushState = 'waiting' | 'delivered' | 'retrying' | 'lost' | 'no_address'

/** A push and all that happened to it. `Id` is what the marketplace names shops and apps with. */
export interface PushRecord<Id = number> {
  readonly id: number
  readonly appId: Id
  readonly shopId: Id | null
  readonly code: number
  readonly name: string
  readonly body: string
  readonly createdAt: string
  state: PushState
  url: string
  nextAttemptAt: string | null
  attempts: PushAttempt[]
}

export interface PushInput<Id = number> {
  readonly appId: Id
  readonly shopId: Id | null
  readonly code: number
  readonly name: string
  readonly body: string
  /** Wait this long before the first attempt. */
  readonly delayMs?: number
  /** Skip delivery altogether and count the push as lost. */
  readonly dropped?: boolean
  /** Pauses before the repeats of this push, where its kind has its own. */
  readonly retrySeconds?: readonly number[]
}

export interface PushSettings<Id = number> {
  readonly retrySeconds: readonly number[]
  readonly timeScale: number
  readonly ackDeadlineMs: number
  /** Whether an answer acknowledges a push; any 2xx with an empty body unless said otherwise. */
  readonly judge?: (status: number, body: string) => PushAttempt['outcome']
  /** The address registered now for this app, shop and kind of push; empty = none. */
  readonly address: (appId: Id, about: { readonly shopId: Id | null; readonly code: number }) => string
  /** Headers (signature) for one delivery. */
  readonly headers: (appId: Id, url: string, body: string) => Record<string, string>
  readonly onLost: (record: PushRecord<Id>) => void
  readonly now: () => Date
}

function emptySuccess(status: number, body: string): PushAttempt['outcome'] {
  if (status < 200 || status > 299) return 'not_2xx'
  return body === '' ? 'acknowledged' : 'body_not_empty'
}

const KEPT = 500
const MAX_IN_FLIGHT = 64
const FINISHED: readonly PushState[] = ['delivered', 'lost', 'no_address']

/** Delivers pushes: at least once, with retries, in no guaranteed order. */
export class PushDispatcher<Id = number> {
  private records: PushRecord<Id>[] = []
  private readonly timers = new Map<number, NodeJS.Timeout>()
  private readonly ownRetries = new Map<number, readonly number[]>()
  private readonly running = new Set<Promise<void>>()
  private readonly queue: (() => void)[] = []
  private inFlight = 0
  private nextId = 1
  /** Grows with every clear(), so that answers to forgotten pushes are ignored. */
  private generation = 0
  private closed = false
  private readonly outcomes = new Tally()
  private readonly answerTimes = new Tally()

  constructor(private readonly settings: PushSettings<Id>) {}

  /** Registers a push and starts its delivery. */
  enqueue(input: PushInput<Id>): PushRecord<Id> {
    const record: PushRecord<Id> = {
      id: this.nextId++,
      appId: input.appId,
      shopId: input.shopId,
      code: input.code,
      name: input.name,
      body: input.body,
      createdAt: this.settings.now().toISOString(),
      state: 'waiting',
      url: this.settings.address(input.appId, input),
      nextAttemptAt: null,
      attempts: [],
    }
    this.records.push(record)
    if (input.retrySeconds) this.ownRetries.set(record.id, input.retrySeconds)
    this.trim()
    if (input.dropped) this.lose(record)
    else if (record.url === '') record.state = 'no_address'
    else this.schedule(record, input.delayMs ?? 0)
    return record
  }

  /** Newest first. */
  list(limit = 100): PushRecord<Id>[] {
    return this.records.slice(-limit).reverse()
  }

  /** Since the start: deliveries by outcome, pushes given up as `lost`, and deliveries by milliseconds to the answer. */
  tally(): { outcomes: Readonly<Record<string, number>>; answerMs: Readonly<Record<string, number>> } {
    return { outcomes: this.outcomes.view(), answerMs: this.answerTimes.view() }
  }

  find(id: number): PushRecord<Id> | undefined {
    return this.records.find((record) => record.id === id)
  }

  /** Sends one push again, whatever its state. */
  async resend(id: number): Promise<PushRecord<Id> | undefined> {
    const record = this.find(id)
    if (record) await this.attempt(record)
    return record
  }

  /** Performs every waiting delivery now instead of at its time; resolves when all were answered. */
  async flushRetries(): Promise<number> {
    const due = this.records.filter((record) => this.timers.has(record.id))
    await Promise.all(due.map((record) => this.attempt(record)))
    return due.length
  }

  /** Resolves when no delivery is under way (scheduled retries are not waited for). */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running)
  }

  /** Forgets all pushes and timers. */
  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
    this.ownRetries.clear()
    this.records = []
    this.generation += 1
    this.outcomes.clear()
    this.answerTimes.clear()
  }

  /** Stops for good. */
  async close(): Promise<void> {
    this.closed = true
    this.clear()
    await this.idle()
  }

  private schedule(record: PushRecord<Id>, delayMs: number): void {
    if (this.closed) return
    record.nextAttemptAt = new Date(this.settings.now().getTime() + delayMs).toISOString()
    const run = (): void => {
      void this.attempt(record)
    }
    this.timers.set(record.id, setTimeout(run, delayMs))
  }

  private attempt(record: PushRecord<Id>): Promise<void> {
    const timer = this.timers.get(record.id)
    if (timer) clearTimeout(timer)
    this.timers.delete(record.id)
    record.nextAttemptAt = null
    const work = this.deliver(record).finally(() => this.running.delete(work))
    this.running.add(work)
    return work
  }

  private async deliver(record: PushRecord<Id>): Promise<void> {
    record.url = this.settings.address(record.appId, record)
    if (record.url === '') {
      record.state = 'no_address'
      return
    }
    const { generation } = this
    await this.freeSlot()
    const started = performance.now()
    const result = await this.post(record)
    this.passSlotOn()
    const at = this.settings.now().toISOString()
    const ms = Math.round(performance.now() - started)
    record.attempts.push({ at, ...result, ms })
    this.outcomes.add(result.outcome)
    this.answerTimes.add(String(ms))
    if (this.closed || generation !== this.generation) return
    if (result.outcome === 'acknowledged') {
      record.state = 'delivered'
      return
    }
    if (record.state === 'delivered' || record.state === 'lost') return
    const retrySeconds = this.ownRetries.get(record.id) ?? this.settings.retrySeconds
    const wait = retrySeconds[record.attempts.length - 1]
    if (wait === undefined) this.lose(record)
    else {
      record.state = 'retrying'
      this.schedule(record, wait * 1000 * this.settings.timeScale)
    }
  }

  private async post(record: PushRecord<Id>): Promise<Pick<PushAttempt, 'status' | 'outcome'>> {
    try {
      const response = await fetch(record.url, {
        method: 'POST',
        redirect: 'manual',
        body: record.body,
        headers: {
          'content-type': 'application/json',
          ...this.settings.headers(record.appId, record.url, record.body),
        },
        signal: AbortSignal.timeout(this.settings.ackDeadlineMs),
      })
      const answer = await response.text()
      const { judge = emptySuccess } = this.settings
      return { status: response.status, outcome: judge(response.status, answer) }
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError'
      return { status: 0, outcome: timedOut ? 'timeout' : 'unreachable' }
    }
  }

  /** A burst of pushes goes out over a bounded number of connections. */
  private async freeSlot(): Promise<void> {
    if (this.inFlight < MAX_IN_FLIGHT) this.inFlight += 1
    else await new Promise<void>((resolve) => this.queue.push(resolve))
  }

  private passSlotOn(): void {
    const next = this.queue.shift()
    if (next) next()
    else this.inFlight -= 1
  }

  /** Forgets the oldest finished pushes; unfinished ones are never dropped. */
  private trim(): void {
    let surplus = this.records.length - KEPT
    if (surplus <= 0) return
    this.records = this.records.filter((record) => !(FINISHED.includes(record.state) && surplus-- > 0))
  }

  private lose(record: PushRecord<Id>): void {
    record.state = 'lost'
    this.outcomes.add('lost')
    this.settings.onLost(record)
  }
}
