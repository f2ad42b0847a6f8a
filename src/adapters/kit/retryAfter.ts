/**
 * How long a `Retry-After` header asks to wait, in milliseconds: seconds or a date, as HTTP allows. Undefined when
 * there is none, or none that can be read.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string>>,
  now: Date = new Date(),
): number | undefined {
  const header = headers['retry-after']?.trim()
  if (!header) return undefined
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
