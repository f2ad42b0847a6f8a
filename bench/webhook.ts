import { createHmac, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { freePort } from '../scripts/lib/ports.mjs'
import config from '../payload.config.ts'
import type { MarketplaceAdapter } from '../src/adapters/contract.ts'
import { createPool } from '../src/database/pool.ts'
import { transaction } from '../src/database/tx.ts'
import { masterKeysFromEnv } from '../src/plugins/credentials/keys/kek.ts'
import { Secret } from '../src/plugins/credentials/crypto/secret.ts'
import { applyChanges } from '../src/plugins/credentials/store.ts'
import { createVault, ensureOrganisationKey } from '../src/plugins/credentials/vault.ts'
import { registryOf } from '../src/plugins/registry.ts'
import { webhookAddress } from '../src/plugins/sync/intake.ts'
import { load, rawPost } from './lib/http-load.ts'
import { median, percentile, report } from './lib/report.ts'
import { openStage } from './lib/stage.ts'

const MESSAGES = 6_000
const ROUNDS = 5
const CONNECTIONS = 64
const SHOPS = 20
const KEY = 'bench-key-that-is-long-enough-for-anything'

const secrets = {
  PAYLOAD_SECRET: 'bench-secret-that-is-long-enough-for-anything',
  CRED_KEK_ACTIVE: 'bench',
  CRED_KEK_bench: Buffer.from(Array.from({ length: 32 }, (_, n) => (n * 37 + 11) % 256)).toString('base64'),
  KANAL_MODE: 'local',
  LOG_LEVEL: 'warn',
}

/** A push as the first registered marketplace signs it; checked against its adapter before anything is measured. */
function push(url: string, serial: string, shop: number): { headers: Record<string, string>; body: Buffer } {
  const body = Buffer.from(
    JSON.stringify({
      code: 3,
      shop_id: 1_000 + shop,
      timestamp: Math.floor(Date.now() / 1_000),
      msg_id: serial,
      data: {
        ordersn: serial,
        status: 'READY_TO_SHIP',
        update_time: Math.floor(Date.now() / 1_000),
        items: [],
      },
    }),
  )
  return {
    headers: { authorization: createHmac('sha256', KEY).update(`${url}|`).update(body).digest('hex') },
    body,
  }
}

function assertSigned(adapter: MarketplaceAdapter, url: string): void {
  const { headers, body } = push(url, 'probe', 0)
  const isSigned = adapter.webhook.verify(
    { url, headers, rawBody: body },
    { partnerId: '1', partnerKey: KEY },
  )
  if (!isSigned || adapter.webhook.parse(body).eventId !== 'probe') {
    throw new Error(`The bench does not know how "${adapter.id}" signs its pushes.`)
  }
}

/** An integration whose keys lie in the vault. @returns its id */
async function createIntegration(databaseUrl: string, adapter: MarketplaceAdapter): Promise<string> {
  const pool = createPool({ url: databaseUrl, max: 2, applicationName: 'bench' })
  const vault = createVault({ keks: masterKeysFromEnv(secrets) })
  const [organisationId, integrationId] = [randomUUID(), randomUUID()]
  await pool.query('insert into organisations (id, name) values ($1, $2)', [organisationId, 'Bench'])
  await pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, $3, 'live')`,
    [integrationId, organisationId, adapter.id],
  )
  await ensureOrganisationKey(vault, pool, organisationId)
  await transaction(pool, (tx) =>
    applyChanges(tx, vault, {
      organisationId,
      ownerType: 'integration',
      ownerId: integrationId,
      slug: adapter.id,
      actorId: null,
      changes: {
        partnerId: { op: 'set', value: new Secret('1') },
        partnerKey: { op: 'set', value: new Secret(KEY) },
      },
    }),
  )
  await pool.end()
  return integrationId
}

/** How many webhooks the real web process takes in per second, against a bare Node server that only inserts. */
export async function webhook(): Promise<void> {
  const [adapter] = registryOf(await config).adapters
  if (!adapter) throw new Error('No marketplace is registered.')
  const stage = await openStage()
  try {
    const [port, floorPort] = [await freePort(), await freePort()]
    const publicUrl = `http://127.0.0.1:${port}`
    const integrationId = await createIntegration(stage.databaseUrl, adapter)
    const url = webhookAddress(publicUrl, adapter.id, integrationId)
    assertSigned(adapter, url)
    const env = { ...secrets, DATABASE_URL: stage.databaseUrl, KANAL_URL: publicUrl, HOST: '127.0.0.1' }
    await stage.start('bench/webhook-floor.ts', floorPort, env)
    // Without a build Next starts in development; webhooks are answered before it either way.
    const NODE_ENV = existsSync(`${process.env.KANAL_DIST_DIR ?? '.next'}/BUILD_ID`)
      ? 'production'
      : 'development'
    await stage.start('src/server.ts', port, { ...env, NODE_ENV })

    const floors: number[] = []
    const rates: number[] = []
    const latencies: number[] = []
    for (let round = 0; round <= ROUNDS; round += 1) {
      const pushes = Array.from({ length: MESSAGES }, (_, n) => push(url, `${round}-${n}`, n % SHOPS))
      const bare = await load(
        floorPort,
        pushes.map(({ body }, n) =>
          rawPost(new URL(`http://127.0.0.1:${floorPort}/`), { 'x-bench-key': `${round}-${n}` }, body),
        ),
        CONNECTIONS,
      )
      const ours = await load(
        port,
        pushes.map(({ headers, body }) => rawPost(new URL(url), headers, body)),
        CONNECTIONS,
      )
      if (ours.statuses.get(200) !== MESSAGES)
        throw new Error(`Not all were taken in: ${JSON.stringify([...ours.statuses])}`)
      // The first round warms both up.
      if (round === 0) continue
      floors.push(bare.perSecond)
      rates.push(ours.perSecond)
      latencies.push(...ours.latencies)
    }
    const of = { bench: 'webhook' }
    report({ ...of, metric: 'taken in', value: median(rates), unit: '1/s', floor: median(floors) })
    for (const share of [0.5, 0.95, 0.99]) {
      report({ ...of, metric: `answer p${share * 100}`, value: percentile(latencies, share), unit: 'ms' })
    }
  } finally {
    await stage.end()
  }
}
