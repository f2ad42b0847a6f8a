import type { Tx } from '../../../database/tx.ts'
import { recover } from '../../notifications/recover.ts'
import { logSync } from '../../sync/log.ts'
import { resumePushes } from '../../sync/resume-pushes.ts'
import type { CredentialOwner } from '../owner.ts'

/**
 * Has shops go on that stopped because the marketplace refused their tokens while versions after `version` were in
 * force: with another app's keys every token looks revoked. A consent that really was withdrawn is refused once more at
 * the next call, and stops the shop again. A shop whose owner withdrew it by a message stays stopped.
 * @returns names of the shops that go on
 */
export async function restoreShops(
  tx: Tx,
  { organisationId, ownerId }: CredentialOwner,
  version: number,
): Promise<readonly string[]> {
  const restored = await tx.query<{ id: string; name: string }>(
    `update shops s set status = 'connected', status_cause = null, updated_at = now()
     from (
       select min(created_at) as since from cred_versions
       where owner_type = 'integration' and owner_id = $2 and organisation_id = $1 and version > $3
     ) newer
     where s.organisation_id = $1 and s.integration_id = $2 and s.status = 'reconnect'
       and s.status_cause in ('token_expired', 'token_revoked')
       and exists (
         select from sync_log l where l.shop_id = s.id and l.summary = 'token.refused' and l.created_at >= newer.since
       )
       and not exists (
         select from sync_log l where l.shop_id = s.id and l.summary = 'token.revoked' and l.created_at >= newer.since
       )
     returning s.id, s.name`,
    [organisationId, ownerId, version],
  )
  for (const { id } of restored) {
    await recover(tx, { organisationId, kind: 'shop.reconnect', dedupeKey: id })
    await resumePushes(tx, { organisationId, shopId: id })
  }
  await logSync(
    tx,
    restored.map(({ id }) => ({
      organisationId,
      shopId: id,
      kind: 'token',
      result: 'ok',
      summary: 'token.restored',
    })),
  )
  return restored.map(({ name }) => name)
}
