import { afterAll, beforeAll, expect, it } from 'vitest'
import { autocommit, transaction } from '../../src/database/tx.ts'
import { catalogImport } from '../../src/plugins/catalog/import.ts'
import { startImport } from '../../src/plugins/catalog/start.ts'
import { setOnHand } from '../../src/plugins/inventory/levels.ts'
import { checkInvariants } from '../../src/plugins/operations/invariants.ts'
import { pollOrders } from '../../src/plugins/sync/poll-orders.ts'
import { push } from '../../src/plugins/sync/push.ts'
import { FakeMarket, listing, remoteOrder } from '../../src/plugins/sync/testing/market.ts'
import { connectTestShop, createWorld, runTask, type World } from '../../src/plugins/sync/testing/world.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const SHOP = 'gabungan'
let database: TestDatabase
let market: FakeMarket
let world: World
let shopId: string

/** A joint shop: one listing with ten units, on two storefronts of the platform. */
beforeAll(async () => {
  database = await createTestDatabase()
  market = new FakeMarket()
  world = await createWorld(database.pool, market)
  const surfaces = ['etalase_a', 'etalase_b'].map((surface) => ({ surface, status: 'live' as const }))
  market.addShop(SHOP).listings = [listing('kaos', 'KAOS', 10, { surfaces })]
  shopId = await connectTestShop(world, SHOP)
  const { organisationId } = world
  await startImport(autocommit(database.pool), { organisationId, shopId, requestedBy: null })
  await runTask(world.kanal, catalogImport, { shopId })
})
afterAll(() => database.drop())

const level = async () =>
  (
    await database.pool.query(
      `select on_hand::int as "onHand", reserved::int, available::int from stock_levels where organisation_id = $1`,
      [world.organisationId],
    )
  ).rows

const pushAll = async (): Promise<void> => {
  await database.pool.query('update outbox_stock set due_at = now() where shop_id = $1', [shopId])
  await runTask(world.kanal, push, { shopId })
}
const sent = (): unknown[] =>
  market.calls.filter(({ name }) => name === 'stock.set').map(({ detail }) => detail)

it('an order on each storefront lowers the one level once, and one number is published for both', async () => {
  const createdAt = new Date(Date.now() + 10_000)
  const { orders } = market.shops.get(SHOP)!
  for (const [id, salesSurface, quantity] of [
    ['A-1', 'etalase_a', 2],
    ['B-1', 'etalase_b', 3],
  ] as const) {
    orders.set(id, remoteOrder(id, 'kaos', quantity, { createdAt, salesSurface }))
  }
  // The marketplace tells of both, several times and at once.
  const signal = new AbortController().signal
  await Promise.all([pollOrders(world.kanal, shopId, signal), pollOrders(world.kanal, shopId, signal)])
  await pollOrders(world.kanal, shopId, signal)
  expect(await level()).toEqual([{ onHand: 10, reserved: 5, available: 5 }])

  // The platform lowers what it shows by itself: for what it sold it is told nothing, not even once.
  await pushAll()
  expect(sent()).toEqual([])
  const [sku] = (
    await database.pool.query<{ id: string }>('select id from skus where organisation_id = $1', [
      world.organisationId,
    ])
  ).rows
  await transaction(database.pool, (tx) =>
    setOnHand(tx, {
      organisationId: world.organisationId,
      targets: [{ skuId: sku!.id, quantity: 20 }],
      cause: { ref: { type: 'test', id: 'kiriman' }, actor: 'test', reason: 'Barang datang' },
    }),
  )
  await pushAll()
  await pushAll()
  expect(sent()).toMatchObject([[{ externalItemId: 'kaos', externalVariantId: '', quantity: 15 }]])

  const { rows: sold } = await database.pool.query(
    `select sales_surface as surface, count(*)::int as orders from orders where shop_id = $1 group by 1 order by 1`,
    [shopId],
  )
  expect(sold).toEqual([
    { surface: 'etalase_a', orders: 1 },
    { surface: 'etalase_b', orders: 1 },
  ])
  const broken = (await checkInvariants(autocommit(database.pool))).filter(({ rows }) => rows.length > 0)
  expect(broken).toEqual([])
})
