import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { autocommit } from '../../database/tx.ts'
import type { Consumer } from './consumers.ts'
import { ConsumerNotAllowedError, CredentialInputError, CredentialsMissingError } from './errors.ts'
import type { BoundOwner } from './owner.ts'
import { withCredentials, withCredentialsOfMany, withMergedCredentials } from './read.ts'
import { describeStored } from './store.ts'
import type { TestDatabase } from '../../../tests/support/database.ts'
import { createTestDatabase } from '../../../tests/support/database.ts'
import { clear, keep, newOrganisation, newOwner, randomMasterKeys, save, set } from './testing/fixtures.ts'
import type { Vault } from './vault.ts'
import { createVault } from './vault.ts'

let database: TestDatabase
let pool: Pool
const keks = randomMasterKeys()
const vault = createVault({ keks })
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
}, 60_000)
afterAll(() => database.drop())

const call = { consumer: 'marketplace.call', purpose: 'orders.fetch' } as const
const lastUse = async (owner: BoundOwner): Promise<unknown> =>
  (
    await pool.query('select last_used_at, last_used_by, last_used_for from cred_heads where owner_id = $1', [
      owner.ownerId,
    ])
  ).rows[0]

describe('withCredentials', () => {
  it('hands over the fields asked for and returns what the callback returns', async () => {
    const owner = await newOwner(pool, 'shop')
    await save(pool, vault, owner, { access_token: set('acc'), refresh_token: set('ref') })
    const seen = await withCredentials(
      vault,
      pool,
      { ...owner, ...call, fields: ['access_token'] },
      (values) => {
        expect(values).toEqual({ access_token: 'acc' })
        return Object.keys(values).length
      },
    )
    expect(seen).toBe(1)
  })

  it('says which fields are missing', async () => {
    const owner = await newOwner(pool, 'shop')
    const read = (fields?: string[]) =>
      withCredentials(vault, pool, { ...owner, ...call, fields }, () => 'read')
    await expect(read()).rejects.toThrow(CredentialsMissingError)
    await expect(read(['a'])).rejects.toMatchObject({ fields: ['a'] })
    await save(pool, vault, owner, { a: set('1') })
    await expect(read(['a', 'b'])).rejects.toMatchObject({ fields: ['b'] })
    await expect(read(['a'])).resolves.toBe('read')
  })

  it('opens only for declared consumers with a plain purpose', async () => {
    const owner = await newOwner(pool, 'shop')
    await save(pool, vault, owner, { a: set('1') })
    const read = (consumer: string, purpose = 'test') =>
      withCredentials(vault, pool, { ...owner, consumer: consumer as Consumer, purpose }, () => 'read')
    await expect(read('webhook.intake')).rejects.toThrow(ConsumerNotAllowedError)
    await expect(read('toString')).rejects.toThrow(ConsumerNotAllowedError)
    await expect(read('marketplace.call', 'for "fun"')).rejects.toThrow(CredentialInputError)
    await expect(read('marketplace.call')).resolves.toBe('read')
  })

  it('writes down the use at most once a minute, without a new version', async () => {
    let now = Date.now()
    const clocked = createVault({ keks, now: () => now })
    const owner = await newOwner(pool, 'shop')
    await save(pool, clocked, owner, { a: set('1') })
    expect(await lastUse(owner)).toMatchObject({ last_used_at: null })
    const read = (from: Vault) => withCredentials(from, pool, { ...owner, ...call }, () => undefined)
    await read(clocked)
    const first = await lastUse(owner)
    expect(first).toMatchObject({ last_used_by: 'marketplace.call', last_used_for: 'orders.fetch' })
    await read(clocked)
    await read(createVault({ keks }))
    expect(await lastUse(owner)).toEqual(first)
    await pool.query(
      `update cred_heads set last_used_at = now() - interval '61 seconds' where owner_id = $1`,
      [owner.ownerId],
    )
    const stale = await lastUse(owner)
    await read(clocked)
    expect(await lastUse(owner)).toEqual(stale)
    now += 60_000
    await read(clocked)
    expect(await lastUse(owner)).not.toEqual(stale)
    const described = await describeStored(autocommit(pool), owner)
    expect(described.version).toBe(1)
    expect(described.lastUsedAt).toBeInstanceOf(Date)
  })

  it('does not wait for someone who is saving', async () => {
    const owner = await newOwner(pool, 'shop')
    await save(pool, vault, owner, { a: set('1') })
    const saver = await pool.connect()
    try {
      await saver.query('begin')
      await saver.query('select from cred_heads where owner_id = $1 for update', [owner.ownerId])
      await expect(withCredentials(vault, pool, { ...owner, ...call }, ({ a }) => a)).resolves.toBe('1')
    } finally {
      await saver.query('rollback')
      saver.release()
    }
  })

  it('takes ids in capital letters for the same ids', async () => {
    const owner = await newOwner(pool)
    const shouting = {
      ...owner,
      organisationId: owner.organisationId.toUpperCase(),
      ownerId: owner.ownerId.toUpperCase(),
    }
    await save(pool, vault, shouting, { a: set('1') })
    await expect(withCredentials(vault, pool, { ...owner, ...call }, ({ a }) => a)).resolves.toBe('1')
    await expect(
      withCredentials(vault, pool, { ...owner, ownerId: 'not-an-id', ...call }, ({ a }) => a),
    ).rejects.toThrow(CredentialInputError)
  })
})

