import type { JobHelpers, Task } from 'graphile-worker'
import { type Logger, safeError } from '../log.ts'
import type { Kanal } from '../plugins/context.ts'
import type { TaskDefinition } from './define.ts'
import { PermanentFailure } from './failure.ts'

/** Makes the job's present try its last one. Done while the job is locked by us, before the failure is recorded. */
const giveUp = (helpers: JobHelpers): Promise<void> =>
  helpers.withPgClient(async (client) => {
    await client.query('update graphile_worker._private_jobs set attempts = max_attempts where id = $1', [
      helpers.job.id,
    ])
  })

/**
 * Takes a finished job of a serial queue off the list and opens its queue. The queue would do the same, but without
 * waiting for it: this worker then finds the queue still closed, sleeps for its poll interval, and jobs that belong
 * together follow each other in seconds instead of milliseconds. Its own attempt afterwards finds nothing to do.
 */
const complete = (helpers: JobHelpers): Promise<void> =>
  helpers.withPgClient(async (client) => {
    const { id, job_queue_id: queue, locked_by: worker } = helpers.job
    await client.query(
      `with done as (delete from graphile_worker._private_jobs where id = $1)
       update graphile_worker._private_job_queues set locked_by = null, locked_at = null
       where id = $2 and locked_by = $3`,
      [id, queue, worker],
    )
  })

/** A task as graphile-worker runs it: payload checked, context added, errors stored without what they must not hold. */
export const runnable =
  (task: TaskDefinition, { kanal, log: base }: { kanal: Kanal; log: Logger }): Task =>
  async (raw, helpers) => {
    const { id, attempts: attempt, max_attempts: maxAttempts } = helpers.job
    const log = base.child({ task: task.name, job: String(id), attempt })
    const started = performance.now()
    try {
      const payload = task.schema.safeParse(raw)
      if (!payload.success)
        throw new PermanentFailure(`The payload is not what ${task.name} takes`, { cause: payload.error })
      const signal = helpers.abortSignal ?? new AbortController().signal
      await task.run(payload.data, { kanal, log, signal, attempt, maxAttempts })
      if (helpers.job.job_queue_id !== null) await complete(helpers)
      log.debug({ ms: Math.round(performance.now() - started) }, 'task done')
    } catch (error) {
      const isPermanent = error instanceof PermanentFailure
      if (isPermanent) await giveUp(helpers)
      const isLast = isPermanent || attempt >= maxAttempts
      log[isLast ? 'error' : 'warn'](
        { err: error },
        isLast ? 'task failed for good' : 'task failed, will run again',
      )
      // The queue stores this message with the job; a driver's own message would carry statement parameters.
      throw new Error(safeError(error).message)
    }
  }
