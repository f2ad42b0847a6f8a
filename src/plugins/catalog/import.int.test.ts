import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit } from '../../database/tx.ts'
import { checkInvariants } from '../operations/invariants.ts'
import { push } from '../sync/push.ts'
import { failure, FakeMarket, listing, remoteOrder } from '../sync/testing/market.ts'
import { connectTestShop, createWorld, runTask, type World } from '../sync/testing/world.ts'
import { catalogImport } from './import.ts'
import { latestRun } from './runs.ts'
import { startImport } from './start.ts'

let database: TestDatabase
let market: FakeMarket
let world: World
let round = 0

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  market = new FakeMarket()
  world = await createWorld(database.pool, market)
  round += 1
})
afterEach(async () => {
  const broken = (await checkInvariants(autocommit(database.pool))).filter(({ rows }) => rows.length > 0)
  expect(broken).toEqual([])
})
afterAll(() => database.drop())

const connect = async (
  letter: string,
  listings: ReturnType<typeof listing>[],
): Promise<{ id: string; name: string }> => {
  const name = `${letter}${round}`
  market.addShop(name).listings = listings
  return { id: await connectTestShop(world, name), name }
}
const importShop = async (shopId: string, attempt = 1): Promise<void> => {
  await startImport(autocommit(database.pool), {
    organisationId: world.organisationId,
    shopId,
    requestedBy: null,
  })
  await runTask(world.kanal, catalogImport, { shopId }, attempt)
}
const rows = async (text: string): Promise<Record<string, unknown>[]> =>
  (await database.pool.query(text, [world.organisationId])).rows
const stock = (): Promise<Record<string, unknown>[]> =>
  rows(`select k.code, s.on_hand, s.available from stock_levels s join skus k on k.id = s.sku_id
    where s.organisation_id = $1 order by k.code_normalised`)

describe('the first import', () => {
  it('makes products, SKUs, links and opening stock, page by page', async () => {
    market.pageSize = 2
    const shop = await connect('a', [
      listing('kaos', ' kaos-m ', 4, { externalVariantId: 'm', variantName: 'M' }),
      listing('kaos', 'KAOS-L', 6, { externalVariantId: 'l', variantName: 'L' }),
      listing('topi', 'TOPI', 0),
      listing('tanpa-kode', '', 9),
      listing('kembar', 'Topi', 3),
    ])
    await importShop(shop.id)
    expect(await latestRun(autocommit(database.pool), shop.id)).toMatchObject({
      status: 'done',
      done: 5,
      total: 5,
      createdProducts: 2,
      createdSkus: 3,
      linked: 4,
      unlinked: 1,
      deleted: 0,
    })
    expect(
      await rows(`select p.title, k.code, k.code_normalised, k.name, k.price from skus k
      join products p on p.id = k.product_id where k.organisation_id = $1 order by k.code_normalised`),
    ).toEqual([
      { title: 'Barang kaos', code: 'KAOS-L', code_normalised: 'KAOS-L', name: 'L', price: 25_000 },
      { title: 'Barang kaos', code: 'kaos-m', code_normalised: 'KAOS-M', name: 'M', price: 25_000 },
      { title: 'Barang topi', code: 'TOPI', code_normalised: 'TOPI', name: null, price: 25_000 },
    ])
    expect(await stock()).toEqual([
      { code: 'KAOS-L', on_hand: 6, available: 6 },
      { code: 'kaos-m', on_hand: 4, available: 4 },
      { code: 'TOPI', on_hand: 0, available: 0 },
    ])
    expect(
      await rows(`select l.external_item_id as item from outbox_stock o join listings l on l.id = o.listing_id
      where o.organisation_id = $1`),
    ).toEqual([{ item: 'kembar' }])
  })

  it('again changes nothing, and says what is gone', async () => {
    const shop = await connect('b', [listing('x', 'X', 4), listing('y', 'Y', 5)])
    await importShop(shop.id)
    const before = await rows(
      'select id, sku_id, pushed_quantity from listings where organisation_id = $1 order by id',
    )
    const movements = await rows('select id from stock_movements where organisation_id = $1')
    await importShop(shop.id)
    expect(
      await rows('select id, sku_id, pushed_quantity from listings where organisation_id = $1 order by id'),
    ).toEqual(before)
    expect(await rows('select id from stock_movements where organisation_id = $1')).toEqual(movements)
    market.shops.get(shop.name)!.listings.pop()
    await importShop(shop.id)
    expect(
      await rows(
        'select external_item_id as item, status from listings where organisation_id = $1 order by 1',
      ),
    ).toEqual([
      { item: 'x', status: 'live' },
      { item: 'y', status: 'deleted' },
    ])
    expect(await latestRun(autocommit(database.pool), shop.id)).toMatchObject({ deleted: 1 })
  })

  it('counts the units open orders hold, which the shop has taken off already', async () => {
    const shop = await connect('c', [listing('x', 'X', 7)])
    const long = new Date(Date.now() - 3_600_000)
    market.shops
      .get(shop.name)!
      .orders.set('lama', remoteOrder('lama', 'x', 3, { createdAt: long, updatedAt: long }))
    await importShop(shop.id)
    expect(await stock()).toEqual([{ code: 'X', on_hand: 10, available: 7 }])
    expect(
      await rows('select reserved_quantity as reserved from order_lines where organisation_id = $1'),
    ).toEqual([{ reserved: 3 }])
  })
})

