import { createHash, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { HttpSend, MarketplaceAdapter } from '../../src/adapters/contract.ts'
import { transaction } from '../../src/database/tx.ts'
import { createLogger } from '../../src/log.ts'
import type { Kanal } from '../../src/plugins/context.ts'
import { createSecrets } from '../../src/plugins/context.ts'
import { Secret } from '../../src/plugins/credentials/crypto/secret.ts'
import { masterKeysFromEnv } from '../../src/plugins/credentials/keys/kek.ts'
import { applyChanges } from '../../src/plugins/credentials/store.ts'
import { ensureOrganisationKey } from '../../src/plugins/credentials/vault.ts'
import type { ConnectedShop } from '../../src/plugins/marketplaces/connect.ts'
import { newNonce } from '../../src/plugins/marketplaces/consent-state.ts'
import { finishConsent, startConsent } from '../../src/plugins/marketplaces/consent.ts'

const MASTER_KEY = createHash('sha256').update('kunci induk untuk uji').digest('base64')

/** A process of Kanal that speaks to a stand-in through its real adapter. */
export const kanalOver = (pool: Pool, adapter: MarketplaceAdapter, send: HttpSend): Kanal => ({
  pool,
  ...createSecrets(masterKeysFromEnv({ CRED_KEK_ACTIVE: 'test', CRED_KEK_test: MASTER_KEY })),
  adapters: new Map([[adapter.id, adapter]]),
  services: new Map(),
  connect: () => Promise.reject(new Error('No service is used here')),
  send,
  log: createLogger('test'),
  publicUrl: 'https://kanal.example',
  now: () => new Date(),
})

export interface Tenant {
  organisationId: string
  integrationId: string
  userId: string
}

/** An organisation whose integration with the kanal's one marketplace has these keys. */
export async function createTenant(
  kanal: Kanal,
  keys: Readonly<Record<string, string>>,
  environment = 'local',
): Promise<Tenant> {
  const [marketplace] = [...kanal.adapters.keys()]
  const tenant = { organisationId: randomUUID(), integrationId: randomUUID(), userId: randomUUID() }
  const { organisationId, integrationId, userId } = tenant
  const { pool } = kanal
  await pool.query('insert into organisations (id, name) values ($1, $2)', [organisationId, 'Toko Uji'])
  await pool.query('insert into users (id, name, email) values ($1, $2, $3)', [
    userId,
    'Sari',
    `${userId}@kanal.test`,
  ])
  await pool.query(
    `insert into users_memberships (_order, _parent_id, id, organisation_id, role) values (1, $1, $2, $3, 'owner')`,
    [userId, randomUUID(), organisationId],
  )
  await pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment, status) values ($1, $2, $3, $4, 'active')`,
    [integrationId, organisationId, marketplace, environment],
  )
  await ensureOrganisationKey(kanal.vault, pool, organisationId)
  await transaction(pool, (tx) =>
    applyChanges(tx, kanal.vault, {
      organisationId,
      ownerType: 'integration',
      ownerId: integrationId,
      slug: marketplace ?? '',
      actorId: null,
      changes: Object.fromEntries(
        Object.entries(keys).map(([field, value]) => [field, { op: 'set', value: new Secret(value) }]),
      ),
    }),
  )
  return tenant
}

/** Consents as a seller would, with what the marketplace sends to the callback. */
export async function consentTo(
  kanal: Kanal,
  tenant: Tenant,
  callback: Readonly<Record<string, string>>,
): Promise<readonly ConnectedShop[]> {
  const nonce = newNonce()
  const [marketplace] = [...kanal.adapters.keys()]
  const url = new URL(await startConsent(kanal, { ...tenant, nonce }))
  const state = url.searchParams.get('state') ?? ''
  return finishConsent(kanal, { marketplace: marketplace ?? '', query: { ...callback, state }, nonce })
}

/** A call to a stand-in's control interface. */
export async function control(
  controlUrl: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${controlUrl}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(String(answer['error']))
  return answer
}
