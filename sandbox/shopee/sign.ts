import { createHmac, timingSafeEqual } from 'node:crypto'

/** What goes into the signature besides path and timestamp. */
export interface SignedParts {
  readonly partnerId: number | string
  readonly path: string
  readonly timestamp: number | string
  readonly accessToken?: string
  /** shop_id or merchant_id. */
  readonly ownerId?: number | string
}

/** The base string of a request signature: all parts joined without a separator. */
export function baseString(parts: SignedParts): string {
  return `${parts.partnerId}${parts.path}${parts.timestamp}${parts.accessToken ?? ''}${parts.ownerId ?? ''}`
}

/** Lowercase hex HMAC-SHA256 with the key taken as plain text, never hex-decoded. */
export function hmacHex(key: string, message: string): string {
  return createHmac('sha256', key).update(message, 'utf8').digest('hex')
}

/** The request signature. */
export function signRequest(key: string, parts: SignedParts): string {
  return hmacHex(key, baseString(parts))
}

/** The `Authorization` value of a push: over the registered URL, a bar, and the raw body. */
export function signPush(key: string, url: string, rawBody: string): string {
  return hmacHex(key, `${url}|${rawBody}`)
}

/** Constant-time comparison of two signatures. */
export function sameSignature(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
