import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 over the parts joined without separator, as 64 lower-case hex characters. */
export function hmacSha256Hex(key: string | Uint8Array, ...parts: readonly (string | Uint8Array)[]): string {
  const hmac = createHmac('sha256', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest('hex')
}

/** Compares two texts in constant time for equal lengths. */
export function sameText(expected: string, given: string): boolean {
  const a = Buffer.from(expected, 'utf8')
  const b = Buffer.from(given, 'utf8')
  return a.length === b.length && timingSafeEqual(a, b)
}
