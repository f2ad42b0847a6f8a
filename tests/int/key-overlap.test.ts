import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AdapterError } from '../../src/adapters/contract.ts'
import { autocommit, transaction } from '../../src/database/tx.ts'
import { createHttpClient } from '../../src/adapters/http/client.ts'
import type { Kanal } from '../../src/plugins/context.ts'
import { Secret } from '../../src/plugins/credentials/crypto/secret.ts'
import { endOverlap } from '../../src/plugins/credentials/lifecycle/overlap.ts'
import { applyChanges } from '../../src/plugins/credentials/store.ts'
import { withShop } from '../../src/plugins/marketplaces/shop-session.ts'
import { createIntake, webhookAddress } from '../../src/plugins/sync/intake.ts'
import { SHOP, startShopee, type ShopeeKit } from '../contract/support/shopee.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { consentTo, createTenant, kanalOver, type Tenant } from '../support/real-market.ts'

// The stand-in knows the first key throughout: the seller has typed the next one before the marketplace uses it.
const NEXT_KEY = '4b616e616c2d4e6578742d506172746e65722d4b65792d303030303030303032'

let database: TestDatabase
let kit: ShopeeKit
let kanal: Kanal
let tenant: Tenant
let shopId: string
beforeAll(async () => {
  database = await createTestDatabase()
  kit = await startShopee()
  const { send } = createHttpClient({ allowedLocalOrigins: [kit.sandbox.url] })
  kanal = kanalOver(database.pool, kit.adapter, send)
  tenant = await createTenant(kanal, { ...kit.app.credentials })
  const { code } = await kit.control('/authorize', { shop_id: SHOP })
  const [shop] = await consentTo(kanal, tenant, { code: String(code), shop_id: String(SHOP) })
  shopId = shop?.id ?? ''
})
afterAll(async () => {
  await kit?.close()
  await database?.drop()
})

const owner = () =>
  ({
    organisationId: tenant.organisationId,
    ownerType: 'integration',
    ownerId: tenant.integrationId,
    slug: 'shopee',
  }) as const
const readShop = () =>
  withShop(kanal, shopId, 'shop.info', ({ adapter, session }) => adapter.shop.info(session))
const push = async (key: string, body: string): Promise<number> => {
  const intake = createIntake(kanal)
  const url = webhookAddress(kanal.publicUrl, 'shopee', tenant.integrationId)
  const { status } = await intake.handle({
    marketplace: 'shopee',
    integrationId: tenant.integrationId,
    headers: { authorization: createHmac('sha256', key).update(`${url}|${body}`).digest('hex') },
    rawBody: Buffer.from(body),
  })
  return status
}
const message = (id: string): string =>
  JSON.stringify({
    code: 3,
    shop_id: SHOP,
    timestamp: Math.floor(Date.now() / 1000),
    msg_id: id,
    data: { ordersn: `2411${id}`, status: 'READY_TO_SHIP', update_time: Math.floor(Date.now() / 1000) },
  })

it('keeps calls and webhooks of both keys going until the overlap ends', async () => {
  const { partnerKey: oldKey = '' } = kit.app.credentials
  expect(await readShop()).toMatchObject({ externalId: String(SHOP) })
  await transaction(kanal.pool, (tx) =>
    applyChanges(tx, kanal.vault, {
      ...owner(),
      actorId: null,
      changes: { partnerKey: { op: 'set', value: new Secret(NEXT_KEY) } },
      overlap: { hours: 24 },
    }),
  )
  expect(await readShop()).toMatchObject({ externalId: String(SHOP) })
  const { rows } = await database.pool.query(
    'select overlap_used_at is not null as used from cred_heads where owner_id = $1',
    [tenant.integrationId],
  )
  expect(rows).toEqual([{ used: true }])
  expect(await push(oldKey, message('old-1'))).toBe(200)
  expect(await push(NEXT_KEY, message('new-1'))).toBe(200)
  expect(await push('a key of nobody', message('forged-1'))).toBe(401)

  await endOverlap(autocommit(kanal.pool), owner())
  const refused = await readShop().catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(AdapterError)
  expect(refused).toMatchObject({ kind: 'auth' })
  expect(await push(oldKey, message('old-2'))).toBe(401)
  expect(await push(NEXT_KEY, message('new-2'))).toBe(200)
  const stored = await database.pool.query(
    'select count(*)::int as n from webhook_inbox where integration_id = $1',
    [tenant.integrationId],
  )
  expect(stored.rows).toEqual([{ n: 3 }])
})
