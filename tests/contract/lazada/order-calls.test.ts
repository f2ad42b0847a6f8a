import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLazadaSandbox, type LazadaSandbox } from '../../../sandbox/lazada/app.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET } from '../../../sandbox/lazada/options.ts'
import { placeOrder } from '../../../sandbox/lazada/orderLife.ts'
import { advanceOrder } from '../../../sandbox/lazada/orderSteps.ts'
import type { AppSession, ShopSession } from '../../../src/adapters/contract.ts'
import { createHttpClient, type HttpClient } from '../../../src/adapters/http/client.ts'
import { lazada } from '../../../src/adapters/marketplaces/lazada/index.ts'

const SHOP = 400614207711
const START = new Date('2026-11-11T03:00:00Z')

let sandbox: LazadaSandbox
let http: HttpClient
let adapter: ReturnType<typeof lazada>
let shop: ShopSession
let now = START

beforeAll(async () => {
  sandbox = await startLazadaSandbox({ port: 0, now: () => now })
  http = createHttpClient({ allowedLocalOrigins: [sandbox.url] })
})
afterAll(async () => {
  await http.close()
  await sandbox.close()
})
beforeEach(async () => {
  now = START
  sandbox.state.reset(1)
  adapter = lazada({ sandboxUrl: sandbox.url })
  const app: AppSession = {
    environment: adapter.environments['local']!,
    credentials: { appKey: String(DEMO_APP_KEY), appSecret: DEMO_APP_SECRET },
    send: http.send,
    now: () => now,
  }
  const answer = await fetch(`${sandbox.url}/_control/authorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ shop_id: SHOP }),
  })
  const { code } = (await answer.json()) as { code: string }
  const [grant] = await adapter.authorize.exchange(app, { code })
  shop = {
    ...app,
    shop: { externalId: grant!.externalShopId, accessToken: grant!.accessToken, details: grant!.details },
  }
})

const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1_000)
}

/** Buyers order one after the other, some seconds apart. */
function sell(orders: number, { paid = true, apart = 0.1 } = {}): string[] {
  return Array.from({ length: orders }, () => {
    later(apart)
    for (const { items } of sandbox.state.shops.values())
      for (const { skus } of items.values()) for (const { buckets } of skus) buckets[0]!.sellable = 100
    return placeOrder(sandbox.state, {
      sellerId: SHOP,
      lines: [{ sku: 'KOPI-GAYO-200-BJ', quantity: 1 }],
      paid,
    }).id
  })
}

async function callsOf<T>(work: () => Promise<T>): Promise<{ calls: number; result: T }> {
  const before = sandbox.state.requests.count()
  const result = await work()
  return { calls: sandbox.state.requests.count() - before, result }
}

const get = (ids: readonly string[]) => adapter.orders!.get(shop, ids)
const idsOf = (orders: readonly { externalOrderId: string }[]): string[] =>
  orders.map(({ externalOrderId }) => externalOrderId).sort()
const listAll = () =>
  adapter.orders!.listUpdated(shop, { from: new Date(START.getTime() - 60_000), to: now, cursor: null })

describe('calls for many orders', () => {
  it('reads fifty that have just changed with a few calls', async () => {
    const ids = sell(50)
    const { calls, result } = await callsOf(() => get(ids))
    expect(idsOf(result)).toEqual([...ids].sort())
    expect(calls).toBeLessThanOrEqual(3)
  })

  it('works off a backlog without asking for what a page has told already', async () => {
    const ids = sell(400)
    later(5)
    let total = 0
    const found: string[] = []
    // Oldest first, as messages are worked off: the newest page holds none of the first ones.
    for (let at = 0; at < ids.length; at += 25) {
      const { calls, result } = await callsOf(() => get(ids.slice(at, at + 25)))
      total += calls
      found.push(...idsOf(result))
    }
    expect(found.sort()).toEqual([...ids].sort())
    expect(total).toBeLessThan(ids.length / 8)
  })

  it('reads the orders of a listed page without asking for each', async () => {
    const ids = sell(80)
    later(5)
    const page = await listAll()
    expect(page.items).toHaveLength(80)
    const { calls, result } = await callsOf(() =>
      get(page.items.map(({ externalOrderId }) => externalOrderId)),
    )
    expect(idsOf(result)).toEqual([...ids].sort())
    expect(calls).toBe(2)
  })

  it('asks for old orders one by one', async () => {
    const ids = sell(6)
    later(2 * 3_600)
    expect(idsOf(await get(ids))).toEqual([...ids].sort())
  })

  it('leaves unknown orders out of many', async () => {
    const ids = sell(10)
    expect(idsOf(await get([...ids, '560694402190001']))).toEqual([...ids].sort())
  })
})

describe('what a page told is not believed for longer than it is true', () => {
  it('tells of an order as it is, though it was listed before it changed', async () => {
    const ids = sell(10, { paid: false })
    later(5)
    await listAll()
    later(1)
    for (const id of ids) advanceOrder(sandbox.state, id, 'pay')
    const orders = await get(ids)
    const [alone] = await lazada({ sandboxUrl: sandbox.url }).orders!.get(shop, [ids[0]!])
    expect(orders.map(({ status }) => status)).toEqual(ids.map(() => 'to_ship'))
    expect(orders.find(({ externalOrderId }) => externalOrderId === ids[0])).toEqual(alone)
  })

  it('uses a listed header once', async () => {
    const ids = sell(10)
    later(5)
    await listAll()
    expect((await callsOf(() => get(ids))).calls).toBe(1)
    expect((await callsOf(() => get(ids))).calls).toBe(2)
  })

  it('keeps shops apart', async () => {
    const ids = sell(5)
    later(5)
    await listAll()
    const other: ShopSession = { ...shop, shop: { ...shop.shop, externalId: '1' } }
    const { calls } = await callsOf(() => adapter.orders!.get(other, ids))
    expect(calls).toBe(2)
  })
})
