import type { Config, Plugin } from 'payload'
import { contribute } from '../registry.ts'
import { checkEndpoint } from './endpoints/check.ts'
import { exportEndpoint } from './endpoints/export.ts'
import { importEndpoint } from './endpoints/import.ts'
import { importKeyEndpoint } from './endpoints/import-key.ts'
import { bundleSchedules, bundleTasks } from './tasks.ts'

/** Carrying settings from one Kanal to another, sealed: the page Ekspor & impor and what stands behind it. */
export const bundles =
  (): Plugin =>
  (incoming: Config): Config => {
    const config = contribute(incoming, { tasks: bundleTasks, schedules: bundleSchedules })
    return {
      ...config,
      endpoints: [
        ...(config.endpoints ?? []),
        exportEndpoint,
        checkEndpoint,
        importEndpoint,
        importKeyEndpoint,
      ],
      admin: {
        ...config.admin,
        components: {
          ...config.admin?.components,
          views: {
            ...config.admin?.components?.views,
            bundles: {
              Component: '/src/plugins/bundles/components/BundlesView.tsx#BundlesView',
              path: '/export-import',
              meta: { title: 'Ekspor & impor' },
            },
          },
        },
      },
    }
  }
