import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit } from '../../database/tx.ts'
import { catalogImport } from '../catalog/import.ts'
import { startImport } from '../catalog/start.ts'
import { checkInvariants } from '../operations/invariants.ts'
import { deliver } from './deliver.ts'
import { createIntake, type Intake } from './intake.ts'
import { failure, FakeMarket, listing, MARKET, remoteOrder, signed, type FakeShop } from './testing/market.ts'
import { connectTestShop, createWorld, jobsOf, runTask, type World } from './testing/world.ts'

let database: TestDatabase
let world: World
let market: FakeMarket
let intake: Intake
let shop: FakeShop
let shopId: string
let round = 0

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  market = new FakeMarket()
  world = await createWorld(database.pool, market)
  intake = createIntake(world.kanal)
  shop = market.addShop(`l${(round += 1)}`)
  shop.listings = [
    listing('kaos', 'KAOS-M', 4, { externalVariantId: 'm', variantName: 'M' }),
    listing('kaos', 'KAOS-L', 6, { externalVariantId: 'l', variantName: 'L' }),
    listing('topi', 'TOPI', 3),
  ]
  shopId = await connectTestShop(world, shop.externalId)
  await startImport(autocommit(database.pool), {
    organisationId: world.organisationId,
    shopId,
    requestedBy: null,
  })
  await runTask(world.kanal, catalogImport, { shopId })
  await database.pool.query('delete from graphile_worker._private_jobs')
  market.calls.length = 0
})
afterEach(async () => {
  const broken = (await checkInvariants(autocommit(database.pool))).filter(({ rows }) => rows.length > 0)
  expect(broken).toEqual([])
})
afterAll(() => database.drop())

const tell = async (...items: string[]): Promise<void> => {
  for (const item of items) {
    const message = signed(world.webhookUrl, {
      id: `${item}-${Math.random()}`,
      topic: 'listing',
      shop: shop.externalId,
      hints: [{ kind: 'listing', externalItemId: item }],
    })
    const answer = await intake.handle({
      marketplace: MARKET,
      integrationId: world.integrationId,
      ...message,
    })
    expect(answer.status).toBe(200)
  }
}
const work = (): Promise<void> =>
  runTask(world.kanal, deliver, { integrationId: world.integrationId, externalShopId: shop.externalId })
const stored = async (): Promise<Record<string, unknown>[]> =>
  (
    await database.pool.query(
      `select external_item_id as item, external_variant_id as variant, title, price, status, sku_id is not null as linked
       from listings where shop_id = $1 order by 1, 2`,
      [shopId],
    )
  ).rows
const open = async (): Promise<number> =>
  (await database.pool.query('select 1 from webhook_inbox where processed_at is null')).rowCount ?? 0

it('a price, a title and a status changed in the shop show here, and only these', async () => {
  const topi = shop.listings[2]!
  shop.listings[2] = {
    ...topi,
    title: 'Topi baru',
    price: { amount: 30_000, currency: 'IDR' },
    status: 'unlisted',
  }
  await tell('topi')
  await work()
  expect(await stored()).toMatchObject([
    { item: 'kaos', variant: 'l', price: 25_000, status: 'live', linked: true },
    { item: 'kaos', variant: 'm', price: 25_000, status: 'live', linked: true },
    { item: 'topi', title: 'Topi baru', price: 30_000, status: 'unlisted', linked: true },
  ])
  expect(market.calls.map(({ name, detail }) => [name, detail])).toEqual([['products.get', ['topi']]])
  expect(await open()).toBe(0)
})

it('several messages of a burst are one question', async () => {
  await tell('kaos', 'topi', 'kaos', 'topi')
  await work()
  expect(market.called('products.get')).toBe(1)
  expect(await open()).toBe(0)
})

it('an item or a variant deleted in the shop is marked so, and nothing more is sent to it', async () => {
  shop.listings = shop.listings.filter(({ externalVariantId }) => externalVariantId === 'm')
  await database.pool.query(
    `insert into outbox_stock (listing_id, organisation_id, shop_id, want_version, due_at)
     select id, organisation_id, shop_id, 2, now() from listings where shop_id = $1`,
    [shopId],
  )
  await tell('kaos', 'topi')
  await work()
  expect((await stored()).map(({ item, variant, status }) => [item, variant, status])).toEqual([
    ['kaos', 'l', 'deleted'],
    ['kaos', 'm', 'live'],
    ['topi', '', 'deleted'],
  ])
  const { rows } = await database.pool.query(
    `select l.external_variant_id as variant from outbox_stock o join listings l on l.id = o.listing_id
     where o.shop_id = $1`,
    [shopId],
  )
  expect(rows).toEqual([{ variant: 'm' }])
  await database.pool.query('delete from outbox_stock')
})

it('an item we do not know comes in unlinked, without stock of its own', async () => {
  shop.listings.push(listing('baru', 'TOPI', 50))
  await tell('baru')
  await work()
  expect((await stored())[0]).toMatchObject({ item: 'baru', status: 'live', linked: false })
  const { rows } = await database.pool.query(
    `select s.on_hand from stock_levels s join skus k on k.id = s.sku_id
     where k.organisation_id = $1 and k.code_normalised = 'TOPI'`,
    [world.organisationId],
  )
  expect(rows).toEqual([{ on_hand: 3 }])
})

it('an import under way does not take an item that came in meanwhile for gone', async () => {
  await startImport(autocommit(database.pool), {
    organisationId: world.organisationId,
    shopId,
    requestedBy: null,
  })
  let told = false
  market.pageSize = 1
  market.before = async (name) => {
    if (name !== 'products.list' || told) return
    told = true
    shop.listings.unshift(listing('sela', '', 1))
    await tell('sela', 'topi')
    await work()
    // The marketplace lists what the pages began with.
    shop.listings = shop.listings.filter(({ externalItemId }) => externalItemId !== 'sela')
  }
  await runTask(world.kanal, catalogImport, { shopId })
  expect((await stored()).map(({ item, status }) => [item, status])).toEqual([
    ['kaos', 'live'],
    ['kaos', 'live'],
    ['sela', 'live'],
    ['topi', 'live'],
  ])
})

it('a marketplace that is away is asked again; the message waits', async () => {
  market.before = (name) => {
    if (name === 'products.get') throw failure('transient', 'tcp_timeout')
  }
  await tell('topi')
  await work()
  expect(await open()).toBe(1)
  expect((await jobsOf(database.pool)).filter(({ task }) => task === 'sync.deliver')).toHaveLength(1)
  market.before = () => undefined
  await work()
  expect(await open()).toBe(0)
})

it('orders are stored although the listings cannot be read', async () => {
  market.before = (name) => {
    if (name === 'products.get') throw failure('permission', 'http_403_missing_scope')
  }
  shop.orders.set('p1', remoteOrder('p1', 'topi', 1))
  await tell('topi')
  const message = signed(world.webhookUrl, { id: 'p1', shop: shop.externalId, order: 'p1' })
  await intake.handle({ marketplace: MARKET, integrationId: world.integrationId, ...message })
  await work()
  const { rows } = await database.pool.query('select external_order_id from orders where shop_id = $1', [
    shopId,
  ])
  expect(rows).toEqual([{ external_order_id: 'p1' }])
  expect(await open()).toBe(0)
})
