import type { Plugin } from 'payload'
import { contribute } from '../registry.ts'
import { checkpoint, checkpointSchedule, verifyChains, verifySchedule } from './tasks.ts'

/** The audit trail: signed every hour, recomputed every quarter of an hour. */
export const audit = (): Plugin => (config) =>
  contribute(config, {
    tasks: [checkpoint, verifyChains],
    schedules: [checkpointSchedule, verifySchedule],
  })
