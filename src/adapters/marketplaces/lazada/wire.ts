import { z } from 'zod'
import { AdapterError } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'

/** Readers for what Lazada sends: its samples turn every value into text, its live answers do not. */

const scalar = z.union([z.string(), z.number(), z.boolean()]).nullish()

/** An id: a string out, whatever came in; '' when absent, 0 or the text "null". */
export const id = scalar.transform((value) => {
  const given = String(value ?? '')
  return given === '0' || given === 'null' || given === 'false' ? '' : given
})
/** An id that must be there. */
export const requiredId = z.union([z.string().min(1), z.number()]).transform(String)
/** A number, also out of text with thousands separators such as "-1,250.00". */
export const count = scalar.transform((value) => Number(String(value ?? 0).replaceAll(',', '')) || 0)
/** A number where its absence means something. */
export const maybeCount = scalar.transform((value) => {
  if (value == null || value === '' || value === true || value === false) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
})
export const words = scalar.transform((value) => String(value ?? ''))
export const flag = scalar.transform(
  (value) => value === true || value === 1 || /^(true|1)$/i.test(String(value)),
)
/** Any of the ways Lazada writes an instant, or null. */
export const instant = scalar.transform((value) => toInstant(value))
/** A list; absent, null or another kind of value is an empty one. */
export const list = <T extends z.ZodType>(of: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : []), z.array(of))
/** An object; absent, null or text is one without fields. */
export const group = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess((value) => (typeof value === 'object' && value !== null ? value : {}), z.object(shape))

const WITH_OFFSET = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|[+-]\d\d:?\d\d)$/

/**
 * Reads "2026-11-01 09:00:00 +0700", ISO 8601, and epoch seconds or milliseconds, told apart by their length.
 * Text without an offset says nothing certain and is null, as is anything else.
 */
export function toInstant(value: unknown): Date | null {
  const given = String(value ?? '').trim()
  if (/^\d{9,10}$/.test(given)) return new Date(Number(given) * 1000)
  if (/^\d{12,14}$/.test(given)) return new Date(Number(given))
  const [, day, time, offset = ''] = WITH_OFFSET.exec(given) ?? []
  if (!day) return null
  const zone = offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`
  const read = new Date(`${day}T${time}${zone}`)
  return Number.isNaN(read.getTime()) ? null : read
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
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const at = result.error.issues[0]?.path.join('.') ?? ''
  throw notAsDocumented(`${what}: unexpected value at "${at}"`, requestId)
}

/** The error for an answer that breaks the documented form. */
export function notAsDocumented(what: string, requestId?: string): AdapterError {
  return new AdapterError({
    kind: 'contract',
    reason: 'unexpected_response',
    message: `Lazada ${what}`,
    explanation: explain('unexpected_response', 'Lazada'),
    ...(requestId ? { requestId } : {}),
  })
}
