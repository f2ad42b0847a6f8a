import type { Config, Plugin } from 'payload'
import { withOurs } from './translations.ts'

const COMPONENTS = '/src/plugins/today/components'

const icon = (color: string) =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"><g stroke="${color}" stroke-width="2.6" stroke-linecap="round"><path d="M3 12h17M8 12c4.2 0 4.2-6.5 8.2-6.5H20M8 12c4.2 0 4.2 6.5 8.2 6.5H20"/></g><circle cx="4.2" cy="12" r="2.8" fill="${color}"/></svg>`,
  )}`

/**
 * The face of Kanal: mark, navigation in the order of a seller's day, the first screens, the dashboard "Hari ini"
 * and the shop overview. Changes nothing that is stored.
 */
export const today =
  (): Plugin =>
  (config: Config): Config => ({
    ...config,
    i18n: {
      ...config.i18n,
      translations: withOurs(config.i18n?.translations),
    },
    admin: {
      ...config.admin,
      meta: {
        titleSuffix: '· Kanal',
        description: 'Kanal',
        icons: [
          { rel: 'icon', type: 'image/svg+xml', url: icon('#171717') },
          { rel: 'icon', type: 'image/svg+xml', media: '(prefers-color-scheme: dark)', url: icon('#fafafa') },
        ],
        openGraph: { siteName: 'Kanal', title: 'Kanal', description: 'Kanal', images: [] },
      },
      components: {
        ...config.admin?.components,
        Nav: `${COMPONENTS}/Nav.tsx#Nav`,
        graphics: { Icon: '/src/ui/KanalIcon.tsx#KanalIcon', Logo: '/src/ui/KanalLogo.tsx#KanalLogo' },
        beforeLogin: [
          ...(config.admin?.components?.beforeLogin ?? []),
          `${COMPONENTS}/BeforeLogin.tsx#BeforeLogin`,
        ],
        views: {
          ...config.admin?.components?.views,
          dashboard: { Component: `${COMPONENTS}/Today.tsx#Today` },
          createFirstUser: { Component: `${COMPONENTS}/FirstOwner.tsx#FirstOwner` },
          shopsOverview: {
            Component: '/src/plugins/marketplaces/components/ShopsOverview.tsx#ShopsOverview',
            path: '/shops-overview',
            meta: { title: 'Toko' },
          },
        },
      },
    },
  })
