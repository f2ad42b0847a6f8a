import type pg from 'pg'
import { createPool } from '../../src/database/pool.ts'
import { openStage } from './stage.ts'

/** A migrated database of the bench's own; gone when `work` is done. */
export async function withBenchDatabase(
  work: (pool: pg.Pool) => Promise<void>,
  { max = 20 } = {},
): Promise<void> {
  const stage = await openStage()
  const pool = createPool({ url: stage.databaseUrl, max, applicationName: 'kanal bench' })
  try {
    await work(pool)
  } finally {
    await pool.end()
    await stage.end()
  }
}
