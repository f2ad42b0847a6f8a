import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { catalogImport } from '../catalog/import.ts'
import { startImport } from '../catalog/start.ts'
import { announceJob } from '../notifications/jobs.ts'
import { deliver } from '../sync/deliver.ts'
import { createIntake } from '../sync/intake.ts'
import { pollOrders } from '../sync/poll-orders.ts'
import { failure, FakeMarket, listing, MARKET, remoteOrder, signed } from '../sync/testing/market.ts'
import { connectTestShop, createWorld, jobsOf, runTask, type World } from '../sync/testing/world.ts'
import { checkAllConsents, checkConsent } from './consent-check.ts'
import { newNonce } from './consent-state.ts'
import { finishConsent, startConsent } from './consent.ts'
import { disconnectShop } from './disconnect.ts'
import { tellReconnect } from './notices.ts'
import { withShop } from './shop-session.ts'
import { refreshShopToken } from './tokens.ts'

const DAY_MS = 86_400_000

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
  name = `c${(round += 1)}`
  shopId = await connectTestShop(world, name)
  await database.pool.query('delete from graphile_worker._private_jobs')
})
afterAll(() => database.drop())

const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS)
const shop = async (): Promise<Record<string, unknown>> =>
  (await database.pool.query('select * from shops where id = $1', [shopId])).rows[0]
const check = (): Promise<void> => runTask(world.kanal, checkConsent, { shopId })
const incidents = async (): Promise<string[]> =>
  (
    await database.pool.query(
      `select kind || coalesce(' ' || (params ->> 'days'), '') || case when recovered_at is null then '' else ' over' end as told
       from notice_incidents where organisation_id = $1 order by opened_at, id`,
      [world.organisationId],
    )
  ).rows.map(({ told }) => String(told))
/** Incidents that still count. */
const open = async (): Promise<string[]> =>
  (
    await database.pool.query(
      'select kind from notice_incidents where organisation_id = $1 and lasting and recovered_at is null',
      [world.organisationId],
    )
  ).rows.map(({ kind }) => String(kind))
const announcements = async (): Promise<number> =>
  (await jobsOf(database.pool)).filter(({ task }) => task === announceJob.name).length
const consent = async (): Promise<void> => {
  const nonce = newNonce()
  const { kanal, integrationId, userId, organisationId } = world
  const url = await startConsent(kanal, { integrationId, userId, organisationId, nonce })
  market.codes.set('lagi', [name])
  const state = new URL(url).searchParams.get('state') ?? ''
  await finishConsent(kanal, { marketplace: MARKET, query: { state, code: 'lagi' }, nonce })
}

describe('the end of a consent', () => {
  it('is taken from the shop, else from its token, and kept up to date', async () => {
    expect((await shop()).consent_expires_at).toEqual(expect.any(Date))
    market.consentEndsAt = inDays(200)
    await check()
    expect((await shop()).consent_expires_at).toEqual(market.consentEndsAt)
    await database.pool.query('update shops set access_expires_at = now() where id = $1', [shopId])
    await refreshShopToken(world.kanal, shopId)
    expect((await shop()).consent_expires_at).toEqual(market.consentEndsAt)
    market.consentEndsAt = null
    await check()
    const days = ((await shop()).consent_expires_at as Date).getTime() - Date.now()
    expect(Math.round(days / DAY_MS)).toBe(30)
  })

  it('is warned of at 14, 7 and 1 days and at the end, once each, however often one looks', async () => {
    for (const days of [20, 13.5, 13, 6.5, 6, 0.9, -0.1]) {
      market.consentEndsAt = inDays(days)
      // The same end seen from a later day: what was said of it moves along.
      await database.pool.query(
        'update shop_consents set warned_for = $2 where shop_id = $1 and warned_for is not null',
        [shopId, market.consentEndsAt],
      )
      await Promise.all([check(), check(), check()])
    }
    expect(await incidents()).toEqual([
      'consent.expiring 14',
      'consent.expiring 7',
      'consent.expiring 1',
      'consent.expired',
    ])
    expect(await announcements()).toBe(4)
  })

  it('is told as renewed once, however many warnings there were', async () => {
    for (const days of [13, 6, 0.9]) {
      market.consentEndsAt = inDays(days)
      await database.pool.query(
        'update shop_consents set warned_for = $2 where shop_id = $1 and warned_for is not null',
        [shopId, market.consentEndsAt],
      )
      await check()
    }
    expect(await open()).toEqual(['consent.expiring'])
    market.consentEndsAt = inDays(365)
    await check()
    expect(await open()).toEqual([])
    expect((await incidents()).filter((told) => told.endsWith(' over'))).toEqual(['consent.expiring 1 over'])
  })

  it('is told no more of a shop that is disconnected', async () => {
    market.consentEndsAt = inDays(5)
    await check()
    await database.pool.query(`update shops set status = 'reconnect' where id = $1`, [shopId])
    await transaction(database.pool, async (tx) => {
      await tellReconnect(tx, world.kanal.adapters, {
        id: shopId,
        organisationId: world.organisationId,
        name,
        marketplace: MARKET,
      })
      await disconnectShop(tx, { organisationId: world.organisationId, shopId, cause: 'user' })
    })
    expect(await open()).toEqual([])
    expect((await incidents()).filter((told) => told.endsWith(' over'))).toEqual([])
  })

  it('missed thresholds are not caught up with', async () => {
    market.consentEndsAt = inDays(5)
    await check()
    await check()
    expect(await incidents()).toEqual(['consent.expiring 7'])
  })

  it('given anew elsewhere closes the warning, and a later end is warned of again', async () => {
    market.consentEndsAt = inDays(5)
    await check()
    market.consentEndsAt = inDays(365)
    await check()
    expect(await incidents()).toEqual(['consent.expiring 7 over'])
    await database.pool.query('update shop_consents set from_shop = $2 where shop_id = $1', [
      shopId,
      inDays(6),
    ])
    market.consentEndsAt = inDays(6)
    await check()
    // So soon after, it is the same incident again.
    expect(await incidents()).toEqual(['consent.expiring 7'])
  })

  it('is told by what is known when the shop cannot be asked', async () => {
    market.consentEndsAt = inDays(3)
    await check()
    market.consentEndsAt = inDays(0.5)
    market.before = () => {
      throw failure('transient', 'tcp_timeout')
    }
    await database.pool.query(`update shops set consent_expires_at = $2 where id = $1`, [shopId, inDays(0.5)])
    await check()
    expect(await incidents()).toEqual(['consent.expiring 7', 'consent.expiring 1'])
  })

  it('is looked at every day for each shop, and when the marketplace says that it is near', async () => {
    await runTask(world.kanal, checkAllConsents, {})
    const jobs = await jobsOf(database.pool)
    expect(jobs.filter(({ key }) => key === `consent:${shopId}`)).toHaveLength(1)
    await database.pool.query('delete from graphile_worker._private_jobs')
    const message = signed(world.webhookUrl, {
      id: 'dekat',
      shop: name,
      hints: [{ kind: 'authorization', change: 'expiring' }],
    })
    await createIntake(world.kanal).handle({
      marketplace: MARKET,
      integrationId: world.integrationId,
      ...message,
    })
    await runTask(world.kanal, deliver, { integrationId: world.integrationId, externalShopId: name })
    expect((await jobsOf(database.pool)).map(({ key }) => key)).toContain(`consent:${shopId}`)
  })
})

