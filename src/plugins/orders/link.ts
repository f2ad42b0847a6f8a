import { normaliseSkuCode } from '../../collections/catalog/skus.ts'
import type { Tx } from '../../database/tx.ts'

export interface ListingLink {
  listingId: string
  skuId: string
}

/** Listings newly linked, and waiting order lines that got their SKU by it. */
export interface Linked {
  listings: number
  lines: number
}

const tie = async (
  tx: Tx,
  organisationId: string,
  links: readonly ListingLink[],
  source: string,
): Promise<Linked> => {
  if (links.length === 0) return { listings: 0, lines: 0 }
  const [row] = await tx.query<Linked>('select listings, lines from kanal_link_listings($1, $2, $3, $4)', [
    organisationId,
    links.map(({ listingId }) => listingId),
    links.map(({ skuId }) => skuId),
    source,
  ])
  return row ?? { listings: 0, lines: 0 }
}

/**
 * Links unlinked listings (all of the organisation, or the given ones) to the SKU with the same normalised code.
 * Lines of open orders that waited for the link get their SKU, and stock is held for them in this transaction;
 * lines that missed the link of an already linked listing are caught up with.
 */
export async function linkListings(
  tx: Tx,
  input: { organisationId: string; listingIds?: readonly string[] },
): Promise<Linked> {
  const ids = input.listingIds ?? null
  const unlinked = await tx.query<{ id: string; sellerSku: string }>(
    `select id, seller_sku as "sellerSku" from listings
     where organisation_id = $1 and sku_id is null and seller_sku <> '' and status <> 'deleted'
       and ($2::uuid[] is null or id = any($2))`,
    [input.organisationId, ids],
  )
  const matched = await tx.query<ListingLink>(
    `select l.id as "listingId", k.id as "skuId" from unnest($2::uuid[], $3::text[]) l(id, code)
       join skus k on k.organisation_id = $1 and k.code_normalised = l.code`,
    [
      input.organisationId,
      unlinked.map(({ id }) => id),
      unlinked.map(({ sellerSku }) => normaliseSkuCode(sellerSku)),
    ],
  )
  const waiting = await tx.query<ListingLink>(
    `select distinct g.id as "listingId", g.sku_id as "skuId"
     from orders o
       join order_lines l on l.order_id = o.id and l.sku_id is null and l.handed_over_quantity = 0
       join listings g on g.shop_id = o.shop_id and g.external_item_id = l.external_item_id
         and g.external_variant_id = l.external_variant_id and g.sku_id is not null
     where o.organisation_id = $1 and o.unlinked_quantity > 0 and ($2::uuid[] is null or g.id = any($2))`,
    [input.organisationId, ids],
  )
  return tie(tx, input.organisationId, [...matched, ...waiting], 'auto')
}

/** Links listings to the SKUs a person chose, whatever they were linked to; waiting order lines follow. */
export const linkListingsTo = (
  tx: Tx,
  input: { organisationId: string; links: readonly ListingLink[] },
): Promise<Linked> => tie(tx, input.organisationId, input.links, 'manual')
