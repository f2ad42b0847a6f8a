import type { HttpSend } from '../../adapters/contract.ts'
import { wait } from '../../adapters/kit/retry.ts'

/** Requests that may go out at once after a pause, in seconds of the budget. */
const BURST_SECONDS = 1
const MOST_BUCKETS = 10_000

interface Bucket {
  tokens: number
  at: number
  /** No request before this instant: the marketplace asked for a pause. */
  notBefore: number
}

/**
 * Keeps the requests of this process to one shop within the marketplace's budget, and lets all of them wait when
 * one is told to. Several worker processes divide nothing between them, so the budget is per process.
 */
export class Pacer {
  readonly #buckets = new Map<string, Bucket>()
  readonly #now: () => number
  readonly #sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>

  constructor(now: () => number = () => performance.now(), sleep: typeof wait = wait) {
    this.#now = now
    this.#sleep = sleep
  }

  /** A `send` that waits for its turn. */
  pace(send: HttpSend, key: string, perSecond: number): HttpSend {
    return async (request) => {
      await this.#turn(key, perSecond, request.signal)
      const response = await send(request)
      const seconds = Number(response.headers['retry-after'])
      if (response.status === 429 && seconds > 0) this.hold(key, seconds * 1_000)
      return response
    }
  }

  /** Lets nothing out for this long. */
  hold(key: string, milliseconds: number): void {
    const bucket = this.#bucket(key)
    bucket.notBefore = Math.max(bucket.notBefore, this.#now() + milliseconds)
  }

  async #turn(key: string, perSecond: number, signal: AbortSignal | undefined): Promise<void> {
    const bucket = this.#bucket(key)
    const now = this.#now()
    const most = Math.max(1, perSecond * BURST_SECONDS)
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) * perSecond) / 1_000) - 1
    bucket.at = now
    // A negative balance is the queue: each caller waits until the tokens owed before it have grown.
    const owed = bucket.tokens < 0 ? (-bucket.tokens * 1_000) / perSecond : 0
    const pause = Math.max(owed, bucket.notBefore - now)
    if (pause > 0) await this.#sleep(pause, signal)
  }

  #bucket(key: string): Bucket {
    const known = this.#buckets.get(key)
    if (known) return known
    if (this.#buckets.size >= MOST_BUCKETS) this.#buckets.clear()
    const bucket: Bucket = { tokens: Infinity, at: this.#now(), notBefore: 0 }
    this.#buckets.set(key, bucket)
    return bucket
  }
}

/** The pacer of this process. */
export const pacer = new Pacer()
