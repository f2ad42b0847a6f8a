import type { AuditAction, AuditActorType, AuditOutcome } from './actions.ts'
import type { ChainedEvent } from './canonical.ts'

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

/** Text PostgreSQL and canonical JSON both keep as it is: no NUL, no half of a surrogate pair. */
const stored = (text: string | undefined): string | null =>
  text === undefined ? null : Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8')

/** The row an event becomes at its place in the chain. */
export const rowOf = (event: AuditEvent, place: Pick<ChainedEvent, 'id' | 'seq' | 'at'>): ChainedEvent => ({
  ...place,
  organisationId: event.organisationId,
  actorType: event.actor.type,
  actorId: stored(event.actor.id),
  actorLabel: stored(event.actor.name),
  action: event.action,
  targetType: event.target.type,
  targetId: stored(event.target.id),
  targetLabel: stored(event.target.label),
  outcome: event.outcome,
  reason: stored(event.reason),
  fields: event.fields ?? [],
  ip: stored(event.ip),
  userAgent: stored(event.userAgent?.slice(0, USER_AGENT_LENGTH)),
  requestId: stored(event.requestId),
})
