import type { LocalizedText } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'
import { problemOf } from './problem.ts'

/** Copies are made every hour; this much later something is wrong. */
export const LATE_HOURS = 6

/** How it stands with copies outside this machine; times as ISO instants. */
export interface CopyStatus {
  place: string
  last: { seq: number; at: string; lockedUntil: string | null } | null
  isLate: boolean
  /** Why the last try failed. */
  problem: LocalizedText | null
  /** A checkpoint kept there that this database does not have. */
  unknownSeq: number | null
}

/** Begins anew when the place is another. */
export const noteTry = (
  tx: Tx,
  { place, cause, unknownSeq }: { place: string; cause: string | null; unknownSeq: number | null },
): Promise<unknown> =>
  tx.query(
    `insert into audit_copy_status as s (place, cause, unknown_seq) values ($1, $2, $3)
     on conflict (singleton) do update set place = excluded.place, tried_at = excluded.tried_at,
       since = case when s.place = excluded.place then s.since else excluded.since end,
       cause = excluded.cause,
       -- A failed look says nothing about what is kept there.
       unknown_seq = case when excluded.cause is null or s.place <> excluded.place
         then excluded.unknown_seq else s.unknown_seq end`,
    [place, cause, unknownSeq],
  )

/** Nowhere is set up to copy to. */
export const forgetPlace = (tx: Tx): Promise<unknown> => tx.query('delete from audit_copy_status')

/** Null when no place is set up. */
export async function copyStatus(tx: Tx): Promise<CopyStatus | null> {
  const [row] = await tx.query<{
    place: string
    cause: string | null
    unknownSeq: number | null
    seq: number | null
    at: Date | null
    lockedUntil: Date | null
    isLate: boolean
  }>(
    `select s.place, s.cause, s.unknown_seq as "unknownSeq", k.seq, k.copied_at as at, k.locked_until as "lockedUntil",
       coalesce(k.copied_at, s.since) < clock_timestamp() - make_interval(hours => $1) as "isLate"
     from audit_copy_status s
     left join lateral (
       select seq, copied_at, locked_until from audit_copies where place = s.place order by seq desc limit 1
     ) k on true`,
    [LATE_HOURS],
  )
  if (!row) return null
  const { place, cause, unknownSeq, seq, at, lockedUntil, isLate } = row
  return {
    place,
    problem: problemOf(cause, place),
    unknownSeq,
    isLate,
    last:
      seq === null || at === null
        ? null
        : { seq, at: at.toISOString(), lockedUntil: lockedUntil?.toISOString() ?? null },
  }
}
