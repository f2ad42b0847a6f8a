import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { withCredentials } from '../credentials/read.ts'
import { failure, FakeMarket, MARKET } from '../sync/testing/market.ts'
import { connectTestShop, createWorld, jobsOf, kanalFor, runTask, type World } from '../sync/testing/world.ts'
import { ShopNotConnectedError } from './rows.ts'
import { refreshDueTokens, refreshToken } from './refresh-tasks.ts'
import { withShop } from './shop-session.ts'
import { refreshShopToken } from './tokens.ts'

let database: TestDatabase
let market: FakeMarket
let world: World
let shopId: string
let name: string
let round = 0

beforeAll(async () => {
  database = await createTestDatabase({ max: 30 })
})
beforeEach(async () => {
  market = new FakeMarket()
  world = await createWorld(database.pool, market)
  name = `t${(round += 1)}`
  shopId = await connectTestShop(world, name)
})
afterAll(() => database.drop())

const expire = (seconds: number): Promise<unknown> =>
  database.pool.query(
    'update shops set access_expires_at = now() + make_interval(secs => $2) where id = $1',
    [shopId, seconds],
  )
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const stored = (): Promise<Record<string, string>> =>
  withCredentials(
    world.kanal.vault,
    database.pool,
    {
      organisationId: world.organisationId,
      ownerType: 'shop',
      ownerId: shopId,
      slug: MARKET,
      consumer: 'marketplace.refresh',
      purpose: 'test',
    },
    (values) => ({ ...values }),
  )
const status = async (): Promise<string> =>
  (await database.pool.query('select status from shops where id = $1', [shopId])).rows[0].status
const info = (kanal = world.kanal): Promise<string> =>
  withShop(
    kanal,
    shopId,
    'test.info',
    async ({ adapter, session }) => (await adapter.shop.info(session)).name,
  )

it('twenty at once, in two processes, refresh once and all get through', async () => {
  await expire(60)
  market.before = (call) => (call === 'refresh' ? pause(150) : undefined)
  const other = kanalFor(database.pool, market)
  await Promise.all(Array.from({ length: 20 }, (_, n) => info(n % 2 ? other : world.kanal)))
  expect(market.called('refresh')).toBe(1)
  const shop = market.shops.get(name)
  expect(await stored()).toEqual({ access_token: shop?.accessToken, refresh_token: shop?.refreshToken })
})

it('twenty whose token is refused at once refresh once', async () => {
  market.shops.get(name)!.accessToken = 'diganti'
  await Promise.all(Array.from({ length: 20 }, () => info()))
  expect(market.called('refresh')).toBe(1)
})

it('leaves alone what is not due', async () => {
  await refreshShopToken(world.kanal, shopId)
  expect(market.called('refresh')).toBe(0)
})

it('goes on with a token that is still good while the marketplace is away', async () => {
  await expire(600)
  market.before = (call) => {
    if (call === 'refresh') throw failure('transient', 'http_5xx_provider_down')
  }
  expect(await info()).toBe(`Toko ${name}`)
  expect(await status()).toBe('connected')
})

it('all who wait learn of a failure, and the next one may try again', async () => {
  await expire(-1)
  let fails = true
  market.before = async (call) => {
    if (call !== 'refresh') return
    await pause(400)
    if (fails) throw failure('transient', 'http_5xx_provider_down')
  }
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => info()))
  expect(results.every((result) => result.status === 'rejected')).toBe(true)
  expect(market.called('refresh')).toBe(1)
  fails = false
  expect(await info()).toBe(`Toko ${name}`)
})

it('a refresh that is refused for good asks for consent again, and stops calling', async () => {
  await expire(-1)
  market.shops.get(name)!.refreshToken = 'terpakai'
  await expect(info()).rejects.toMatchObject({ kind: 'auth', reason: 'token_revoked' })
  expect(await status()).toBe('reconnect')
  await expect(info()).rejects.toThrow(ShopNotConnectedError)
  expect(market.called('refresh')).toBe(1)
})

it('takes over from a process that died with the lease', async () => {
  await expire(-1)
  await database.pool.query(
    `update token_groups set lease_id = kanal_uuidv7(), lease_until = now() + interval '300 milliseconds'
     where id = (select group_id from token_refreshes where shop_id = $1)`,
    [shopId],
  )
  expect(await info()).toBe(`Toko ${name}`)
  expect(market.called('refresh')).toBe(1)
})

it('a pair that arrives after the shop was disconnected is dropped', async () => {
  await expire(-1)
  market.before = async (call) => {
    if (call !== 'refresh') return
    await database.pool.query(`update shops set status = 'disconnected' where id = $1`, [shopId])
  }
  const before = await stored()
  await expect(info()).rejects.toThrow(ShopNotConnectedError)
  expect(await stored()).toEqual(before)
})

it('the schedule finds shops that come due', async () => {
  await database.pool.query('delete from graphile_worker._private_jobs')
  await database.pool.query(`update shops set access_expires_at = now() + interval '1 day'`)
  await runTask(world.kanal, refreshDueTokens, {})
  expect(await jobsOf(database.pool)).toEqual([])
  await expire(2_000)
  for (const _ of [1, 2]) await runTask(world.kanal, refreshDueTokens, {})
  expect(await jobsOf(database.pool)).toMatchObject([{ task: 'tokens.refresh', payload: { shopId } }])
})

it('the schedule also finds shops whose token expired while no worker ran', async () => {
  await database.pool.query('delete from graphile_worker._private_jobs')
  await database.pool.query(`update shops set access_expires_at = now() + interval '1 day'`)
  await expire(-3 * 86_400)
  await runTask(world.kanal, refreshDueTokens, {})
  expect(await jobsOf(database.pool)).toMatchObject([{ task: 'tokens.refresh', payload: { shopId } }])
  const { rows } = await database.pool.query(
    'select count(*)::integer as due from graphile_worker._private_jobs where run_at <= now()',
  )
  expect(rows[0].due).toBe(1)
  await runTask(world.kanal, refreshToken, { shopId })
  expect(market.called('refresh')).toBe(1)
  expect(await info()).toBe(`Toko ${name}`)
})
