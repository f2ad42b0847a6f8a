import { createServer, type Server } from 'node:http'
import type {
  HttpSend,
  MarketplaceAdapter,
  RemoteOrder,
  ShopSession,
  StockResult,
} from '../../src/adapters/contract.ts'
import { FakeMarket } from '../../src/plugins/sync/testing/market.ts'

const ORDERS = '/orders'
const STOCK = '/stock'

type Stock = NonNullable<MarketplaceAdapter['stock']>
type Targets = Parameters<Stock['set']>[1]
interface Call {
  session: Pick<ShopSession, 'shop'>
  ids: string[]
  targets: Targets
}

/** Puts a marketplace that lives in this process behind HTTP, each answer after `delayMs`. */
export function serveMarket(market: FakeMarket, port: number, delayMs: number): Server {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { session, ids, targets } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Call
      const { orders, stock } = market.adapter
      setTimeout(() => {
        const work =
          request.url === ORDERS
            ? orders?.get(session as ShopSession, ids)
            : stock?.set(session as ShopSession, targets)
        Promise.resolve(work).then(
          (result) => response.writeHead(200).end(JSON.stringify(result)),
          () => response.writeHead(500).end(),
        )
      }, delayMs)
    })
  })
  return server.listen(port, '127.0.0.1')
}

/** The adapter of such a marketplace, for other processes. */
export function httpMarket(origin: string): MarketplaceAdapter {
  const call = async <T>(send: HttpSend, path: string, body: object): Promise<T> => {
    const { status, body: answer } = await send({
      method: 'POST',
      url: `${origin}${path}`,
      body: JSON.stringify(body),
    })
    if (status !== 200) throw new Error(`The marketplace answered ${status}`)
    return JSON.parse(Buffer.from(answer).toString('utf8')) as T
  }
  const { adapter } = new FakeMarket()
  return {
    ...adapter,
    orders: {
      maxWindowDays: 15,
      listUpdated: () => Promise.resolve({ items: [], next: null, total: 0 }),
      get: async ({ send, shop }, ids) =>
        (await call<RemoteOrder[]>(send, ORDERS, { session: { shop }, ids })).map((order) => ({
          ...order,
          createdAt: new Date(order.createdAt),
          updatedAt: new Date(order.updatedAt),
        })),
    },
    stock: {
      set: ({ send, shop }, targets) => call<StockResult[]>(send, STOCK, { session: { shop }, targets }),
    },
  }
}
