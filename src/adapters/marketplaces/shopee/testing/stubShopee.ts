import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpSend, ShopSession } from '../../../contract.ts'

export const PARTNER_ID = '2001887'
export const PARTNER_KEY = 'shpk4f6d6b546e6a4d6a4d6a4d6a4d6a'
export const SHOP_ID = '14701711'
export const ACCESS_TOKEN = '77174636562737266615546704c6d3a1'

export interface SeenRequest {
  method: string
  path: string
  query: URLSearchParams
  body: string
  isSigned: boolean
}
export interface StubAnswer {
  status?: number
  headers?: Record<string, string>
  /** A string is sent as it is, anything else as JSON. */
  body: unknown
}
type Route = (request: SeenRequest, nth: number) => StubAnswer

/** The text of a recorded answer. */
export const recorded = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')

export const failed = (error: string, message = ''): StubAnswer => ({
  body: { error, message, request_id: 'req-1' },
})
export const wrapped = (response: unknown): StubAnswer => ({
  body: { error: '', message: '', request_id: 'req-1', response },
})

/** A small server that answers as told, remembers what it saw and checks signatures by itself. */
export class StubShopee {
  readonly seen: SeenRequest[] = []
  readonly #routes = new Map<string, Route>()
  readonly #server: Server
  url = ''

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { pathname: path, searchParams: query } = new URL(request.url ?? '/', this.url)
        const signed = ['partner_id', '', 'timestamp', 'access_token', 'shop_id'].map(
          (name) => query.get(name) ?? '',
        )
        signed[1] = path
        const expected = createHmac('sha256', PARTNER_KEY).update(signed.join('')).digest('hex')
        const seen = {
          method: request.method ?? '',
          path,
          query,
          body: Buffer.concat(chunks).toString(),
          isSigned: query.get('sign') === expected,
        }
        this.seen.push(seen)
        const nth = this.seen.filter((each) => each.path === path).length
        const answer = this.#routes.get(path)?.(seen, nth) ?? { status: 404, body: '<html>404</html>' }
        response.writeHead(answer.status ?? 200, answer.headers)
        response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
      })
    })
  }

  static async start(): Promise<StubShopee> {
    const stub = new StubShopee()
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve))
    stub.url = `http://127.0.0.1:${(stub.#server.address() as AddressInfo).port}`
    return stub
  }

  on(path: string, route: Route | StubAnswer): this {
    this.#routes.set(path, typeof route === 'function' ? route : () => route)
    return this
  }

  /** The requests to one path, in order. */
  to(path: string): SeenRequest[] {
    return this.seen.filter((each) => each.path === path)
  }

  session(overrides: Partial<ShopSession> = {}): ShopSession {
    return {
      environment: {
        label: { id: 'Stub', en: 'Stub' },
        apiBaseUrl: this.url,
        consentBaseUrl: `${this.url}/auth`,
      },
      credentials: { partnerId: PARTNER_ID, partnerKey: PARTNER_KEY },
      send: plainSend,
      now: () => new Date(),
      shop: { externalId: SHOP_ID, accessToken: ACCESS_TOKEN, details: {} },
      ...overrides,
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

const plainSend: HttpSend = async ({ method, url, headers, body, signal }) => {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    ...(headers ? { headers } : {}),
    ...(typeof body === 'string' ? { body } : {}),
    ...(signal ? { signal } : {}),
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}
