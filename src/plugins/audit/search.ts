import { z } from 'zod'
import type { Tx } from '../../database/tx.ts'
import { AUDIT_OUTCOMES } from './actions.ts'

const PAGE = 50

/** What part of the trail somebody wants to see. Days are whole days in the organisation's time zone. */
export const auditFilter = z.object({
  organisation: z.uuid().transform((id) => id.toLowerCase()),
  /** The first word of an action: `credential`, `shop`, `user` … */
  area: z
    .string()
    .regex(/^[a-z]{2,20}$/)
    .optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  actor: z.uuid().optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** Part of a target's name, an actor's name or an address. */
  words: z.string().trim().min(1).max(80).optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

/** One row of the trail as a person reads it. */
export interface AuditRow {
  id: string
  seq: number | null
  at: Date
  actorType: string
  actorId: string | null
  actorLabel: string | null
  action: string
  targetType: string
  targetId: string | null
  targetLabel: string | null
  outcome: string
  reason: string | null
  fields: string[]
  ip: string | null
  userAgent: string | null
  requestId: string | null
  mac: string | null
}

/**
 * The newest rows that fit, in chain order. Give the last row's place as `before` for the next page.
 * @param most at most this many rows.
 */
export async function searchTrail(
  tx: Tx,
  filter: AuditFilter,
  { before = null, most = PAGE }: { before?: number | null; most?: number } = {},
): Promise<{ rows: AuditRow[]; next: number | null }> {
  const rows = await tx.query<AuditRow>(
    `select e.id, c.seq, e.created_at as at, e.actor_type as "actorType", e.actor_id as "actorId",
       coalesce(u.name, e.actor_label) as "actorLabel", e.action, e.target_type as "targetType",
       e.target_id as "targetId", e.target_label as "targetLabel", e.outcome, e.reason, e.fields, e.ip,
       e.user_agent as "userAgent", e.request_id as "requestId", encode(c.mac, 'hex') as mac
     from audit_chain c
     join audit_events e on e.id = c.event_id
     join organisations o on o.id = c.organisation_id
     left join users u on u.id::text = e.actor_id
     where c.organisation_id = $1 and ($2::bigint is null or c.seq < $2)
       and ($3::text is null or e.action like $3 || '.%')
       and ($4::text is null or e.outcome = $4)
       and ($5::text is null or e.actor_id = $5)
       and ($6::date is null or e.created_at >= $6::date::timestamp at time zone o.time_zone::text)
       and ($7::date is null or e.created_at < ($7::date + 1)::timestamp at time zone o.time_zone::text)
       and ($8::text is null or position(lower($8) in
         lower(concat_ws(' ', e.target_label, e.target_id, u.name, e.actor_label, e.ip, e.reason))) > 0)
     order by c.seq desc limit $9`,
    [
      filter.organisation,
      before,
      filter.area ?? null,
      filter.outcome ?? null,
      filter.actor ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.words ?? null,
      most + 1,
    ],
  )
  const page = rows.slice(0, most)
  return { rows: page, next: rows.length > most ? (page.at(-1)?.seq ?? null) : null }
}

/** The people who appear in an organisation's trail. */
export const actorsOf = (tx: Tx, organisationId: string): Promise<{ id: string; name: string }[]> =>
  tx.query(
    `select distinct on (e.actor_id) e.actor_id as id, coalesce(u.name, e.actor_label, e.actor_id) as name
     from audit_events e left join users u on u.id::text = e.actor_id
     where e.organisation_id = $1 and e.actor_type = 'user' and e.actor_id is not null
     order by e.actor_id, e.created_at desc`,
    [organisationId],
  )
