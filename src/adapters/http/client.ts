import { Agent, buildConnector, request as undiciRequest, type Dispatcher } from 'undici'
import { AdapterError, type Cause, type HttpRequest, type HttpResponse, type HttpSend } from '../contract.ts'
import { causeOfNetworkError, httpFailure } from './failures.ts'
import {
  BlockedAddressError,
  checkLiteral,
  guardedLookup,
  isNearbyAddress,
  isPublicAddress,
  type AddressRule,
  type Resolve,
} from './guard.ts'

export const MAX_RESPONSE_BYTES = 20 * 1024 * 1024
export const DEFAULT_TIMEOUT_MS = 15_000
const CONNECT_TIMEOUT_MS = 5_000
const CONNECTIONS_PER_ORIGIN = 32
/** Ports an internet address may be asked on; others belong to protocols that are not HTTP. */
const INTERNET_PORTS = new Set(['', '443', '8443'])

/** One line per request, for the log: never the query, which carries signatures and tokens. */
export interface HttpLogEntry {
  method: string
  host: string
  path: string
  durationMs: number
  status?: number
  bytes?: number
  cause?: Cause
}

export interface HttpClientOptions {
  /** Origins (`http://127.0.0.1:4010`) of stand-ins the deployment allows although they are not on the internet. */
  allowedLocalOrigins: readonly string[]
  userAgent?: string
  log?: (entry: HttpLogEntry) => void
  /** Replaceable for tests. */
  resolve?: Resolve
  maxResponseBytes?: number
}

export interface HttpClient {
  send: HttpSend
  /** Closes idle connections; requests under way finish first. */
  close(): Promise<void>
}

/**
 * The one HTTP client for addresses that come from settings. It reaches public addresses over HTTPS, and the
 * listed local origins; every address is judged where the socket is opened. Redirects are refused, a response
 * ends at 20 MB, and `timeoutMs` covers the whole exchange. Failures are `AdapterError`s; an aborted signal
 * rejects with its own reason.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { userAgent = 'Kanal', log, resolve, maxResponseBytes = MAX_RESPONSE_BYTES } = options
  const localOrigins = new Set(options.allowedLocalOrigins.map((origin) => new URL(origin).origin))
  const internet = guardedAgent(isPublicAddress, resolve)
  const nearby = guardedAgent(isNearbyAddress, resolve)

  async function exchange(request: HttpRequest, url: URL): Promise<HttpResponse> {
    const isLocal = localOrigins.has(url.origin)
    const refusal = isLocal ? undefined : refusalOf(url)
    if (refusal) throw httpFailure('blocked_address', url.host, refusal)
    const timeout = AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    try {
      const response = await undiciRequest(url, {
        method: request.method,
        headers: { 'user-agent': userAgent, 'accept-encoding': 'identity', ...request.headers },
        body: request.body ?? null,
        dispatcher: isLocal ? nearby : internet,
        signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
      })
      if (response.statusCode >= 300 && response.statusCode < 400) {
        await response.body.dump()
        throw httpFailure('redirect_refused', url.host, `redirect ${response.statusCode} refused`)
      }
      return {
        status: response.statusCode,
        headers: flatHeaders(response.headers),
        body: await readBody(response.body, maxResponseBytes, url.host),
      }
    } catch (error) {
      if (error instanceof AdapterError) throw error
      if (request.signal?.aborted) throw request.signal.reason
      const reason = timeout.aborted ? 'tcp_timeout' : causeOfNetworkError(error)
      throw httpFailure(reason, url.host, timeout.aborted ? 'no answer in time' : messageOf(error), error)
    }
  }

  const send: HttpSend = async (request) => {
    request.signal?.throwIfAborted()
    const url = parseUrl(request.url)
    const started = performance.now()
    const entry = { method: request.method, host: url.host, path: url.pathname }
    const elapsed = (): number => Math.round(performance.now() - started)
    try {
      const response = await exchange(request, url)
      log?.({ ...entry, durationMs: elapsed(), status: response.status, bytes: response.body.byteLength })
      return response
    } catch (error) {
      log?.({
        ...entry,
        durationMs: elapsed(),
        ...(error instanceof AdapterError ? { cause: error.reason } : {}),
      })
      throw error
    }
  }

  return {
    send,
    close: async () => {
      await Promise.all([internet.close(), nearby.close()])
    },
  }
}

function guardedAgent(allowed: AddressRule, resolve: Resolve | undefined): Agent {
  const connector = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: guardedLookup(allowed, resolve) })
  return new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    connect: (target, callback) => {
      try {
        checkLiteral(target.hostname, allowed)
      } catch (error) {
        callback(error as Error, null)
        return
      }
      connector(target, (...[error, socket]) => {
        const peer = socket?.remoteAddress
        if (socket && peer !== undefined && !allowed(peer)) {
          socket.destroy()
          callback(new BlockedAddressError(`${target.hostname} may not be contacted`), null)
        } else if (socket) {
          callback(null, socket)
        } else {
          callback(error ?? new Error('No socket'), null)
        }
      })
    },
  })
}

/** Why a URL outside the local origins may not be called, or undefined when it may. */
function refusalOf(url: URL): string | undefined {
  if (url.protocol !== 'https:') return 'only HTTPS addresses may be contacted'
  if (!INTERNET_PORTS.has(url.port)) return `port ${url.port} may not be contacted`
  return undefined
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw httpFailure('blocked_address', url?.host || 'URL', 'not an address that may be contacted')
  }
  return url
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
  limit: number,
  host: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > limit) {
      body.destroy()
      throw httpFailure('unexpected_response', host, `response larger than ${limit} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function flatHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

function messageOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'failed'
}
