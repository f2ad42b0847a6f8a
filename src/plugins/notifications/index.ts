import type { Plugin } from 'payload'
import { contribute } from '../registry.ts'
import { announce } from './announce.ts'
import { digest, digestSchedule, forget, forgetSchedule } from './digest.ts'
import type { Mailer } from './mailer.ts'
import { releaseTask, tend, tendSchedule } from './release.ts'
import { sendTask } from './send.ts'

/** Telling people what happened: the bell, e-mail, and how each person wants to hear of it. */
export const notifications =
  ({ mailer }: { mailer: Mailer }): Plugin =>
  (config) =>
    contribute(config, {
      tasks: [announce, sendTask(mailer), releaseTask(mailer), tend, digest, forget],
      schedules: [tendSchedule, digestSchedule, forgetSchedule],
    })
