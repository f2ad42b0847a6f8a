import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { autocommit } from '../../database/tx.ts'
import { CredentialInputError, CredentialsMissingError } from './errors.ts'
import type { BoundOwner } from './owner.ts'
import { withCredentials, withCredentialsOfMany, withMergedCredentials } from './read.ts'
import { spellings } from './scrub.ts'
import { describeStored } from './store.ts'
import type { TestDatabase } from '../../../tests/support/database.ts'
import { createTestDatabase } from '../../../tests/support/database.ts'
import { newOwner, randomMasterKeys, save, set } from './testing/fixtures.ts'
import { createVault } from './vault.ts'

let database: TestDatabase
let pool: Pool
let mine: BoundOwner
let theirs: BoundOwner
const vault = createVault({ keks: randomMasterKeys() })
const reading = { consumer: 'connection.test', purpose: 'test' } as const
const read = (owner: BoundOwner): Promise<object> =>
  withCredentials(vault, pool, { ...owner, ...reading }, (values) => ({ ...values }))

beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
  mine = await newOwner(pool)
  theirs = await newOwner(pool)
  await save(pool, vault, mine, { secret: set('mine-mine-mine'), other: set('another') })
  await save(pool, vault, theirs, { secret: set('theirs-theirs') })
}, 60_000)
afterAll(() => database.drop())

/** What someone with write access to the database could do: the triggers do not stop them. */
async function forge(statement: string, values: unknown[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(`begin; set local session_replication_role = 'replica'`)
    await client.query(statement, values)
    await client.query('commit')
  } finally {
    client.release()
  }
}

describe('two organisations', () => {
  it('neither sees that the other has anything', async () => {
    const stranger = { ...theirs, organisationId: mine.organisationId }
    expect(await describeStored(autocommit(pool), stranger)).toEqual({
      version: 0,
      lastUsedAt: null,
      fields: [],
    })
    await expect(read(stranger)).rejects.toThrow(CredentialsMissingError)
    const merged = await withMergedCredentials(
      vault,
      pool,
      { ...stranger, changes: {} },
      (values, version) => ({
        values,
        version,
      }),
    )
    expect(merged).toEqual({ values: {}, version: 0 })
    const many = { ...reading, ownerType: 'integration', slug: 'pasar', owners: [stranger, mine] } as const
    const opened = await withCredentialsOfMany(vault, pool, many, ({ values }) => [...values.keys()])
    expect(opened).toEqual([mine.ownerId])
  })

  it('neither writes over the other', async () => {
    const stranger = { ...theirs, organisationId: mine.organisationId }
    await expect(save(pool, vault, stranger, { secret: set('stolen') })).rejects.toThrow(CredentialInputError)
    expect(await read(theirs)).toEqual({ secret: 'theirs-theirs' })
  })

  it('cannot open a value that was moved into its rows', async () => {
    await forge(
      `update cred_values v set envelope = t.envelope from cred_values t
       where v.owner_id = $1 and v.field = 'secret' and t.owner_id = $2`,
      [mine.ownerId, theirs.ownerId],
    )
    await expect(read(mine)).rejects.toMatchObject({ reason: 'wrong_key' })
  })

  it('cannot open it with the other key handed over as its own either', async () => {
    const victim = await newOwner(pool)
    const thief = await newOwner(pool)
    await save(pool, vault, victim, { secret: set('victim') })
    await save(pool, vault, thief, { secret: set('thief') })
    await forge(`update cred_keys set state = 'decrypt_only' where organisation_id = $1`, [
      thief.organisationId,
    ])
    await forge(
      `update cred_keys set organisation_id = $1, version = 2, state = 'active' where organisation_id = $2`,
      [thief.organisationId, victim.organisationId],
    )
    await forge(
      `update cred_values v set envelope = t.envelope from cred_values t where v.owner_id = $1 and t.owner_id = $2`,
      [thief.ownerId, victim.ownerId],
    )
    vault.keys.flush()
    await expect(read(thief)).rejects.toMatchObject({ reason: 'wrong_key' })
  })
})

