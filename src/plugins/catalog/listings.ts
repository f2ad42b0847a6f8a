import type { RemoteListing } from '../../adapters/contract.ts'
import { normaliseSkuCode } from '../../collections/catalog/skus.ts'
import type { Tx } from '../../database/tx.ts'
import type { ShopRow } from '../marketplaces/rows.ts'

export interface StoredListing {
  id: string
  externalItemId: string
  /** Normalised; '' when the shop has none. */
  code: string
  skuId: string | null
  remote: RemoteListing
}

const NUL = /\u0000/g
const clean = (value: string): string => value.replace(NUL, '')
const keyOf = (listing: { externalItemId: string; externalVariantId: string }): string =>
  `${listing.externalItemId}:${listing.externalVariantId}`

/**
 * Stores what a shop says of its listings in one statement. Links and what we told the shop are left alone.
 * @param runId the import that sees them; outside of one, an import under way counts them as seen.
 */
export async function upsertListings(
  tx: Tx,
  { shop, runId, listings }: { shop: ShopRow; runId: string | null; listings: readonly RemoteListing[] },
): Promise<StoredListing[]> {
  const unique = new Map(listings.map((listing) => [keyOf(listing), listing]))
  const rows = [...unique.values()].map((listing) => ({
    external_item_id: listing.externalItemId,
    external_variant_id: listing.externalVariantId,
    title: clean(listing.title) || listing.externalItemId,
    variant_name: clean(listing.variantName) || null,
    seller_sku: clean(listing.sellerSku),
    status: listing.status,
    raw_status: listing.rawStatus,
    price: listing.price.amount,
    currency: listing.price.currency,
    image_url: listing.imageUrls[0] ?? null,
    observed_quantity: listing.quantity,
    remote_updated_at: listing.updatedAt,
    surfaces: listing.surfaces ?? null,
  }))
  const stored = await tx.query<{
    id: string
    externalItemId: string
    externalVariantId: string
    skuId: string | null
  }>(
    `insert into listings as l (organisation_id, shop_id, external_item_id, external_variant_id, title, variant_name,
       seller_sku, status, raw_status, price, currency, image_url, observed_quantity, remote_updated_at, seen_in_run,
       surfaces)
     select $1, $2, r.external_item_id, r.external_variant_id, r.title, r.variant_name, r.seller_sku,
       r.status::enum_listings_status, r.raw_status, r.price, r.currency, r.image_url, r.observed_quantity,
       r.remote_updated_at,
       coalesce($3, (select id from import_runs where shop_id = $2 and finished_at is null)), nullif(r.surfaces, 'null')
     from json_to_recordset($4::json) as r(external_item_id text, external_variant_id text, title text,
       variant_name text, seller_sku text, status text, raw_status text, price bigint, currency text, image_url text,
       observed_quantity integer, remote_updated_at timestamptz, surfaces jsonb)
     order by r.external_item_id, r.external_variant_id
     on conflict (shop_id, external_item_id, external_variant_id) do update
     set title = excluded.title, variant_name = excluded.variant_name, seller_sku = excluded.seller_sku,
       status = excluded.status, raw_status = excluded.raw_status, price = excluded.price, currency = excluded.currency,
       image_url = excluded.image_url, observed_quantity = excluded.observed_quantity,
       remote_updated_at = excluded.remote_updated_at, seen_in_run = coalesce(excluded.seen_in_run, l.seen_in_run),
       surfaces = excluded.surfaces, updated_at = now()
     returning l.id, l.external_item_id as "externalItemId", l.external_variant_id as "externalVariantId",
       l.sku_id as "skuId"`,
    [shop.organisationId, shop.id, runId, JSON.stringify(rows)],
  )
  return stored.flatMap((row) => {
    const remote = unique.get(keyOf(row))
    return remote ? [{ ...row, code: normaliseSkuCode(clean(remote.sellerSku)), remote }] : []
  })
}
