import pg from 'pg'
import { migrateQueue } from '../queue/migrate.ts'

/** Any number that only Kanal's migration step uses; two starters wait for each other on it. */
const MIGRATION_LOCK = 730_211_004

/**
 * Brings the database at `url` to the schema of this code: Payload's migrations, then the job queue's own. Safe to
 * start twice at once (the second waits, then finds nothing to do). Needs a direct or session-mode address.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const lock = new pg.Client({ connectionString: url, application_name: 'kanal migrate' })
  await lock.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    process.env.DATABASE_URL = url
    process.env.PAYLOAD_MIGRATING = 'true'
    const [{ getPayload }, { default: config }] = await Promise.all([
      import('payload'),
      import('../../payload.config.ts'),
    ])
    const payload = await getPayload({ config, disableOnInit: true, key: `migrate:${url}` })
    try {
      await payload.db.migrate()
      await migrateQueue(url)
    } finally {
      await payload.destroy()
    }
  } finally {
    await lock.end()
  }
}
