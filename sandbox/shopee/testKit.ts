import { createServer } from 'node:http'
import { isObject, type JsonObject, type Wire } from '../core/wire.ts'
import { stringifyWire } from '../core/wire.ts'
import { startShopeeSandbox, type ShopeeSandbox } from './app.ts'
import { DEMO_PARTNER_ID, DEMO_PARTNER_KEY, type ShopeeSandboxOptions } from './options.ts'
import { signRequest } from './sign.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Parsed body, `{}` when it is not JSON. */
  readonly body: JsonObject
  readonly response: JsonObject
  readonly error: string
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>
  readonly body?: Wire
  readonly token?: string
  readonly shopId?: number
  readonly timestamp?: number
  readonly key?: string
  readonly sign?: string
  readonly partnerId?: number
  readonly rawBody?: string
}

export interface Link {
  readonly shopId: number
  readonly accessToken: string
  readonly refreshToken: string
}

/** A stand-in on a free port with a signing client, for tests. */
export async function startKit(options: ShopeeSandboxOptions = {}) {
  const sandbox = await startShopeeSandbox({ port: 0, timeScale: 0.001, verifyCallback: false, ...options })
  const call = (method: string, path: string, wish: CallOptions = {}): Promise<Answer> =>
    send(sandbox, method, `/api/v2${path}`, wish)
  const control = async (
    method: string,
    path: string,
    body?: Wire,
  ): Promise<JsonObject & { status: number }> => {
    const response = await fetch(`${sandbox.controlUrl}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: stringifyWire(body) }),
    })
    return { ...((await response.json()) as JsonObject), status: response.status }
  }
  const link = async (shopId: number): Promise<Link> => {
    const { code } = await control('POST', '/authorize', { shop_id: shopId })
    const answer = await call('POST', '/auth/token/get', {
      body: { code: String(code), shop_id: shopId, partner_id: DEMO_PARTNER_ID },
    })
    return {
      shopId,
      accessToken: String(answer.body['access_token']),
      refreshToken: String(answer.body['refresh_token']),
    }
  }
  const asShop =
    (to: Link) =>
    (method: string, path: string, wish: CallOptions = {}) =>
      call(method, path, { ...wish, token: to.accessToken, shopId: to.shopId })
  return { sandbox, call, control, link, asShop, close: () => sandbox.close() }
}

async function send(
  sandbox: ShopeeSandbox,
  method: string,
  path: string,
  wish: CallOptions,
): Promise<Answer> {
  const partnerId = wish.partnerId ?? DEMO_PARTNER_ID
  const timestamp = wish.timestamp ?? sandbox.state.clock.seconds()
  const sign =
    wish.sign ??
    signRequest(wish.key ?? DEMO_PARTNER_KEY, {
      partnerId,
      path,
      timestamp,
      ...(wish.token === undefined ? {} : { accessToken: wish.token }),
      ...(wish.shopId === undefined ? {} : { ownerId: wish.shopId }),
    })
  const query = new URLSearchParams({ partner_id: String(partnerId), timestamp: String(timestamp), sign })
  if (wish.token !== undefined) query.set('access_token', wish.token)
  if (wish.shopId !== undefined) query.set('shop_id', String(wish.shopId))
  for (const [name, value] of Object.entries(wish.query ?? {})) {
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [String(value)])
      query.append(name, one)
  }
  const body = wish.rawBody ?? (wish.body === undefined ? undefined : stringifyWire(wish.body))
  const response = await fetch(`${sandbox.url}${path}?${query.toString()}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
  })
  const text = await response.text()
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    parsed = {}
  }
  const object = isObject(parsed) ? parsed : {}
  const inner = object['response']
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: object,
    response: isObject(inner) ? inner : {},
    error: typeof object['error'] === 'string' ? object['error'] : '',
  }
}

export interface Received {
  readonly authorization: string
  readonly body: string
}

/** A webhook receiver; `answer` decides status and body of each reply. */
export async function startReceiver(
  answer: (n: number) => { status: number; body?: string } | null = () => ({ status: 200 }),
) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      received.push({ authorization: request.headers.authorization ?? '', body })
      const reply = answer(received.length)
      if (reply) response.writeHead(reply.status).end(reply.body ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/webhooks/shopee?org=1`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Waits until `check` holds, at most four seconds. */
export async function until(check: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !check(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  if (!check()) throw new Error('waited in vain')
}
