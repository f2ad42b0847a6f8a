import type { Pool } from 'pg'
import { autocommit, txOn } from '../../../database/tx.ts'
import type { Bucket } from './buckets.ts'

export interface Claim {
  /** Requests that may go out now. */
  granted: number
  /** With none granted: milliseconds until the next one may be. */
  waitMs: number
  /** How long the database took, the wait for a connection left out: a grant may be this old. */
  ageMs: number
}

/** Takes up to `most` requests out of all the buckets together: one statement, in the clock of the database. */
export async function claimCalls(pool: Pool, buckets: readonly Bucket[], most: number): Promise<Claim> {
  const client = await pool.connect()
  const asked = performance.now()
  let broken: Error | undefined
  try {
    const [row] = await txOn(client).query<{ granted: number; waitMs: number }>(
      'select granted, wait_ms as "waitMs" from kanal_claim_calls($1, $2, $3, $4, $5)',
      [
        buckets.map(({ name }) => name),
        buckets.map(({ perSecond }) => perSecond),
        buckets.map(({ most: cap }) => cap),
        buckets.map(({ shared }) => shared),
        most,
      ],
    )
    return { granted: row?.granted ?? 0, waitMs: row?.waitMs ?? 0, ageMs: performance.now() - asked }
  } catch (error) {
    broken = error as Error
    throw error
  } finally {
    client.release(broken)
  }
}

/** Lets nothing out of a bucket for so long, in any process. */
export async function holdCalls(pool: Pool, bucket: string, milliseconds: number): Promise<void> {
  await autocommit(pool).query('select kanal_hold_calls($1, $2)', [bucket, milliseconds])
}
