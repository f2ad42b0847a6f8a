import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createPool } from '../../src/database/pool.ts'
import { databaseOn, ensureTemplate } from '../../tests/support/template.ts'

/** A migrated database of the bench's own on the server of `DATABASE_URL`; gone when `work` is done. */
export async function withBenchDatabase(
  work: (pool: pg.Pool) => Promise<void>,
  { max = 20 } = {},
): Promise<void> {
  const server = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL
  if (!server) throw new Error('Set DATABASE_URL to a PostgreSQL server where databases may be created.')
  const name = `kanal_bench_${randomBytes(4).toString('hex')}`
  const template = process.env.KANAL_BENCH_TEMPLATE ?? (await ensureTemplate(server))
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  try {
    await admin.query(`create database ${name} template ${template}`)
    const pool = createPool({ url: databaseOn(server, name), max, applicationName: 'kanal bench' })
    try {
      await work(pool)
    } finally {
      await pool.end()
    }
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  }
}