describe('withCredentialsOfMany', () => {
  it('opens one field of many owners in one query, and lets one broken owner not stop the others', async () => {
    const owners = await Promise.all(Array.from({ length: 20 }, () => newOwner(pool)))
    for (const [i, owner] of owners.entries()) {
      await save(pool, vault, owner, { app_key: set('k'), app_secret: set(`secret${i}`) })
    }
    const [first, second] = owners as [BoundOwner, BoundOwner]
    await pool.query(`update cred_heads set fields = '{"app_secret": 9}' where owner_id = $1`, [
      first.ownerId,
    ])
    await pool.query(`update cred_heads set fields = '{}' where owner_id = $1`, [second.ownerId])
    let queries = 0
    const counting = {
      query: (...args: Parameters<Pool['query']>) => {
        queries += 1
        return pool.query(...args)
      },
    } as unknown as Pool
    const input = {
      ownerType: 'integration',
      slug: 'pasar',
      owners,
      fields: ['app_secret'],
      consumer: 'webhook.intake',
      purpose: 'webhook.verify',
    } as const
    const opened = await withCredentialsOfMany(vault, counting, input, ({ values, failed }) => {
      expect([...failed].map(([id, error]) => [id, error.reason])).toEqual([[first.ownerId, 'tampered']])
      expect(values.has(second.ownerId)).toBe(false)
      return owners.slice(2).map((owner) => values.get(owner.ownerId))
    })
    expect(opened).toEqual(owners.slice(2).map((_, i) => ({ app_secret: `secret${i + 2}` })))
    expect(queries).toBe(2)
    await withCredentialsOfMany(vault, counting, input, () => undefined)
    expect(queries).toBe(3)
    expect(await lastUse(owners[2] as BoundOwner)).toMatchObject({ last_used_by: 'webhook.intake' })
  })

  it('asks nothing for nobody', async () => {
    const input = { ownerType: 'integration', slug: 'pasar', owners: [], ...call } as const
    await expect(withCredentialsOfMany(vault, pool, input, ({ values }) => values.size)).resolves.toBe(0)
  })
})

describe('withMergedCredentials', () => {
  it('merges what is typed with what is stored, and saves nothing', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1'), b: set('b1'), c: set('c1'), d: set('d1') })
    const before = await pool.query('select t::text from cred_values t')
    const changes = { a: keep, b: set('typed'), c: clear, e: set('new') }
    const merged = await withMergedCredentials(vault, pool, { ...owner, changes }, (values, version) => ({
      values,
      version,
    }))
    expect(merged).toEqual({ values: { a: 'a1', b: 'typed', d: 'd1', e: 'new' }, version: 1 })
    expect((await pool.query('select t::text from cred_values t')).rows).toEqual(before.rows)
    await expect(
      save(pool, vault, owner, changes, { expectedVersion: merged.version }),
    ).resolves.toMatchObject({
      version: 2,
    })
  })

  it('opens no value that is about to be replaced', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: set('a1') })
    const locked = createVault({ keks: randomMasterKeys() })
    const typed = withMergedCredentials(locked, pool, { ...owner, changes: { a: set('a2') } }, ({ a }) => a)
    await expect(typed).resolves.toBe('a2')
    const kept = withMergedCredentials(locked, pool, { ...owner, changes: { a: keep } }, ({ a }) => a)
    await expect(kept).rejects.toMatchObject({ reason: 'wrong_key' })
  })

  it('works before the owner exists', async () => {
    const organisationId = await newOrganisation(pool)
    const input = { organisationId, ownerType: 'integration', ownerId: null, slug: 'pasar' } as const
    const changes = { a: set('typed'), b: keep }
    const merged = await withMergedCredentials(vault, pool, { ...input, changes }, (values, version) => [
      values,
      version,
    ])
    expect(merged).toEqual([{ a: 'typed' }, 0])
    const unknown = { ...input, ownerId: randomUUID(), changes }
    expect(await withMergedCredentials(vault, pool, unknown, (values) => values)).toEqual({ a: 'typed' })
  })
})
