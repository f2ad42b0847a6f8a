import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { startS3, type TestS3 } from '../../../../tests/support/s3.ts'
import { databaseOn } from '../../../../tests/support/template.ts'
import { createHttpClient } from '../../../adapters/http/client.ts'
import { createConnector } from '../../../adapters/net/connect.ts'
import { s3 } from '../../../adapters/services/s3/index.ts'
import { createPool } from '../../../database/pool.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { createLogger } from '../../../log.ts'
import type { TaskDefinition } from '../../../queue/define.ts'
import { createSecrets, type Kanal } from '../../context.ts'
import { newOrganisation, randomMasterKeys, save, set } from '../../credentials/testing/fixtures.ts'
import { servicesOf } from '../../services/hub.ts'
import { makeCheckpoint } from '../checkpoint.ts'
import { trailStatus } from '../status.ts'
import { verifyTrail } from '../verify-all.ts'
import { withArchive } from './archive.ts'
import { readUnknown } from './copies.ts'
import { copyCheckpoints } from './copy-task.ts'

const keks = randomMasterKeys()
const log = createLogger('test', { write: () => undefined })

let store: TestS3
let database: TestDatabase
let kanal: Kanal
let organisation: string
const others: Kanal[] = []

const openKanal = (pool: pg.Pool): Kanal => ({
  pool,
  ...createSecrets(keks),
  adapters: new Map(),
  services: new Map([['s3', s3()]]),
  send: createHttpClient({ allowedLocalOrigins: [store.settings.endpoint ?? ''] }).send,
  connect: createConnector({ allowedLocal: [] }),
  log,
  publicUrl: 'https://kanal.example',
  now: () => new Date(),
})
const connectStore = async (): Promise<void> => {
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into integrations (organisation_id, marketplace, environment, status)
     values ($1, 's3', 'own', 'active') returning id`,
    [organisation],
  )
  const owner = {
    organisationId: organisation,
    ownerType: 'integration',
    ownerId: String(rows[0]?.id),
    slug: 's3',
  } as const
  await save(
    database.pool,
    kanal.vault,
    owner,
    Object.fromEntries(Object.entries(store.settings).map(([field, value]) => [field, set(value)])),
  )
}

beforeAll(async () => {
  store = await startS3()
})
beforeEach(async () => {
  store.objects.clear()
  store.locks = false
  store.meddle = null
  database = await createTestDatabase({ superuser: true })
  kanal = openKanal(database.pool)
  organisation = await newOrganisation(database.pool)
  await connectStore()
})
afterEach(async () => {
  for (const each of [kanal, ...others.splice(0)]) await servicesOf(each).close()
  await database.drop()
})
afterAll(() => store.stop())

const record = (on: Kanal = kanal): Promise<void> =>
  transaction(on.pool, (tx) =>
    on.audit.record(tx, {
      organisationId: organisation,
      actor: { type: 'system' },
      action: 'shop.import',
      target: { type: 'shop', id: 's' },
      outcome: 'ok',
    }),
  )
const checkpoint = (on: Kanal = kanal) => makeCheckpoint(on.pool, on.vault.system)
const copy = (on: Kanal = kanal): Promise<void> =>
  (copyCheckpoints as TaskDefinition).run(
    {},
    { kanal: on, log, signal: new AbortController().signal, attempt: 1, maxAttempts: 1 },
  )
const status = (on: Kanal = kanal) => trailStatus(autocommit(on.pool), organisation, { isStreamed: false })
const open = async (on: Kanal = kanal): Promise<string[]> =>
  (
    await on.pool.query<{ kind: string }>(
      `select kind from notice_incidents where organisation_id = $1 and lasting and recovered_at is null order by kind`,
      [organisation],
    )
  ).rows.map(({ kind }) => kind)

it('copies every checkpoint once, and the page says when', async () => {
  await record()
  for (let n = 0; n < 3; n += 1) await checkpoint()
  await Promise.all([copy(), copy()])
  await copy()
  expect([...store.objects.keys()].map((key) => key.slice(0, 28))).toEqual([
    'audit/checkpoints/0000000003',
    'audit/checkpoints/0000000002',
    'audit/checkpoints/0000000001',
  ])
  expect((await status()).copy).toMatchObject({
    last: { seq: 3, lockedUntil: null },
    isLate: false,
    problem: null,
    unknownSeq: null,
  })
  store.locks = true
  await checkpoint()
  await copy()
  expect((await status()).copy?.last?.lockedUntil).toEqual(expect.any(String))
})

it('finds a database that was set back as a whole, and never writes over what proves it', async () => {
  await record()
  await checkpoint()
  await copy()
  const older = await backup(database)
  try {
    await record()
    await checkpoint()
    await copy()
    const restored = openKanal(older.pool)
    others.push(restored)
    expect((await verifyTrail(older.pool, restored.vault.system)).faults).toEqual([])
    const kept = await withArchive(restored, 'audit.verify', async (archive) =>
      archive ? readUnknown(autocommit(older.pool), archive) : [],
    )
    const { faults } = await verifyTrail(older.pool, restored.vault.system, { kept })
    expect(faults.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['checkpoint', 2],
      ['cut_off', 2],
    ])
    // The restored database goes on and makes a second checkpoint of its own.
    await record(restored)
    await checkpoint(restored)
    await copy(restored)
    expect([...store.objects.keys()].filter((key) => key.includes('/0000000002-'))).toHaveLength(2)
    expect((await status(restored)).copy?.unknownSeq).toBe(2)
    expect(await open(restored)).toEqual(['audit.set_back'])
  } finally {
    await older.drop()
  }
})

it('counts what is not readable there as a finding, and what is not ours as none', async () => {
  await checkpoint()
  await copy()
  store.objects.set('audit/checkpoints/catatan.txt', { body: Buffer.from('x'), type: 'text/plain' })
  await copy()
  expect((await status()).copy?.unknownSeq).toBeNull()
  const name = `audit/checkpoints/0000000009-${'b'.repeat(64)}.txt`
  store.objects.set(name, { body: Buffer.from('bukan bukti'), type: 'text/plain' })
  await copy()
  expect((await status()).copy?.unknownSeq).toBe(9)
  const kept = await withArchive(kanal, 'audit.verify', async (archive) =>
    archive ? readUnknown(autocommit(kanal.pool), archive) : [],
  )
  const { faults } = await verifyTrail(kanal.pool, kanal.vault.system, { kept })
  expect(faults).toMatchObject([{ kind: 'checkpoint', seq: 9 }])
  store.objects.delete(name)
  await copy()
  expect(await open()).toEqual([])
})

it('says why copying fails, tells the owners once copies are hours late, and catches up', async () => {
  await checkpoint()
  await copy()
  await checkpoint()
  store.meddle = (method) => {
    if (method === 'PUT') throw new Error('down')
    return Buffer.from('x')
  }
  await expect(copy()).rejects.toMatchObject({ name: 'AdapterError' })
  expect((await status()).copy).toMatchObject({
    problem: { id: expect.any(String) as string },
    last: { seq: 1 },
    isLate: false,
  })
  expect(await open()).toEqual([])
  await database.pool.query(`update audit_copies set copied_at = now() - interval '7 hours'`)
  await expect(copy()).rejects.toMatchObject({ name: 'AdapterError' })
  expect((await status()).copy?.isLate).toBe(true)
  expect(await open()).toEqual(['audit.copy_late'])
  store.meddle = null
  await copy()
  expect((await status()).copy).toMatchObject({ problem: null, isLate: false, last: { seq: 2 } })
  expect(await open()).toEqual([])
})

it('says nothing about copies without a place for them', async () => {
  await checkpoint()
  await copy()
  await database.pool.query(`update integrations set status = 'draft'`)
  await copy()
  expect((await status()).copy).toBeNull()
  expect(await open()).toEqual([])
})

/** The database as it is now, as an older dump would bring it back. */
async function backup({ pool }: TestDatabase): Promise<{ pool: pg.Pool; drop: () => Promise<void> }> {
  const { rows } = await pool.query<{ name: string }>('select current_database() as name')
  const from = String(rows[0]?.name)
  const name = `t_${randomBytes(8).toString('hex')}`
  const server = process.env.TEST_DATABASE_URL ?? inject('databaseServer')
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await servicesOf(kanal).close()
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}' and pid <> pg_backend_pid()`,
  )
  await admin.query(`create database ${name} template ${from}`)
  const copied = createPool({ url: databaseOn(server, name), max: 8, applicationName: 'restored' })
  return {
    pool: copied,
    drop: async () => {
      for (const each of others.splice(0)) await servicesOf(each).close()
      await copied.end()
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.end()
    },
  }
}
