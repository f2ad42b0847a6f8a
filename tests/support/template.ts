import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { fingerprint } from '../../scripts/lib/fingerprint.mjs'
import { ROOT } from '../../scripts/lib/paths.mjs'

const run = promisify(execFile)
// Two test runs on one server make the template once.
const TEMPLATE_LOCK = 730_211_009

/** The address of another database on the same server. */
export const databaseOn = (server: string, name: string): string =>
  Object.assign(new URL(server), { pathname: `/${name}` }).toString()

async function migrate(url: string): Promise<void> {
  const migration = run(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      KANAL_MODE: 'local',
      DATABASE_URL: url,
      PAYLOAD_SECRET: 'test-secret-that-is-long-enough-for-anything',
      KANAL_URL: 'http://localhost:3000',
    },
  })
  await migration.catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`The test template could not be migrated:\n${error.stdout ?? ''}${error.stderr ?? ''}`)
  })
}

/**
 * A database on `server` that has been brought up by the real migrations, to be cloned by tests. One per state of
 * the migrations, kept for the next run on the same server.
 * @returns its name
 */
export async function ensureTemplate(server: string): Promise<string> {
  const name = `kanal_template_${fingerprint(['src/database', 'src/collections', 'package-lock.json']).slice(0, 16)}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
    if (rowCount) return name
    const draft = `${name}_draft`
    await admin.query(`drop database if exists ${draft}`)
    await admin.query(`create database ${draft}`)
    await migrate(databaseOn(server, draft))
    await admin.query(`alter database ${draft} rename to ${name}`)
    return name
  } finally {
    await admin.end()
  }
}
