import type { IncomingMessage, ServerResponse } from 'node:http'

const OF_NEXT = /^\/(admin|api|oauth)(\/|$)|^\/_{1,2}next/

const PAGE =
  '<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
  '<title>Kanal</title><p>Halaman ini tidak ada. <span lang="en">This page does not exist.</span>' +
  '<p><a href="/admin">Buka Kanal · <span lang="en">Open Kanal</span></a></html>'

/**
 * Answers what is no page of ours: the bare address leads to the admin, anything else is 404. Next's own page for it
 * is made at build time, with scripts that carry no nonce.
 * @returns false when the request is for Next, and was not touched.
 */
export function answerElsewhere(request: IncomingMessage, response: ServerResponse): boolean {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  if (OF_NEXT.test(path)) return false
  if (path === '/') response.writeHead(307, { location: '/admin' }).end()
  else response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE)
  return true
}
