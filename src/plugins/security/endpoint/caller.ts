import { randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { membershipsOf, OWNERS, type Role } from '../../../collections/access/roles.ts'
import { autocommit, type Tx } from '../../../database/tx.ts'
import type { AuditAction } from '../../audit/actions.ts'
import type { AuditEvent } from '../../audit/event.ts'
import { kanalOf, type Kanal } from '../../context.ts'
import type { Person } from '../person.ts'
import { placeOf } from '../place.ts'
import { halfSignedIn } from '../sessions/guard.ts'
import { standingOf, type Blocked } from '../sessions/standing.ts'
import { blockedHere, forbidden, otherSite, signedOut, type Refusal } from './refusal.ts'

/** A signed-in person behind a request, and where the request came from. */
export interface Caller extends Person {
  kanal: Kanal
  roles: ReadonlyMap<string, Role>
  /** Organisations of the person that cannot be acted in from here. */
  blocked: readonly Blocked[]
  ip: string | undefined
  userAgent: string | undefined
  requestId: string
  signal: AbortSignal
}

export type Told = Pick<AuditEvent, 'organisationId' | 'action' | 'target' | 'outcome' | 'reason' | 'fields'>

/**
 * Who is calling.
 * @throws Refusal 403 for a request another site's page made, 401 for anyone not signed in as a person.
 */
export function callerOf(req: PayloadRequest, requestId: string = randomUUID()): Caller {
  refuseOtherSites(req)
  const { user } = req
  if (!user || user.collection !== 'users') throw signedOut()
  const { name, _sid: sessionId = '' } = user as { name?: string; _sid?: string }
  const place = placeOf(req.headers)
  return {
    kanal: kanalOf(req.payload),
    userId: String(user.id),
    userName: name || user.email || String(user.id),
    email: user.email ?? '',
    sessionId,
    place,
    roles: new Map(membershipsOf(user).map(({ organisation, role }) => [organisation, role])),
    blocked: standingOf(user).blocked,
    ip: place.address ?? undefined,
    userAgent: req.headers.get('user-agent') ?? undefined,
    requestId,
    signal: req.signal ?? new AbortController().signal,
  }
}

/**
 * Who is half signed in: the password was right, the second factor is still to come.
 * @throws Refusal 403 for a request another site's page made, 401 for anyone else.
 */
export async function halfCallerOf(req: PayloadRequest, requestId: string = randomUUID()): Promise<Person> {
  refuseOtherSites(req)
  const half = await halfSignedIn(req.payload, req.headers)
  if (!half) throw signedOut()
  const { userId, name: userName, email, sessionId } = half
  return {
    kanal: kanalOf(req.payload),
    userId,
    userName,
    email,
    sessionId,
    place: placeOf(req.headers),
    requestId,
  }
}

/** @throws Refusal 403 for a request another site's page made. */
function refuseOtherSites(req: PayloadRequest): void {
  const origin = req.headers.get('origin')
  const site = req.headers.get('sec-fetch-site')
  if ((origin !== null && !req.payload.config.csrf.includes(origin)) || site === 'cross-site')
    throw otherSite()
}

/** Writes an audit row in the name of the caller. */
export const tell = (tx: Tx, caller: Caller, told: Told): Promise<void> =>
  caller.kanal.audit.record(tx, {
    ...told,
    actor: { type: 'user', id: caller.userId, name: caller.userName },
    ip: caller.ip,
    userAgent: caller.userAgent,
    requestId: caller.requestId,
  })

export const hasRoleIn = (caller: Caller, organisation: string, roles: readonly Role[]): boolean =>
  roles.includes(caller.roles.get(organisation) ?? ('none' as Role))

export const isOwner = (caller: Caller, organisation: string): boolean =>
  hasRoleIn(caller, organisation, OWNERS)

/**
 * Lets people with one of the roles in the organisation pass. A refusal is written down: in the organisation's own
 * trail when the caller belongs to it, else in the caller's, because a stranger's attempt must not show who the
 * stranger is.
 * @throws Refusal 403
 */
export async function requireRole(
  caller: Caller,
  input: {
    organisation: string
    roles: readonly Role[]
    target: AuditEvent['target']
    action?: AuditAction
    refusal?: () => Refusal
  },
): Promise<void> {
  const { organisation, roles, target, action, refusal = forbidden } = input
  if (hasRoleIn(caller, organisation, roles)) return
  const blocked = caller.blocked.find((each) => each.organisation === organisation)
  if (blocked) throw blockedHere(blocked.why, caller.ip ?? null)
  await tellDenied(caller, organisation, target, action)
  throw refusal()
}

/** Records a denied attempt; see `requireRole` for where. */
export async function tellDenied(
  caller: Caller,
  organisation: string | null,
  target: AuditEvent['target'],
  action: AuditAction = 'access.denied',
): Promise<void> {
  const [home] = caller.roles.keys()
  const trail = organisation !== null && caller.roles.has(organisation) ? organisation : home
  if (trail === undefined) {
    caller.kanal.log.warn({ userId: caller.userId, target, requestId: caller.requestId }, 'denied')
    return
  }
  const tx = autocommit(caller.kanal.pool)
  await tell(tx, caller, { organisationId: trail, action, target, outcome: 'denied' })
}
