import { z } from 'zod'
import { AdapterError, type Money } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { toMoney } from '../../kit/money.ts'
import { NAME } from './name.ts'

/** Readers for what the platform sends: ids and amounts as text, a few counts as text, absent and null alike. */

/** An id: a string out, whatever came in; '' when absent or 0. */
export const id = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === 0 || value === '0' ? '' : String(value ?? '')))
/** An id that must be there. */
export const requiredId = z.union([z.string().min(1), z.number()]).transform(String)
export const count = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => Number(value ?? 0) || 0)
export const words = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)
/** Epoch seconds, or null when absent or 0. */
export const instant = count.transform((seconds) => (seconds > 0 ? new Date(seconds * 1000) : null))
/** A decimal amount as text (`53000`, `53000.00`); '' when absent. */
export const decimal = z
  .union([z.string().regex(/^(-?\d+(\.\d+)?)?$/), z.number()])
  .nullish()
  .transform((value) => String(value ?? ''))
export const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of)
    .nullish()
    .transform((value) => value ?? [])

/** The pages of every list: an empty token ends it. */
export const nextPage = { next_page_token: words, total_count: count }

/** A decimal text as money; '' is nothing. */
export const moneyOf = (text: string, currency: string): Money =>
  toMoney(Number(text || 0), currency || 'IDR')

/** Money as the decimal text the platform wants: whole rupiah, two places elsewhere. */
export function amountText({ amount, currency }: Money): string {
  const minorPerMajor = toMoney(1, currency).amount
  return minorPerMajor === 1 ? String(amount) : (amount / minorPerMajor).toFixed(2)
}

/**
 * Reads a body by its schema.
 * @throws AdapterError (kind contract) naming the path that is not as documented, never the value.
 */
export function read<T extends z.ZodType>(
  schema: T,
  value: unknown,
  what: string,
  requestId?: string,
): z.output<T> {
  const result = schema.safeParse(value ?? {})
  if (result.success) return result.data
  throw unexpected(
    `${what}: unexpected value at "${result.error.issues[0]?.path.join('.') ?? ''}"`,
    requestId,
  )
}

/** The error for an answer that is not what was agreed. */
export function unexpected(message: string, requestId?: string): AdapterError {
  return new AdapterError({
    kind: 'contract',
    reason: 'unexpected_response',
    message,
    explanation: explain('unexpected_response', NAME),
    ...(requestId ? { requestId } : {}),
  })
}
