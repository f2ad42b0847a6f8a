import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { autocommit, type Tx } from '../../../database/tx.ts'
import type { KekProvider } from '../keys/kek.ts'
import { cryptoCounts } from '../metrics.ts'
import { forgetCounts, reportCounts } from './crypto-figures.ts'

const BEAT_EVERY_MS = 15_000
/** Four beats, so that one slow one is forgiven. */
const DEAD_AFTER_SECONDS = 60

export type ProcessRole = 'web' | 'worker'

/** A running process and the master keys it can unwrap with. */
export interface KeyHolder {
  processId: string
  role: ProcessRole
  kekIds: readonly string[]
}

/**
 * Says, now and every 15 seconds, which master keys this process holds, so that a key is not put in force before
 * everyone has it, and what it counted of its cryptography. @returns a function that stops, and takes the process off the list.
 */
export async function announceKeys(
  pool: Pool,
  role: ProcessRole,
  keks: Pick<KekProvider, 'kekIds'>,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const processId = randomUUID()
  const tx = autocommit(pool)
  const beat = async (): Promise<void> => {
    await tx.query(
      `insert into kek_heartbeats (process_id, role, kek_ids) values ($1, $2, $3)
       on conflict (process_id) do update set beat_at = now(), kek_ids = excluded.kek_ids`,
      [processId, role, keks.kekIds],
    )
    await reportCounts(tx, { processId, role, counts: cryptoCounts() })
  }
  await beat()
  await tx.query('delete from kek_heartbeats where beat_at < now() - make_interval(secs => $1)', [
    DEAD_AFTER_SECONDS * 60,
  ])
  const timer = setInterval(() => void beat().catch(onError), BEAT_EVERY_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await tx.query('delete from kek_heartbeats where process_id = $1', [processId])
    await forgetCounts(tx, processId)
  }
}

/** The processes heard of within the last minute. */
export const liveHolders = (tx: Tx): Promise<KeyHolder[]> =>
  tx.query<KeyHolder>(
    `select process_id as "processId", role, kek_ids as "kekIds" from kek_heartbeats
     where beat_at > now() - make_interval(secs => $1) order by role, process_id`,
    [DEAD_AFTER_SECONDS],
  )
