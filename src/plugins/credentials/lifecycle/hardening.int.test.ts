import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { autocommit } from '../../../database/tx.ts'
import { openDesk, outcomeOf, RIGHT_KEY, set, type Desk } from '../endpoints/testing/desk.ts'
import type { BoundOwner } from '../owner.ts'
import { withCredentials, withVersion } from '../read.ts'
import { newOwner, randomMasterKeys, save, set as setTo } from '../testing/fixtures.ts'
import { createVault } from '../vault.ts'
import { historyOf } from './history.ts'
import { purgeHistory } from './retention.ts'

const vault = createVault({ keks: randomMasterKeys() })

describe('versions', () => {
  let database: TestDatabase
  let pool: Pool
  beforeAll(async () => {
    database = await createTestDatabase({ superuser: true })
    pool = database.pool
  }, 60_000)
  afterAll(() => database.drop())

  const reading = { consumer: 'credential.rollback', purpose: 'rollback' } as const
  const version = (owner: BoundOwner, number: number) =>
    withVersion(vault, pool, { ...owner, ...reading, version: number }, (values) => ({ ...values }))
  const history = { kind: 'save', environment: 'live' } as const
  const tampering = async (statement: string, values: unknown[]): Promise<void> => {
    await pool.query('alter table cred_values disable trigger user')
    await pool.query('alter table cred_versions disable trigger user')
    await pool.query(statement, values)
    await pool.query('alter table cred_values enable trigger user')
    await pool.query('alter table cred_versions enable trigger user')
  }

  it('T23: an older sealed value put in the place of a newer one does not open', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: setTo('first') }, { history })
    await save(pool, vault, owner, { a: setTo('second') }, { history })
    await tampering(
      `update cred_values set envelope = (select envelope from cred_values where owner_id = $1 and version = 1)
       where owner_id = $1 and version = 2`,
      [owner.ownerId],
    )
    const read = withCredentials(
      vault,
      pool,
      { ...owner, consumer: 'connection.test', purpose: 'test' },
      ({ a }) => a,
    )
    await expect(read).rejects.toMatchObject({ reason: 'tampered' })
    await expect(version(owner, 2)).rejects.toMatchObject({ reason: 'tampered' })
    await expect(version(owner, 1)).resolves.toEqual({ a: 'first' })
  })

  it('keeps the last ten, and whatever is younger than ninety days', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: setTo('1'), once: setTo('o') }, { history })
    for (let i = 2; i <= 14; i += 1) await save(pool, vault, owner, { a: setTo(`${i}`) }, { history })
    const kept = async (): Promise<number[]> =>
      (await historyOf(autocommit(pool), owner)).map((entry) => entry.version).reverse()
    await purgeHistory(autocommit(pool))
    expect(await kept()).toHaveLength(14)
    await expect(version(owner, 1)).resolves.toEqual({ a: '1', once: 'o' })
    // Everything but the last two grows old: ten stay.
    await tampering(
      `update cred_versions set created_at = now() - interval '91 days' where owner_id = $1 and version <= 12`,
      [owner.ownerId],
    )
    expect(await purgeHistory(autocommit(pool))).toBe(4)
    expect(await kept()).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    await expect(version(owner, 4)).rejects.toThrow()
    await expect(version(owner, 5)).resolves.toEqual({ a: '5', once: 'o' })
    expect(await purgeHistory(autocommit(pool))).toBe(0)
    // The next save takes the oldest along without waiting for the night.
    await save(pool, vault, owner, { a: setTo('15') }, { history })
    expect(await kept()).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
  })

  it('cannot be rewritten', async () => {
    const owner = await newOwner(pool)
    await save(pool, vault, owner, { a: setTo('1') }, { history })
    for (const statement of [
      `update cred_versions set kind = 'override'`,
      'delete from cred_versions',
      'truncate cred_versions',
    ])
      await expect(pool.query(statement)).rejects.toThrow()
    expect(await historyOf(autocommit(pool), owner)).toMatchObject([{ version: 1, kind: 'save' }])
  })
})

describe('T25: who has the same key', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ twin: true })
  })
  afterAll(() => desk?.close())
  beforeEach(() => desk.reset())

  const twin = (more: object = {}): object => desk.input({ marketplace: 'kembar', ...more })

  it('tells of another integration of the same organisation', async () => {
    const since = await desk.save(desk.people.ownerA, twin({ expectedVersion: 0 }))
    expect((await outcomeOf(since)).duplicates).toEqual([])
    const typed = desk.input({ changes: { appId: set('2001887'), appKey: set(RIGHT_KEY) } })
    expect((await outcomeOf(await desk.test(desk.people.ownerA, typed))).duplicates).toEqual([
      { field: 'appKey', integration: 'Kembar' },
    ])
    const saved = await outcomeOf(await desk.save(desk.people.ownerA, { ...typed, expectedVersion: 0 }))
    expect(saved).toMatchObject({ saved: true, duplicates: [{ field: 'appKey', integration: 'Kembar' }] })
  })

  it('never of another organisation, and stores nothing that is equal across them', async () => {
    const saved = await desk.save(desk.people.ownerA, twin({ expectedVersion: 0 }))
    expect(saved.status).toBe(200)
    const other = { organisation: desk.b }
    for (const input of [desk.input(other), twin(other)]) {
      const outcome = await outcomeOf(await desk.test(desk.people.ownerB, input))
      expect(outcome.duplicates).toEqual([])
    }
    expect((await desk.save(desk.people.ownerB, twin({ ...other, expectedVersion: 0 }))).status).toBe(200)
    const { rows } = await desk.pool.query(
      `select count(*)::int as sealed, count(distinct fp)::int as prints from cred_values where fp is not null`,
    )
    expect(rows).toEqual([{ sealed: 2, prints: 2 }])
  })

  it('says nothing of a key that was only in force before', async () => {
    await desk.save(desk.people.ownerA, twin({ expectedVersion: 0 }))
    desk.market.rightKey = 'another~key~0123456789'
    const replaced = twin({ expectedVersion: 1, changes: { appKey: set('another~key~0123456789') } })
    expect((await desk.save(desk.people.ownerA, replaced)).status).toBe(200)
    desk.market.rightKey = RIGHT_KEY
    expect((await outcomeOf(await desk.test(desk.people.ownerA, desk.input()))).duplicates).toEqual([])
  })
})
