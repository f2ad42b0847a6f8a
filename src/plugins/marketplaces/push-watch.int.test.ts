import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { deliver } from '../sync/deliver.ts'
import { createIntake } from '../sync/intake.ts'
import { pollOrders } from '../sync/poll-orders.ts'
import { FakeMarket, MARKET, remoteOrder, signed } from '../sync/testing/market.ts'
import { connectTestShop, createWorld, runTask, type World } from '../sync/testing/world.ts'
import { watchPushes } from './push-watch.ts'

let database: TestDatabase
let market: FakeMarket
let world: World
let shopId: string
let name: string
let round = 0

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  market = new FakeMarket()
  world = await createWorld(database.pool, market)
  name = `w${(round += 1)}`
  shopId = await connectTestShop(world, name)
})
afterAll(() => database.drop())

const sell = (ids: readonly string[], at = new Date()): void => {
  for (const id of ids)
    market.shops.get(name)!.orders.set(id, remoteOrder(id, 'x', 1, { createdAt: at, updatedAt: at }))
}
const poll = (): Promise<void> => pollOrders(world.kanal, shopId, new AbortController().signal)
const push = async (ids: readonly string[]): Promise<void> => {
  const intake = createIntake(world.kanal)
  for (const id of ids) {
    const hints = [{ kind: 'order' as const, externalOrderId: id }]
    const message = signed(world.webhookUrl, { id: `m-${name}-${id}`, shop: name, hints })
    await intake.handle({ marketplace: MARKET, integrationId: world.integrationId, ...message })
  }
  await runTask(world.kanal, deliver, { integrationId: world.integrationId, externalShopId: name })
}
const watch = (): Promise<void> => runTask(world.kanal, watchPushes, {})
const told = async (): Promise<string[]> =>
  (
    await database.pool.query(
      `select kind || case when recovered_at is null then '' else ' over' end || ' ' || count as told
       from notice_incidents where organisation_id = $1`,
      [world.organisationId],
    )
  ).rows.map((row) => String(row.told))
const ids = (count: number, prefix = 'o'): string[] =>
  Array.from({ length: count }, (_, nth) => `${prefix}${nth}`)

describe('a marketplace that pushes nothing', () => {
  it('is told of once, and its return when pushes come again', async () => {
    sell(ids(12))
    await poll()
    await watch()
    await watch()
    expect(await told()).toEqual(['pushes.missing 2'])
    sell(ids(12, 'p'))
    await push(ids(12, 'p'))
    await watch()
    expect(await told()).toEqual(['pushes.missing over 2'])
  })

  it('stays told while only a few pushes come', async () => {
    sell(ids(20))
    await poll()
    await watch()
    sell(ids(1, 'p'))
    await push(ids(1, 'p'))
    await watch()
    expect(await told()).toEqual(['pushes.missing 2'])
  })
})

describe('nothing is told', () => {
  it('of few orders', async () => {
    sell(ids(9))
    await poll()
    await watch()
    expect(await told()).toEqual([])
  })

  it('of orders that were old when they were found', async () => {
    sell(ids(30), new Date(Date.now() - 3 * 3_600_000))
    await poll()
    await watch()
    expect(await told()).toEqual([])
  })

  it('of pushes that come, though the poll is quicker', async () => {
    sell(ids(12))
    await poll()
    await push(ids(12))
    await watch()
    expect(await told()).toEqual([])
  })
})
