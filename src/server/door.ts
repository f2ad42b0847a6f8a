import type { IncomingMessage, ServerResponse } from 'node:http'
import { pick } from '../i18n/pick.ts'
import { text } from '../i18n/text.ts'
import type { Kanal } from '../plugins/context.ts'
import { clientAddress } from '../plugins/security/client-address.ts'
import { admitAtDoor } from '../plugins/services/cache/door.ts'
import { PEER_HEADER } from './peer.ts'

const problem = (seconds: number) => ({
  code: 'too_many_requests',
  what: text('Permintaan ini belum dilayani.', 'This request was not served.'),
  why: text(
    'Terlalu banyak permintaan datang dari alamat internet Anda.',
    'Too many requests came from your internet address.',
  ),
  remedy: text(`Tunggu ${seconds} detik, lalu coba lagi.`, `Wait ${seconds} seconds, then try again.`),
})

/** The address as the socket and listed proxies vouch for it. Call after `stampPeer`. */
function addressOf({ headers }: IncomingMessage, trustedProxies: readonly string[]): string | null {
  const said = headers['x-forwarded-for']
  const known = new Headers({ [PEER_HEADER]: String(headers[PEER_HEADER] ?? '') })
  if (said !== undefined) known.set('x-forwarded-for', [said].flat().join(','))
  return clientAddress(known, trustedProxies)
}

/**
 * Lets a request in, or answers it 429 with the seconds to wait when its address has asked for too much.
 * @returns whether it may come in
 */
export async function passesDoor(
  kanal: Kanal,
  request: IncomingMessage,
  response: ServerResponse,
  trustedProxies: readonly string[],
): Promise<boolean> {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  const address = addressOf(request, trustedProxies)
  const seconds = await admitAtDoor(kanal, { method: request.method ?? 'GET', path, address })
  if (seconds === 0) return true
  const told = problem(seconds)
  const isProgram = path.startsWith('/api/')
  const lines = (['id', 'en'] as const).map((language) =>
    [told.what, told.why, told.remedy].map((part) => pick(part, language)).join(' '),
  )
  response
    .writeHead(429, {
      'content-type': isProgram ? 'application/json' : 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(seconds),
    })
    .end(isProgram ? JSON.stringify({ problem: told, errors: [{ message: lines[0] }] }) : lines.join('\n'))
  return false
}
