import { postgresAdapter } from '@payloadcms/db-postgres'
import { en } from '@payloadcms/translations/languages/en'
import { id } from '@payloadcms/translations/languages/id'
import { buildConfig } from 'payload'
import sharp from 'sharp'
import { collections } from './src/collections/index.ts'
import { organisationsApart } from './src/plugins/security/index.ts'

export default buildConfig({
  secret: process.env.PAYLOAD_SECRET ?? '',
  serverURL: process.env.KANAL_URL ?? 'http://localhost:3000',
  csrf: [process.env.KANAL_URL ?? 'http://localhost:3000'],
  collections,
  admin: { user: 'users', avatar: 'default', meta: { titleSuffix: ' · Kanal' } },
  db: postgresAdapter({
    idType: 'uuidv7',
    push: false,
    migrationDir: 'src/database/migrations',
    pool: { connectionString: process.env.DATABASE_URL },
  }),
  i18n: { supportedLanguages: { id, en }, fallbackLanguage: 'id' },
  defaultDepth: 0,
  maxDepth: 2,
  sharp,
  telemetry: false,
  typescript: { outputFile: 'src/payload-types.ts', autoGenerate: false },
  plugins: [organisationsApart()],
})
