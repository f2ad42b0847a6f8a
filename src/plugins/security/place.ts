import { createHash } from 'node:crypto'
import { readEnv } from '../../env.ts'
import { clientAddress } from './client-address.ts'

const USER_AGENT_LENGTH = 400

/** Where a request comes from: the address, and the browser as it names itself. Null is what nobody could tell. */
export interface Place {
  address: string | null
  /** SHA-256 of the user agent; null without one. */
  browser: Buffer | null
  userAgent: string | null
}

/** The place behind these headers; the address only as far as our own server and its proxies vouch for it. */
export function placeOf(headers: Headers): Place {
  const userAgent = headers.get('user-agent') || null
  return {
    address: clientAddress(headers, readEnv().trustedProxies),
    browser: userAgent === null ? null : createHash('sha256').update(userAgent).digest(),
    userAgent: userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
  }
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** "Chrome · Windows": a device as its owner would recognise it, the same in both languages. */
export function deviceName(userAgent: string | null): string {
  if (!userAgent) return '–'
  const known = [BROWSERS, SYSTEMS].flatMap((table) => {
    const match = table.find(([pattern]) => pattern.test(userAgent))
    return match ? [match[1]] : []
  })
  return known.length > 0 ? known.join(' · ') : userAgent.slice(0, 40)
}
