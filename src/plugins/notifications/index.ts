import type { Plugin } from 'payload'
import { contribute } from '../registry.ts'
import { announce } from './announce.ts'
import { digest, digestSchedule, forget, forgetSchedule } from './digest.ts'
import { inboxEndpoints } from './endpoints/inbox.ts'
import { preferenceEndpoints } from './endpoints/preferences.ts'
import { systemMailer } from './mail/system-mailer.ts'
import type { Mailer } from './mailer.ts'
import { releaseTask, tend, tendSchedule } from './release.ts'
import { sendTask } from './send.ts'

const COMPONENTS = '/src/plugins/notifications/components'

/** Telling people what happened: the bell, e-mail, and how each person wants to hear of it. */
export const notifications =
  ({ mailer = systemMailer }: { mailer?: Mailer } = {}): Plugin =>
  (incoming) => {
    const config = contribute(incoming, {
      tasks: [announce, sendTask(mailer), releaseTask(mailer), tend, digest, forget],
      schedules: [tendSchedule, digestSchedule, forgetSchedule],
    })
    return {
      ...config,
      endpoints: [...(config.endpoints ?? []), ...inboxEndpoints, ...preferenceEndpoints],
      admin: {
        ...config.admin,
        components: {
          ...config.admin?.components,
          header: [...(config.admin?.components?.header ?? []), `${COMPONENTS}/BellSlot.tsx#BellSlot`],
          views: {
            ...config.admin?.components?.views,
            notifications: {
              Component: `${COMPONENTS}/NotificationsView.tsx#NotificationsView`,
              path: '/notifications',
              meta: { title: 'Notifikasi' },
            },
          },
        },
      },
    }
  }
