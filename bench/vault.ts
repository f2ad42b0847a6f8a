import crypto, { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type pg from 'pg'
import { createFakeMarket } from '../src/plugins/credentials/endpoints/testing/fake-market.ts'
import { createLogger } from '../src/log.ts'
import { createSecrets, type Kanal } from '../src/plugins/context.ts'
import { openValue, sealValue } from '../src/plugins/credentials/crypto/envelope.ts'
import { masterKeysFromEnv } from '../src/plugins/credentials/keys/kek.ts'
import { placeOf, type BoundOwner } from '../src/plugins/credentials/owner.ts'
import { withCredentials } from '../src/plugins/credentials/read.ts'
import { save, set } from '../src/plugins/credentials/testing/fixtures.ts'
import { overviewOf } from '../src/plugins/credentials/view-model.ts'
import { withBenchDatabase } from './lib/database.ts'
import { median, percentile, report } from './lib/report.ts'

const CALLS = 20_000
const ROUNDS = 7
const INTEGRATIONS = 200
const bench = 'vault'
const KEY = 'x'.repeat(48)

interface Times {
  ours: number[]
  bare: number[]
}

/** Bare AES-256-GCM over as many bytes: no binding, no padding rule, no header. */
function bareRoundTrip(key: Buffer, bytes: Buffer): void {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAuthTag(cipher.getAuthTag())
  Buffer.concat([decipher.update(sealed), decipher.final()])
}

function timed(into: number[], work: () => void): void {
  const began = performance.now()
  work()
  into.push(performance.now() - began)
}

/** Sealing and opening one API key, against the cipher alone on the same bytes. */
function sealAndOpen(): void {
  const key = randomBytes(32)
  const name = { keyId: randomUUID(), keyVersion: 1 }
  const owner: BoundOwner = {
    organisationId: randomUUID(),
    ownerType: 'integration',
    ownerId: randomUUID(),
    slug: 'pasar',
  }
  const place = placeOf(owner, 'app_key', 1)
  const padded = Buffer.alloc(64, KEY)
  const times: Times = { ours: [], bare: [] }
  const round = (into: Times): void => {
    for (let n = 0; n < CALLS; n += 1) {
      timed(into.bare, () => bareRoundTrip(key, padded))
      timed(into.ours, () => openValue(key, place, sealValue(key, name, place, KEY)))
    }
  }
  round({ ours: [], bare: [] })
  round(times)
  for (const share of [0.5, 0.99]) {
    report({
      bench,
      metric: `seal and open p${share * 100}`,
      value: percentile(times.ours, share),
      unit: 'ms',
      floor: percentile(times.bare, share),
    })
  }
}

/** Counts every decryption of this process from here on. */
function countDecrypts(): { count: number } {
  const counted = { count: 0 }
  const real = crypto.createDecipheriv
  const counting = (...args: Parameters<typeof real>): ReturnType<typeof real> => {
    counted.count += 1
    return real(...args)
  }
  Object.assign(crypto, { createDecipheriv: counting })
  syncBuiltinESMExports()
  return counted
}

/** An organisation with keys stored for 200 marketplaces. */
async function crowded(pool: pg.Pool): Promise<{ kanal: Kanal; owners: BoundOwner[] }> {
  const keks = masterKeysFromEnv({
    CRED_KEK_ACTIVE: 'bench',
    CRED_KEK_bench: randomBytes(32).toString('base64'),
  })
  const secrets = createSecrets(keks)
  const organisationId = randomUUID()
  await pool.query('insert into organisations (id, name) values ($1, $2)', [organisationId, 'Toko Bench'])
  const { adapter } = createFakeMarket('benar')
  const adapters = Array.from({ length: INTEGRATIONS }, (_, n) => ({ ...adapter, id: `pasar-${n}` }))
  const owners: BoundOwner[] = []
  for (const { id: slug } of adapters) {
    const ownerId = randomUUID()
    await pool.query(
      `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, $3, 'live')`,
      [ownerId, organisationId, slug],
    )
    const owner: BoundOwner = { organisationId, ownerType: 'integration', ownerId, slug }
    await save(pool, secrets.vault, owner, { appKey: set(KEY), appSecret: set(KEY) })
    owners.push(owner)
  }
  const unused = (): Promise<never> => Promise.reject(new Error('The network is not used here'))
  const kanal: Kanal = {
    pool,
    ...secrets,
    adapters: new Map(adapters.map((each) => [each.id, each])),
    services: new Map(),
    send: unused,
    connect: unused,
    log: createLogger('bench'),
    publicUrl: 'https://kanal.example',
    now: () => new Date(),
  }
  return { kanal, owners }
}

/** What any list of these must ask for, in one statement. */
const LIST = `select i.id, i.marketplace, i.environment, i.status, h.row_version, v.field, v.created_at, v.last4
  from integrations i
  left join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id
  left join cred_values v on v.owner_type = h.owner_type and v.owner_id = h.owner_id
    and v.version = (h.fields ->> v.field)::int
  where i.organisation_id = $1`

async function overview(pool: pg.Pool): Promise<void> {
  // The page reads its addresses from the environment; this is not connected to.
  Object.assign(process.env, {
    DATABASE_URL: 'postgres://bench',
    PAYLOAD_SECRET: randomBytes(32).toString('hex'),
  })
  const { kanal, owners } = await crowded(pool)
  const organisationId = owners[0]!.organisationId
  const decrypts = countDecrypts()
  await withCredentials(
    kanal.vault,
    pool,
    { ...owners[0]!, consumer: 'connection.test', purpose: 'bench' },
    () => undefined,
  )
  if (decrypts.count === 0) throw new Error('Decryptions are not counted')
  decrypts.count = 0
  const times: Times = { ours: [], bare: [] }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const began = performance.now()
    await pool.query(LIST, [organisationId])
    const between = performance.now()
    const page = await overviewOf(kanal, organisationId, 'owner')
    const ended = performance.now()
    if (JSON.stringify(page).includes(KEY)) throw new Error('The overview holds a secret')
    if (round === 0) continue
    times.bare.push(between - began)
    times.ours.push(ended - between)
  }
  report({
    bench,
    metric: `overview of ${INTEGRATIONS} integrations`,
    value: median(times.ours),
    unit: 'ms',
    floor: median(times.bare),
  })
  report({ bench, metric: 'decryptions for it', value: decrypts.count, unit: 'count' })
  if (decrypts.count > 0) throw new Error('The overview opened a secret')
}

/** What the vault costs: a value sealed and opened, and the page that shows what is stored. */
export async function vault(): Promise<void> {
  sealAndOpen()
  await withBenchDatabase(overview)
}
