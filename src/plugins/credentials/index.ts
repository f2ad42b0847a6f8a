import type { Config, Plugin } from 'payload'
import { credentialEndpoints } from './endpoints/index.ts'

const COMPONENTS = '/src/plugins/credentials/components'

/** The Integrations page and the endpoints behind it. */
export const credentials =
  (): Plugin =>
  (config: Config): Config => ({
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
  })
