import { createHmac, timingSafeEqual } from 'node:crypto'

/** What goes into a request signature. */
export interface SignedParts {
  readonly path: string
  readonly query: URLSearchParams
  /** Raw bytes; empty for multipart bodies. */
  readonly body: Buffer | string
}

function hmacHex(key: string, ...parts: readonly (Buffer | string)[]): string {
  const hmac = createHmac('sha256', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest('hex')
}

/** The request signature: lower-case hex over path, sorted decoded parameters and raw body, wrapped in the secret. */
export function signRequest(secret: string, { path, query, body }: SignedParts): string {
  const pairs = [...query.entries()]
    .filter(([name]) => name !== 'sign' && name !== 'access_token')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => name + value)
  return hmacHex(secret, secret, path, pairs.join(''), body, secret)
}

/** The `Authorization` value of a webhook: over app key and raw body. */
export function signWebhook(appKey: string, secret: string, rawBody: string): string {
  return hmacHex(secret, appKey, rawBody)
}

/** Constant-time comparison of two signatures; letter case counts. */
export function sameSignature(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
