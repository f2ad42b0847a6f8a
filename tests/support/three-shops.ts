import { randomUUID } from 'node:crypto'
import type { StandIn } from '../../sandbox/double-date/standIn.ts'
import type { Pool } from 'pg'
import { transaction } from '../../src/database/tx.ts'
import { createKanal, type Kanal } from '../../src/plugins/context.ts'
import { Secret } from '../../src/plugins/credentials/crypto/secret.ts'
import { applyChanges } from '../../src/plugins/credentials/store.ts'
import { ensureOrganisationKey } from '../../src/plugins/credentials/vault.ts'
import { rememberConsent } from '../../src/plugins/marketplaces/consent-state.ts'
import { finishConsent } from '../../src/plugins/marketplaces/consent.ts'
import { registryOf, type Registry } from '../../src/plugins/registry.ts'
import { webhookAddress } from '../../src/plugins/sync/intake.ts'

export interface ConnectedShop {
  id: string
  standIn: StandIn
  externalShopId: string
}

export interface ThreeShopSeller {
  organisationId: string
  shops: ConnectedShop[]
}

/**
 * What a process of the product has, in this process: on `pool`, with the marketplaces of the real config told where
 * the stand-ins are. The config reads the environment once, so nothing may have imported it before.
 */
export async function kanalAgainst(
  pool: Pool,
  env: { databaseUrl: string; publicUrl: string; standIns: readonly StandIn[] },
): Promise<{ kanal: Kanal; registry: Registry }> {
  Object.assign(process.env, {
    DATABASE_URL: env.databaseUrl,
    KANAL_URL: env.publicUrl,
    KANAL_SANDBOXES: env.standIns.map(({ name, url }) => `${name}=${url}`).join(','),
  })
  const { default: config } = await import('../../payload.config.ts')
  const registry = registryOf(await config)
  return { kanal: createKanal({ pool, registry }), registry }
}

type App = Readonly<Record<string, unknown>>

/** What each marketplace calls the keys of an app that the stand-ins' control API knows under one name. */
const KEYS: Readonly<Record<string, (app: App) => Record<string, string>>> = {
  shopee: ({ partnerId, partnerKey }) => ({ partnerId: String(partnerId), partnerKey: String(partnerKey) }),
  lazada: ({ partnerId, partnerKey }) => ({ appKey: String(partnerId), appSecret: String(partnerKey) }),
  'tiktok-shop': ({ partnerId, partnerKey, serviceId }) => ({
    appKey: String(partnerId),
    appSecret: String(partnerKey),
    serviceId: String(serviceId),
  }),
}

/** The keys of a stand-in's demo app, by the field names of the marketplace's form. */
export async function demoKeys(standIn: StandIn): Promise<Record<string, string>> {
  const [app] = (await standIn.state()).apps
  const keys = KEYS[standIn.name]
  if (!app || !keys) throw new Error(`No demo app is known for "${standIn.name}"`)
  return keys(app)
}

/**
 * A seller whose first shop of every stand-in is connected the way a consent does it (with the shops one consent
 * brings along), its webhooks coming to `kanal.publicUrl`. Imports are queued, not run.
 */
export async function connectThreeShops(
  kanal: Kanal,
  standIns: readonly StandIn[],
): Promise<ThreeShopSeller> {
  const [organisationId, userId] = [randomUUID(), randomUUID()]
  const { pool } = kanal
  await pool.query('insert into organisations (id, name) values ($1, $2)', [organisationId, 'Toko 11.11'])
  await pool.query('insert into users (id, name, email) values ($1, $2, $3)', [
    userId,
    'Sari',
    `${userId}@kanal.test`,
  ])
  await pool.query(
    `insert into users_memberships (_order, _parent_id, id, organisation_id, role) values (1, $1, $2, $3, 'owner')`,
    [userId, randomUUID(), organisationId],
  )
  await ensureOrganisationKey(kanal.vault, pool, organisationId)
  const shops: ConnectedShop[] = []
  for (const standIn of standIns) shops.push(...(await connect(kanal, standIn, { organisationId, userId })))
  return { organisationId, shops }
}

async function connect(
  kanal: Kanal,
  standIn: StandIn,
  { organisationId, userId }: { organisationId: string; userId: string },
): Promise<ConnectedShop[]> {
  const { name: marketplace } = standIn
  const integrationId = randomUUID()
  await kanal.pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment, status) values ($1, $2, $3, 'local', 'active')`,
    [integrationId, organisationId, marketplace],
  )
  const keys = await demoKeys(standIn)
  await transaction(kanal.pool, (tx) =>
    applyChanges(tx, kanal.vault, {
      organisationId,
      ownerType: 'integration',
      ownerId: integrationId,
      slug: marketplace,
      actorId: null,
      changes: Object.fromEntries(
        Object.entries(keys).map(([field, value]) => [field, { op: 'set', value: new Secret(value) }]),
      ),
    }),
  )
  const { apps, shops } = await standIn.state()
  await standIn.call('POST', 'apps', {
    partner_id: apps[0]?.partnerId,
    callback_url: webhookAddress(kanal.publicUrl, marketplace, integrationId),
  })
  const shopId = shops[0]?.shopId
  const nonce = randomUUID()
  const state = await transaction(kanal.pool, (tx) =>
    rememberConsent(tx, { organisationId, integrationId, userId, marketplace }, nonce),
  )
  const { code } = await standIn.call<{ code: string }>('POST', 'authorize', { shop_id: shopId })
  const connected = await finishConsent(kanal, {
    marketplace,
    query: { code, state, shop_id: String(shopId) },
    nonce,
  })
  return connected.map(({ id, externalShopId }) => ({ id, standIn, externalShopId }))
}

/** Puts the same number of units of each SKU on the shelf of every stand-in's first shops; ends promotions on them. */
export async function stockShelves(
  standIns: readonly StandIn[],
  unitsOf: (nth: number) => number,
): Promise<void> {
  const units = new Map<string, number>()
  for (const standIn of standIns) {
    for (const { shopId } of (await standIn.state()).shops) {
      for (const { sku, reserved } of await standIn.goodsOf(shopId)) {
        if (!units.has(sku)) units.set(sku, unitsOf(units.size))
        if (reserved > 0) await standIn.call('POST', 'promotions', { shop_id: shopId, sku, reserved: 0 })
        await standIn.call('POST', 'stock', { shop_id: shopId, sku, stock: units.get(sku) })
      }
    }
  }
}
