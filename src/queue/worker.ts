import { EventEmitter } from 'node:events'
import { Logger as QueueLogger, run } from 'graphile-worker'
import { createPool } from '../database/pool.ts'
import type { Logger } from '../log.ts'
import type { Kanal } from '../plugins/context.ts'
import type { ScheduleDefinition, TaskDefinition } from './define.ts'
import { BEAT_EVERY_MS, beat, forget, sweep } from './heartbeat.ts'
import { runnable } from './run-task.ts'
import { planSchedules, startSchedules } from './schedule.ts'

/** Connections for heartbeats, sweeps and schedules: their own, so that busy tasks cannot silence a living worker. */
const HOUSEKEEPING_CONNECTIONS = 2
/** How long running tasks may take to end after a stop before their signal is aborted. */
const FINISH_WITHIN_MS = 5_000

export interface WorkerOptions {
  /** A direct or session-mode address: the queue is woken by LISTEN. */
  connectionString: string
  tasks: readonly TaskDefinition[]
  schedules?: readonly ScheduleDefinition[]
  kanal: Kanal
  log: Logger
  /** Jobs at a time; default 10. */
  concurrency?: number
  /**
   * Jobs claimed in advance per worker. Many times faster for bulk work, but a crashed worker holds them until it is
   * declared dead, so a worker that also does urgent work leaves this unset.
   */
  claimAhead?: number
}

export interface RunningWorker {
  /** The id under which this worker holds jobs and reports. */
  id: string
  /** Finishes what runs, gives back what was claimed, and ends. */
  stop(): Promise<void>
}

const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const

const queueLogger = (log: Logger): QueueLogger =>
  new QueueLogger(() => (level, message, meta) => {
    const err = meta?.error
    log[LEVELS[level]](err === undefined ? {} : { err }, message)
  })

/** The housekeeping of one worker: says that it lives, and gives back what dead ones hold. */
function startHousekeeping(pool: ReturnType<typeof createPool>, id: string, log: Logger): () => void {
  const tend = async (): Promise<void> => {
    await beat(pool, id)
    const dead = await sweep(pool)
    if (dead.length > 0) log.warn({ dead }, 'jobs of dead workers were given back')
  }
  const timer = setInterval(() => {
    tend().catch((error: unknown) => log.error({ err: error }, 'worker could not report'))
  }, BEAT_EVERY_MS)
  return () => clearInterval(timer)
}

/**
 * Works on the queue until stopped. Any number of workers may run against one database.
 * @throws Error when the queue's tables are missing or a schedule names an unknown task
 */
export async function runWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { connectionString, tasks, schedules = [], kanal, log, concurrency = 10, claimAhead } = options
  const plan = planSchedules(schedules, tasks)
  const pool = createPool({
    url: connectionString,
    max: HOUSEKEEPING_CONNECTIONS,
    applicationName: 'kanal worker housekeeping',
    onError: (error) => log.error({ err: error }, 'database connection lost'),
  })
  const events = new EventEmitter()
  const poolId = new Promise<string>((resolve) => {
    events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => resolve(workerPool.id))
  })
  try {
    await sweep(pool)
    const runner = await run({
      connectionString,
      maxPoolSize: concurrency + 2,
      concurrency,
      noHandleSignals: true,
      taskList: Object.fromEntries(tasks.map((task) => [task.name, runnable(task, { kanal, log })])),
      crontab: '',
      events,
      logger: queueLogger(log),
      preset: {
        worker: {
          gracefulShutdownAbortTimeout: FINISH_WITHIN_MS,
          ...(claimAhead ? { localQueue: { size: claimAhead } } : {}),
        },
      },
    })
    runner.promise.catch((error: unknown) => log.error({ err: error }, 'queue stopped with an error'))
    const id = await poolId
    await beat(pool, id)
    const stopHousekeeping = startHousekeeping(pool, id, log)
    const stopSchedules = startSchedules(pool, plan, log)
    return {
      id,
      stop: async () => {
        await stopSchedules()
        await runner.stop()
        stopHousekeeping()
        await forget(pool, id)
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}