describe('a shop that cannot be refreshed', () => {
  const breakToken = async (): Promise<void> => {
    await database.pool.query('update shops set access_expires_at = now() where id = $1', [shopId])
    market.shops.get(name)!.refreshToken = 'terpakai'
    const call = (): Promise<unknown> =>
      withShop(world.kanal, shopId, 'shop.info', ({ adapter, session }) => adapter.shop.info(session))
    await Promise.allSettled(Array.from({ length: 5 }, call))
  }

  it('stops with one notice', async () => {
    await breakToken()
    expect((await shop()).status).toBe('reconnect')
    expect(await incidents()).toEqual(['shop.reconnect'])
  })

  it('connected again closes the notice and keeps the shop, its orders, listings and choices', async () => {
    const fake = market.shops.get(name)!
    fake.listings = [listing('x', 'X', 4)]
    const { organisationId } = world
    await startImport(autocommit(database.pool), { organisationId, shopId, requestedBy: null })
    await runTask(world.kanal, catalogImport, { shopId })
    fake.orders.set('p1', remoteOrder('p1', 'x', 1))
    await pollOrders(world.kanal, shopId, new AbortController().signal)
    await database.pool.query(
      `update shops set details = details || '{"warehouseCode":"W2"}', reserve_unpaid = false where id = $1`,
      [shopId],
    )
    market.consentEndsAt = inDays(5)
    await check()
    await breakToken()
    market.consentEndsAt = inDays(365)
    await consent()
    expect(await shop()).toMatchObject({
      id: shopId,
      status: 'connected',
      status_cause: null,
      reserve_unpaid: false,
      details: { region: 'ID', warehouseCode: 'W2' },
    })
    expect(await incidents()).toEqual(['consent.expiring 7 over', 'shop.reconnect over'])
    const { rows } = await database.pool.query(
      `select (select count(*)::integer from orders where shop_id = $1) as orders,
         (select count(*)::integer from listings where shop_id = $1 and sku_id is not null) as listings,
         (select count(*)::integer from shops where organisation_id = $2) as shops`,
      [shopId, organisationId],
    )
    expect(rows).toEqual([{ orders: 1, listings: 1, shops: 1 }])
  })

  it('withdrawn by the marketplace tells so too', async () => {
    const message = signed(world.webhookUrl, {
      id: 'cabut',
      shop: name,
      hints: [{ kind: 'authorization', change: 'revoked' }],
    })
    await createIntake(world.kanal).handle({
      marketplace: MARKET,
      integrationId: world.integrationId,
      ...message,
    })
    await runTask(world.kanal, deliver, { integrationId: world.integrationId, externalShopId: name })
    expect((await shop()).status).toBe('reconnect')
    expect(await incidents()).toEqual(['shop.reconnect'])
  })
})
