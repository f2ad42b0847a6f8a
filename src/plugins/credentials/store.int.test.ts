import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { autocommit, transaction } from '../../database/tx.ts'
import { CredentialInputError, OrganisationKeyMissingError, VersionConflictError } from './errors.ts'
import type { CredentialOwner } from './owner.ts'
import { withCredentials } from './read.ts'
import { applyChanges, describeStored, purgeOwner } from './store.ts'
import type { TestDatabase } from '../../../tests/support/database.ts'
import { createTestDatabase } from '../../../tests/support/database.ts'
import { clear, keep, newOrganisation, newOwner, randomMasterKeys, save, set } from './testing/fixtures.ts'
import { createVault } from './vault.ts'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
}, 60_000)
afterAll(() => database.drop())

const vault = createVault({ keks: randomMasterKeys() })
const read = (owner: CredentialOwner): Promise<Record<string, string>> =>
  withCredentials(
    vault,
    pool,
    { ...owner, slug: 'pasar', consumer: 'connection.test', purpose: 'test' },
    (values) => ({ ...values }),
  )
const describeOwner = (owner: CredentialOwner) => describeStored(autocommit(pool), owner)
const rowsOf = async (
  owner: CredentialOwner,
): Promise<{ field: string; version: number; sealed: boolean }[]> => {
  const result = await pool.query<{ field: string; version: number; sealed: boolean }>(
    `select field, version, envelope is not null as sealed from cred_values where owner_id = $1 order by version, field`,
    [owner.ownerId],
  )
  return result.rows
}

describe('keep, set and clear', () => {
  it('stores what is set, describes it without opening it, and gives it back to a reader', async () => {
    const owner = await newOwner(pool)
    expect(await describeOwner(owner)).toEqual({ version: 0, lastUsedAt: null, fields: [] })
    const result = await save(pool, vault, owner, {
      app_key: set('1000234'),
      app_secret: set('shpk-0123456789-wxyz'),
    })
    expect(result).toEqual({ version: 1, set: ['app_key', 'app_secret'], cleared: [] })

    const { version, fields } = await describeOwner(owner)
    expect(version).toBe(1)
    expect(fields.map(({ field, last4 }) => [field, last4])).toEqual([
      ['app_key', null],
      ['app_secret', 'wxyz'],
    ])
    expect(Date.now() - (fields[0]?.setAt.getTime() ?? 0)).toBeLessThan(60_000)
    expect(await read(owner)).toEqual({ app_key: '1000234', app_secret: 'shpk-0123456789-wxyz' })
  })

  it('carries unchanged fields forward, writes only what changed', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1'), b: set('b1'), c: set('c1') })
    const result = await save(pool, vault, owner, { a: keep, b: set('b2'), c: clear, d: clear })
    expect(result).toEqual({ version: 2, set: ['b'], cleared: ['c'] })
    expect(await read(owner)).toEqual({ a: 'a1', b: 'b2' })
    expect(await rowsOf(owner)).toEqual([
      { field: 'a', version: 1, sealed: true },
      { field: 'b', version: 1, sealed: true },
      { field: 'c', version: 1, sealed: true },
      { field: 'b', version: 2, sealed: true },
      { field: 'c', version: 2, sealed: false },
    ])
  })

  it('makes no version of changes that change nothing', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') })
    expect(await save(pool, vault, owner, { a: keep, z: clear })).toEqual({
      version: 1,
      set: [],
      cleared: [],
    })
    expect((await describeOwner(owner)).version).toBe(1)
  })

  it('leaves nothing behind when the transaction rolls back', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') })
    const failing = transaction(pool, async (tx) => {
      await applyChanges(tx, vault, { ...owner, changes: { a: set('a2') }, actorId: null })
      throw new Error('audit failed')
    })
    await expect(failing).rejects.toThrow('audit failed')
    expect(await read(owner)).toEqual({ a: 'a1' })
    expect(await describeOwner(owner)).toMatchObject({ version: 1 })
  })

  it.each([
    ['an empty value', { a: set('') }],
    ['a field name with a quote', { "a'": set('x') }],
    ['a field name of the object prototype', JSON.parse('{"__proto__": {"op": "clear"}}') as object],
  ])('refuses %s', async (_, changes) => {
    const owner = await newOwner(pool)
    await expect(save(pool, vault, owner, changes as never)).rejects.toThrow(CredentialInputError)
    expect(await rowsOf(owner)).toEqual([])
  })

  it('notes who saved, and a fingerprint only where asked', async () => {
    const [one, two] = [await newOwner(pool), await newOwner(pool)]
    const sibling = await newOwner(pool, 'integration', one.organisationId)
    const actorId = randomUUID()
    for (const owner of [one, two, sibling]) {
      const changes = { app_secret: set('the-same-secret'), pin: set('123456') }
      await save(pool, vault, owner, changes, { actorId, fingerprinted: ['app_secret'] })
    }
    const { rows } = await pool.query<{ owner_id: string; fp: Buffer; created_by: string }>(
      'select owner_id, fp, created_by from cred_values where fp is not null and owner_id = any ($1)',
      [[one.ownerId, two.ownerId, sibling.ownerId]],
    )
    expect(rows).toHaveLength(3)
    expect(rows.every((row) => row.created_by === actorId)).toBe(true)
    const fp = (owner: CredentialOwner) =>
      rows.find((row) => row.owner_id === owner.ownerId)?.fp.toString('hex')
    expect(fp(one)).toBe(fp(sibling))
    expect(fp(one)).not.toBe(fp(two))
  })
})

