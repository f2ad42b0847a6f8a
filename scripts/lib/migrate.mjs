import { createHash } from 'node:crypto'
import { nodeArguments, runLogged } from './command.mjs'
import { fingerprint, stamp } from './fingerprint.mjs'
import { during } from './report.mjs'

const SOURCES = ['src/database', 'package-lock.json']
const migrated = stamp('migrations.stamp')

/** Which database this is, so that a stamp of another or a recreated one does not count. */
async function identityOf(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select current_setting('server_version') as version,
              (select oid from pg_database where datname = current_database())::text as database,
              to_regclass('public.payload_migrations')::oid::text as migrations`,
    )
    return rows[0].migrations ? JSON.stringify(rows[0]) : undefined
  } finally {
    await client.end()
  }
}

const stampFor = (url, identity) =>
  createHash('sha256')
    .update(`${url}\0${identity}\0${fingerprint(SOURCES)}`)
    .digest('hex')

/** Brings the database's tables up to date; does nothing when this database already has them. */
export async function ensureMigrated(env) {
  const before = await identityOf(env.DATABASE_URL)
  if (before && migrated.read() === stampFor(env.DATABASE_URL, before)) return
  await during('Preparing the database · menyiapkan basis data', () =>
    runLogged(
      'migrate',
      [process.execPath, ...nodeArguments(['tsx', 'scripts/migrate.ts'])],
      { ...env, NODE_ENV: 'production' },
      {
        id: 'Tabel basis data tidak bisa disiapkan; akhir keluarannya:',
        en: 'The database tables could not be prepared; the end of the output:',
      },
    ),
  )
  migrated.write(stampFor(env.DATABASE_URL, await identityOf(env.DATABASE_URL)))
}
