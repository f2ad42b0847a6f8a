import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Payload, SanitizedConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { autocommit } from '../../src/database/tx.ts'
import { catalogImport } from '../../src/plugins/catalog/import.ts'
import { kanalOf, type Kanal } from '../../src/plugins/context.ts'
import { checkInvariants } from '../../src/plugins/operations/invariants.ts'
import { deliver } from '../../src/plugins/sync/deliver.ts'
import { createIntake } from '../../src/plugins/sync/intake.ts'
import { push } from '../../src/plugins/sync/push.ts'
import { runTask } from '../../src/plugins/sync/testing/world.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { installExample, repository, type InstalledExample } from '../support/example-adapter.ts'
import { consentTo, createTenant } from '../support/real-market.ts'
import { blocksOf } from '../support/walkthrough.ts'

/** What the test uses of the example's stand-in; the example is a package of its own, so no type comes from it. */
interface StandIn {
  appKey: string
  appSecret: string
  shops: {
    id: string
    products: { sku: string; stock: number }[]
    buy(sku: string, quantity: number): { id: string }
  }[]
  start(): Promise<string>
  stop(): Promise<void>
  consent(shop: unknown): string
  push(event: string, shopId: string, about: string): { headers: Record<string, string>; rawBody: Buffer }
}

const MARKETPLACE = 'toko-demo'
let example: InstalledExample
let database: TestDatabase
let standIn: StandIn
let payload: Payload
let kanal: Kanal

beforeAll(async () => {
  example = await installExample()
  const server = (await import(join(example.path, 'stand-in/server.ts'))) as {
    TokoDemoStandIn: new () => StandIn
  }
  standIn = new server.TokoDemoStandIn()
  process.env.KANAL_SANDBOXES = `${MARKETPLACE}=${await standIn.start()}`
  database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
  const { getPayload } = await import('payload')
  payload = await getPayload({ config: await documentedConfig() })
  const all = kanalOf(payload)
  const adapter = all.adapters.get(MARKETPLACE)
  if (!adapter) throw new Error('The line in the config registers nothing')
  kanal = { ...all, adapters: new Map([[MARKETPLACE, adapter]]) }
})
afterAll(async () => {
  await payload.destroy()
  await standIn.stop()
  await database.drop()
  await example.remove()
})

/** The repository's config with nothing but the lines of the document added. */
async function documentedConfig(): Promise<SanitizedConfig> {
  const lines = (await blocksOf('payload.config.ts')).map(({ code }) => code)
  const [importLine = '', adapterLine = ''] = lines
  const text = await readFile(join(repository, 'payload.config.ts'), 'utf8')
  const path = join(example.home, 'payload.config.ts')
  await writeFile(path, `${importLine}\n${text.replace('adapters: [\n', `adapters: [\n${adapterLine}\n`)}`)
  const { default: config } = (await import(path)) as { default: Promise<SanitizedConfig> }
  return config
}

it('registered by one line, connects shops, imports, takes an order and pushes stock, without a migration', async () => {
  const tenant = await createTenant(kanal, { appKey: standIn.appKey, appSecret: standIn.appSecret })
  const [melati, kenanga] = standIn.shops as [StandIn['shops'][0], StandIn['shops'][0]]
  const [first] = await consentTo(kanal, tenant, { code: standIn.consent(melati) })
  const [second] = await consentTo(kanal, tenant, { code: standIn.consent(kenanga) })
  expect([first?.name, second?.name]).toEqual(['Toko Melati', 'Toko Kenanga'])
  for (const shop of [first, second]) await runTask(kanal, catalogImport, { shopId: shop?.id ?? '' })
  expect(await available()).toBe(50)

  const order = melati.buy('KOPI-1', 3)
  const answer = await createIntake(kanal).handle({
    marketplace: MARKETPLACE,
    integrationId: tenant.integrationId,
    ...standIn.push('order.changed', melati.id, order.id),
  })
  expect(answer).toEqual({ status: 200, body: 'ok' })
  await runTask(kanal, deliver, { integrationId: tenant.integrationId, externalShopId: melati.id })
  const { rows } = await database.pool.query(
    'select external_order_id, status::text, raw_status from orders where organisation_id = $1',
    [tenant.organisationId],
  )
  expect(rows).toEqual([{ external_order_id: order.id, status: 'to_ship', raw_status: 'to_pack' }])
  expect(await available()).toBe(47)

  await database.pool.query('update outbox_stock set due_at = now()')
  await runTask(kanal, push, { shopId: second?.id ?? '' })
  expect(kenanga.products.find(({ sku }) => sku === 'KOPI-1')?.stock).toBe(47)
  const broken = (await checkInvariants(autocommit(database.pool))).filter((each) => each.rows.length > 0)
  expect(broken).toEqual([])
})

async function available(): Promise<number> {
  const { rows } = await database.pool.query(
    `select sum(s.available)::integer as n from stock_levels s join skus k on k.id = s.sku_id where k.code = 'KOPI-1'`,
  )
  return (rows[0] as { n: number }).n
}
