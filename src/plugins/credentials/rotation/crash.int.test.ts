import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { createSecrets } from '../../context.ts'
import { masterKeysFromEnv } from '../keys/kek.ts'
import { randomMasterKeys } from '../testing/fixtures.ts'
import { runOrganisationRotation } from './organisation.ts'
import { retireOldKeys } from './retire.ts'
import { readRotation, runningRotation } from './rotations.ts'
import { changeOrganisationKey, wakeRotation } from './start.ts'
import { deaths, naming } from './testing/deaths.ts'
import { openAll, stocked } from './testing/stocked.ts'

const INTEGRATIONS = 3
const VALUES = ['nilai-0', 'nilai-1', 'nilai-2']
/** Six values in batches of two: three batches. */
const BATCH = 2
const by = { actor: { type: 'system' } } as const
const keks = randomMasterKeys()

let database: TestDatabase
const children: ChildProcess[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await database.drop()
})

const { processOn, dieEverywhere } = deaths(() => database.pool, keks)

describe('a process that dies while an organisation’s key is changed', () => {
  const owners = new Map<string, Awaited<ReturnType<typeof stocked>>['owners']>()
  const prepare = async (): Promise<string> => {
    const made = await stocked(processOn(), INTEGRATIONS)
    owners.set(made.organisationId, made.owners)
    return made.organisationId
  }
  const readable = async (organisationId: string): Promise<void> =>
    expect(await openAll(processOn(), owners.get(organisationId) ?? [])).toEqual(VALUES)
  const settled = async (organisationId: string): Promise<void> => {
    const { rows } = await database.pool.query(
      `select k.state, count(v.id)::int as values from cred_keys k
       left join cred_values v on v.organisation_id = k.organisation_id and substr(v.envelope, 7, 16) = uuid_send(k.id)
       where k.organisation_id = $1 group by k.id, k.state having k.state <> 'destroyed' or count(v.id) > 0`,
      [organisationId],
    )
    expect(rows).toEqual([{ state: 'active', values: 6 }])
    await readable(organisationId)
  }
  /** What a later process does: begins unless that was done, carries it on, and clears up. */
  const completed = async (organisationId: string): Promise<void> => {
    await readable(organisationId)
    const kanal = processOn()
    const running = await runningRotation(autocommit(kanal.pool), organisationId)
    const versions = await kanal.pool.query(
      'select count(*)::int as n from cred_keys where organisation_id = $1',
      [organisationId],
    )
    const id =
      running ?? (versions.rows[0].n === 1 ? await changeOrganisationKey(kanal, organisationId, by) : null)
    if (id !== null) await runOrganisationRotation(kanal, id, { batch: BATCH })
    await transaction(kanal.pool, (tx) => retireOldKeys(tx, organisationId))
    await settled(organisationId)
  }

  it('loses nothing, whichever statement of the preparation it dies at', { timeout: 300_000 }, async () => {
    const statements = await dieEverywhere(
      prepare,
      (kanal, organisationId) => changeOrganisationKey(kanal, organisationId, by),
      async (organisationId) => {
        const jobs = await database.pool.query(
          `select count(*)::int as n from key_rotations r
           join graphile_worker._private_jobs j on j.key = 'keys.rotate:' || r.id
           where r.organisation_id = $1`,
          [organisationId],
        )
        const started = await runningRotation(autocommit(database.pool), organisationId)
        expect(jobs.rows[0].n).toBe(started === null ? 0 : 1)
        await completed(organisationId)
      },
    )
    expect(naming(statements, /insert into cred_keys/)).toBe(1)
    expect(naming(statements, /insert into key_rotations/)).toBe(1)
    expect(naming(statements, /insert into audit_events/)).toBe(1)
  })

  it('loses nothing, whichever statement of the run it dies at', { timeout: 300_000 }, async () => {
    const rotations = new Map<string, string>()
    const statements = await dieEverywhere(
      async () => {
        const organisationId = await prepare()
        rotations.set(organisationId, await changeOrganisationKey(processOn(), organisationId, by))
        return organisationId
      },
      (kanal, organisationId) =>
        runOrganisationRotation(kanal, rotations.get(organisationId) ?? '', { batch: BATCH }),
      async (organisationId) => {
        const rotation = await readRotation(autocommit(database.pool), rotations.get(organisationId) ?? '')
        const retiring = await database.pool.query(
          'select 1 from graphile_worker._private_jobs where key = $1',
          [`keys.retire:${organisationId}`],
        )
        expect(retiring.rowCount).toBe(rotation?.state === 'done' ? 1 : 0)
        await completed(organisationId)
      },
    )
    expect(naming(statements, /state = 'active' where id/)).toBe(1)
    expect(naming(statements, /kanal_vault_reseal/)).toBe(3)
    expect(naming(statements, /set state = case/)).toBe(1)
  })

  it('loses nothing, whichever statement of the clearing up it dies at', { timeout: 300_000 }, async () => {
    const statements = await dieEverywhere(
      async () => {
        const organisationId = await prepare()
        const id = await changeOrganisationKey(processOn(), organisationId, by)
        await runOrganisationRotation(processOn(), id, { batch: BATCH })
        return organisationId
      },
      (kanal, organisationId) => transaction(kanal.pool, (tx) => retireOldKeys(tx, organisationId)),
      completed,
    )
    expect(statements).toHaveLength(3)
  })
})

