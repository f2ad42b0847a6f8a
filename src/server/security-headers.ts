import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Nobody frames the admin, and no address of ours is told to other sites. */
const HEADERS: readonly [name: string, value: string][] = [
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
]
const POLICY = 'content-security-policy'
const YEAR_SECONDS = 31_536_000
const NONCE_BYTES = 16

export interface Site {
  publicUrl: string
  /** Next's development tools evaluate text and keep a socket open. */
  isDevelopment: boolean
}

/**
 * What a page may load. Only our own files and scripts that carry this answer's nonce run; text never becomes script.
 * No `strict-dynamic`: it would let our scripts fetch others from anywhere, as Payload's code editor does from a CDN.
 * What people upload is no script to a browser, by its type. Styles are free: Payload and React write them into elements. Pictures come from marketplaces.
 */
function policyWith(nonce: string, isDevelopment: boolean): string {
  const [evaluate, socket] = isDevelopment ? [" 'unsafe-eval'", ' ws: wss:'] : ['', '']
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${evaluate}`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: http: https:",
    "font-src 'self' data:",
    `connect-src 'self'${socket}`,
    "worker-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join('; ')
}

/**
 * Tells browsers what these pages never do; over https also to come back by https only. The policy is put on the
 * request too, in place of whatever the client sent: there Next reads the nonce that it gives to its own scripts.
 */
export function setSecurityHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { publicUrl, isDevelopment }: Site,
): void {
  const policy = policyWith(randomBytes(NONCE_BYTES).toString('base64'), isDevelopment)
  request.headers[POLICY] = policy
  delete request.headers[`${POLICY}-report-only`]
  response.setHeader(POLICY, policy)
  for (const [name, value] of HEADERS) response.setHeader(name, value)
  if (publicUrl.startsWith('https://')) {
    response.setHeader('strict-transport-security', `max-age=${YEAR_SECONDS}`)
  }
}
