import { randomBytes } from 'node:crypto'
import { sql } from '@payloadcms/db-postgres'
import type { MigrateUpArgs } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import pg from 'pg'

import { migrations } from '../../../database/migrations/index.ts'
import { auditSql } from '../../../database/sql/audit.ts'
import { groundSql } from '../../../database/sql/ground.ts'
import { vaultSql } from '../../../database/sql/vault.ts'

export interface TestDatabase {
  url: string
  pool: pg.Pool
  drop(): Promise<void>
}

/** A closed connection takes a moment to leave the server. */
async function dropOnceUnused(admin: pg.Pool, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.query(`drop database ${name}`)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** A database of its own on the server `TEST_DATABASE_URL` names, with the tables the vault stands on. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  if (!server)
    throw new Error('TEST_DATABASE_URL must name a PostgreSQL server where databases can be created.')
  const name = `kanal_vault_${randomBytes(6).toString('hex')}`
  const admin = new pg.Pool({ connectionString: server, max: 1 })
  await admin.query(`create database ${name}`)
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString()
  const pool = new pg.Pool({ connectionString: url, max: 12 })
  const db = drizzle(pool) as unknown as MigrateUpArgs['db']
  await migrations[0]?.up({ db } as MigrateUpArgs)
  for (const text of [groundSql, vaultSql, auditSql]) await db.execute(sql.raw(text))
  return {
    url,
    pool,
    drop: async () => {
      await pool.end()
      await dropOnceUnused(admin, name)
      await admin.end()
    },
  }
}
