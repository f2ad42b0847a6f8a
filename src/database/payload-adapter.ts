import { postgresAdapter } from '@payloadcms/db-postgres'
import path from 'node:path'
import type { Payload } from 'payload'
import { poolOf } from './pool-of.ts'
import { poolConfig } from './pool.ts'

/**
 * Payload's database adapter as this product needs it: ids that sort by time and cannot be guessed, a schema that
 * changes by migrations only, and the same connection settings as everywhere else.
 */
export const databaseAdapter = () =>
  postgresAdapter({
    idType: 'uuidv7',
    push: false,
    migrationDir: path.resolve('src/database/migrations'),
    pool: poolConfig({
      url: process.env.DATABASE_URL,
      max: Number(process.env.DATABASE_POOL_MAX ?? 12),
      applicationName: 'kanal',
    }),
  })

/** Payload's adapter does not listen for lost connections; without a listener one of them ends the process. */
export function surviveLostConnections(payload: Payload): void {
  poolOf(payload).on('error', (error) =>
    payload.logger.error({ err: error, msg: 'database connection lost' }),
  )
}
