import type { RemoteListing } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import type { ShopRow } from '../marketplaces/rows.ts'
import { upsertListings } from './listings.ts'

export interface ItemsChange {
  /** Listings stored for the first time; they are not linked until the seller or an import does it. */
  added: number
  /** Listings that are gone from the shop. */
  deleted: number
}

/**
 * Stores what a shop says of some of its items just now: title, price, status and what else a listing shows. Unknown
 * items come in unlinked, and what the shop no longer has of these items is marked as deleted. Our stock and what we
 * told the shop are left alone.
 */
export async function storeItems(
  tx: Tx,
  input: { shop: ShopRow; externalItemIds: readonly string[]; listings: readonly RemoteListing[] },
): Promise<ItemsChange> {
  const { shop, externalItemIds, listings } = input
  const [before] = await tx.query<{ known: number }>(
    'select count(*)::integer as known from listings where shop_id = $1 and external_item_id = any ($2)',
    [shop.id, externalItemIds],
  )
  const stored = await upsertListings(tx, { shop, runId: null, listings })
  const [after] = await tx.query<{ known: number; deleted: number }>(
    `with gone as (
       update listings set status = 'deleted', updated_at = now()
       where shop_id = $1 and external_item_id = any ($2) and id <> all ($3::uuid[]) and status <> 'deleted'
       returning id
     ), forgotten as (
       delete from outbox_stock using gone where listing_id = gone.id
     )
     select count(*)::integer as known, (select count(*)::integer from gone) as deleted
     from listings where shop_id = $1 and external_item_id = any ($2)`,
    [shop.id, externalItemIds, stored.map(({ id }) => id)],
  )
  return { added: (after?.known ?? 0) - (before?.known ?? 0), deleted: after?.deleted ?? 0 }
}
