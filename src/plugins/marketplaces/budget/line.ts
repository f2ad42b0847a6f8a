import { AdapterError } from '../../../adapters/contract.ts'
import { onAbort } from '../../../adapters/kit/onAbort.ts'
import { wait } from '../../../adapters/kit/retry.ts'
import { LATE_SECONDS, type Bucket } from './buckets.ts'
import type { Claim } from './claims.ts'

const LATE_MS = LATE_SECONDS * 1_000
/** Requests claimed at a time at most, however many wait. */
const MOST_AT_ONCE = 50
/** Whoever would have to wait longer is told so instead of keeping a worker busy. */
const MOST_WAIT_MS = 10_000
/** A database that takes longer counts as away. */
const CLAIM_WITHIN_MS = 5_000
const LEAST_WAIT_MS = 2

interface Waiting {
  go: () => void
  fail: (error: unknown) => void
}

/**
 * The requests of this process that draw on the same buckets, first come first served. One claim at a time is under
 * way, for all who wait; under load it takes a slice ahead, which lapses when it is not used at once.
 */
export class Line {
  readonly #claim: (most: number) => Promise<Claim>
  readonly #slowest: Bucket
  readonly #waiting: Waiting[] = []
  #slice = { left: 0, until: 0 }
  #working = false

  constructor(buckets: readonly Bucket[], claim: (most: number) => Promise<Claim>) {
    this.#claim = claim
    this.#slowest = buckets.reduce((slow, each) => (each.perSecond < slow.perSecond ? each : slow))
  }

  /** Whether nobody waits and nothing is claimed: the line can be forgotten. */
  get isIdle(): boolean {
    return !this.#working
  }

  /**
   * Resolves when a request may go out.
   * @throws AdapterError `rate_limit` when the wait is long, `transient` when the budget cannot be read; the reason of
   * the signal when it aborts.
   */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#slice.left > 0 && performance.now() < this.#slice.until && this.#waiting.length === 0) {
      this.#slice.left -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const settled =
        <T>(done: (value: T) => void) =>
        (value: T): void => {
          stay()
          done(value)
        }
      const waiting: Waiting = { go: settled(() => resolve()) as () => void, fail: settled(reject) }
      const stay = onAbort(signal, () => {
        const at = this.#waiting.indexOf(waiting)
        if (at >= 0) this.#waiting.splice(at, 1)
        reject(signal?.reason as Error)
      })
      this.#waiting.push(waiting)
      if (!this.#working) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#working = true
    try {
      while (this.#waiting.length > 0) await this.#serve()
    } catch (error) {
      for (const { fail } of this.#waiting.splice(0)) fail(error)
    } finally {
      this.#working = false
    }
  }

  async #serve(): Promise<void> {
    const wanted = this.#waiting.length
    const claim = await within(this.#claim(Math.min(MOST_AT_ONCE, wanted + this.#ahead(wanted))))
    if (claim.granted === 0) {
      if (claim.waitMs > MOST_WAIT_MS) throw tooLong(claim.waitMs)
      // Waiting for a whole slice instead of each request alone saves most of the claims under load.
      const slice = Math.min(wanted, this.#ahead(wanted))
      const more = slice > 1 ? ((slice - 1) * 1_000) / this.#slowest.perSecond : 0
      await wait(Math.max(LEAST_WAIT_MS, claim.waitMs + more))
      return
    }
    // A grant that was long on its way is old: one of it is still good, the others would come too late together.
    const usable = claim.ageMs > LATE_MS ? 1 : claim.granted
    const served = this.#waiting.splice(0, usable)
    this.#slice = { left: usable - served.length, until: performance.now() + LATE_MS - claim.ageMs }
    for (const { go } of served) go()
  }

  /** What the slowest bucket yields in the time a claimed request may wait; nothing for a request that comes alone. */
  #ahead(wanted: number): number {
    return wanted > 1 ? Math.floor(this.#slowest.perSecond * LATE_SECONDS) : 0
  }
}

/** @throws AdapterError `transient` when the database fails or does not answer: no request goes out unpaced. */
async function within(claim: Promise<Claim>): Promise<Claim> {
  const clock = new AbortController()
  try {
    return await Promise.race([
      claim,
      wait(CLAIM_WITHIN_MS, clock.signal).then((): never => {
        throw new Error('The budget was not read in time')
      }),
    ])
  } catch (cause) {
    throw new AdapterError({
      kind: 'transient',
      reason: 'internal',
      message: 'The call budget cannot be read, so nothing is sent',
      cause,
    })
  } finally {
    clock.abort()
    claim.catch(() => undefined)
  }
}

const tooLong = (retryAfterMs: number): AdapterError =>
  new AdapterError({
    kind: 'rate_limit',
    reason: 'http_429_rate_limited',
    message: 'The marketplace asked for a pause',
    retryAfterMs: Math.ceil(retryAfterMs),
  })
