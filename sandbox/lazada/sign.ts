import { createHmac, timingSafeEqual } from 'node:crypto'

/** The request signature, written from the platform's guide: path, then names and values in byte order. */
export function signRequest(
  secret: string,
  path: string,
  params: ReadonlyMap<string, string>,
  keepEmpty = false,
): string {
  const names = [...params.keys()].filter((name) => name !== 'sign' && (keepEmpty || params.get(name) !== ''))
  names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const text = path + names.map((name) => `${name}${params.get(name) ?? ''}`).join('')
  return createHmac('sha256', secret).update(text, 'utf8').digest('hex').toUpperCase()
}

/** The push signature: app key and raw body under the secret. */
export function signPush(secret: string, appKey: number, body: string): string {
  return createHmac('sha256', secret).update(`${appKey}${body}`, 'utf8').digest('hex')
}

/** Compares two signatures in constant time. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(given)
  return a.length === b.length && timingSafeEqual(a, b)
}
