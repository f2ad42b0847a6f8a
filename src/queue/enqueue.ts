import type { Tx } from '../database/tx.ts'
import type { TaskDefinition } from './define.ts'

/** What is needed to add a job: its task, without the work itself. */
export type JobKind<Payload> = Omit<TaskDefinition<Payload>, 'run'>

export interface EnqueueOptions {
  /** Jobs with one key collapse into one; see `jobKeyMode`. */
  jobKey?: string
  /** What a second job with the key does: replace the first (default), keep its run time, or be dropped. */
  jobKeyMode?: 'replace' | 'preserve_run_at' | 'unsafe_dedupe'
  /** Jobs of one queue run one after another. */
  queueName?: string
  runAt?: Date
  /** Lower runs first; default 0. */
  priority?: number
}

const DEFAULT_MAX_ATTEMPTS = 25

/**
 * Adds a job inside the caller's transaction: it exists if, and only if, that transaction commits.
 * @throws ZodError when the payload is not what the task takes.
 */
export async function enqueue<Payload>(
  tx: Tx,
  task: JobKind<Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, $2::json, queue_name := $3, run_at := $4, max_attempts := $5,
       job_key := $6, priority := $7, job_key_mode := $8) is not null`,
    [
      task.name,
      JSON.stringify(task.schema.parse(payload)),
      options.queueName ?? null,
      options.runAt ?? null,
      task.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
      options.jobKey ?? null,
      options.priority ?? 0,
      options.jobKeyMode ?? 'replace',
    ],
  )
}

type BulkJob<Payload> = { payload: Payload; options?: Omit<EnqueueOptions, 'jobKeyMode'> }

/** The last job of each key, in the order of keys: one statement may not touch a key twice, and two must not deadlock. */
function onePerKey<Payload>(jobs: readonly BulkJob<Payload>[]): BulkJob<Payload>[] {
  const keyed = new Map<string, BulkJob<Payload>>()
  const free: BulkJob<Payload>[] = []
  for (const job of jobs) {
    if (job.options?.jobKey === undefined) free.push(job)
    else keyed.set(job.options.jobKey, job)
  }
  const sorted = [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, job]) => job)
  return [...sorted, ...free]
}

/**
 * Adds many jobs of one task in one statement, with one wake-up: what `enqueue` does, per payload, far cheaper. Of
 * several jobs with one key the last counts.
 * @throws ZodError when a payload is not what the task takes.
 */
export async function enqueueMany<Payload>(
  tx: Tx,
  task: JobKind<Payload>,
  jobs: readonly BulkJob<Payload>[],
): Promise<void> {
  if (jobs.length === 0) return
  const rows = onePerKey(jobs).map(({ payload, options = {} }) => ({
    identifier: task.name,
    payload: task.schema.parse(payload),
    queue_name: options.queueName ?? null,
    run_at: options.runAt?.toISOString() ?? null,
    max_attempts: task.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
    job_key: options.jobKey ?? null,
    priority: options.priority ?? 0,
    flags: null,
  }))
  await tx.query(
    `select count(*) from graphile_worker.add_jobs(
       (select array_agg((r.identifier, r.payload, r.queue_name, r.run_at, r.max_attempts, r.job_key, r.priority,
         r.flags)::graphile_worker.job_spec)
        from json_to_recordset($1::json) as r(identifier text, payload json, queue_name text, run_at timestamptz,
          max_attempts smallint, job_key text, priority smallint, flags text[])))`,
    [JSON.stringify(rows)],
  )
}
