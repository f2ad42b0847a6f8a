import type { z } from 'zod'
import type { Logger } from '../log.ts'
import type { Kanal } from '../plugins/context.ts'

/** What a task is run with. */
export interface TaskContext {
  kanal: Kanal
  log: Logger
  /** Aborted when the worker is told to stop: long tasks end at a safe point. */
  signal: AbortSignal
  /** 1 on the first try. */
  attempt: number
  maxAttempts: number
}

export interface TaskDefinition<Payload = unknown> {
  /** `room.verb`, stable: it is stored in the queue. */
  name: string
  schema: z.ZodType<Payload>
  /** Tries before the job is given up and listed as failed for good; the pause grows exponentially. */
  maxAttempts?: number
  /**
   * Does the work. Must be idempotent: it may run again after a crash. Throwing retries; returning ends the job.
   */
  run(payload: Payload, context: TaskContext): Promise<void>
}

/** Declares background work; its payload holds ids only, because payloads are stored in the clear. */
export const defineTask = <Payload>(definition: TaskDefinition<Payload>): TaskDefinition<Payload> =>
  definition

export interface ScheduleDefinition {
  name: string
  /** Five or six fields as node-cron reads them. */
  cron: string
  /** IANA zone; default Asia/Jakarta. */
  timeZone?: string
  /** Task enqueued once per slot, however many workers run. */
  task: string
  payload?: unknown
}

export const defineSchedule = (definition: ScheduleDefinition): ScheduleDefinition => definition
