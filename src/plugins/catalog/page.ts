import type { Pool } from 'pg'
import type { RemoteListing } from '../../adapters/contract.ts'
import { transaction } from '../../database/tx.ts'
import { linkListings } from '../orders/link.ts'
import type { ShopRow } from '../marketplaces/rows.ts'
import { alignShop } from './align.ts'
import { createMissingSkus } from './create-skus.ts'
import { upsertListings } from './listings.ts'
import { openStock } from './opening-stock.ts'
import type { PageResult } from './runs.ts'

/**
 * Stores one page of a shop's catalogue. Listings come first in a transaction of their own; then, in a second one
 * that only one import per organisation is in at a time, SKUs are created, listings linked, never counted stock
 * opened and the shop aligned. A crash in between is made good by the next import.
 */
export async function storePage(
  pool: Pool,
  input: { shop: ShopRow; runId: string; askedAt: Date; listings: readonly RemoteListing[] },
): Promise<PageResult> {
  const { shop, runId, askedAt } = input
  const { organisationId } = shop
  if (input.listings.length === 0) return { listings: 0, createdProducts: 0, createdSkus: 0 }
  const listings = await transaction(pool, (tx) =>
    upsertListings(tx, { shop, runId, listings: input.listings }),
  )
  const listingIds = listings.map(({ id }) => id)
  const created = await transaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('kanal.catalog:' || $1, 0))`, [
      organisationId,
    ])
    const made = await createMissingSkus(tx, { organisationId, listings })
    await linkListings(tx, { organisationId, listingIds })
    await openStock(tx, { organisationId, shopId: shop.id, listingIds, askedAt })
    await alignShop(tx, { organisationId, listingIds, askedAt })
    return made
  })
  return { listings: listings.length, ...created }
}
