import { createServer } from 'node:http'
import { asObject, isObject, stringifyWire, type JsonObject, type Wire } from '../core/wire.ts'
import { startTikTokShopSandbox } from './app.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET, type TikTokShopSandboxOptions } from './options.ts'
import { signRequest } from './sign.ts'

export interface Answer {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly data: JsonObject
  readonly text: string
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: Wire
  readonly rawBody?: string
  readonly token?: string | null
  readonly cipher?: string | null
  readonly timestamp?: number
  readonly secret?: string
  readonly appKey?: string
  readonly sign?: string
  readonly contentType?: string
  /** What is signed as the body instead of what is sent. */
  readonly signedBody?: string
}

export interface Link {
  readonly token: string
  readonly refreshToken: string
  readonly cipher: string
}

/** A stand-in on a free port with a signing client, for tests. */
export async function startKit(options: TikTokShopSandboxOptions = {}) {
  const sandbox = await startTikTokShopSandbox({ port: 0, timeScale: 0.001, ...options })
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
  const token = async (path: string, query: Record<string, string>, method = 'GET'): Promise<Answer> => {
    const all = new URLSearchParams({ app_key: DEMO_APP_KEY, app_secret: DEMO_APP_SECRET, ...query })
    return answerOf(await fetch(`${sandbox.url}/api/v2/token/${path}?${all.toString()}`, { method }))
  }
  const call = async (method: string, path: string, wish: CallOptions = {}): Promise<Answer> => {
    const query = new URLSearchParams({
      app_key: wish.appKey ?? DEMO_APP_KEY,
      timestamp: String(wish.timestamp ?? sandbox.state.clock.seconds()),
    })
    if (wish.cipher) query.set('shop_cipher', wish.cipher)
    for (const [name, value] of Object.entries(wish.query ?? {})) query.set(name, String(value))
    const body = wish.rawBody ?? (wish.body === undefined ? '' : stringifyWire(wish.body))
    const parts = { path, query, body: wish.signedBody ?? body }
    query.set('sign', wish.sign ?? signRequest(wish.secret ?? DEMO_APP_SECRET, parts))
    const response = await fetch(`${sandbox.url}${path}?${query.toString()}`, {
      method,
      headers: {
        'content-type': wish.contentType ?? 'application/json',
        ...(wish.token ? { 'x-tts-access-token': wish.token } : {}),
      },
      ...(body === '' ? {} : { body }),
    })
    return answerOf(response)
  }
  const link = async (shopId: string): Promise<Link> => {
    const { code } = await control('POST', '/authorize', { shop_id: shopId })
    const { data } = await token('get', { auth_code: String(code), grant_type: 'authorized_code' })
    const access = String(data['access_token'])
    const shops = await call('GET', '/authorization/202309/shops', { token: access })
    const mine = (shops.data['shops'] as JsonObject[]).find((shop) => shop['id'] === shopId)
    return { token: access, refreshToken: String(data['refresh_token']), cipher: String(mine?.['cipher']) }
  }
  const as =
    (to: Link) =>
    (method: string, path: string, wish: CallOptions = {}) =>
      call(method, path, { token: to.token, cipher: to.cipher, ...wish })
  return { sandbox, control, token, call, link, as, close: () => sandbox.close() }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    parsed = {}
  }
  const body = isObject(parsed) ? parsed : {}
  return {
    status: response.status,
    code: Number(body['code'] ?? -1),
    message: String(body['message'] ?? ''),
    data: asObject(body['data']),
    text,
  }
}

/** A webhook receiver; `answer` decides status and body of each reply, null never answers. */
export async function startReceiver(
  answer: (nth: number) => { status: number; body?: string } | null = () => ({ status: 200 }),
) {
  const received: { authorization: string; body: string }[] = []
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
    url: `http://127.0.0.1:${port}/webhooks/1`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Waits until `check` holds, at most three seconds. */
export async function until(check: () => boolean): Promise<void> {
  for (let at = 0; at < 300 && !check(); at += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  if (!check()) throw new Error('waited in vain')
}
