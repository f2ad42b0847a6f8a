import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit } from '../../database/tx.ts'
import { catalogImport } from '../catalog/import.ts'
import { startImport } from '../catalog/start.ts'
import { checkInvariants } from '../operations/invariants.ts'
import { deliver } from './deliver.ts'
import { createIntake, type Intake } from './intake.ts'
import { poll } from './poll.ts'
import { push } from './push.ts'
import { sweep } from './sweep.ts'
import { failure, FakeMarket, listing, MARKET, remoteOrder, signed } from './testing/market.ts'
import { connectTestShop, createWorld, jobsOf, runTask, type World } from './testing/world.ts'

let database: TestDatabase
let world: World
let market: FakeMarket
let intake: Intake
let shops: string[]
let names: string[]
let round = 0

/** Two shops that list item-1 (code K-1) and item-2 (K-2), imported and aligned. */
beforeEach(async () => {
  market = new FakeMarket()
  world = await createWorld(database.pool, market)
  intake = createIntake(world.kanal)
  round += 1
  names = [`a${round}`, `b${round}`]
  shops = []
  for (const name of names) {
    const shop = market.addShop(name)
    shop.listings = [listing('item-1', 'K-1', 10), listing('item-2', 'K-2', 5)]
    shops.push(await connectTestShop(world, name))
  }
  for (const shopId of shops) await importShop(shopId)
  await database.pool.query('delete from graphile_worker._private_jobs')
  market.calls.length = 0
})
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  const broken = (await checkInvariants(autocommit(database.pool))).filter(({ rows }) => rows.length > 0)
  expect(broken).toEqual([])
})
afterAll(() => database.drop())

async function importShop(shopId: string): Promise<void> {
  const { organisationId, kanal } = world
  await startImport(autocommit(kanal.pool), { organisationId, shopId, requestedBy: null })
  await runTask(kanal, catalogImport, { shopId })
}
const box = (name: string): { integrationId: string; externalShopId: string } => ({
  integrationId: world.integrationId,
  externalShopId: name,
})
const send = (body: Parameters<typeof signed>[1]): ReturnType<Intake['handle']> =>
  intake.handle({
    marketplace: MARKET,
    integrationId: world.integrationId,
    ...signed(world.webhookUrl, body),
  })
const sell = async (name: string, id: string, itemId: string, quantity: number): Promise<void> => {
  // Long enough after the last number was sent that the shop must have lowered its own count since.
  const createdAt = new Date(Date.now() + 10_000)
  market.shops.get(name)?.orders.set(id, remoteOrder(id, itemId, quantity, { createdAt }))
  await send({ shop: name, order: id })
}
/** Makes due what is due within the debounce, and pushes it. */
const pushAll = async (): Promise<void> => {
  await database.pool.query(
    `update outbox_stock set due_at = now() where due_at < now() + interval '1 minute'`,
  )
  for (const shopId of shops) await runTask(world.kanal, push, { shopId })
}
const available = async (code: string): Promise<number> => {
  const { rows } = await database.pool.query(
    `select coalesce(sum(s.available), 0)::integer as n from stock_levels s join skus k on k.id = s.sku_id
     where k.organisation_id = $1 and k.code = $2`,
    [world.organisationId, code],
  )
  return rows[0].n as number
}
const inbox = async (): Promise<{ error: string | null; done: boolean; attempts: number }[]> =>
  (
    await database.pool.query(
      `select error, processed_at is not null as done, attempts from webhook_inbox where organisation_id = $1
       order by received_at`,
      [world.organisationId],
    )
  ).rows
const shopRow = async (id: string): Promise<{ status: string; status_cause: string | null }> =>
  (await database.pool.query('select status, status_cause from shops where id = $1', [id])).rows[0]

