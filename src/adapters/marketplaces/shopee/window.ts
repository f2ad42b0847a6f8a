import { AdapterError } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'

/**
 * Whole seconds that cover a window of time.
 * @throws AdapterError when it is longer than Shopee answers for: the caller slices it.
 */
export function windowOf(from: Date, to: Date, maxDays: number): { from: number; to: number } {
  const start = Math.floor(from.getTime() / 1000)
  const end = Math.max(Math.ceil(to.getTime() / 1000), start + 1)
  if (end - start <= maxDays * 86_400) return { from: start, to: end }
  throw new AdapterError({
    kind: 'permanent',
    reason: 'internal',
    message: `Shopee lists at most ${maxDays} days at a time`,
    explanation: explain('internal', 'Shopee'),
  })
}
