import type { Tx } from '../../../database/tx.ts'
import { resumePushes } from '../../sync/resume-pushes.ts'
import type { CredentialOwner } from '../owner.ts'

/** Why a shop stands still that its owner left out. */
export const OUTSIDE_SCOPE = 'outside_scope'

export interface ScopeChange {
  /** Names of shops that stand still from now on, and of those that go on. */
  stopped: readonly string[]
  resumed: readonly string[]
}

/**
 * Decides which shops may use the credentials of an integration; null for all, also those connected later. Shops that
 * are left out stand still at once, keep everything, and go on when they are let in again. Write the audit row beside it.
 * @returns null when a shop is not one of this integration, or nothing was ever stored for it.
 */
export async function setScope(
  tx: Tx,
  { organisationId, ownerId }: CredentialOwner,
  shops: readonly string[] | null,
): Promise<ScopeChange | null> {
  const known = await tx.query<{ id: string }>(
    `select id from shops where organisation_id = $1 and integration_id = $2 order by id for update`,
    [organisationId, ownerId],
  )
  if (shops?.some((shop) => !known.some(({ id }) => id === shop))) return null
  const heads = await tx.query(
    `update cred_heads set scope_shops = $3
     where owner_type = 'integration' and owner_id = $1 and organisation_id = $2 returning owner_id`,
    [ownerId, organisationId, shops],
  )
  if (heads.length === 0) return null
  const stopped = await stopOutside(tx, organisationId, ownerId)
  const resumed = await tx.query<{ id: string; name: string }>(
    `update shops s set status = 'connected', status_cause = null, updated_at = now()
     where organisation_id = $1 and integration_id = $2 and status = 'reconnect' and status_cause = $3
       and ($4::uuid[] is null or id = any ($4))
     returning id, name`,
    [organisationId, ownerId, OUTSIDE_SCOPE, shops],
  )
  for (const { id } of resumed) await resumePushes(tx, { organisationId, shopId: id })
  return { stopped, resumed: resumed.map(({ name }) => name) }
}

/** Has shops that the scope leaves out stand still. @returns their names */
export async function stopOutside(
  tx: Tx,
  organisationId: string,
  integrationId: string,
): Promise<readonly string[]> {
  const stopped = await tx.query<{ name: string }>(
    `update shops s set status = 'reconnect', status_cause = $3, updated_at = now()
     from cred_heads h
     where h.owner_type = 'integration' and h.owner_id = s.integration_id and h.organisation_id = s.organisation_id
       and s.organisation_id = $1 and s.integration_id = $2 and s.status = 'connected'
       and h.scope_shops is not null and s.id <> all (h.scope_shops)
     returning s.name`,
    [organisationId, integrationId, OUTSIDE_SCOPE],
  )
  return stopped.map(({ name }) => name)
}
