import { hostname } from 'node:os'
import type { Pool } from 'pg'
import { autocommit, transaction } from '../database/tx.ts'

/** A worker silent for this long is dead: its jobs go back to the others. Four beats, so one slow one is forgiven. */
export const DEAD_AFTER_SECONDS = 60
/** How often a worker says that it lives. */
export const BEAT_EVERY_MS = 15_000

const KEEP_SLOTS_DAYS = 14
// Any number that only this sweep uses: one worker at a time does it.
const SWEEP_LOCK = 730_211_005

/** Says that the worker `workerId` lives. */
export const beat = (pool: Pool, workerId: string): Promise<unknown> =>
  autocommit(pool).query(
    `insert into worker_heartbeats (worker_id, host, process_id) values ($1, $2, $3)
     on conflict (worker_id) do update set beat_at = now()`,
    [workerId, hostname(), process.pid],
  )

/** Takes a worker that stopped properly off the list. */
export const forget = (pool: Pool, workerId: string): Promise<unknown> =>
  autocommit(pool).query('delete from worker_heartbeats where worker_id = $1', [workerId])

/**
 * Gives the jobs and serial queues of dead workers back and clears old schedule slots. Any worker may do it; when
 * another is at it, this does nothing. Left alone, the queue would keep a dead worker's jobs for four hours.
 * @returns the ids under which dead workers had held something
 */
export const sweep = (pool: Pool): Promise<string[]> =>
  transaction(pool, async (tx) => {
    const [turn] = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
      SWEEP_LOCK,
    ])
    if (!turn?.mine) return []
    await tx.query(`delete from worker_heartbeats where beat_at < now() - make_interval(secs => $1)`, [
      DEAD_AFTER_SECONDS,
    ])
    await tx.query(`delete from schedule_slots where slot < now() - make_interval(days => $1)`, [
      KEEP_SLOTS_DAYS,
    ])
    const holders = await tx.query<{ id: string }>(
      `select distinct locked_by as id from (
         select locked_by, locked_at from graphile_worker._private_jobs where locked_by is not null
         union all
         select locked_by, locked_at from graphile_worker._private_job_queues where locked_by is not null
       ) held
       where locked_at < now() - make_interval(secs => $1)
         and not exists (select from worker_heartbeats where worker_id = locked_by)`,
      [DEAD_AFTER_SECONDS],
    )
    const dead = holders.map(({ id }) => id)
    if (dead.length > 0) await tx.query('select graphile_worker.force_unlock_workers($1)', [dead])
    return dead
  })
