import { createServer } from 'node:http'
import { isObject, type JsonObject } from '../core/wire.ts'
import { startLazadaSandbox } from './app.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET, type LazadaSandboxOptions } from './options.ts'
import { signRequest } from './sign.ts'

export const SELLER = 400614207711

/** How a request carries its parameters. */
export type Transport = 'query' | 'form' | 'multipart' | 'json' | 'all-in-form'

export interface CallOptions {
  readonly params?: Readonly<Record<string, string>>
  readonly token?: string
  readonly transport?: Transport
  readonly secret?: string
  readonly timestamp?: number | string
  readonly change?: (params: Map<string, string>) => void
}

/** A stand-in on a free port with a signing client, for tests. */
export async function startKit(options: LazadaSandboxOptions = {}) {
  const sandbox = await startLazadaSandbox({ port: 0, timeScale: 0.001, ...options })

  const call = async (path: string, wish: CallOptions = {}): Promise<JsonObject> => {
    const system = new Map([
      ['app_key', String(DEMO_APP_KEY)],
      ['timestamp', String(wish.timestamp ?? sandbox.state.clock.ms())],
      ['sign_method', 'sha256'],
      ...(wish.token === undefined ? [] : [['access_token', wish.token] as const]),
    ])
    const business = new Map(Object.entries(wish.params ?? {}))
    const all = new Map([...system, ...business])
    system.set('sign', signRequest(wish.secret ?? DEMO_APP_SECRET, path, all))
    wish.change?.(system)
    const response = await send(`${sandbox.url}/rest${path}`, system, business, wish.transport ?? 'query')
    const text = await response.text()
    try {
      const parsed: unknown = JSON.parse(text)
      return isObject(parsed) ? parsed : {}
    } catch {
      return { html: text }
    }
  }

  const control = async (method: string, path: string, body?: object): Promise<JsonObject> => {
    const response = await fetch(`${sandbox.controlUrl}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    return { ...((await response.json()) as JsonObject), status: response.status }
  }

  const link = async (sellerId = SELLER): Promise<JsonObject> => {
    const { code } = await control('POST', '/authorize', { shop_id: sellerId })
    return call('/auth/token/create', { params: { code: String(code) } })
  }

  return { sandbox, call, control, link, close: () => sandbox.close() }
}

function send(
  url: string,
  system: ReadonlyMap<string, string>,
  business: ReadonlyMap<string, string>,
  transport: Transport,
): Promise<Response> {
  const search = (params: Iterable<readonly [string, string]>): string =>
    new URLSearchParams([...params].map(([name, value]) => [name, value])).toString()
  switch (transport) {
    case 'query':
      return fetch(`${url}?${search([...system, ...business])}`)
    case 'form':
      return fetch(`${url}?${search(system)}`, {
        method: 'POST',
        body: new URLSearchParams(search(business)),
      })
    case 'all-in-form':
      return fetch(url, { method: 'POST', body: new URLSearchParams(search([...system, ...business])) })
    case 'json':
      return fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(Object.fromEntries([...system, ...business])),
      })
    case 'multipart': {
      const form = new FormData()
      for (const [name, value] of business) form.set(name, value)
      return fetch(`${url}?${search(system)}`, { method: 'POST', body: form })
    }
  }
}

/** A push receiver; `answer` decides the reply, null leaves the sender waiting. */
export async function startReceiver(answer: (n: number) => number | null = () => 200) {
  const received: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      received.push(body)
      const status = answer(received.length)
      if (status !== null) response.writeHead(status).end('whatever')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/webhooks/lazada`,
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
  for (let nth = 0; nth < 400 && !check(); nth++) await new Promise((resolve) => setTimeout(resolve, 10))
  if (!check()) throw new Error('waited in vain')
}
