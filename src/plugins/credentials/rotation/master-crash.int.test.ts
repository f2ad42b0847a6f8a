import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { autocommit } from '../../../database/tx.ts'
import type { KekProvider } from '../keys/kek.ts'
import { randomMasterKeys } from '../testing/fixtures.ts'
import { runMasterRotation, wrappedBy } from './master.ts'
import { runningRotation } from './rotations.ts'
import { changeMasterKey } from './start.ts'
import { deaths, naming } from './testing/deaths.ts'
import { openAll, stocked } from './testing/stocked.ts'

const INTEGRATIONS = 2
const VALUES = ['nilai-0', 'nilai-1']
const BATCH = 2
const by = { actor: { type: 'system' } } as const
const keks = randomMasterKeys('old', 'new')

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
const { processOn, dieEverywhere } = deaths(() => database.pool, keks)

describe('a process that dies while the master key is changed', () => {
  const other: Readonly<Record<string, string>> = { old: 'new', new: 'old' }
  const ground: Awaited<ReturnType<typeof stocked>>[] = []
  let target = 'old'
  beforeAll(async () => {
    for (let n = 0; n < 3; n += 1) ground.push(await stocked(processOn(), INTEGRATIONS))
  })
  const holding = (id: string): KekProvider => ({ ...keks, activeKekId: id })
  const readable = async (): Promise<void> => {
    for (const { owners } of ground) expect(await openAll(processOn(), owners)).toEqual(VALUES)
  }
  const prepare = (): Promise<string> => {
    target = other[target] ?? 'new'
    return Promise.resolve(target)
  }
  const completed = async (to: string): Promise<void> => {
    await readable()
    const kanal = processOn()
    const tx = autocommit(kanal.pool)
    const wrapped = await wrappedBy(tx)
    const isDone = wrapped.length === 1 && wrapped[0]?.kekId === to
    const id =
      (await runningRotation(tx, null)) ?? (isDone ? null : await changeMasterKey(kanal, holding(to), to, by))
    if (id !== null) await runMasterRotation(kanal, keks, id, { batch: BATCH })
    expect((await wrappedBy(tx)).map(({ kekId }) => kekId)).toEqual([to])
    await readable()
  }

  // The first change also makes the key of the audit trail; after it every change has the same statements.
  beforeAll(async () => completed(await prepare()))

  it('loses nothing, whichever statement of the promotion it dies at', { timeout: 300_000 }, async () => {
    const statements = await dieEverywhere(
      prepare,
      (kanal, to) => changeMasterKey(kanal, holding(to), to, by),
      completed,
    )
    expect(naming(statements, /insert into vault_settings/)).toBe(1)
  })

  it('loses nothing, whichever statement of the run it dies at', { timeout: 300_000 }, async () => {
    let rotation = ''
    const statements = await dieEverywhere(
      async () => {
        const to = await prepare()
        rotation = await changeMasterKey(processOn(), holding(to), to, by)
        return to
      },
      (kanal) => runMasterRotation(kanal, keks, rotation, { batch: BATCH }),
      completed,
    )
    expect(naming(statements, /set kek_id/)).toBeGreaterThanOrEqual(3)
    expect(naming(statements, /set state = case/)).toBe(1)
  })
})
