import { hmacSha256Hex } from '../../kit/hmac.ts'

/** What a Shopee signature covers; parameters and body are not part of it. */
export interface SignedParts {
  partnerId: string
  /** From `/api/v2/` on: no host, no query. */
  path: string
  /** Unix seconds, the same value as in the query. */
  timestamp: number
  /** Only for calls made for a shop. */
  shop?: { accessToken: string; shopId: string }
}

export function baseString({ partnerId, path, timestamp, shop }: SignedParts): string {
  return `${partnerId}${path}${timestamp}${shop ? `${shop.accessToken}${shop.shopId}` : ''}`
}

/** The `sign` parameter: the key is used as plain text although it looks like hex. */
export function sign(partnerKey: string, parts: SignedParts): string {
  return hmacSha256Hex(partnerKey, baseString(parts))
}
