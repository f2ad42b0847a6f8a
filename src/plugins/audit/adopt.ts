import type { Tx } from '../../database/tx.ts'
import { GENESIS, macOf, type ChainedEvent } from './canonical.ts'

/** Columns of an audit row under the names of `ChainedEvent`; `e` is audit_events. */
export const EVENT_COLUMNS = `e.id, e.organisation_id as "organisationId", e.created_at as at,
  e.actor_type as "actorType", e.actor_id as "actorId", e.actor_label as "actorLabel", e.action,
  e.target_type as "targetType", e.target_id as "targetId", e.target_label as "targetLabel", e.outcome, e.reason,
  e.fields, e.ip, e.user_agent as "userAgent", e.request_id as "requestId"`

/**
 * Puts rows from before the chain existed at its beginning, in their order. Only an empty chain adopts: a row added
 * behind the chain's back later is found by the verifier.
 * @returns whether there was anything to adopt.
 */
export async function adoptEarlier(tx: Tx, organisationId: string, key: Buffer): Promise<boolean> {
  const earlier = await tx.query<Omit<ChainedEvent, 'seq'>>(
    `select ${EVENT_COLUMNS} from audit_events e where e.organisation_id = $1 order by e.created_at, e.id`,
    [organisationId],
  )
  if (earlier.length === 0) return false
  let previous: Buffer = GENESIS
  const links = earlier.map((event, index) => {
    const seq = index + 1
    const link = { seq, id: event.id, previous, mac: macOf(key, previous, { ...event, seq }) }
    previous = link.mac
    return link
  })
  await tx.query(
    `insert into audit_chain (organisation_id, seq, event_id, previous, mac)
     select $1, * from unnest($2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[])
     on conflict do nothing`,
    [
      organisationId,
      links.map(({ seq }) => seq),
      links.map(({ id }) => id),
      links.map((link) => link.previous),
      links.map(({ mac }) => mac),
    ],
  )
  return true
}
