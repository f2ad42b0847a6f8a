import pg from 'pg'
import { migrateDatabase } from '../src/database/migrate.ts'

// Two processes migrating one empty database at once make one of them fail, so they take turns.
const MIGRATION_LOCK = 20_260_301

const url = process.env.DATABASE_URL
if (!url) throw new Error('DATABASE_URL is not set. Use `npm run migrate`, or set it.')

const turn = new pg.Client({ connectionString: url, application_name: 'kanal-migrate' })
turn.on('error', () => undefined)
await turn.connect()
await turn.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
try {
  await migrateDatabase(url)
} finally {
  await turn.end()
}
process.stdout.write('The database is up to date.\n')
process.exit(0)
