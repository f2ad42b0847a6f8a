import { createHash, randomUUID } from 'node:crypto'
import { createLogger } from '../../../log.ts'
import type { Pool } from 'pg'
import { transaction } from '../../../database/tx.ts'
import type { TaskContext, TaskDefinition } from '../../../queue/define.ts'
import type { Kanal } from '../../context.ts'
import { createSecrets } from '../../context.ts'
import { Secret } from '../../credentials/crypto/secret.ts'
import { masterKeysFromEnv } from '../../credentials/keys/kek.ts'
import { applyChanges } from '../../credentials/store.ts'
import { ensureOrganisationKey } from '../../credentials/vault.ts'
import { storeGrant } from '../../marketplaces/grants.ts'
import { webhookAddress } from '../intake.ts'
import { type FakeMarket, MARKET } from './market.ts'

export interface World {
  kanal: Kanal
  market: FakeMarket
  organisationId: string
  integrationId: string
  /** An owner of the organisation. */
  userId: string
  /** Where the marketplace sends webhooks. */
  webhookUrl: string
}

// The same in every process of a test, so that a worker of its own can open what the test sealed.
const MASTER_KEY = createHash('sha256').update('kunci induk untuk uji').digest('base64')

export const kanalFor = (pool: Pool, market: FakeMarket): Kanal => ({
  pool,
  ...createSecrets(masterKeysFromEnv({ CRED_KEK_ACTIVE: 'test', CRED_KEK_test: MASTER_KEY })),
  adapters: new Map([[MARKET, market.adapter]]),
  services: new Map(),
  connect: () => Promise.reject(new Error('The network is not used here')),
  send: () => Promise.reject(new Error('The network is not used here')),
  log: createLogger('test'),
  publicUrl: 'https://kanal.example',
  now: () => new Date(),
})

/** An organisation whose integration has its keys in the vault. */
export async function createWorld(
  pool: Pool,
  market: FakeMarket,
  kanal = kanalFor(pool, market),
): Promise<World> {
  const organisationId = randomUUID()
  const userId = randomUUID()
  const integrationId = randomUUID()
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
    `insert into integrations (id, organisation_id, marketplace, environment, status) values ($1, $2, $3, 'test', 'active')`,
    [integrationId, organisationId, MARKET],
  )
  const world = {
    kanal,
    market,
    organisationId,
    integrationId,
    userId,
    webhookUrl: webhookAddress(kanal.publicUrl, MARKET, integrationId),
  }
  await saveKeys(world, { appKey: 'app-key', pushKey: 'push-key' })
  return world
}

/** Saves keys of the integration as its form would. */
export async function saveKeys(world: World, keys: Record<string, string>): Promise<void> {
  const { kanal, organisationId, integrationId } = world
  await ensureOrganisationKey(kanal.vault, kanal.pool, organisationId)
  await transaction(kanal.pool, (tx) =>
    applyChanges(tx, kanal.vault, {
      organisationId,
      ownerType: 'integration',
      ownerId: integrationId,
      slug: MARKET,
      actorId: null,
      changes: Object.fromEntries(
        Object.entries(keys).map(([field, value]) => [field, { op: 'set', value: new Secret(value) }]),
      ),
    }),
  )
}

/** A connected shop with tokens; the marketplace has it too. @returns its id */
export async function connectTestShop(world: World, externalShopId: string): Promise<string> {
  const { kanal, market, organisationId, integrationId } = world
  const shop = market.shops.get(externalShopId) ?? market.addShop(externalShopId)
  return transaction(kanal.pool, async (tx) => {
    const [row] = await tx.query<{ id: string }>(
      `insert into shops (organisation_id, name, marketplace, external_shop_id, integration_id) values ($1, $2, $3, $4, $5)
       returning id`,
      [organisationId, `Toko ${externalShopId}`, MARKET, externalShopId, integrationId],
    )
    if (!row) throw new Error('no shop')
    await storeGrant(tx, kanal.vault, {
      organisationId,
      shopId: row.id,
      marketplace: MARKET,
      grant: market.grantOf(shop),
      actorId: null,
    })
    return row.id
  })
}

/** Runs a task once, as the worker would. */
export const runTask = <Payload>(
  kanal: Kanal,
  task: TaskDefinition<Payload>,
  payload: Payload,
  attempt = 1,
): Promise<void> => {
  const context: TaskContext = {
    kanal,
    log: kanal.log,
    signal: new AbortController().signal,
    attempt,
    maxAttempts: 25,
  }
  return task.run(task.schema.parse(payload), context)
}

/** Jobs of the queue that wait, by task and key. */
export const jobsOf = async (
  pool: Pool,
): Promise<{ task: string; key: string | null; payload: unknown }[]> => {
  const { rows } = await pool.query(
    `select t.identifier as task, j.key, j.payload from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
  )
  return rows as { task: string; key: string | null; payload: unknown }[]
}
