import type { Plugin } from 'payload'
import { withEndpoints } from '../marketplaces/with-endpoints.ts'
import { contribute } from '../registry.ts'
import { exportEndpoint, searchEndpoint } from './endpoints.ts'
import { copyCheckpoints, copySchedule } from './outside/copy-task.ts'
import { streamSchedule, streamTrail } from './outside/stream-task.ts'
import {
  checkpoint,
  checkpointSchedule,
  verifyChains,
  verifySchedule,
  watchSchedule,
  watchTrail,
} from './tasks.ts'

/**
 * The audit trail: its page, signed every hour, recomputed every quarter of an hour, watched every five minutes, and
 * carried outside: checkpoints to the file store, rows to another system.
 */
export const audit = (): Plugin => (incoming) => {
  const config = withEndpoints(
    contribute(incoming, {
      tasks: [checkpoint, verifyChains, watchTrail, copyCheckpoints, streamTrail],
      schedules: [checkpointSchedule, verifySchedule, watchSchedule, copySchedule, streamSchedule],
    }),
    { 'audit-events': [searchEndpoint, exportEndpoint] },
  )
  return {
    ...config,
    admin: {
      ...config.admin,
      components: {
        ...config.admin?.components,
        views: {
          ...config.admin?.components?.views,
          audit: {
            Component: '/src/plugins/audit/components/AuditView.tsx#AuditView',
            path: '/audit',
            meta: { title: 'Jejak audit' },
          },
        },
      },
    },
  }
}