describe('a writer of the database', () => {
  const tampered = { name: 'DecryptError', reason: 'tampered' }

  it('cannot swap two fields, restore an old value, or move one to another record or adapter', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1'), b: set('b1') })
    await save(pool, vault, owner, { a: set('a2') })
    await forge(
      `update cred_values v set envelope = t.envelope from cred_values t
       where v.owner_id = $1 and t.owner_id = $1 and v.field = 'a' and v.version = 2 and t.field = 'a' and t.version = 1`,
      [owner.ownerId],
    )
    await expect(read(owner)).rejects.toMatchObject(tampered)

    const swapped = await newOwner(pool)
    await save(pool, vault, swapped, { a: set('a1'), b: set('b1') })
    await forge(
      `update cred_values v set envelope = t.envelope from cred_values t
       where v.owner_id = $1 and t.owner_id = $1 and v.field <> t.field`,
      [swapped.ownerId],
    )
    await expect(read(swapped)).rejects.toMatchObject(tampered)

    const [from, to] = [await newOwner(pool), await newOwner(pool)]
    const sibling = { ...to, organisationId: from.organisationId }
    await save(pool, vault, from, { a: set('a1') })
    await save(pool, vault, sibling, { a: set('other') })
    await forge(
      `update cred_values v set envelope = t.envelope from cred_values t where v.owner_id = $1 and t.owner_id = $2`,
      [sibling.ownerId, from.ownerId],
    )
    await expect(read(sibling)).rejects.toMatchObject(tampered)
    await expect(read({ ...from, slug: 'lapak' })).rejects.toMatchObject(tampered)
  })

  it('cannot turn an integration into a shop of the same id', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') })
    await forge(`update cred_heads set owner_type = 'shop' where owner_id = $1`, [owner.ownerId])
    await forge(`update cred_values set owner_type = 'shop' where owner_id = $1`, [owner.ownerId])
    await expect(read({ ...owner, ownerType: 'shop' })).rejects.toMatchObject(tampered)
  })

  it('cannot make a value vanish quietly', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') })
    await forge('delete from cred_values where owner_id = $1', [owner.ownerId])
    await expect(read(owner)).rejects.toMatchObject(tampered)
  })
})

describe('what the tables hold', () => {
  it('is no secret in any spelling, in any column of any table (T1)', async () => {
    const secrets = Array.from({ length: 200 }, (_, i) =>
      i % 2 === 0 ? randomBytes(24).toString('base64') : `kunci ${randomBytes(12).toString('hex')}/é&`,
    )
    const owner = await newOwner(pool)
    for (let i = 0; i < secrets.length; i += 50) {
      const changes = Object.fromEntries(
        secrets.slice(i, i + 50).map((secret, j) => [`f${i + j}`, set(secret)]),
      )
      await save(pool, vault, owner, changes, { fingerprinted: Object.keys(changes) })
    }
    const { rows: tables } = await pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    )
    const dump: string[] = []
    for (const { name } of tables) {
      const { rows } = await pool.query<{ line: string }>(`select t::text as line from ${name} t`)
      dump.push(...rows.map((row) => row.line))
    }
    const text = dump.join('\n')
    expect(text).toContain(owner.ownerId)
    // The scan itself works: four characters of each may be shown, and are found.
    expect(secrets.filter((secret) => text.includes(secret.slice(-4)))).toHaveLength(secrets.length)
    const utf16 = (secret: string): string => Buffer.from(secret, 'utf16le').toString('hex')
    const found = secrets.filter((secret) =>
      [...spellings(secret), utf16(secret)].some((spelling) => text.includes(spelling)),
    )
    expect(found).toEqual([])
    expect(Object.values(await read(owner))).toEqual(expect.arrayContaining(secrets))
  })

  it('is closed to the roles Supabase opens to the browser', async () => {
    const { rows } = await pool.query(
      `select c.relname from pg_class c left join pg_policy p on p.polrelid = c.oid
       where c.relname like 'cred\\_%' and c.relkind = 'r' and c.relrowsecurity and p.oid is null order by 1`,
    )
    const tables = rows.map((row: { relname: string }) => row.relname)
    expect(tables).toEqual([
      'cred_canaries',
      'cred_grants',
      'cred_heads',
      'cred_keys',
      'cred_probations',
      'cred_values',
      'cred_versions',
    ])
    const role = `visitor_${randomBytes(4).toString('hex')}`
    await pool.query(`create role ${role}`)
    try {
      for (const table of tables) {
        const client = await pool.connect()
        try {
          await client.query(`begin; set local role ${role}`)
          await expect(client.query(`select from ${table}`)).rejects.toMatchObject({ code: '42501' })
        } finally {
          await client.query('rollback')
          client.release()
        }
      }
    } finally {
      await pool.query(`drop role ${role}`)
    }
  })
})
