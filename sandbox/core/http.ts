import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { stringifyWire, type Wire } from './wire.ts'

/** A request, fully read. */
export interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly remoteAddress: string
}

/** A finished answer, or `hang`: leave the caller waiting for ever. */
export type HttpReply =
  | { readonly hang: true }
  | {
      readonly hang?: false
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string | Buffer
    }

export type Handler = (request: HttpRequest) => HttpReply | Promise<HttpReply>

const MAX_BODY_BYTES = 12 * 1024 * 1024

/** A JSON answer; bigints are written as bare integers. */
export function json(value: Wire, status = 200, headers: Record<string, string> = {}): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: stringifyWire(value),
  }
}

/** An HTML answer that may not be framed and loads nothing from elsewhere. */
export function html(body: string, status = 200): HttpReply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    },
    body,
  }
}

/** A 302 to `location`. */
export function redirect(location: string): HttpReply {
  return { status: 302, headers: { location, 'cache-control': 'no-store' } }
}

/** The error page an nginx in front of a marketplace gives instead of JSON. */
export function nginxError(status: number, title: string): HttpReply {
  return {
    status,
    headers: { 'content-type': 'text/html', server: 'nginx' },
    body: `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  }
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    const part = chunk as Buffer
    size += part.length
    if (size > MAX_BODY_BYTES) throw new Error('body too large')
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, reply: HttpReply): void {
  if (reply.hang) return
  const body = reply.body ?? ''
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

export interface RunningServer {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Starts an HTTP server on `host:port` (0 = any free port) and resolves when it listens. */
export async function listen(handler: Handler, host: string, port: number): Promise<RunningServer> {
  const server = createServer((message, response) => {
    void (async () => {
      try {
        const url = new URL(message.url ?? '/', 'http://sandbox.invalid')
        const reply = await handler({
          method: message.method ?? 'GET',
          path: url.pathname,
          query: url.searchParams,
          headers: message.headers,
          body: await readBody(message),
          remoteAddress: message.socket.remoteAddress ?? '',
        })
        send(response, reply)
      } catch (error) {
        console.error('sandbox: request failed', error)
        if (!response.headersSent) send(response, nginxError(500, 'Internal Server Error'))
      }
    })()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  const shownHost =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${shownHost}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
