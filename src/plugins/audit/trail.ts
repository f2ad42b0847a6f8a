import type { Tx } from '../../database/tx.ts'
import type { SystemKeys } from '../credentials/keys/system-keys.ts'
import { GENESIS, macOf, type ChainedEvent } from './canonical.ts'
import { adoptEarlier } from './adopt.ts'
import { rowOf, type AuditEvent } from './event.ts'

export const CHAIN_KEY = 'audit.chain'

interface Head {
  id: string
  at: Date
  seq: number | null
  mac: Buffer | null
}

/** The one way to write the audit trail. */
export interface AuditTrail {
  /**
   * Writes one audit row and its link of the organisation's chain, in the transaction of what it tells about: all
   * happen, or nothing does. A refusal or a failure rolls that transaction back, so record those in a transaction of
   * their own. Rows can never be changed.
   */
  record(tx: Tx, event: AuditEvent): Promise<void>
}

/** A trail whose chain keys are wrapped by the master key. Make one per process. */
export const createAuditTrail = (keys: SystemKeys): AuditTrail => ({
  async record(tx, event) {
    const { organisationId } = event
    const key = await keys.get(tx, CHAIN_KEY, organisationId)
    for (;;) {
      const head = await headOf(tx, organisationId)
      if (head.seq === null && (await adoptEarlier(tx, organisationId, key))) continue
      const previous = head.mac ?? GENESIS
      const row = rowOf(event, { id: head.id, seq: (head.seq ?? 0) + 1, at: head.at })
      if (await append(tx, row, previous, macOf(key, previous, row))) return
      // Someone else took this place in the chain; their transaction has ended, so the head is readable now.
    }
  },
})

async function headOf(tx: Tx, organisationId: string): Promise<Head> {
  const [head] = await tx.query<Head>(
    `select kanal_uuidv7() as id, date_trunc('milliseconds', clock_timestamp()) as at, c.seq, c.mac
     from (select) one
     left join lateral (
       select seq, mac from audit_chain where organisation_id = $1 order by seq desc limit 1
     ) c on true`,
    [organisationId],
  )
  if (!head) throw new Error('The end of the audit chain could not be read')
  return head
}

async function append(tx: Tx, row: ChainedEvent, previous: Buffer, mac: Buffer): Promise<boolean> {
  const written = await tx.query(
    `with link as (
       insert into audit_chain (organisation_id, seq, event_id, previous, mac) values ($1, $2, $3, $4, $5)
       on conflict (organisation_id, seq) do nothing
       returning event_id
     )
     insert into audit_events (
       id, organisation_id, actor_type, actor_id, actor_label, action, target_type, target_id, target_label,
       outcome, reason, fields, ip, user_agent, request_id, created_at, updated_at
     )
     select event_id, $1, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19 from link
     returning id`,
    [
      row.organisationId,
      row.seq,
      row.id,
      previous,
      mac,
      row.actorType,
      row.actorId,
      row.actorLabel,
      row.action,
      row.targetType,
      row.targetId,
      row.targetLabel,
      row.outcome,
      row.reason,
      JSON.stringify(row.fields),
      row.ip,
      row.userAgent,
      row.requestId,
      row.at,
    ],
  )
  return written.length > 0
}
