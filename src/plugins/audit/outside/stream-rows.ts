import type { TrailEntry } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'

interface Row {
  seq: number
  at: Date
  action: string
  outcome: string
}

/** The rows of an organisation's chain after a place, the oldest first, as they were written. */
export async function entriesAfter(
  tx: Tx,
  organisationId: string,
  seq: number,
  most: number,
): Promise<TrailEntry[]> {
  const rows = await tx.query<Row>(
    `select c.organisation_id as organisation, c.seq, e.created_at as at, e.actor_type as "actorType",
       e.actor_id as "actorId", e.actor_label as "actorLabel", e.action, e.target_type as "targetType",
       e.target_id as "targetId", e.target_label as "targetLabel", e.outcome, e.reason, e.fields, e.ip,
       e.user_agent as "userAgent", e.request_id as "requestId", encode(c.mac, 'hex') as mac
     from audit_chain c join audit_events e on e.id = c.event_id
     where c.organisation_id = $1 and c.seq > $2 order by c.seq limit $3`,
    [organisationId, seq, most],
  )
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    json: JSON.stringify(row),
  }))
}
