import type { Plugin } from 'payload'
import { contribute } from '../registry.ts'
import { deliver } from './deliver.ts'
import { poll, pollAll, pollSchedule } from './poll.ts'
import { push } from './push.ts'
import { recoverAllPushes, recoverPushes, recoverPushesSchedule } from './recover-pushes.ts'
import { sweep, sweepSchedule } from './sweep.ts'

/** Exchanging with shops: webhooks in, stock out, and a poll that finds what got lost. */
export const sync = (): Plugin => (config) =>
  contribute(config, {
    tasks: [deliver, push, poll, pollAll, sweep, recoverPushes, recoverAllPushes],
    schedules: [pollSchedule, sweepSchedule, recoverPushesSchedule],
  })
