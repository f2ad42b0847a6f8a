import type { Pool } from 'pg'
import type { EndpointClass, HttpSend, Limits } from '../../../adapters/contract.ts'
import { bucketsOf, shopBucket } from './buckets.ts'
import { claimCalls, holdCalls } from './claims.ts'
import { Line } from './line.ts'
import { pauseOf } from './pause.ts'

const MOST_LINES = 10_000

export interface Spender {
  shop: { id: string; integrationId: string }
  endpointClass: EndpointClass
  limits: Limits
}

/**
 * Keeps the requests of all processes on one database within the budgets of shop, endpoint class and app, and lets
 * all of them wait when one is told to. The counters are in the database; this process knows only its own queues.
 */
export class Budget {
  readonly #pool: Pool
  readonly #lines = new Map<string, Line>()
  /** Claims made so far, for measuring. */
  claims = 0

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** A `send` that waits for its turn and passes a pause the marketplace asks for on to everyone. */
  pace(send: HttpSend, spender: Spender, now: () => Date = () => new Date()): HttpSend {
    return async (request) => {
      await this.turn(spender, request.signal)
      const response = await send(request)
      const pause = pauseOf(response, now())
      if (pause > 0) await this.hold(spender.shop.id, pause)
      return response
    }
  }

  /** Resolves when a request may go out; see `Line.turn` for what it throws. */
  turn(spender: Spender, signal?: AbortSignal): Promise<void> {
    return this.#line(spender).turn(signal)
  }

  /** Lets nothing out to this shop for so many milliseconds, in any process. */
  hold(shopId: string, milliseconds: number): Promise<void> {
    return holdCalls(this.#pool, shopBucket(shopId), milliseconds)
  }

  #line({ shop, endpointClass, limits }: Spender): Line {
    const buckets = bucketsOf(shop, endpointClass, limits)
    const key = buckets.map(({ name, perSecond }) => `${name}@${perSecond}`).join(' ')
    const known = this.#lines.get(key)
    if (known) return known
    if (this.#lines.size >= MOST_LINES) this.#forgetIdle()
    const line = new Line(buckets, (most) => {
      this.claims += 1
      return claimCalls(this.#pool, buckets, most)
    })
    this.#lines.set(key, line)
    return line
  }

  #forgetIdle(): void {
    for (const [key, line] of this.#lines) if (line.isIdle) this.#lines.delete(key)
  }
}

const budgets = new WeakMap<Pool, Budget>()

/** The budget of this process on that database. */
export function budgetOf(pool: Pool): Budget {
  const known = budgets.get(pool)
  if (known) return known
  const budget = new Budget(pool)
  budgets.set(pool, budget)
  return budget
}
