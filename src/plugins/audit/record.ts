import type { Tx } from '../../database/tx.ts'
import type { AuditAction, AuditActorType, AuditOutcome } from './actions.ts'

export interface AuditEvent {
  organisationId: string
  actor: { type: AuditActorType; id?: string; name?: string }
  action: AuditAction
  target: { type: string; id: string; label?: string }
  outcome: AuditOutcome
  /** A short code of the cause, such as `http_401_bad_credential`; never a provider's text. */
  reason?: string
  /** Names of the fields concerned, never their values. */
  fields?: readonly string[]
  ip?: string
  userAgent?: string
  requestId?: string
}

const USER_AGENT_LENGTH = 400

/**
 * Writes one audit row, in the transaction of what it tells about: both happen, or neither. A refusal or a failure
 * rolls that transaction back, so record those in a transaction of their own. Rows can never be changed.
 */
export async function recordAudit(tx: Tx, event: AuditEvent): Promise<void> {
  await tx.query(
    `insert into audit_events (
       id, organisation_id, actor_type, actor_id, actor_label, action, target_type, target_id, target_label,
       outcome, reason, fields, ip, user_agent, request_id, created_at, updated_at
     )
     select kanal_uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, at, at
     from (select clock_timestamp() as at) clock`,
    [
      event.organisationId,
      event.actor.type,
      event.actor.id ?? null,
      event.actor.name ?? null,
      event.action,
      event.target.type,
      event.target.id,
      event.target.label ?? null,
      event.outcome,
      event.reason ?? null,
      JSON.stringify(event.fields ?? []),
      event.ip ?? null,
      event.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
      event.requestId ?? null,
    ],
  )
}
