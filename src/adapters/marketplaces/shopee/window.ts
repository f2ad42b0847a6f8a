import { AdapterError } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'

/**
 * Whole seconds for a window of time. They cover it, except that a window of exactly the longest length loses the
 * part of a second that rounding outwards would add.
 * @throws AdapterError when it is longer than Shopee answers for: the caller slices it.
 */
export function windowOf(from: Date, to: Date, maxDays: number): { from: number; to: number } {
  const start = Math.floor(from.getTime() / 1000)
  const longest = maxDays * 86_400
  if (to.getTime() - from.getTime() <= longest * 1000) {
    const end = Math.max(Math.ceil(to.getTime() / 1000), start + 1)
    return { from: start, to: Math.min(end, start + longest) }
  }
  throw new AdapterError({
    kind: 'permanent',
    reason: 'internal',
    message: `Shopee lists at most ${maxDays} days at a time`,
    explanation: explain('internal', 'Shopee'),
  })
}
