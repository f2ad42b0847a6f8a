import type { IncomingMessage } from 'node:http'

/** Where the address of the connection itself is handed on to route handlers, which cannot see the socket. */
export const PEER_HEADER = 'x-kanal-peer'

/**
 * Puts the address of the socket's other end into the request, replacing whatever a client may have sent under
 * that name. Which forwarded address to believe is decided later, from the list of trusted proxies.
 */
export function stampPeer(request: IncomingMessage): void {
  request.headers[PEER_HEADER] = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
}