describe('a sale', () => {
  it('lowers the other shop to the exact number and leaves the selling shop alone', async () => {
    await sell(names[0]!, 'J1', 'item-1', 3)
    market.shops.get(names[0]!)!.listings[0]!.quantity = 7
    await runTask(world.kanal, deliver, box(names[0]!))
    expect(await available('K-1')).toBe(7)
    expect((await jobsOf(database.pool)).map(({ task, key }) => [task, key])).toContainEqual([
      'sync.push',
      `push:${shops[1]}`,
    ])
    await pushAll()
    expect(market.calls.filter(({ name }) => name === 'stock.set').map(({ shop }) => shop)).toEqual([
      names[1],
    ])
    expect(market.shown(names[1]!, 'item-1')).toBe(7)
    expect(market.shown(names[1]!, 'item-2')).toBe(5)
    const { rows } = await database.pool.query(
      `select before, after, result from sync_log where shop_id = $1 and kind = 'stock'`,
      [shops[1]],
    )
    expect(rows).toEqual([{ before: '10', after: '7', result: 'ok' }])
  })

  it('told of three times, and again after it was applied, counts once', async () => {
    for (const id of ['m1', 'm2', 'm3']) {
      market.shops.get(names[0]!)!.orders.set('J2', remoteOrder('J2', 'item-1', 2))
      await send({ id, shop: names[0]!, order: 'J2' })
    }
    await runTask(world.kanal, deliver, box(names[0]!))
    await send({ id: 'm4', shop: names[0]!, order: 'J2' })
    await runTask(world.kanal, deliver, box(names[0]!))
    expect(await available('K-1')).toBe(8)
    expect((await inbox()).every(({ done, error }) => done && error === null)).toBe(true)
    expect(market.called('orders.get')).toBe(2)
  })

  it('told of out of order ends in its newest state', async () => {
    const orders = market.shops.get(names[0]!)!.orders
    const at = (minutes: number): Date => new Date(Date.now() + minutes * 60_000)
    orders.set('J3', remoteOrder('J3', 'item-1', 4, { status: 'cancelled', updatedAt: at(2) }))
    await send({ id: 'late', shop: names[0]!, order: 'J3' })
    await runTask(world.kanal, deliver, box(names[0]!))
    orders.set('J3', remoteOrder('J3', 'item-1', 4, { status: 'to_ship', updatedAt: at(1) }))
    await send({ id: 'early', shop: names[0]!, order: 'J3' })
    await runTask(world.kanal, deliver, box(names[0]!))
    expect(await available('K-1')).toBe(10)
  })

  it('in a hundred at once is fetched in batches and pushed once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => sell(names[0]!, `M${n}`, 'item-1', 1)))
    await runTask(world.kanal, deliver, box(names[0]!))
    expect(market.called('orders.get')).toBe(1)
    await pushAll()
    expect(market.called('stock.set', names[1]!)).toBe(1)
    expect(market.shown(names[1]!, 'item-1')).toBe(2)
  })
})

describe('what goes wrong on the way in', () => {
  it('a marketplace that is away: the message waits and a retry is planned', async () => {
    market.before = (name) => {
      if (name === 'orders.get') throw failure('transient', 'http_5xx_provider_down')
    }
    await sell(names[0]!, 'W1', 'item-1', 1)
    await database.pool.query('delete from graphile_worker._private_jobs')
    await runTask(world.kanal, deliver, box(names[0]!))
    expect(await inbox()).toMatchObject([{ done: false, error: 'http_5xx_provider_down', attempts: 1 }])
    expect(await jobsOf(database.pool)).toMatchObject([{ task: 'sync.deliver' }])
    market.before = () => undefined
    await runTask(world.kanal, deliver, box(names[0]!))
    expect(await inbox()).toMatchObject([{ done: true, error: null }])
    expect(await available('K-1')).toBe(9)
  })

  it('an unknown shop and a withdrawn consent are said in the inbox and on the shop', async () => {
    await send({ shop: 'asing', order: 'W2' })
    await runTask(world.kanal, deliver, box('asing'))
    expect(await inbox()).toMatchObject([{ done: true, error: 'unknown_shop' }])
    await send({ shop: names[0]!, hints: [{ kind: 'authorization', change: 'revoked' }] })
    await runTask(world.kanal, deliver, box(names[0]!))
    expect(await shopRow(shops[0]!)).toEqual({ status: 'reconnect', status_cause: 'token_revoked' })
  })

  it('news of a withdrawal from before the present consent changes nothing', async () => {
    await send({
      shop: names[0]!,
      at: '2020-01-01T00:00:00Z',
      hints: [{ kind: 'authorization', change: 'revoked' }],
    })
    await runTask(world.kanal, deliver, box(names[0]!))
    expect((await shopRow(shops[0]!)).status).toBe('connected')
  })

  it('a message whose worker died is found by the sweep once its lease is over', async () => {
    await sell(names[0]!, 'W3', 'item-1', 1)
    await database.pool.query('delete from graphile_worker._private_jobs')
    await database.pool.query(
      `update webhook_inbox set lease_until = now() - interval '1 second', attempts = 1`,
    )
    await runTask(world.kanal, sweep, {})
    expect((await jobsOf(database.pool)).map(({ key }) => key)).toContain(
      `deliver:${world.integrationId}:${names[0]}`,
    )
  })
})

