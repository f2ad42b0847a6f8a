import type { Config, Plugin } from 'payload'
import { contribute } from '../../registry.ts'
import { keyEndpoints } from './endpoints.ts'
import { metricsEndpoint } from './metrics-endpoint.ts'
import { rotationTasks } from './tasks.ts'

/** Changing and destroying encryption keys while everything runs: the page Kunci enkripsi, its endpoints and tasks. */
export const encryptionKeys =
  (): Plugin =>
  (incoming: Config): Config => {
    const config = contribute(incoming, { tasks: rotationTasks })
    return {
      ...config,
      endpoints: [...(config.endpoints ?? []), ...keyEndpoints, metricsEndpoint],
      admin: {
        ...config.admin,
        components: {
          ...config.admin?.components,
          views: {
            ...config.admin?.components?.views,
            encryptionKeys: {
              Component: '/src/plugins/credentials/rotation/components/KeysView.tsx#KeysView',
              path: '/encryption-keys',
              meta: { title: 'Kunci enkripsi' },
            },
          },
        },
      },
    }
  }
