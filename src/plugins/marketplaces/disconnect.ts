import type { Tx } from '../../database/tx.ts'
import { purgeOwner } from '../credentials/store.ts'
import { dismissShop } from './notices.ts'

/**
 * Stops using a shop: its tokens are deleted in every version, and nothing more is sent to it. Orders, listings, history
 * and the queue of numbers to tell it stay, so that connecting it again goes on where it was. Write the audit row
 * beside it.
 * @returns false when it was disconnected already.
 */
export async function disconnectShop(
  tx: Tx,
  { organisationId, shopId, cause }: { organisationId: string; shopId: string; cause: string },
): Promise<boolean> {
  const rows = await tx.query(
    `update shops set status = 'disconnected', status_cause = $3, access_expires_at = null, updated_at = now()
     where organisation_id = $1 and id = $2 and status <> 'disconnected'
     returning id`,
    [organisationId, shopId, cause],
  )
  if (rows.length === 0) return false
  await dismissShop(tx, { organisationId, id: shopId })
  await purgeOwner(tx, { organisationId, ownerType: 'shop', ownerId: shopId })
  // Whoever is refreshing right now finds another generation and drops what it got.
  await tx.query(
    'update token_refreshes set generation = generation + 1, updated_at = now() where shop_id = $1',
    [shopId],
  )
  await tx.query(
    `update import_runs set status = 'failed', error = 'disconnected', finished_at = now()
     where shop_id = $1 and finished_at is null`,
    [shopId],
  )
  return true
}
