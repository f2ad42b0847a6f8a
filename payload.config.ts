import { en } from '@payloadcms/translations/languages/en'
import { id } from '@payloadcms/translations/languages/id'
import { buildConfig } from 'payload'
import sharp from 'sharp'
import { lazada } from './src/adapters/marketplaces/lazada/index.ts'
import { shopee } from './src/adapters/marketplaces/shopee/index.ts'
import { tiktokShop } from './src/adapters/marketplaces/tiktok-shop/index.ts'
import { auditStream } from './src/adapters/services/audit-stream/index.ts'
import { redis } from './src/adapters/services/redis/index.ts'
import { s3 } from './src/adapters/services/s3/index.ts'
import { sentry } from './src/adapters/services/sentry/index.ts'
import { smtp } from './src/adapters/services/smtp/index.ts'
import { collections } from './src/collections/index.ts'
import { databaseAdapter, surviveLostConnections } from './src/database/payload-adapter.ts'
import { sandboxesFromEnv } from './src/env.ts'
import { createLogger } from './src/log.ts'
import { apiDocs } from './src/plugins/api-docs/index.ts'
import { audit } from './src/plugins/audit/index.ts'
import { bundles } from './src/plugins/bundles/index.ts'
import { catalog } from './src/plugins/catalog/index.ts'
import { credentials } from './src/plugins/credentials/index.ts'
import { encryptionKeys } from './src/plugins/credentials/rotation/index.ts'
import { inventory } from './src/plugins/inventory/index.ts'
import { marketplaces } from './src/plugins/marketplaces/index.ts'
import { notifications } from './src/plugins/notifications/index.ts'
import { accountSecurity, organisationsApart } from './src/plugins/security/index.ts'
import { services } from './src/plugins/services/index.ts'
import { sync } from './src/plugins/sync/index.ts'
import { today } from './src/plugins/today/index.ts'

const sandboxes = sandboxesFromEnv()
const publicUrl = process.env.KANAL_URL ?? `http://localhost:${process.env.PORT ?? 3000}`

export default buildConfig({
  secret: process.env.PAYLOAD_SECRET ?? '',
  serverURL: publicUrl,
  csrf: [publicUrl],
  collections: [...collections],
  admin: { user: 'users', avatar: 'default' },
  db: databaseAdapter(),
  i18n: { supportedLanguages: { id, en }, fallbackLanguage: 'id' },
  graphQL: { disablePlaygroundInProduction: true },
  jobs: { access: { run: () => false, queue: () => false, cancel: () => false } },
  logger: createLogger('payload'),
  onInit: surviveLostConnections,
  defaultDepth: 0,
  maxDepth: 2,
  sharp,
  telemetry: false,
  typescript: { outputFile: 'src/payload-types.ts', autoGenerate: false },
  plugins: [
    organisationsApart(),
    accountSecurity(),
    credentials(),
    encryptionKeys(),
    bundles(),
    audit(),
    marketplaces({
      adapters: [
        shopee({ sandboxUrl: sandboxes.shopee }),
        tiktokShop({ sandboxUrl: sandboxes['tiktok-shop'] }),
        lazada({ sandboxUrl: sandboxes.lazada }),
      ],
    }),
    services({ adapters: [smtp(), sentry(), redis(), s3(), auditStream()] }),
    catalog(),
    inventory(),
    sync(),
    notifications(),
    today(),
    apiDocs(),
  ],
})
