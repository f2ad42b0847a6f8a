import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLazadaSandbox, type LazadaSandbox } from '../../sandbox/lazada/app.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET } from '../../sandbox/lazada/options.ts'
import { createHttpClient } from '../../src/adapters/http/client.ts'
import { lazada } from '../../src/adapters/marketplaces/lazada/index.ts'
import { autocommit, transaction } from '../../src/database/tx.ts'
import { catalogImport } from '../../src/plugins/catalog/import.ts'
import type { Kanal } from '../../src/plugins/context.ts'
import { startConsent, finishConsent } from '../../src/plugins/marketplaces/consent.ts'
import { newNonce } from '../../src/plugins/marketplaces/consent-state.ts'
import { loadShop } from '../../src/plugins/marketplaces/rows.ts'
import { chooseWarehouse, listWarehouses } from '../../src/plugins/marketplaces/warehouses.ts'
import { push } from '../../src/plugins/sync/push.ts'
import { runTask } from '../../src/plugins/sync/testing/world.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createTenant, kanalOver } from '../support/real-market.ts'

const SEVERAL_WAREHOUSES = 400612339904
const SECOND = 'ID10RV7-WH-10002'

let database: TestDatabase
let sandbox: LazadaSandbox
let client: ReturnType<typeof createHttpClient>
let kanal: Kanal
let shopId: string

beforeAll(async () => {
  database = await createTestDatabase()
  sandbox = await startLazadaSandbox({ port: 0, timeScale: 0.001 })
  client = createHttpClient({ allowedLocalOrigins: [sandbox.url] })
  const adapter = lazada({ sandboxUrl: sandbox.url, limits: { requestsPerSecondPerShop: 1_000 } })
  kanal = kanalOver(database.pool, adapter, client.send)
  const tenant = await createTenant(kanal, { appKey: String(DEMO_APP_KEY), appSecret: DEMO_APP_SECRET })
  const nonce = newNonce()
  const link = new URL(await startConsent(kanal, { ...tenant, nonce }))
  const form = new URLSearchParams({
    client_id: link.searchParams.get('client_id') ?? '',
    redirect_uri: link.searchParams.get('redirect_uri') ?? '',
    state: link.searchParams.get('state') ?? '',
    seller_id: String(SEVERAL_WAREHOUSES),
    decision: 'approve',
  })
  const answer = await fetch(new URL(link.pathname, link), { method: 'POST', body: form, redirect: 'manual' })
  const callback = new URL(answer.headers.get('location') ?? '')
  const query = Object.fromEntries(callback.searchParams)
  const [shop] = await finishConsent(kanal, { marketplace: 'lazada', query, nonce })
  shopId = shop?.id ?? ''
  await runTask(kanal, catalogImport, { shopId })
})
afterAll(async () => {
  await client.close()
  await sandbox.close()
  await database.drop()
})

const shop = () => loadShop(autocommit(database.pool), shopId)
const shelves = (): Map<string, number> => {
  const products = [...(sandbox.state.shops.get(SEVERAL_WAREHOUSES)?.items.values() ?? [])]
  const skus = products.flatMap((product) => product.skus)
  return new Map(
    skus.map((sku) => [
      sku.sellerSku,
      sku.buckets.find(({ warehouseCode }) => warehouseCode === SECOND)?.sellable ?? -1,
    ]),
  )
}

it('our numbers go to the warehouse that was chosen, all of them at once', async () => {
  const { warehouses, chosen, canChoose } = await listWarehouses(kanal, await shop())
  expect(canChoose).toBe(true)
  expect(chosen).toBeNull()
  expect(warehouses.map(({ externalLocationId }) => externalLocationId)).toContain(SECOND)

  const choose = (warehouseId: string | null): Promise<boolean> =>
    transaction(database.pool, async (tx) =>
      chooseWarehouse(tx, await shop(), { detail: 'warehouseCode', warehouseId }),
    )
  expect(await choose(SECOND)).toBe(true)
  expect(await choose(SECOND)).toBe(false)
  expect((await listWarehouses(kanal, await shop())).chosen).toBe(SECOND)

  const { rows } = await database.pool.query(
    `select l.seller_sku as sku, s.available from listings l join stock_levels s on s.sku_id = l.sku_id
     where l.shop_id = $1 and l.status = 'live'`,
    [shopId],
  )
  expect(rows.length).toBeGreaterThan(0)
  await database.pool.query('update outbox_stock set due_at = now()')
  await runTask(kanal, push, { shopId })
  const shown = shelves()
  for (const { sku, available } of rows) expect([sku, shown.get(sku)]).toEqual([sku, available])
})

it('the choice can be left to the marketplace again', async () => {
  await transaction(database.pool, async (tx) =>
    chooseWarehouse(tx, await shop(), { detail: 'warehouseCode', warehouseId: null }),
  )
  expect((await shop()).details).not.toHaveProperty('warehouseCode')
})
