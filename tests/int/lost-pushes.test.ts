import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { DEMO_PARTNER_ID, DEMO_PARTNER_KEY, startShopeeSandbox } from '../../sandbox/index.ts'
import { createHttpClient } from '../../src/adapters/http/client.ts'
import { shopee } from '../../src/adapters/marketplaces/shopee/index.ts'
import type { Kanal } from '../../src/plugins/context.ts'
import { deliver } from '../../src/plugins/sync/deliver.ts'
import { createIntake } from '../../src/plugins/sync/intake.ts'
import { recoverAllPushes, recoverPushes } from '../../src/plugins/sync/recover-pushes.ts'
import { jobsOf, runTask } from '../../src/plugins/sync/testing/world.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { consentTo, control, createTenant, kanalOver, type Tenant } from '../support/real-market.ts'

const SHOP = 2214711701
const SKU = 'KERIPIK-TEMPE'

let database: TestDatabase
let sandbox: Awaited<ReturnType<typeof startShopeeSandbox>>
let client: ReturnType<typeof createHttpClient>
let kanal: Kanal
let tenant: Tenant

beforeAll(async () => {
  database = await createTestDatabase()
  sandbox = await startShopeeSandbox({ port: 0, timeScale: 0.001, verifyCallback: false })
  client = createHttpClient({ allowedLocalOrigins: [sandbox.url] })
  const adapter = shopee({ sandboxUrl: sandbox.url, limits: { requestsPerSecondPerShop: 1_000 } })
  kanal = kanalOver(database.pool, adapter, client.send)
  tenant = await createTenant(kanal, {
    partnerId: String(DEMO_PARTNER_ID),
    partnerKey: DEMO_PARTNER_KEY,
  })
  const { code } = await control(sandbox.controlUrl, 'POST', '/authorize', { shop_id: SHOP })
  await consentTo(kanal, tenant, { code: String(code), shop_id: String(SHOP) })
})
beforeEach(() => database.pool.query('delete from graphile_worker._private_jobs'))
afterAll(async () => {
  await client.close()
  await sandbox.close()
  await database.drop()
})

const tasks = async (): Promise<string[]> => (await jobsOf(database.pool)).map(({ task }) => task)
const buyUnheard = async (count: number): Promise<string[]> => {
  await control(sandbox.controlUrl, 'POST', '/faults', { kind: 'push_lost' })
  const bought: string[] = []
  for (let n = 0; n < count; n += 1) {
    const { order } = await control(sandbox.controlUrl, 'POST', '/orders', {
      shop_id: SHOP,
      lines: [{ sku: SKU, quantity: 1 }],
    })
    bought.push((order as { sn: string }).sn)
  }
  await control(sandbox.controlUrl, 'DELETE', '/faults')
  return bought
}

it('messages that never arrived are fetched, delivered like any other, and fetched once', async () => {
  const bought = await buyUnheard(3)
  await runTask(kanal, recoverAllPushes, {})
  expect(await tasks()).toEqual(['sync.recover-pushes'])
  await runTask(kanal, recoverPushes, { integrationId: tenant.integrationId })
  expect(await tasks()).toContain('sync.deliver')
  await runTask(kanal, deliver, { integrationId: tenant.integrationId, externalShopId: String(SHOP) })
  const { rows } = await database.pool.query('select external_order_id as id from orders order by 1')
  expect(rows.map(({ id }) => id)).toEqual(bought.toSorted())
  const inbox = async (): Promise<number> =>
    (await database.pool.query('select from webhook_inbox')).rowCount ?? 0
  const before = await inbox()
  await runTask(kanal, recoverPushes, { integrationId: tenant.integrationId })
  expect(await inbox()).toBe(before)
})

it('a crash before the confirmation brings the same messages again, which change nothing', async () => {
  await buyUnheard(1)
  let refuses = true
  const broken: Kanal = {
    ...kanal,
    send: (request) => {
      if (refuses && request.url.includes('confirm_consumed')) throw new Error('gone')
      return kanal.send(request)
    },
  }
  await expect(runTask(broken, recoverPushes, { integrationId: tenant.integrationId })).rejects.toThrow(
    'gone',
  )
  const { rowCount: before } = await database.pool.query('select from webhook_inbox')
  refuses = false
  await runTask(broken, recoverPushes, { integrationId: tenant.integrationId })
  const { rowCount: after } = await database.pool.query('select from webhook_inbox')
  expect(after).toBe(before)
})

it('the first message after an outage has lost ones fetched', async () => {
  const intake = createIntake(kanal)
  const { rows } = await database.pool.query<{ body: Buffer }>(
    'select body_raw as body from webhook_inbox limit 1',
  )
  const url = `${kanal.publicUrl}/webhooks/shopee/${tenant.integrationId}`
  const rawBody = rows[0]?.body as Buffer
  const authorization = createHmac('sha256', DEMO_PARTNER_KEY).update(`${url}|`).update(rawBody).digest('hex')
  for (const _ of [1, 2]) {
    const answer = await intake.handle({
      marketplace: 'shopee',
      integrationId: tenant.integrationId,
      headers: { authorization },
      rawBody,
    })
    expect(answer.status).toBe(200)
  }
  await expect.poll(tasks).toEqual(['sync.recover-all-pushes'])
})
