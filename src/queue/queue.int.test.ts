import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { autocommit, transaction } from '../database/tx.ts'
import { createLogger } from '../log.ts'
import type { Kanal } from '../plugins/context.ts'
import { defineSchedule, defineTask, type TaskDefinition } from './define.ts'
import { enqueue, enqueueMany } from './enqueue.ts'
import { PermanentFailure } from './failure.ts'
import { queueHealth } from './health.ts'
import { beat, sweep } from './heartbeat.ts'
import { fireSlot } from './schedule.ts'
import { type RunningWorker, runWorker } from './worker.ts'

const log = createLogger('test', { write: () => undefined })
const numbered = z.object({ n: z.number() })

let database: TestDatabase
let workers: RunningWorker[]

const work = async (tasks: readonly TaskDefinition[], count = 1): Promise<void> => {
  const kanal = { pool: database.pool } as unknown as Kanal
  for (let i = 0; i < count; i += 1)
    workers.push(await runWorker({ connectionString: database.url, tasks, kanal, log, concurrency: 4 }))
}

const eventually = async (check: () => Promise<boolean> | boolean, ms = 20_000): Promise<void> => {
  const deadline = Date.now() + ms
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('It did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const jobs = (): Promise<
  { key: string | null; attempts: number; max_attempts: number; last_error: string | null }[]
> =>
  autocommit(database.pool).query(
    'select key, attempts, max_attempts, last_error from graphile_worker._private_jobs',
  )

/** Makes everything a dead worker left look old enough to be given back. */
const letTimePass = async (): Promise<void> => {
  await database.pool.query(`update worker_heartbeats set beat_at = beat_at - interval '2 minutes'`)
  await database.pool.query(
    `update graphile_worker._private_jobs set locked_at = locked_at - interval '2 minutes'`,
  )
  await database.pool.query(
    `update graphile_worker._private_job_queues set locked_at = locked_at - interval '2 minutes'`,
  )
}

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => {
  workers = []
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await database.pool.query('truncate graphile_worker._private_jobs, worker_heartbeats, schedule_slots')
})

describe('enqueue', () => {
  const task = defineTask({ name: 'test.count', schema: numbered, run: async () => undefined })

  it('leaves no job when the transaction is rolled back', async () => {
    const failed = transaction(database.pool, async (tx) => {
      await enqueue(tx, task, { n: 1 })
      await enqueueMany(tx, task, [{ payload: { n: 2 } }])
      throw new Error('changed my mind')
    })
    await expect(failed).rejects.toThrow('changed my mind')
    expect(await jobs()).toEqual([])
  })

  it('refuses a payload the task does not take', async () => {
    const wrong = { n: 'one' } as unknown as { n: number }
    await expect(transaction(database.pool, (tx) => enqueue(tx, task, wrong))).rejects.toThrow(z.ZodError)
  })

  it('collapses jobs of one key, also within one statement', async () => {
    await transaction(database.pool, async (tx) => {
      await enqueue(tx, task, { n: 1 }, { jobKey: 'same' })
      await enqueue(tx, task, { n: 2 }, { jobKey: 'same' })
      await enqueueMany(tx, task, [
        { payload: { n: 3 }, options: { jobKey: 'same' } },
        { payload: { n: 4 }, options: { jobKey: 'same' } },
        { payload: { n: 5 } },
      ])
    })
    expect((await jobs()).map(({ key }) => key).sort()).toEqual([null, 'same'].sort())
  })

  it('does not deadlock when two transactions enqueue the same keys in opposite order', async () => {
    const keys = Array.from({ length: 200 }, (_, n) => ({ payload: { n }, options: { jobKey: `key-${n}` } }))
    const both = [keys, keys.toReversed()].map((list) =>
      transaction(database.pool, (tx) => enqueueMany(tx, task, list)),
    )
    await Promise.all(both)
    expect(await jobs()).toHaveLength(200)
  })
})

describe('worker', () => {
  it('runs each of 300 jobs once with three workers', async () => {
    const runs: number[] = []
    const task = defineTask({
      name: 'test.once',
      schema: numbered,
      run: async ({ n }) => {
        runs.push(n)
      },
    })
    await work([task as TaskDefinition], 3)
    await transaction(database.pool, (tx) =>
      enqueueMany(
        tx,
        task,
        Array.from({ length: 300 }, (_, n) => ({ payload: { n } })),
      ),
    )
    await eventually(async () => (await jobs()).length === 0)
    expect(runs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n))
  })

  it('runs jobs of one queue one after another, without pauses between them', async () => {
    let running = 0
    let most = 0
    const task = defineTask({
      name: 'test.serial',
      schema: numbered,
      run: async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setTimeout(resolve, 5))
        running -= 1
      },
    })
    await work([task as TaskDefinition], 2)
    const list = Array.from({ length: 20 }, (_, n) => ({ payload: { n }, options: { queueName: 'shop:1' } }))
    const started = Date.now()
    await transaction(database.pool, (tx) => enqueueMany(tx, task, list))
    await eventually(async () => (await jobs()).length === 0)
    expect(most).toBe(1)
    // One poll interval of the queue alone is two seconds.
    expect(Date.now() - started).toBeLessThan(1_900)
  })

  it('gives up at once on a payload it cannot read and on a permanent failure', async () => {
    const task = defineTask({
      name: 'test.permanent',
      schema: numbered,
      run: async () => {
        throw new PermanentFailure('the shop is closed')
      },
    })
    await work([task as TaskDefinition])
    await transaction(database.pool, (tx) => enqueue(tx, task, { n: 1 }))
    await database.pool.query(`select graphile_worker.add_job('test.permanent', '{"n":"one"}')`)
    await eventually(async () => (await queueHealth(autocommit(database.pool))).failed === 2)
    expect((await jobs()).map(({ last_error }) => last_error).sort()).toEqual([
      'The payload is not what test.permanent takes',
      'the shop is closed',
    ])
  })

  it('keeps a failed job for another try and stores no statement parameters', async () => {
    const task = defineTask({
      name: 'test.retry',
      schema: numbered,
      run: async () => {
        throw new Error('Failed query: insert into buyers values ($1) params: Jalan Melati 5')
      },
    })
    await work([task as TaskDefinition])
    await transaction(database.pool, (tx) => enqueue(tx, task, { n: 1 }))
    await eventually(async () => (await jobs())[0]?.last_error !== null)
    const [job] = await jobs()
    expect(job).toMatchObject({ attempts: 1, max_attempts: 25 })
    expect(job?.last_error).not.toContain('Melati')
  })

  it('refuses a schedule that names an unknown task', async () => {
    const kanal = { pool: database.pool } as unknown as Kanal
    const schedules = [defineSchedule({ name: 'lost', cron: '* * * * *', task: 'no.such' })]
    await expect(
      runWorker({ connectionString: database.url, tasks: [], schedules, kanal, log }),
    ).rejects.toThrow('"no.such"')
  })
})

