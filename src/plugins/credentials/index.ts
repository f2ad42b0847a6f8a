import type { Config, Plugin } from 'payload'
import { contribute } from '../registry.ts'
import { credentialEndpoints } from './endpoints/index.ts'
import { expirySchedules, expiryTasks } from './expiry/tasks.ts'
import { healthSchedules, healthTasks } from './health/tasks.ts'
import { lifecycleSchedules, lifecycleTasks } from './lifecycle/tasks.ts'

const COMPONENTS = '/src/plugins/credentials/components'

/** The Integrations page, the endpoints behind it, and the watch over what is stored. */
export const credentials =
  (): Plugin =>
  (incoming: Config): Config => {
    const config = contribute(incoming, {
      tasks: [...lifecycleTasks, ...healthTasks, ...expiryTasks],
      schedules: [...lifecycleSchedules, ...healthSchedules, ...expirySchedules],
    })
    return {
      ...config,
      collections: config.collections?.map((collection) =>
        collection.slug === 'integrations'
          ? { ...collection, endpoints: [...credentialEndpoints, ...(collection.endpoints || [])] }
          : collection,
      ),
      admin: {
        ...config.admin,
        components: {
          ...config.admin?.components,
          views: {
            ...config.admin?.components?.views,
            integrations: {
              Component: `${COMPONENTS}/IntegrationsView.tsx#IntegrationsView`,
              path: '/integrations',
              meta: { title: 'Integrasi' },
            },
          },
        },
      },
    }
  }
