import type { Tx } from '../database/tx.ts'
import { DEAD_AFTER_SECONDS } from './heartbeat.ts'

export interface QueueHealth {
  /** How long the oldest job that could run has been waiting, in seconds; 0 when none waits. */
  lagSeconds: number
  /** Jobs that could run now. */
  ready: number
  /** Jobs a worker holds. */
  running: number
  /** Jobs with a later run time: planned ones and ones that wait to be tried again. */
  waiting: number
  /** Jobs given up for good. */
  failed: number
  /** Workers heard of within the last minute. */
  liveWorkers: number
}

/** How the queue is doing. Meant for health checks and the dashboard: one pass over the jobs. */
export async function queueHealth(tx: Tx): Promise<QueueHealth> {
  const [row] = await tx.query<QueueHealth>(
    `select
       coalesce(extract(epoch from now() - min(run_at) filter (where is_available and run_at <= now())), 0)::float8
         as "lagSeconds",
       count(*) filter (where is_available and run_at <= now())::int as ready,
       count(*) filter (where locked_at is not null)::int as running,
       count(*) filter (where is_available and run_at > now())::int as waiting,
       count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed,
       (select count(*)::int from worker_heartbeats where beat_at > now() - make_interval(secs => $1)) as "liveWorkers"
     from graphile_worker._private_jobs`,
    [DEAD_AFTER_SECONDS],
  )
  if (!row) throw new Error('The queue did not answer')
  return row
}
