import type { HttpReply, HttpRequest } from './http.ts'
import { json } from './http.ts'
import { isLoopback } from './loopback.ts'
import { Router } from './router.ts'
import { isObject, type JsonObject, type Wire } from './wire.ts'

/** A request to the control API that cannot be done. */
export class ControlError extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message)
  }
}

export interface ControlCall {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: JsonObject
}

export type ControlHandler = (call: ControlCall) => Wire | Promise<Wire>

export type ControlRoute = readonly [method: string, path: string, handler: ControlHandler]

/** The unsigned JSON API by which people and tests steer a stand-in. Answers this machine only. */
export class ControlApi {
  private readonly router = new Router<ControlHandler>()
  constructor(
    routes: readonly ControlRoute[],
    private readonly remoteAllowed: boolean,
  ) {
    for (const [method, path, handler] of routes) this.router.add(method, path, handler)
  }

  /** True when the caller may steer: from this machine, under one of its local names. */
  allowed(request: HttpRequest): boolean {
    if (this.remoteAllowed) return true
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    // The name is checked too, or a web page could reach us through a DNS name that points to 127.0.0.1.
    return isLoopback(request.remoteAddress) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)
  }

  async handle(request: HttpRequest): Promise<HttpReply> {
    if (!this.allowed(request)) return json({ error: 'the control API answers this machine only' }, 403)
    const match = this.router.match(request.method, request.path)
    if (match.kind === 'not_found') return json({ error: 'no such control address' }, 404)
    if (match.kind === 'wrong_verb') return json({ error: 'wrong verb' }, 405)
    try {
      const body = readBody(request)
      return json(await match.route({ params: match.params, query: request.query, body }))
    } catch (error) {
      if (error instanceof ControlError) return json({ error: error.message }, error.status)
      throw error
    }
  }
}

function readBody(request: HttpRequest): JsonObject {
  if (request.method !== 'POST' || request.body.length === 0) return {}
  // Asking for JSON keeps web pages of other origins out: they cannot send this type unasked.
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw new ControlError('content-type must be application/json', 415)
  }
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'))
    if (isObject(value)) return value
  } catch {
    // falls through to the refusal
  }
  throw new ControlError('the body must be a JSON object')
}