describe('schedule', () => {
  const runs: number[] = []
  const task = defineTask({
    name: 'test.tick',
    schema: z.object({}),
    run: async () => {
      runs.push(Date.now())
    },
  })

  it('fires a slot once, whoever comes first', async () => {
    const schedule = defineSchedule({ name: 'hourly', cron: '0 * * * *', task: task.name })
    const slot = new Date('2026-01-01T00:00:00Z')
    const fired = await Promise.all(
      Array.from({ length: 8 }, () => fireSlot(database.pool, schedule, task as TaskDefinition, slot)),
    )
    expect(fired.filter(Boolean)).toHaveLength(1)
    expect(await jobs()).toHaveLength(1)
  })

  it('fires once a second with two workers', async () => {
    const kanal = { pool: database.pool } as unknown as Kanal
    const schedules = [defineSchedule({ name: 'every second', cron: '* * * * * *', task: task.name })]
    for (let i = 0; i < 2; i += 1)
      workers.push(
        await runWorker({
          connectionString: database.url,
          tasks: [task as TaskDefinition],
          schedules,
          kanal,
          log,
        }),
      )
    await eventually(() => runs.length >= 3)
    const slots = await autocommit(database.pool).query<{ slot: Date }>('select slot from schedule_slots')
    expect(slots.every(({ slot }) => slot.getMilliseconds() === 0)).toBe(true)
    expect(slots.length - runs.length).toBeLessThanOrEqual(1)
    expect(runs.length).toBeLessThanOrEqual(slots.length)
  })
})

describe('dead worker', () => {
  let child: ChildProcess | undefined
  afterEach(() => child?.kill('SIGKILL'))

  it('gives a killed worker’s job back to the living', async () => {
    const task = defineTask({ name: 'test.stuck', schema: numbered, run: async () => undefined })
    await transaction(database.pool, (tx) => enqueue(tx, task, { n: 1 }, { queueName: 'shop:1' }))
    child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('testing/stuck-worker.ts', import.meta.url)), database.url],
      { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    )
    // How long it takes to start is the machine's affair.
    const ended = once(child, 'exit').then(() => ['ended'])
    expect(await Promise.race([once(child, 'message'), ended])).toContain('holding')
    child.kill('SIGKILL')
    await ended
    await sweep(database.pool)
    expect((await queueHealth(autocommit(database.pool))).running).toBe(1)
    await letTimePass()
    expect(await sweep(database.pool)).toHaveLength(1)
    await work([task as TaskDefinition])
    await eventually(async () => (await jobs()).length === 0)
  })

  it('leaves a living worker alone, however long its job takes', async () => {
    await transaction(database.pool, async (tx) => {
      await tx.query(`select graphile_worker.add_job('test.long')`)
      await tx.query(
        `update graphile_worker._private_jobs set locked_by = 'alive', locked_at = now() - interval '1 hour'`,
      )
    })
    await beat(database.pool, 'alive')
    expect(await sweep(database.pool)).toEqual([])
  })

  it('reports living workers and forgets those that stopped', async () => {
    await work([], 2)
    expect((await queueHealth(autocommit(database.pool))).liveWorkers).toBe(2)
    await workers.pop()?.stop()
    expect((await queueHealth(autocommit(database.pool))).liveWorkers).toBe(1)
  })
})
