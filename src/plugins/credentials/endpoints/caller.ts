import { randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { idOf, MANAGERS, membershipsOf, OWNERS, type Role } from '../../../collections/access/roles.ts'
import type { IntegrationStatus } from '../../../collections/integrations/integrations.ts'
import { autocommit, type Tx } from '../../../database/tx.ts'
import { readEnv } from '../../../env.ts'
import { recordAudit, type AuditEvent } from '../../audit/record.ts'
import { kanalOf, type Kanal } from '../../context.ts'
import { clientAddress } from '../../security/client-address.ts'
import { notAllowed, notFound, otherSite, signedOut } from './problem.ts'

/** A signed-in person behind a request, and where the request came from. */
export interface Caller {
  kanal: Kanal
  userId: string
  userName: string
  roles: ReadonlyMap<string, Role>
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
  const origin = req.headers.get('origin')
  const site = req.headers.get('sec-fetch-site')
  if ((origin !== null && !req.payload.config.csrf.includes(origin)) || site === 'cross-site')
    throw otherSite()
  const { user } = req
  if (!user || user.collection !== 'users') throw signedOut()
  return {
    kanal: kanalOf(req.payload),
    userId: String(user.id),
    userName: (user as { name?: string }).name || user.email || String(user.id),
    roles: new Map(membershipsOf(user).map(({ organisation, role }) => [organisation, role])),
    ip: clientAddress(req.headers, readEnv().trustedProxies) ?? undefined,
    userAgent: req.headers.get('user-agent') ?? undefined,
    requestId,
    signal: req.signal ?? new AbortController().signal,
  }
}

/** Writes an audit row in the name of the caller. */
export const tell = (tx: Tx, caller: Caller, told: Told): Promise<void> =>
  recordAudit(tx, {
    ...told,
    actor: { type: 'user', id: caller.userId, name: caller.userName },
    ip: caller.ip,
    userAgent: caller.userAgent,
    requestId: caller.requestId,
  })

const isRole = (caller: Caller, organisation: string, roles: readonly Role[]): boolean =>
  roles.includes(caller.roles.get(organisation) ?? ('none' as Role))

export const isOwner = (caller: Caller, organisation: string): boolean => isRole(caller, organisation, OWNERS)

/**
 * Lets owners and admins of the organisation pass. A refusal is written down: in the organisation's own trail when
 * the caller belongs to it, else in the caller's, because a stranger's attempt must not show who the stranger is.
 * @throws Refusal 403
 */
export async function requireManager(
  caller: Caller,
  organisation: string,
  target: AuditEvent['target'],
): Promise<void> {
  if (isRole(caller, organisation, MANAGERS)) return
  await tellDenied(caller, organisation, target)
  throw notAllowed()
}

/** Records a denied attempt; see `requireManager` for where. */
export async function tellDenied(
  caller: Caller,
  organisation: string | null,
  target: AuditEvent['target'],
): Promise<void> {
  const [home] = caller.roles.keys()
  const trail = organisation !== null && caller.roles.has(organisation) ? organisation : home
  if (trail === undefined) {
    caller.kanal.log.warn({ userId: caller.userId, target, requestId: caller.requestId }, 'denied')
    return
  }
  const tx = autocommit(caller.kanal.pool)
  await tell(tx, caller, { organisationId: trail, action: 'credential.denied', target, outcome: 'denied' })
}

export interface IntegrationRow {
  id: string
  organisationId: string
  marketplace: string
  environment: string
  status: IntegrationStatus
  version: number
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The integration named in the path, if the caller manages its organisation.
 * @throws Refusal 404 for ids that are unknown or of an organisation the caller has no part in, 403 for members
 * without the role. Both are written down.
 */
export async function integrationFor(caller: Caller, req: PayloadRequest): Promise<IntegrationRow> {
  const id = String(idOf(req.routeParams?.id) ?? '')
  const [row] = UUID.test(id)
    ? await autocommit(caller.kanal.pool).query<IntegrationRow>(
        `select id, organisation_id as "organisationId", marketplace, environment, status, version
         from integrations where id = $1`,
        [id],
      )
    : []
  const target = { type: 'integration', id: id.slice(0, 64) }
  if (!row || !caller.roles.has(row.organisationId)) {
    await tellDenied(caller, null, target)
    throw notFound()
  }
  await requireManager(caller, row.organisationId, { ...target, label: row.marketplace })
  return row
}
