import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { autocommit } from '../../../database/tx.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { OrganisationKeysDestroyedError } from '../errors.ts'
import { withCredentials } from '../read.ts'
import type { TestDatabase } from '../../../../tests/support/database.ts'
import { createTestDatabase } from '../../../../tests/support/database.ts'
import { newOrganisation, newOwner, randomMasterKeys, save, set } from '../testing/fixtures.ts'
import { createVault, ensureOrganisationKey } from '../vault.ts'
import { verifyMasterKeys } from './canary.ts'
import type { KekProvider } from './kek.ts'
import { MasterKeyError } from './kek.ts'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
}, 60_000)
afterAll(() => database.drop())

describe('organisation keys', () => {
  it('are made once, however many ask at once', async () => {
    const keks = randomMasterKeys()
    const organisationId = await newOrganisation(pool)
    await Promise.all(
      Array.from({ length: 10 }, () => ensureOrganisationKey(createVault({ keks }), pool, organisationId)),
    )
    const { rows } = await pool.query(
      'select version, kek_id, state, octet_length(wrapped) as bytes from cred_keys where organisation_id = $1',
      [organisationId],
    )
    expect(rows).toEqual([{ version: 1, kek_id: 'k1', state: 'active', bytes: 86 }])
  })

  it('are not made for an organisation that does not exist', async () => {
    const vault = createVault({ keks: randomMasterKeys() })
    const nobody = '00000000-0000-4000-8000-000000000000'
    await expect(ensureOrganisationKey(vault, pool, nobody)).rejects.toMatchObject({ code: '23503' })
  })

  it('once destroyed open nothing, seal nothing, and do not come back', async () => {
    const keks = randomMasterKeys()
    const owner = await newOwner(pool)
    await save(pool, createVault({ keks }), owner, { a: set('a1') })
    await pool.query(`update cred_keys set state = 'destroyed', wrapped = null where organisation_id = $1`, [
      owner.organisationId,
    ])
    const vault = createVault({ keks })
    const read = withCredentials(
      vault,
      pool,
      { ...owner, consumer: 'connection.test', purpose: 'test' },
      () => 'opened',
    )
    await expect(read).rejects.toMatchObject({ reason: 'key_destroyed' })
    await expect(save(pool, vault, owner, { a: set('a2') })).rejects.toThrow(OrganisationKeysDestroyedError)
  })

  it('still open after another key became the active one', async () => {
    const keks = randomMasterKeys()
    const owner = await newOwner(pool)
    const vault = createVault({ keks })
    await save(pool, vault, owner, { a: set('a1') })
    await pool.query(`update cred_keys set state = 'decrypt_only' where organisation_id = $1`, [
      owner.organisationId,
    ])
    vault.keys.flush(owner.organisationId)
    const input = { ...owner, consumer: 'connection.test', purpose: 'test' } as const
    await expect(withCredentials(vault, pool, input, ({ a }) => a)).resolves.toBe('a1')
  })

  it('whose commitment does not match are refused', async () => {
    const keks = randomMasterKeys()
    const owner = await newOwner(pool)
    await save(pool, createVault({ keks }), owner, { a: set('a1') })
    await pool.query(
      `update cred_keys set commitment = decode(repeat('00', 32), 'hex') where organisation_id = $1`,
      [owner.organisationId],
    )
    const input = { ...owner, consumer: 'connection.test', purpose: 'test' } as const
    const read = withCredentials(createVault({ keks }), pool, input, ({ a }) => a)
    await expect(read).rejects.toThrow(DecryptError)
    await expect(read).rejects.toMatchObject({ reason: 'wrong_key' })
  })
})

describe('boot check of the master keys (T22)', () => {
  beforeEach(async () => {
    await pool.query(
      `begin; set local session_replication_role = 'replica';
       delete from cred_values; delete from cred_heads; delete from cred_keys; delete from cred_canaries; commit`,
    )
  })
  const verify = (keks: KekProvider): Promise<void> => verifyMasterKeys(autocommit(pool), keks)
  const everything = async (): Promise<unknown> => {
    const tables = ['cred_canaries', 'cred_heads', 'cred_keys', 'cred_values', 'organisations']
    const dumps = await Promise.all(
      tables.map((table) => pool.query(`select xmin::text, t::text from ${table} t order by 2`)),
    )
    return dumps.map((dump) => dump.rows as unknown)
  }
  const seal = async (keks: KekProvider): Promise<void> => {
    await save(pool, createVault({ keks }), await newOwner(pool), { a: set('a1') })
  }

  it('leaves a canary at the first boot and writes nothing at the second', async () => {
    const keks = randomMasterKeys('k1', 'k2')
    await verify(keks)
    const after = await everything()
    expect((await pool.query('select kek_id from cred_canaries order by 1')).rows).toEqual([
      { kek_id: 'k1' },
      { kek_id: 'k2' },
    ])
    await verify(keks)
    expect(await everything()).toEqual(after)
  })

  it('refuses another key under the same name, naming it, and changes no row', async () => {
    const keks = randomMasterKeys('k1')
    await verify(keks)
    await seal(keks)
    const before = await everything()
    const wrong = verify(randomMasterKeys('k1', 'k2'))
    await expect(wrong).rejects.toThrow(MasterKeyError)
    await expect(wrong).rejects.toThrow('"k1"')
    expect(await everything()).toEqual(before)
  })

  it('refuses it also when the canary is gone but a key it wrapped is there', async () => {
    await seal(randomMasterKeys('k1'))
    const before = await everything()
    await expect(verify(randomMasterKeys('k1'))).rejects.toThrow('"k1"')
    expect(await everything()).toEqual(before)
  })

  it('refuses to start without a key that stored secrets need', async () => {
    const keks = randomMasterKeys('k1')
    await verify(keks)
    await seal(keks)
    const before = await everything()
    await expect(verify(randomMasterKeys('k2'))).rejects.toThrow('Master key "k1" is not set')
    expect(await everything()).toEqual(before)
  })

  it('lets many processes boot at once, and only with the same key', async () => {
    const keks = randomMasterKeys('k1')
    await Promise.all(Array.from({ length: 8 }, () => verify(keks)))
    await pool.query('delete from cred_canaries')
    const rivals = await Promise.allSettled(Array.from({ length: 8 }, () => verify(randomMasterKeys('k1'))))
    expect(rivals.filter((rival) => rival.status === 'fulfilled')).toHaveLength(1)
  })
})
