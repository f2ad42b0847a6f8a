import { z } from 'zod'
import { AdapterError } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'

/** Readers for what Shopee sends: absent, null and 0 are used alike, numbers come as strings now and then. */

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
/** Unix seconds, or null when absent or 0. */
export const instant = count.transform((seconds) => (seconds > 0 ? new Date(seconds * 1000) : null))
export const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of)
    .nullish()
    .transform((value) => value ?? [])

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
  throw new AdapterError({
    kind: 'contract',
    reason: 'unexpected_response',
    message: `Shopee ${what}: unexpected value at "${at}"`,
    explanation: explain('unexpected_response', 'Shopee'),
    ...(requestId ? { requestId } : {}),
  })
}
