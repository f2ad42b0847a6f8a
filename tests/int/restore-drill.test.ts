import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createPool } from '../../src/database/pool.ts'
import { autocommit, transaction } from '../../src/database/tx.ts'
import { createSecrets } from '../../src/plugins/context.ts'
import { verifyMasterKeys } from '../../src/plugins/credentials/keys/canary.ts'
import { masterKeysFromEnv, type KekProvider } from '../../src/plugins/credentials/keys/kek.ts'
import type { BoundOwner } from '../../src/plugins/credentials/owner.ts'
import { withCredentials } from '../../src/plugins/credentials/read.ts'
import { runMasterRotation, startMasterRotation } from '../../src/plugins/credentials/rotation/master.ts'
import { shredOrganisation } from '../../src/plugins/credentials/rotation/shred.ts'
import { newOrganisation, save, set } from '../../src/plugins/credentials/testing/fixtures.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { databaseOn } from '../support/template.ts'

/**
 * Threat T2 and the restore drill: whole copies of the database, made before and after the master key was changed and
 * after an organisation's key was destroyed, are restored beside it and opened with the keys that are left.
 */
const ORGANISATIONS = 12
const DRILL_MINUTES = 15
const [OLD, NEW] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
const holding = (active: 'old' | 'new', ...held: ('old' | 'new')[]): KekProvider =>
  masterKeysFromEnv({
    CRED_KEK_ACTIVE: active,
    ...(held.includes('old') ? { CRED_KEK_old: OLD } : {}),
    ...(held.includes('new') ? { CRED_KEK_new: NEW } : {}),
  })

let database: TestDatabase
const copies: string[] = []
const owners: BoundOwner[] = []
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
})

const superuserUrl = (): string => process.env.TEST_DATABASE_URL ?? inject('databaseServer')
async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
afterAll(async () => {
  await database.drop()
  for (const name of copies) await onServer(`drop database if exists ${name} with (force)`)
})

/** Works on a database with connections that are closed afterwards: only a database nobody uses is copied. */
async function on<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = createPool({ url, max: 4, applicationName: 'kanal drill', onError: () => undefined })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
/** A backup of everything, restored under another name. @returns its address */
async function restoredCopy(): Promise<string> {
  const name = `t_${randomBytes(8).toString('hex')}`
  copies.push(name)
  const source = new URL(database.url).pathname.slice(1)
  await onServer(`create database ${name} template ${source}`)
  return databaseOn(superuserUrl(), name)
}
/** Opens all there is with these keys. @returns the values that opened, and why the others did not */
async function opened(url: string, keks: KekProvider): Promise<{ values: unknown[]; refused: string[] }> {
  return on(url, async (pool) => {
    const { vault } = createSecrets(keks)
    const values: unknown[] = []
    const refused: string[] = []
    for (const owner of owners)
      await withCredentials(vault, pool, { ...owner, consumer: 'connection.test', purpose: 'test' }, (all) =>
        values.push(...Object.values(all)),
      ).catch((error: { reason?: string }) => refused.push(error.reason ?? String(error)))
    return { values, refused }
  })
}
const starts = (url: string, keks: KekProvider): Promise<boolean> =>
  on(url, (pool) => verifyMasterKeys(autocommit(pool), keks)).then(
    () => true,
    () => false,
  )

it('T2: of a backup from before the change, the new master key opens nothing; of one from after, everything, in time', async () => {
  const both = holding('old', 'old', 'new')
  await on(database.url, async (pool) => {
    const { vault } = createSecrets(holding('old', 'old'))
    await verifyMasterKeys(autocommit(pool), holding('old', 'old'))
    for (let n = 0; n < ORGANISATIONS; n += 1) {
      const organisationId = await newOrganisation(pool)
      const ownerId = randomUUID()
      const slug = `pasar-${n}`
      await pool.query(
        `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, $3, 'live')`,
        [ownerId, organisationId, slug],
      )
      const owner: BoundOwner = { organisationId, ownerType: 'integration', ownerId, slug }
      await save(pool, vault, owner, { key: set(`rahasia-${n}`), push: set(`dorong-${n}`) })
      owners.push(owner)
    }
  })
  const everything = owners.flatMap((_, n) => [`rahasia-${n}`, `dorong-${n}`]).sort()
  const before = await restoredCopy()
  await on(database.url, async (pool) => {
    await verifyMasterKeys(autocommit(pool), both)
    const id = await transaction(pool, (tx) =>
      startMasterRotation(tx, both, { toKek: 'new', requestedBy: null }),
    )
    await runMasterRotation({ pool }, both, id)
  })

  const onlyNew = holding('new', 'new')
  expect(await starts(before, onlyNew)).toBe(false)
  const old = await opened(before, onlyNew)
  expect(old.values).toEqual([])
  expect(old.refused).toEqual(owners.map(() => 'wrong_key'))
  // The copy itself is whole: with the key it was made under, everything opens.
  expect((await opened(before, holding('old', 'old'))).values.map(String).sort()).toEqual(everything)

  const started = performance.now()
  const after = await restoredCopy()
  expect(await starts(after, onlyNew)).toBe(true)
  expect((await opened(after, onlyNew)).values.map(String).sort()).toEqual(everything)
  expect(performance.now() - started).toBeLessThan(DRILL_MINUTES * 60_000)
})

it('T2: of a backup from after an organisation’s key was destroyed, no key opens anything of that organisation', async () => {
  const both = holding('new', 'old', 'new')
  const [gone, ...others] = owners
  const organisationId = gone?.organisationId ?? ''
  await on(database.url, async (pool) => {
    const { vault, audit } = createSecrets(both)
    await shredOrganisation(
      { pool, vault, audit },
      { organisationId, name: `Toko ${organisationId}`, by: { actor: { type: 'system' } } },
    )
  })
  const copy = await restoredCopy()
  for (const keks of [both, holding('new', 'new'), holding('old', 'old')]) {
    await on(copy, async (pool) => {
      const rows = await pool.query(
        'select from cred_values where organisation_id = $1 and envelope is not null',
        [organisationId],
      )
      expect(rows.rowCount).toBe(0)
      const kept = await pool.query(
        'select from cred_keys where organisation_id = $1 and wrapped is not null',
        [organisationId],
      )
      expect(kept.rowCount).toBe(0)
    })
    const { values } = await opened(copy, keks)
    expect(values.map(String)).not.toContain('rahasia-0')
    expect(values.map(String)).not.toContain('dorong-0')
    expect(values).toHaveLength(keks.kekIds.includes('new') ? others.length * 2 : 0)
  }
})
