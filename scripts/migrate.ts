// The one migration step, run by `npm start`, `npm run migrate` and the tests.
import { migrateDatabase } from '../src/database/migrate.ts'
import { readEnv } from '../src/env.ts'

await migrateDatabase(readEnv().databaseUrl)
// Payload keeps a connection of its own open for ever.
process.exit(0)
