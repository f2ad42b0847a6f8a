import type { Pool } from 'pg'
import { createPool } from '../database/pool.ts'
import { readEnv } from '../env.ts'

/** One word of `npm run kanal -- <word>`. */
export interface Command {
  help: string
  /** @returns the exit code. */
  run(args: readonly string[]): Promise<number>
}

/** Runs with a small pool of its own, closed afterwards. */
export async function withPool<T>(name: string, run: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool({ url: readEnv().databaseUrl, max: 2, applicationName: `kanal ${name}` })
  try {
    return await run(pool)
  } finally {
    await pool.end()
  }
}
