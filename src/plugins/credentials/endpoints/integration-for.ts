import type { PayloadRequest } from 'payload'
import { idOf } from '../../../collections/access/roles.ts'
import type { IntegrationStatus } from '../../../collections/integrations/integrations.ts'
import { autocommit } from '../../../database/tx.ts'
import { tellDenied, type Caller } from '../../security/endpoint/caller.ts'
import { isUuid } from '../crypto/bytes.ts'
import type { VaultPermission } from '../permissions/permissions.ts'
import { requireVault } from '../permissions/require.ts'
import { notFound } from './problem.ts'

export interface IntegrationRow {
  id: string
  organisationId: string
  marketplace: string
  environment: string
  status: IntegrationStatus
  version: number
}

/**
 * The integration named in the path, if the caller may do this with its credentials.
 * @throws Refusal 404 for ids that are unknown or of an organisation the caller has no part in, 403 for members
 * without the permission. Both are written down.
 */
export async function integrationFor(
  caller: Caller,
  req: PayloadRequest,
  permission: VaultPermission,
): Promise<IntegrationRow> {
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
  await requireVault(caller, permission, {
    organisation: row.organisationId,
    target: { ...target, label: row.marketplace },
  })
  return row
}
