import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DemoShop, type Order } from './data.ts'

const PAGE = 20
const SKEW_SECONDS = 300
const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex')

/** What the stand-in can be told to do wrong. */
export type Fault = 'down' | 'html' | 'ip' | 'no_permission'
export interface Push {
  headers: Record<string, string>
  rawBody: Buffer
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code)
  }
}

/** Toko Demo on this machine: as strict as the real one would be, and broken on demand. */
export class TokoDemoStandIn {
  readonly appKey = 'td_demo000z'
  readonly appSecret = '746f6b6f2d64656d6f2d7365637265742e'.slice(0, 32)
  readonly shops = [new DemoShop('7001', 'Toko Melati'), new DemoShop('7002', 'Toko Kenanga')]
  readonly faults = new Set<Fault>()
  /** Shown in place of every order's status. */
  status: string | undefined
  private readonly codes = new Map<string, DemoShop>()
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(({ status, headers, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    })
  })

  /** @returns the base address. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** The seller of a shop consents. @returns the code the callback carries. */
  consent(shop: DemoShop): string {
    const code = randomBytes(8).toString('hex')
    this.codes.set(code, shop)
    return code
  }

  /** The signed message about an event; sending it is up to the caller. */
  push(event: string, shopId: string, about: string): Push {
    const body = bareIds(
      JSON.stringify({ event, shop_id: `#${shopId}`, at: new Date().toISOString(), about: `#${about}` }),
    )
    const headers = { 'content-type': 'application/json', 'x-toko-sign': hmac(this.appSecret, body) }
    return { headers, rawBody: Buffer.from(body) }
  }

  private async answer(request: IncomingMessage) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (this.faults.has('down')) return { status: 503, headers: {}, body: 'down' }
    if (this.faults.has('html'))
      return { status: 200, headers: {}, body: '<!doctype html><title>Toko</title>' }
    const url = new URL(request.url ?? '/', 'http://stand-in')
    if (url.pathname === '/consent') return this.consentPage(url.searchParams)
    try {
      const value = this.route(request, url, Buffer.concat(chunks).toString())
      return { status: 200, headers: {}, body: bareIds(JSON.stringify(value)) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const body = JSON.stringify({ error: error.code, message: error.code, request_id: 'r-1' })
      return { status: error.status, headers: {}, body }
    }
  }

  /** Everybody consents here, so that a browser comes straight back. */
  private consentPage(query: URLSearchParams) {
    const back = new URL(query.get('redirect') ?? 'about:blank')
    back.searchParams.set('code', this.consent(this.shops[0]!))
    back.searchParams.set('state', query.get('state') ?? '')
    return { status: 302, headers: { location: back.href }, body: '' }
  }

  private route(request: IncomingMessage, url: URL, body: string): unknown {
    const header = (name: string): string => String(request.headers[name] ?? '')
    const [time, token] = [header('x-time'), header('x-token')]
    if (this.faults.has('ip')) throw new Refusal(403, 'ip_refused')
    if (header('x-app') !== this.appKey) throw new Refusal(401, 'unknown_app')
    if (Math.abs(Date.now() / 1000 - Number(time)) > SKEW_SECONDS) throw new Refusal(401, 'wrong_time')
    const signed = [request.method, url.pathname + url.search, time, token, body].join('\n')
    if (header('x-sign') !== hmac(this.appSecret, signed)) throw new Refusal(401, 'bad_signature')
    const given = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>
    if (url.pathname === '/ping') return { ok: true }
    if (url.pathname === '/token') return this.exchange(String(given['code']))
    if (url.pathname === '/token/refresh') return this.renew(String(given['refresh_token']))
    return this.forShop(this.shopOf(token), url, given)
  }

  private exchange(code: string): unknown {
    const shop = this.codes.get(code)
    if (!shop || !this.codes.delete(code)) throw new Refusal(401, 'consent_gone')
    return withBareShop(shop.grant())
  }

  private renew(refreshToken: string): unknown {
    const shop = this.shops.find((each) => each.refresh.delete(refreshToken))
    if (!shop) throw new Refusal(401, 'consent_gone')
    return withBareShop(shop.grant())
  }

  private shopOf(token: string): DemoShop {
    const shop = this.shops.find((each) => each.access.has(token))
    if (!shop) throw new Refusal(401, 'consent_gone')
    if (!shop.access.get(token)) throw new Refusal(401, 'token_expired')
    return shop
  }

  private forShop(
    shop: DemoShop,
    { pathname, searchParams: query }: URL,
    given: Record<string, unknown>,
  ): unknown {
    if (pathname === '/shop') return { id: `#${shop.id}`, name: shop.name, open: shop.open }
    if (this.faults.has('no_permission') && pathname === '/orders') throw new Refusal(403, 'no_permission')
    if (pathname === '/products') return productsOf(shop, query)
    if (pathname === '/orders') return ordersOf(shop, query)
    if (pathname === '/order-details')
      return { orders: byIds(shop.orders, query).map((order) => this.show(order)) }
    if (pathname === '/stock') return setStock(shop, given['rows'] as { product_id: string; stock: number }[])
    throw new Refusal(404, 'not_found')
  }

  private show(order: Order): unknown {
    const lines = order.lines.map((line) => ({ ...line, product_id: `#${line.product_id}` }))
    return { ...order, id: `#${order.id}`, status: this.status ?? order.status, lines }
  }
}

/** Ids are written as bare numbers, however long: `"#123"` becomes `123`. */
const bareIds = (json: string): string => json.replace(/"#(\d+)"/g, '$1')
const withBareShop = (pair: Record<string, unknown>) => ({ ...pair, shop_id: `#${String(pair['shop_id'])}` })

const byIds = <T extends { id: string }>(list: readonly T[], query: URLSearchParams): T[] => {
  const ids = new Set((query.get('ids') ?? '').split(','))
  return list.filter((each) => ids.has(each.id))
}

function pageOf<T>(list: readonly T[], keyOf: (each: T) => string, query: URLSearchParams) {
  const after = query.get('after')
  const rest = after === null ? list : list.slice(list.findIndex((each) => keyOf(each) === after) + 1)
  const page = rest.slice(0, Number(query.get('limit') ?? PAGE))
  const last = page.at(-1)
  return { page, next: last && rest.length > page.length ? keyOf(last) : null }
}

function productsOf(shop: DemoShop, query: URLSearchParams): unknown {
  const { page, next } = query.has('ids')
    ? { page: byIds(shop.products, query), next: null }
    : pageOf(shop.products, (each) => each.id, query)
  return { products: page.map((product) => ({ ...product, id: `#${product.id}` })), next }
}

function ordersOf(shop: DemoShop, query: URLSearchParams): unknown {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '9']
  const changed = shop.orders
    .filter(({ updated_at }) => updated_at >= from && updated_at <= to)
    .sort((a, b) => a.updated_at.localeCompare(b.updated_at))
  const { page, next } = pageOf(changed, (each) => each.id, query)
  return { orders: page.map(({ id, updated_at }) => ({ id: `#${id}`, updated_at })), next }
}

function setStock(shop: DemoShop, rows: readonly { product_id: string; stock: number }[]): unknown {
  return {
    rows: rows.map(({ product_id, stock }) => {
      const product = shop.products.find((each) => each.id === product_id)
      if (product) product.stock = stock
      return { product_id, error: product ? null : 'not_found' }
    }),
  }
}