describe('a worker that is killed in the middle', () => {
  const until = async (condition: () => Promise<boolean>, what: string): Promise<void> => {
    const deadline = Date.now() + 60_000
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`Not within 60 s: ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const startWorker = async (delayMs: number): Promise<ChildProcess> => {
    const script = fileURLToPath(new URL('./testing/worker-child.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      env: { ...process.env, WORKER_CHILD: JSON.stringify({ url: database.url, delayMs }) },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve())
      child.once('exit', (code) => reject(new Error(`The worker ended with ${code}`)))
    })
    return child
  }

  it('has its rotation carried on by the next', { timeout: 180_000 }, async () => {
    await database.pool.query('delete from graphile_worker._private_jobs')
    await database.pool.query('delete from vault_settings')
    const secrets = createSecrets(masterKeysFromEnv(process.env))
    const kanal = { pool: database.pool, ...secrets }
    const { organisationId, owners } = await stocked(kanal, 350)
    const id = await changeOrganisationKey(kanal, organisationId, by)
    const look = () => readRotation(autocommit(database.pool), id)

    const first = await startWorker(250)
    await until(async () => ((await look())?.done ?? 0) > 0, 'some values sealed again')
    first.removeAllListeners('exit')
    first.kill('SIGKILL')
    await new Promise((resolve) => first.once('exit', resolve))
    const left = await look()
    expect(left).toMatchObject({ state: 'running', total: 700 })
    expect(left?.done).toBeLessThan(700)
    const told = { pool: database.pool, ...createSecrets(masterKeysFromEnv(process.env)) }
    expect(await openAll(told, owners)).toEqual(owners.map((_, n) => `nilai-${n}`))

    // The minute passes after which a dead worker's jobs are free again.
    await database.pool.query(`update worker_heartbeats set beat_at = now() - interval '5 minutes'`)
    await database.pool.query(
      `update graphile_worker._private_jobs set locked_at = now() - interval '5 minutes' where locked_at is not null`,
    )
    await startWorker(0)
    await until(async () => (await look())?.state === 'done', 'the rotation done')
    expect(await look()).toMatchObject({ done: 700, unreadable: 0, error: null })
    await database.pool.query(`update graphile_worker._private_jobs set run_at = now() where key = $1`, [
      `keys.retire:${organisationId}`,
    ])
    await wakeRotation(kanal, organisationId)
    const states = async () =>
      (
        await database.pool.query('select state from cred_keys where organisation_id = $1 order by version', [
          organisationId,
        ])
      ).rows.map(({ state }) => state as string)
    await until(async () => (await states())[0] === 'destroyed', 'the old key destroyed')
    expect(await states()).toEqual(['destroyed', 'active'])
    expect(await openAll(told, owners)).toEqual(owners.map((_, n) => `nilai-${n}`))
    const audit = await database.pool.query(
      'select action, target_id from audit_events where organisation_id = $1 order by created_at, id',
      [organisationId],
    )
    expect(audit.rows).toEqual([
      { action: 'key.rotate', target_id: 'v2' },
      { action: 'key.destroy', target_id: 'v1' },
    ])
  })
})
