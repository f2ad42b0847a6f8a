import { hmacSha256Hex } from '../../kit/hmac.ts'

/** What a request signature covers. Headers are never part of it. */
export interface SignedParts {
  /** `/order/202309/orders/search`: no host, no query. */
  path: string
  /** Every query parameter as plain, decoded text; `sign` and `access_token` are left out by themselves. */
  query: Readonly<Record<string, string>>
  /** The very bytes that are sent; nothing for `multipart/form-data` and for requests without a body. */
  body?: string | Uint8Array
}

const UNSIGNED = new Set(['sign', 'access_token'])

/** The `sign` parameter: lower-case hex over path, sorted parameters and body, wrapped in the app secret. */
export function sign(appSecret: string, { path, query, body = '' }: SignedParts): string {
  const pairs = Object.keys(query)
    .filter((key) => !UNSIGNED.has(key))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((key) => `${key}${query[key] ?? ''}`)
  return hmacSha256Hex(appSecret, appSecret, path, ...pairs, body, appSecret)
}

/** The `Authorization` header of a webhook: over the app key and the raw body. */
export function signWebhook(appKey: string, appSecret: string, rawBody: string | Uint8Array): string {
  return hmacSha256Hex(appSecret, appKey, rawBody)
}
