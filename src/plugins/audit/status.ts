import type { Tx } from '../../database/tx.ts'
import { operatorOf } from '../services/operator.ts'
import { copyStatus, type CopyStatus } from './outside/copy-status.ts'
import { streamStatus, type StreamStatus } from './outside/stream-cursor.ts'
import type { Verification } from './verify-all.ts'
import type { Fault } from './verify.ts'

/** Whether an organisation's trail holds, as far as the last verification saw. */
export interface TrailStatus {
  /** ISO instant, or null before the first verification. */
  verifiedAt: string | null
  /** The first thing wrong with this organisation's trail or with the checkpoints. */
  fault: Pick<Fault, 'kind' | 'seq'> | null
  rows: number
  checkpoint: { seq: number; at: string } | null
  /** Copies outside this machine; null when there is no place for them. */
  copy: CopyStatus | null
  /** The stream to another system; null when none is set up. */
  stream: StreamStatus | null
  /** Whether this organisation may set such places up. */
  isOperator: boolean
}

export const rememberVerification = (tx: Tx, { rows, faults }: Verification): Promise<unknown> =>
  tx.query(
    `insert into audit_status (verified_at, rows, faults) values (clock_timestamp(), $1, $2::jsonb)
     on conflict (singleton) do update
     set verified_at = excluded.verified_at, rows = excluded.rows, faults = excluded.faults`,
    [rows, JSON.stringify(faults)],
  )

/** @param isStreamed whether a receiver is set up now. */
export async function trailStatus(
  tx: Tx,
  organisationId: string,
  { isStreamed }: { isStreamed: boolean },
): Promise<TrailStatus> {
  const [status] = await tx.query<{ verifiedAt: Date; faults: Fault[] }>(
    'select verified_at as "verifiedAt", faults from audit_status',
  )
  const [chain] = await tx.query<{ rows: number }>(
    'select coalesce(max(seq), 0)::int as rows from audit_chain where organisation_id = $1',
    [organisationId],
  )
  const [checkpoint] = await tx.query<{ seq: number; at: Date }>(
    'select seq, at from audit_checkpoints order by seq desc limit 1',
  )
  const fault = status?.faults.find(
    (each) => each.organisationId === organisationId || each.organisationId === null,
  )
  return {
    verifiedAt: status?.verifiedAt.toISOString() ?? null,
    fault: fault ? { kind: fault.kind, seq: fault.seq } : null,
    rows: chain?.rows ?? 0,
    checkpoint: checkpoint ? { seq: checkpoint.seq, at: checkpoint.at.toISOString() } : null,
    copy: await copyStatus(tx),
    stream: isStreamed ? await streamStatus(tx, organisationId) : null,
    isOperator: (await operatorOf(tx)) === organisationId,
  }
}
