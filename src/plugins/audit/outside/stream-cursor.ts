import { createHash } from 'node:crypto'
import type { LocalizedText } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'
import { problemOf } from './problem.ts'

/** Longer than a delivery may take; whoever dies with it leaves the rows to the next worker after that. */
const LEASE = '2 minutes'
const FIRST_PAUSE_SECONDS = 30
const LONGEST_PAUSE_SECONDS = 3_600

/** An organisation's place in the stream, taken for one delivery. */
export interface Lease {
  organisationId: string
  destination: string
  seq: number
  leasedUntil: Date
}

/** How far the receiver has one organisation's rows; times as ISO instants. */
export interface StreamStatus {
  /** Rows that wait. */
  behind: number
  /** Since when the oldest of them waits. */
  waitingSince: string | null
  deliveredAt: string | null
  /** Why the last delivery failed. */
  problem: LocalizedText | null
}

/** Addresses may hold a key of the receiver's, so what is stored tells only whether it is another one. */
export const destinationHash = (destination: string): string =>
  createHash('sha256').update(destination).digest('hex')

/** Gives every organisation a place; a destination that is new begins with the first row. */
export const placeAll = (tx: Tx, destination: string): Promise<unknown> =>
  tx.query(
    `insert into audit_stream_cursors as c (organisation_id, destination)
     select id, $1 from organisations
     on conflict (organisation_id) do update
     set destination = excluded.destination, seq = 0, delivered_at = null, failures = 0, failing_since = null,
       cause = null, try_at = clock_timestamp(), leased_until = null
     where c.destination <> excluded.destination`,
    [destination],
  )

/**
 * Takes the organisation that has waited longest, if one has rows and nobody else has it. The end of the lease names it,
 * so it is cut to what a `Date` can say.
 */
export async function takeNext(tx: Tx, destination: string): Promise<Lease | null> {
  const [lease] = await tx.query<Lease>(
    `update audit_stream_cursors set leased_until = date_trunc('milliseconds', clock_timestamp()) + interval '${LEASE}'
     where organisation_id = (
       select c.organisation_id from audit_stream_cursors c
       where c.destination = $1 and c.try_at <= clock_timestamp()
         and coalesce(c.leased_until < clock_timestamp(), true)
         and exists (select from audit_chain a where a.organisation_id = c.organisation_id and a.seq > c.seq)
       order by c.try_at, c.organisation_id limit 1 for update skip locked
     )
     returning organisation_id as "organisationId", destination, seq, leased_until as "leasedUntil"`,
    [destination],
  )
  return lease ?? null
}

const OWN = 'organisation_id = $1 and destination = $2 and leased_until = $3'

/** Rows up to `seq` have arrived. @returns false when the lease had run out: another worker delivers them again. */
export async function acknowledge(
  tx: Tx,
  { organisationId, destination, leasedUntil }: Lease,
  seq: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update audit_stream_cursors
     set seq = $4, delivered_at = clock_timestamp(), failures = 0, failing_since = null, cause = null,
       try_at = clock_timestamp(), leased_until = null
     where ${OWN} returning seq`,
    [organisationId, destination, leasedUntil, seq],
  )
  return rows.length > 0
}

/** Nothing arrived: tries again after a pause that doubles up to an hour. @returns since when it fails. */
export async function putOff(
  tx: Tx,
  { organisationId, destination, leasedUntil }: Lease,
  cause: string,
): Promise<Date | null> {
  const [row] = await tx.query<{ since: Date }>(
    `update audit_stream_cursors
     set failures = failures + 1, failing_since = coalesce(failing_since, clock_timestamp()), cause = $4,
       try_at = clock_timestamp() + make_interval(secs =>
         least(${FIRST_PAUSE_SECONDS} * power(2, least(failures, 20)), ${LONGEST_PAUSE_SECONDS})),
       leased_until = null
     where ${OWN} returning failing_since as since`,
    [organisationId, destination, leasedUntil, cause],
  )
  return row?.since ?? null
}

/** Gives the lease back without a word, because this process is told to stop. */
export const giveBack = (tx: Tx, { organisationId, destination, leasedUntil }: Lease): Promise<unknown> =>
  tx.query(`update audit_stream_cursors set leased_until = null where ${OWN}`, [
    organisationId,
    destination,
    leasedUntil,
  ])

/** The receiver took a test row a moment ago: what waits for its next try is tried at once. */
export const tryAfterTest = (tx: Tx, integrationId: string): Promise<unknown> =>
  tx.query(
    `update audit_stream_cursors set try_at = clock_timestamp()
     where failures > 0 and exists (
       select from integrations where id = $1 and last_verdict = 'accepted'
         and last_tested_at > clock_timestamp() - interval '90 seconds'
     )`,
    [integrationId],
  )

/** Null before the first look of a worker. */
export async function streamStatus(tx: Tx, organisationId: string): Promise<StreamStatus | null> {
  const [row] = await tx.query<{
    behind: number
    waitingSince: Date | null
    deliveredAt: Date | null
    cause: string | null
  }>(
    `select coalesce((select max(a.seq) from audit_chain a where a.organisation_id = c.organisation_id), 0)::int
         - c.seq::int as behind,
       (select e.created_at from audit_chain a join audit_events e on e.id = a.event_id
        where a.organisation_id = c.organisation_id and a.seq > c.seq order by a.seq limit 1) as "waitingSince",
       c.delivered_at as "deliveredAt", c.cause
     from audit_stream_cursors c where c.organisation_id = $1`,
    [organisationId],
  )
  if (!row) return null
  return {
    behind: Math.max(row.behind, 0),
    waitingSince: row.waitingSince?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    problem: problemOf(row.cause, 'SIEM'),
  }
}