describe('versions', () => {
  it('refuses to save over a version the caller has not seen', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') }, { expectedVersion: 0 })
    const stale = save(pool, vault, owner, { a: set('stale') }, { expectedVersion: 0 })
    await expect(stale).rejects.toThrow(VersionConflictError)
    await expect(stale).rejects.toMatchObject({ expected: 0, actual: 1 })
    expect(await read(owner)).toEqual({ a: 'a1' })
  })

  it('lets exactly one of 20 simultaneous saves of the same version through', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') })
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        save(pool, vault, owner, { a: set(`new${i}`) }, { expectedVersion: 1 }),
      ),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(VersionConflictError)
    }
    expect((await describeOwner(owner)).version).toBe(2)
  })

  it('queues simultaneous saves that expect nothing, losing none', async () => {
    const owner = await newOwner(pool)
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => save(pool, vault, owner, { [`f${i}`]: set(`v${i}`) })),
    )
    expect(Object.keys(await read(owner))).toHaveLength(12)
    expect((await describeOwner(owner)).version).toBe(12)
  })

  it('keeps the history of an integration, and of a shop what its last three versions need', async () => {
    const integration = await newOwner(pool)
    const shop = await newOwner(pool, 'shop')
    for (const owner of [integration, shop]) {
      await save(pool, vault, owner, { token: set('t1'), once: set('o1'), gone: set('g1') })
      await save(pool, vault, owner, { gone: clear })
      for (let i = 3; i <= 8; i += 1) await save(pool, vault, owner, { token: set(`t${i}`) })
      expect(await read(owner)).toEqual({ token: 't8', once: 'o1' })
    }
    expect(await rowsOf(integration)).toHaveLength(10)
    expect(await rowsOf(shop)).toEqual([
      { field: 'once', version: 1, sealed: true },
      { field: 'gone', version: 2, sealed: false },
      { field: 'token', version: 6, sealed: true },
      { field: 'token', version: 7, sealed: true },
      { field: 'token', version: 8, sealed: true },
    ])
  })

  it('does not seal with a key that is not committed', async () => {
    const owner = await newOwner(pool)
    const unprepared = transaction(pool, (tx) =>
      applyChanges(tx, vault, { ...owner, changes: { a: set('a1') }, actorId: null }),
    )
    await expect(unprepared).rejects.toThrow(OrganisationKeyMissingError)
    expect((await describeOwner(owner)).version).toBe(0)
  })
})

describe('purge', () => {
  it('deletes every value, and lets no form from before overwrite what comes after', async () => {
    const owner = await newOwner(pool, 'shop')
    const other = await newOwner(pool, 'shop', owner.organisationId)
    await save(pool, vault, owner, { token: set('t1'), refresh: set('r1') })
    await save(pool, vault, owner, { token: set('t2') })
    await save(pool, vault, other, { token: set('other') })
    await transaction(pool, (tx) => purgeOwner(tx, owner))
    expect(await rowsOf(owner)).toEqual([])
    expect(await describeOwner(owner)).toMatchObject({ version: 3, fields: [] })
    expect(await read(other)).toEqual({ token: 'other' })
    await expect(save(pool, vault, owner, { token: set('x') }, { expectedVersion: 2 })).rejects.toThrow(
      VersionConflictError,
    )
    await save(pool, vault, owner, { token: set('t4') }, { expectedVersion: 3 })
    expect(await rowsOf(owner)).toEqual([{ field: 'token', version: 4, sealed: true }])
  })

  it('does nothing to an owner of another organisation', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') })
    const stranger = { ...owner, organisationId: await newOrganisation(pool) }
    await transaction(pool, (tx) => purgeOwner(tx, stranger))
    expect(await read(owner)).toEqual({ a: 'a1' })
  })
})

describe('append-only', () => {
  it.each([
    'update cred_values set last4 = null',
    'update cred_values set envelope = null, last4 = null, fp = null',
    'delete from cred_values',
    'truncate cred_values',
    'truncate cred_heads cascade',
    'delete from cred_heads',
  ])('refuses: %s', async (statement) => {
    await save(pool, vault, await newOwner(pool), { a: set('a-long-enough-value') })
    const before = await pool.query('select count(*) from cred_values')
    await expect(pool.query(statement)).rejects.toThrow()
    expect((await pool.query('select count(*) from cred_values')).rows).toEqual(before.rows)
  })

  it('refuses deletes again after a purge in the same transaction', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') })
    const sneaky = transaction(pool, async (tx) => {
      await purgeOwner(tx, { ...owner, ownerId: randomUUID() })
      await tx.query('delete from cred_values where owner_id = $1', [owner.ownerId])
    })
    await expect(sneaky).rejects.toThrow('append-only')
  })
})
