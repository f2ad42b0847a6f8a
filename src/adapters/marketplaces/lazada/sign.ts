import { hmacSha256Hex } from '../../kit/hmac.ts'

/**
 * The text Lazada signs: the API path (without `/rest`), then every parameter but `sign` as name and value,
 * sorted by name in byte order, with nothing in between. Empty values are left out.
 */
export function baseString(path: string, params: Readonly<Record<string, string>>): string {
  const names = Object.keys(params).filter((name) => name !== 'sign' && name !== '' && params[name] !== '')
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return path + names.map((name) => `${name}${params[name]}`).join('')
}

/** The request's signature: HMAC-SHA256 under the app secret, 64 upper-case hex characters. */
export function sign(appSecret: string, path: string, params: Readonly<Record<string, string>>): string {
  return hmacSha256Hex(appSecret, baseString(path, params)).toUpperCase()
}
