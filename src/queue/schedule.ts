import { schedule as cron } from 'node-cron'
import type { Pool } from 'pg'
import { transaction } from '../database/tx.ts'
import type { Logger } from '../log.ts'
import type { ScheduleDefinition, TaskDefinition } from './define.ts'
import { enqueue } from './enqueue.ts'

const DEFAULT_TIME_ZONE = 'Asia/Jakarta'

/**
 * Fires one slot of a schedule: whoever claims the slot's row first enqueues the task, in the same transaction.
 * A job of the schedule that still waits is replaced, so that a queue that was down does not fill up.
 * @returns whether this call was the one that fired it
 */
export const fireSlot = (
  pool: Pool,
  schedule: ScheduleDefinition,
  task: TaskDefinition,
  slot: Date,
): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const claimed = await tx.query(
      'insert into schedule_slots (schedule, slot) values ($1, $2) on conflict do nothing returning slot',
      [schedule.name, slot],
    )
    if (claimed.length === 0) return false
    await enqueue(tx, task, schedule.payload ?? {}, { jobKey: `schedule:${schedule.name}` })
    return true
  })

/** The whole second a firing was meant for: the same in every worker, however late its timer was. */
const slotOf = (date: Date): Date => new Date(Math.floor(date.getTime() / 1_000) * 1_000)

interface PlannedSchedule {
  schedule: ScheduleDefinition
  task: TaskDefinition
}

/**
 * Every schedule with the task it enqueues.
 * @throws Error when one names an unknown task: a mistake to see at start, not at midnight.
 */
export const planSchedules = (
  schedules: readonly ScheduleDefinition[],
  tasks: readonly TaskDefinition[],
): PlannedSchedule[] =>
  schedules.map((schedule) => {
    const task = tasks.find(({ name }) => name === schedule.task)
    if (task) return { schedule, task }
    throw new Error(`The schedule "${schedule.name}" names the task "${schedule.task}", which does not exist`)
  })

/**
 * Starts the schedules of this process.
 * @returns a function that stops them
 */
export function startSchedules(
  pool: Pool,
  plan: readonly PlannedSchedule[],
  log: Logger,
): () => Promise<void> {
  const running = plan.map(({ schedule, task }) =>
    cron(
      schedule.cron,
      ({ date }) =>
        fireSlot(pool, schedule, task, slotOf(date)).catch((error: unknown) => {
          log.error({ err: error, schedule: schedule.name }, 'schedule could not fire')
        }),
      { timezone: schedule.timeZone ?? DEFAULT_TIME_ZONE, name: schedule.name, suppressMissedWarning: true },
    ),
  )
  return async () => {
    await Promise.all(running.map(async (job) => job.destroy()))
  }
}
