import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { newOrganisation, randomMasterKeys } from '../testing/fixtures.ts'
import type { KekProvider } from './kek.ts'
import { SystemKeys } from './system-keys.ts'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
})
afterAll(() => database?.drop())
beforeEach(() => pool.query('delete from system_keys'))

/** A key service that answers after a while, and tells whether a transaction was waiting for it. */
function slow(keks: KekProvider, asked: string[]): KekProvider {
  const held = async (): Promise<number> =>
    Number(
      (
        await pool.query(
          `select count(*) as n from pg_stat_activity
           where datname = current_database() and state = 'idle in transaction'`,
        )
      ).rows[0].n,
    )
  const ask = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    asked.push(what)
    await new Promise((resolve) => setTimeout(resolve, 50))
    if ((await held()) > 0) throw new Error(`${what} while a transaction was open`)
    return work()
  }
  return {
    ...keks,
    activeKekId: keks.activeKekId,
    wrap: (...args) => ask('wrap', () => keks.wrap(...args)),
    unwrap: (...args) => ask('unwrap', () => keks.unwrap(...args)),
  }
}

it('asks the key service outside any transaction, and never inside the one that follows', async () => {
  const asked: string[] = []
  const keys = new SystemKeys(slow(randomMasterKeys(), asked))
  const organisation = await newOrganisation(pool)
  await keys.ensure(pool, 'uji', organisation)
  expect(asked).toEqual(['wrap', 'unwrap'])
  const key = await transaction(pool, (tx) => keys.get(tx, 'uji', organisation))
  expect(key).toHaveLength(32)
  expect(asked).toEqual(['wrap', 'unwrap'])
})

it('makes one key, however many processes begin at once', async () => {
  const keks = randomMasterKeys()
  const organisation = await newOrganisation(pool)
  const processes = Array.from({ length: 12 }, () => new SystemKeys(keks))
  await Promise.all(processes.map((keys) => keys.ensure(pool, 'uji', organisation)))
  const found = await Promise.all(
    processes.map(async (keys) => (await keys.get(autocommit(pool), 'uji', organisation)).toString('hex')),
  )
  expect(new Set(found).size).toBe(1)
  expect((await pool.query('select count(*)::int as n from system_keys')).rows).toEqual([{ n: 1 }])
})

it('makes the key again when another master key comes in force while it is wrapped', async () => {
  const keks = randomMasterKeys('lama', 'baru')
  const organisation = await newOrganisation(pool)
  let isFirst = true
  const keys = new SystemKeys({
    ...keks,
    activeKekId: keks.activeKekId,
    unwrap: (...args) => keks.unwrap(...args),
    wrap: async (...args) => {
      const wrapped = await keks.wrap(...args)
      if (isFirst) {
        isFirst = false
        await pool.query(
          `insert into vault_settings (active_kek_id) values ('baru')
           on conflict (singleton) do update set active_kek_id = 'baru'`,
        )
      }
      return wrapped
    },
  })
  await keys.ensure(pool, 'uji', organisation)
  expect((await pool.query('select kek_id from system_keys')).rows).toEqual([{ kek_id: 'baru' }])
  await pool.query('delete from vault_settings')
})
