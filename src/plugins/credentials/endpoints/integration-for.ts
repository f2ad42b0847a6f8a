import type { PayloadRequest } from 'payload'
import { idOf, MANAGERS } from '../../../collections/access/roles.ts'
import type { IntegrationStatus } from '../../../collections/integrations/integrations.ts'
import { autocommit } from '../../../database/tx.ts'
import type { AuditEvent } from '../../audit/event.ts'
import { requireRole, tellDenied, type Caller } from '../../security/endpoint/caller.ts'
import { isUuid } from '../crypto/bytes.ts'
import { notAllowed, notFound } from './problem.ts'

/** Lets owners and admins of the organisation pass; a refusal is written down. @throws Refusal 403 */
export const requireManager = (
  caller: Caller,
  organisation: string,
  target: AuditEvent['target'],
): Promise<void> =>
  requireRole(caller, {
    organisation,
    roles: MANAGERS,
    target,
    action: 'credential.denied',
    refusal: notAllowed,
  })

export interface IntegrationRow {
  id: string
  organisationId: string
  marketplace: string
  environment: string
  status: IntegrationStatus
  version: number
}

/**
 * The integration named in the path, if the caller manages its organisation.
 * @throws Refusal 404 for ids that are unknown or of an organisation the caller has no part in, 403 for members
 * without the role. Both are written down.
 */
export async function integrationFor(caller: Caller, req: PayloadRequest): Promise<IntegrationRow> {
  const id = String(idOf(req.routeParams?.id) ?? '')
  const [row] = isUuid(id)
    ? await autocommit(caller.kanal.pool).query<IntegrationRow>(
        `select id, organisation_id as "organisationId", marketplace, environment, status, version
         from integrations where id = $1`,
        [id],
      )
    : []
  const target = { type: 'integration', id: id.slice(0, 64) }
  if (!row || !caller.roles.has(row.organisationId)) {
    await tellDenied(caller, null, target, 'credential.denied')
    throw notFound()
  }
  await requireManager(caller, row.organisationId, { ...target, label: row.marketplace })
  return row
}
