import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTikTokShopSandbox, type TikTokShopSandbox } from '../../sandbox/tiktok-shop/app.ts'
import { SHOPS } from '../../sandbox/tiktok-shop/catalogue.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET, DEMO_SERVICE_ID } from '../../sandbox/tiktok-shop/options.ts'
import type { Authorization, HttpSend, MarketplaceAdapter } from '../../src/adapters/contract.ts'
import { createHttpClient } from '../../src/adapters/http/client.ts'
import { tiktokShop } from '../../src/adapters/marketplaces/tiktok-shop/index.ts'
import { createPool } from '../../src/database/pool.ts'
import type { Kanal } from '../../src/plugins/context.ts'
import { disconnectShop } from '../../src/plugins/marketplaces/disconnect.ts'
import { withShop } from '../../src/plugins/marketplaces/shop-session.ts'
import { transaction } from '../../src/database/tx.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { consentTo, control, createTenant, kanalOver, type Tenant } from '../support/real-market.ts'

const [FIRST] = SHOPS.map(({ id }) => id) as [string]

let database: TestDatabase
let sandbox: TikTokShopSandbox
let client: ReturnType<typeof createHttpClient>
let processes: [Kanal, Kanal]
let otherPool: ReturnType<typeof createPool>
let tenant: Tenant
let shopIds: string[]
let refreshes = 0

beforeAll(async () => {
  database = await createTestDatabase({ max: 20 })
  otherPool = createPool({ url: database.url, max: 20, applicationName: 'other process' })
  sandbox = await startTikTokShopSandbox({ port: 0, callsPerSecond: 10_000, refreshTokenDies: true })
  client = createHttpClient({ allowedLocalOrigins: [sandbox.url] })
  const adapter = tiktokShop({
    sandboxUrl: sandbox.url,
    limits: { requestsPerSecondPerShop: 1_000 },
    unconfirmed: { refreshTokenSpentByUse: true },
  })
  const send: HttpSend = async (request) => {
    if (request.url.includes('/token/refresh')) {
      refreshes += 1
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return client.send(request)
  }
  processes = [kanalOver(database.pool, adapter, send), kanalOver(otherPool, adapter, send)]
  tenant = await createTenant(processes[0], {
    appKey: DEMO_APP_KEY,
    appSecret: DEMO_APP_SECRET,
    serviceId: DEMO_SERVICE_ID,
  })
})
beforeEach(async () => {
  const shops = await consent()
  shopIds = shops.map(({ id }) => id)
  expect(shopIds.length).toBeGreaterThan(1)
  refreshes = 0
})
afterAll(async () => {
  await otherPool.end()
  await client.close()
  await sandbox.close()
  await database.drop()
})

const consent = async (kanal = processes[0]): Promise<readonly { id: string }[]> => {
  const { code } = await control(sandbox.controlUrl, 'POST', '/authorize', { shop_id: FIRST })
  return consentTo(kanal, tenant, { code: String(code) })
}
const ungrouped = (authorize: Authorization): Authorization => ({
  ...authorize,
  exchange: async (session, query) =>
    (await authorize.exchange(session, query)).map(({ tokenGroup: _, ...grant }) => grant),
})
const expire = (seconds = -1): Promise<unknown> =>
  database.pool.query(
    'update shops set access_expires_at = now() + make_interval(secs => $2) where id = any ($1)',
    [shopIds, seconds],
  )
const nameOf = (kanal: Kanal, shopId: string): Promise<string> =>
  withShop(
    kanal,
    shopId,
    'shop.info',
    async ({ adapter, session }) => (await adapter.shop.info(session)).externalId,
  )
const statuses = async (): Promise<string[]> =>
  (await database.pool.query('select status from shops where id = any ($1)', [shopIds])).rows.map(
    ({ status }) => String(status),
  )

it('shops of one consent refresh as one: twenty calls in two processes spend the token once', async () => {
  await expire()
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      nameOf(processes[n % 2] as Kanal, shopIds[Math.floor(n / 2) % shopIds.length] as string),
    ),
  )
  expect(refreshes).toBe(1)
  expect(new Set(await statuses())).toEqual(new Set(['connected']))
})

it('one after the other they stay alive although the platform kills the token on use', async () => {
  for (const shopId of shopIds) {
    await expire()
    await nameOf(processes[0], shopId)
  }
  for (const shopId of shopIds) await nameOf(processes[1], shopId)
  expect(refreshes).toBe(shopIds.length)
  expect(new Set(await statuses())).toEqual(new Set(['connected']))
})

it('without the group the second shop would lose its consent', async () => {
  const adapter = processes[0].adapters.get('tiktok-shop') as MarketplaceAdapter
  const alone: Kanal = {
    ...processes[0],
    adapters: new Map([[adapter.id, { ...adapter, authorize: ungrouped(adapter.authorize) }]]),
  }
  await consent(alone)
  await expire()
  await nameOf(alone, shopIds[0] as string)
  await expect(nameOf(alone, shopIds[1] as string)).rejects.toMatchObject({ reason: 'token_revoked' })
  expect((await statuses()).sort()).toEqual(['connected', 'reconnect'])
})

it('a token refused in all shops at once is renewed once', async () => {
  await control(sandbox.controlUrl, 'POST', '/tokens/expire', { shop_id: FIRST })
  await Promise.all(shopIds.flatMap((id) => processes.map((kanal) => nameOf(kanal, id))))
  expect(refreshes).toBe(1)
})

it('one shop disconnected leaves the others their tokens', async () => {
  const [gone, ...rest] = shopIds as [string, ...string[]]
  await transaction(database.pool, (tx) =>
    disconnectShop(tx, { organisationId: tenant.organisationId, shopId: gone, cause: 'user' }),
  )
  await expire()
  for (const id of rest) await nameOf(processes[0], id)
  const { rows } = await database.pool.query(
    'select count(*)::integer as n from cred_values where owner_id = $1 and envelope is not null',
    [gone],
  )
  expect(rows[0].n).toBe(0)
})

it('a consent taken back stops all its shops after one try', async () => {
  await control(sandbox.controlUrl, 'POST', '/revoke', { shop_id: FIRST })
  await expire()
  const results = await Promise.allSettled(shopIds.map((id) => nameOf(processes[0], id)))
  expect(results.every(({ status }) => status === 'rejected')).toBe(true)
  expect(refreshes).toBe(1)
  expect(new Set(await statuses())).toEqual(new Set(['reconnect']))
})

it('a new consent takes its shops out of the old group, whose late refresh changes nothing', async () => {
  await expire()
  const late = nameOf(processes[1], shopIds[0] as string)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await consent()
  await late.catch(() => undefined)
  for (const id of shopIds) await nameOf(processes[0], id)
  const { rows } = await database.pool.query(
    'select count(distinct group_id)::integer as groups from token_refreshes where shop_id = any ($1)',
    [shopIds],
  )
  expect(rows[0].groups).toBe(1)
  expect(new Set(await statuses())).toEqual(new Set(['connected']))
})
