import type { ServerResponse } from 'node:http'

/** Nobody frames the admin, no plugin runs in it, and no address of ours is told to other sites. */
const HEADERS: readonly [name: string, value: string][] = [
  ['content-security-policy', "frame-ancestors 'none'; object-src 'none'; base-uri 'self'"],
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
]
const YEAR_SECONDS = 31_536_000

/** Tells browsers what these pages never do; over https also to come back by https only. */
export function setSecurityHeaders(response: ServerResponse, publicUrl: string): void {
  for (const [name, value] of HEADERS) response.setHeader(name, value)
  if (publicUrl.startsWith('https://')) {
    response.setHeader('strict-transport-security', `max-age=${YEAR_SECONDS}`)
  }
}