describe('a poll', () => {
  it('finds a sale whose webhook was lost, and fetches nothing twice', async () => {
    const orders = market.shops.get(names[0]!)!.orders
    orders.set('P1', remoteOrder('P1', 'item-2', 2, { updatedAt: new Date(Date.now() - 60_000) }))
    await runTask(world.kanal, poll, { shopId: shops[0]! })
    expect(await available('K-2')).toBe(3)
    await runTask(world.kanal, poll, { shopId: shops[0]! })
    expect(market.called('orders.get')).toBe(1)
  })

  it('goes on at the page where it was cut short, and moves the cursor only past what is stored', async () => {
    market.pageSize = 1
    const orders = market.shops.get(names[0]!)!.orders
    for (const n of [1, 2, 3]) {
      orders.set(`Q${n}`, remoteOrder(`Q${n}`, 'item-1', 1, { updatedAt: new Date(Date.now() - 60_000) }))
    }
    let lists = 0
    market.before = (name) => {
      if (name === 'orders.list' && (lists += 1) === 2) throw failure('transient', 'tcp_timeout')
    }
    const cursor = async (): Promise<{ at: Date; page: string | null }> =>
      (
        await database.pool.query(
          'select cursor_time as at, page_token as page from poll_cursors where shop_id = $1',
          [shops[0]],
        )
      ).rows[0]
    const before = await cursor()
    await runTask(world.kanal, poll, { shopId: shops[0]! })
    expect(await cursor()).toEqual({ at: before.at, page: '1' })
    expect(await available('K-1')).toBe(9)
    await runTask(world.kanal, poll, { shopId: shops[0]! })
    expect(await available('K-1')).toBe(7)
    const after = await cursor()
    expect(after.page).toBeNull()
    expect(after.at.getTime()).toBeGreaterThan(before.at.getTime())
  })
})

describe('a push', () => {
  it('that one listing refuses for good flags that listing and sends the others', async () => {
    market.shops.get(names[1]!)!.listings = market.shops.get(names[1]!)!.listings.slice(1)
    await sell(names[0]!, 'U1', 'item-1', 1)
    await sell(names[0]!, 'U2', 'item-2', 1)
    await runTask(world.kanal, deliver, box(names[0]!))
    await pushAll()
    expect(market.shown(names[1]!, 'item-2')).toBe(4)
    const { rows } = await database.pool.query(
      'select external_item_id as item, push_error as error from listings where shop_id = $1 order by 1',
      [shops[1]],
    )
    expect(rows).toEqual([
      { item: 'item-1', error: 'unexpected_response' },
      { item: 'item-2', error: null },
    ])
  })

  it('to a shop that is away waits, and arrives with the number of the day', async () => {
    await sell(names[0]!, 'U3', 'item-1', 1)
    await runTask(world.kanal, deliver, box(names[0]!))
    market.before = (name) => {
      if (name === 'stock.set') throw failure('rate_limit', 'http_429_rate_limited')
    }
    await pushAll()
    expect(market.shown(names[1]!, 'item-1')).toBe(10)
    market.before = () => undefined
    await sell(names[0]!, 'U4', 'item-1', 2)
    await runTask(world.kanal, deliver, box(names[0]!))
    await pushAll()
    expect(market.shown(names[1]!, 'item-1')).toBe(7)
  })

  it('that finds its token refused renews it once and goes through', async () => {
    market.shops.get(names[1]!)!.accessToken = 'diganti'
    await sell(names[0]!, 'U5', 'item-1', 1)
    await runTask(world.kanal, deliver, box(names[0]!))
    await pushAll()
    expect(market.called('refresh', names[1]!)).toBe(1)
    expect(market.shown(names[1]!, 'item-1')).toBe(9)
  })
})
