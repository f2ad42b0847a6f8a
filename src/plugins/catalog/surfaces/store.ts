import type { RemoteListing } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'
import type { ShopRow } from '../../marketplaces/rows.ts'
import { alignShop } from '../align.ts'
import { shownOn, type StoredSurface } from './shown.ts'

/**
 * Stores whether and where a shop shows these listings, as the marketplace has just said, and sees to it that those
 * which are live show the right stock. An answer older than what is stored changes nothing; unknown listings are
 * left to the import.
 */
export async function storeShown(
  tx: Tx,
  input: { shop: Pick<ShopRow, 'id' | 'organisationId'>; askedAt: Date; listings: readonly RemoteListing[] },
): Promise<void> {
  const { shop, askedAt, listings } = input
  const rows = listings.map((listing) => ({
    item: listing.externalItemId,
    variant: listing.externalVariantId,
    status: listing.status,
    raw_status: listing.rawStatus,
    observed: listing.quantity,
    at: listing.updatedAt,
    surfaces: listing.surfaces ?? null,
  }))
  const stored = await tx.query<{ id: string }>(
    `with told as (
       select l.id, r.* from json_to_recordset($2::json) as r(item text, variant text, status text, raw_status text,
         observed integer, at timestamptz, surfaces jsonb)
       join listings l on l.shop_id = $1 and l.external_item_id = r.item and l.external_variant_id = r.variant
       where r.at is null or l.remote_updated_at is null or r.at >= l.remote_updated_at
       order by l.id for update of l
     )
     update listings l
     set status = t.status::enum_listings_status, raw_status = t.raw_status, observed_quantity = t.observed,
       remote_updated_at = t.at, surfaces = nullif(t.surfaces, 'null'), updated_at = now()
     from told t where l.id = t.id
     returning l.id`,
    [shop.id, JSON.stringify(rows)],
  )
  const { organisationId } = shop
  await alignShop(tx, { organisationId, listingIds: stored.map(({ id }) => id), askedAt })
}

/** Where a listing is shown as far as is known; null when the marketplace never said. */
export async function surfacesOf(tx: Tx, listingId: string): Promise<readonly StoredSurface[] | null> {
  const [row] = await tx.query<{ surfaces: unknown }>('select surfaces from listings where id = $1', [
    listingId,
  ])
  return shownOn(row?.surfaces)
}
