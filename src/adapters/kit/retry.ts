import { AdapterError } from '../contract.ts'
import { onAbort } from './onAbort.ts'

export interface RetryBudget {
  /** Tries in all, the first one included. */
  attempts: number
  /** Ceiling of the first wait in milliseconds; it doubles with every try. */
  baseMs: number
  /** Highest ceiling of one wait. */
  capMs: number
  /** Waiting in all; a provider that asks for longer is not waited for. */
  totalWaitMs: number
}

export const DEFAULT_BUDGET: RetryBudget = { attempts: 4, baseMs: 250, capMs: 4_000, totalWaitMs: 10_000 }

export interface RetryOptions {
  /** True when doing it twice is the same as doing it once; a call that is not is never repeated. */
  idempotent: boolean
  budget?: RetryBudget
  signal?: AbortSignal | undefined
  /** Replaceable for tests: a number in [0, 1). */
  random?: () => number
  /** Replaceable for tests. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/**
 * Runs a call, repeating it after rate limits and transient failures with full jitter, no earlier than the
 * provider asked, within the budget.
 * @throws the last failure, or the signal's reason when aborted.
 */
export async function withRetry<T>(run: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { idempotent, budget = DEFAULT_BUDGET, signal, random = Math.random, sleep = wait } = options
  let waited = 0
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted()
    try {
      return await run()
    } catch (error) {
      if (!idempotent || attempt >= budget.attempts || !isRetryable(error)) throw error
      const jitter = random() * Math.min(budget.capMs, budget.baseMs * 2 ** (attempt - 1))
      const pause = (error.retryAfterMs ?? 0) + jitter
      if (waited + pause > budget.totalWaitMs) throw error
      waited += pause
      await sleep(pause, signal)
    }
  }
}

function isRetryable(error: unknown): error is AdapterError {
  return error instanceof AdapterError && (error.kind === 'rate_limit' || error.kind === 'transient')
}

/** Resolves after the given time. @throws the signal's reason as soon as it aborts. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const timer = setTimeout(() => {
      stay()
      resolve()
    }, milliseconds)
    const stay = onAbort(signal, () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    })
  })
}