it('a second shop follows our stock and does not open it anew', async () => {
  const first = await connect('d', [listing('x', 'X', 8)])
  const second = await connect('e', [listing('beda', 'x', 50), listing('sama', 'X', 8)])
  await importShop(first.id)
  await importShop(second.id)
  expect(await stock()).toEqual([{ code: 'X', on_hand: 8, available: 8 }])
  await database.pool.query('update outbox_stock set due_at = now()')
  await runTask(world.kanal, push, { shopId: second.id })
  expect(market.shown(second.name, 'beda')).toBe(8)
  expect(market.called('stock.set', first.name)).toBe(0)
  expect(
    market.calls.filter(({ name }) => name === 'stock.set').flatMap(({ detail }) => detail),
  ).toHaveLength(1)
})

it('a number changed in the shop is put right by the next import', async () => {
  const shop = await connect('f', [listing('x', 'X', 8)])
  await importShop(shop.id)
  market.shops.get(shop.name)!.listings[0]!.quantity = 99
  await database.pool.query(`update listings set pushed_at = now() - interval '1 hour'`)
  await importShop(shop.id)
  await database.pool.query('update outbox_stock set due_at = now()')
  await runTask(world.kanal, push, { shopId: shop.id })
  expect(market.shown(shop.name, 'x')).toBe(8)
})

it('a failure on the way is tried again, and told when it is for good', async () => {
  const shop = await connect('g', [listing('x', 'X', 8)])
  market.before = (name) => {
    if (name === 'products.list') throw failure('transient', 'tcp_timeout')
  }
  await expect(importShop(shop.id)).rejects.toMatchObject({ reason: 'tcp_timeout' })
  expect(await latestRun(autocommit(database.pool), shop.id)).toMatchObject({ status: 'running' })
  market.before = (name) => {
    if (name === 'products.list') throw failure('permission', 'http_403_missing_scope')
  }
  await importShop(shop.id)
  expect(await latestRun(autocommit(database.pool), shop.id)).toMatchObject({
    status: 'failed',
    error: 'http_403_missing_scope',
  })
  market.before = () => undefined
  await importShop(shop.id)
  expect(await latestRun(autocommit(database.pool), shop.id)).toMatchObject({ status: 'done', done: 1 })
})

it('two shops with the same goods imported at once make each SKU once', async () => {
  const goods = Array.from({ length: 120 }, (_, n) => listing(`i${n}`, `S-${n}`, 5))
  const [one, two] = [await connect('h', goods), await connect('i', structuredClone(goods))]
  await Promise.all([importShop(one.id), importShop(two.id)])
  expect(await rows('select count(*)::integer as n from skus where organisation_id = $1')).toEqual([
    { n: 120 },
  ])
  expect(await rows('select count(*)::integer as n from products where organisation_id = $1')).toEqual([
    { n: 120 },
  ])
  expect(await rows('select distinct on_hand from stock_levels where organisation_id = $1')).toEqual([
    { on_hand: 5 },
  ])
})
