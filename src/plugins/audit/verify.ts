import { timingSafeEqual } from 'node:crypto'
import type { Tx } from '../../database/tx.ts'
import type { SystemKeys } from '../credentials/keys/system-keys.ts'
import { EVENT_COLUMNS } from './adopt.ts'
import { GENESIS, macOf, type ChainedEvent } from './canonical.ts'
import { CHAIN_KEY } from './trail.ts'

/** What is wrong with a trail, at the first place where it is. */
export type FaultKind =
  /** A link is gone, or stands where another belongs. */
  | 'missing_link'
  /** The link is there, its event is not. */
  | 'missing_event'
  /** The event is not the one that was written. */
  | 'changed'
  /** An event that was never chained. */
  | 'foreign_event'
  /** The chain ends before a point that a checkpoint names. */
  | 'cut_off'
  /** The chain is not the one that a checkpoint names. */
  | 'replaced'
  /** A checkpoint is missing, changed, or not signed by this deployment. */
  | 'checkpoint'

export interface Fault {
  kind: FaultKind
  organisationId: string | null
  /** Place in the chain, or the number of the checkpoint. */
  seq: number
  eventId: string | null
}

/** The end of a sound chain, for comparing with checkpoints. */
export interface ChainEnd {
  seq: number
  rows: number
  fault: Fault | null
}

interface LinkRow extends Omit<ChainedEvent, 'id'> {
  id: string | null
  eventId: string
  previous: Buffer
  mac: Buffer
}

const PAGE = 2_000

/**
 * Recomputes an organisation's chain from its first row. Stops at the first fault, because everything after it
 * follows from it. Reads pages of 2,000 rows, so memory stays flat.
 * @param onMac told every place and its verified mac, for comparing with checkpoints.
 */
export async function verifyChain(
  tx: Tx,
  keys: SystemKeys,
  organisationId: string,
  onMac: (seq: number, mac: Buffer) => Fault | null = () => null,
): Promise<ChainEnd> {
  const key = await keys.find(tx, CHAIN_KEY, organisationId)
  if (!key) return { seq: 0, rows: 0, fault: await chainWithoutKey(tx, organisationId) }
  let seq = 0
  let previous: Buffer = GENESIS
  for (;;) {
    const page = await tx.query<LinkRow>(
      `select c.seq, c.event_id as "eventId", c.previous, c.mac, ${EVENT_COLUMNS}
       from audit_chain c left join audit_events e on e.id = c.event_id
       where c.organisation_id = $1 and c.seq > $2 order by c.seq limit $3`,
      [organisationId, seq, PAGE],
    )
    for (const link of page) {
      const fault = faultOf(key, previous, link, organisationId, seq + 1) ?? onMac(link.seq, link.mac)
      if (fault) return { seq, rows: seq, fault }
      seq = link.seq
      previous = link.mac
    }
    if (page.length < PAGE) break
  }
  return { seq, rows: seq, fault: await foreignEvent(tx, organisationId) }
}

/** A chain is never without its key: someone took the key, or made rows up. */
async function chainWithoutKey(tx: Tx, organisationId: string): Promise<Fault | null> {
  const [row] = await tx.query<{ eventId: string }>(
    `select id as "eventId" from audit_events where organisation_id = $1
     union all select event_id from audit_chain where organisation_id = $1 limit 1`,
    [organisationId],
  )
  return row ? { kind: 'replaced', organisationId, seq: 1, eventId: row.eventId } : null
}

function faultOf(
  key: Buffer,
  expectedPrevious: Buffer,
  { eventId, previous, mac, ...row }: LinkRow,
  organisationId: string,
  expectedSeq: number,
): Fault | null {
  const fault = (kind: FaultKind, seq = row.seq): Fault => ({ kind, organisationId, seq, eventId })
  if (row.seq !== expectedSeq || !previous.equals(expectedPrevious)) return fault('missing_link', expectedSeq)
  if (row.id === null) return fault('missing_event')
  const expected = macOf(key, previous, { ...row, id: row.id })
  return timingSafeEqual(expected, mac) ? null : fault('changed')
}

async function foreignEvent(tx: Tx, organisationId: string): Promise<Fault | null> {
  const [row] = await tx.query<{ id: string; after: number }>(
    `select e.id, coalesce((
       select max(c.seq) from audit_chain c join audit_events before on before.id = c.event_id
       where c.organisation_id = $1 and before.created_at <= e.created_at
     ), 0) as after
     from audit_events e
     where e.organisation_id = $1 and not exists (select from audit_chain c where c.event_id = e.id)
       and exists (select from audit_chain c where c.organisation_id = $1)
     order by e.created_at, e.id limit 1`,
    [organisationId],
  )
  return row ? { kind: 'foreign_event', organisationId, seq: row.after, eventId: row.id } : null
}
