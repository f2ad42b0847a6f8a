import type { Pool } from 'pg'
import type { Sale } from '../../sandbox/double-date/sale.ts'
import { autocommit } from '../../src/database/tx.ts'
import { quantityToPublish } from '../../src/plugins/inventory/outbox.ts'
import type { ThreeShopSeller } from './three-shops.ts'

/** A listing that does not show what it should. */
export interface WrongListing {
  shop: string
  sku: string
  shown: number | null
  /** What is left of the opening stock after every sale the stand-ins took. */
  expected: number
  /** What Kanal would publish now. */
  published: number | null
}

/** What the stand-ins sold, against what Kanal knows and the stand-ins show. */
export interface SaleBooks {
  /** Orders of the stand-ins that Kanal does not have, or has with other lines. */
  missing: string[]
  /** Orders Kanal has that no stand-in sold, or has twice. */
  surplus: string[]
  wrong: WrongListing[]
  /** Listings compared. */
  listings: number
  /** Units sold beyond the opening stock. */
  oversold: number
  /** Units Kanal has noted as short. */
  short: number
}

const linesKey = (lines: readonly { sku: string; quantity: number }[]): string =>
  lines
    .map(({ sku, quantity }) => `${sku}×${quantity}`)
    .sort()
    .join(' ')

/** Units of each SKU on Kanal's shelves now. */
export async function openingStock(
  pool: Pool,
  { organisationId }: ThreeShopSeller,
): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ code: string; units: number }>(
    `select k.code, coalesce(sum(l.available), 0)::integer as units from skus k left join stock_levels l on l.sku_id = k.id
     where k.organisation_id = $1 group by k.code`,
    [organisationId],
  )
  return new Map(rows.map(({ code, units }) => [code, units]))
}

/** Compares the books of a sale that began with this opening stock. */
export async function compareBooks(
  pool: Pool,
  seller: ThreeShopSeller,
  sales: readonly Sale[],
  opening: ReadonlyMap<string, number>,
): Promise<SaleBooks> {
  const sold = new Map<string, number>()
  for (const { sku, quantity } of sales.flatMap(({ lines }) => lines))
    sold.set(sku, (sold.get(sku) ?? 0) + quantity)
  const over = [...sold].map(([sku, units]) => Math.max(0, units - (opening.get(sku) ?? 0)))
  const left = (sku: string): number => Math.max(0, (opening.get(sku) ?? 0) - (sold.get(sku) ?? 0))
  return {
    ...(await compareOrders(pool, seller, sales)),
    ...(await compareListings(pool, seller, left)),
    oversold: over.reduce((sum, units) => sum + units, 0),
    short: await shortUnits(pool, seller),
  }
}

async function compareOrders(
  pool: Pool,
  seller: ThreeShopSeller,
  sales: readonly Sale[],
): Promise<Pick<SaleBooks, 'missing' | 'surplus'>> {
  const { rows } = await pool.query<{ order: string; lines: { sku: string; quantity: number }[] | null }>(
    `select s.external_shop_id || '/' || o.external_order_id as order,
       (select json_agg(json_build_object('sku', k.code, 'quantity', l.quantity))
        from (select sku_id, sum(quantity) as quantity from order_lines where order_id = o.id group by sku_id) l
          left join skus k on k.id = l.sku_id) as lines
     from orders o join shops s on s.id = o.shop_id where o.organisation_id = $1`,
    [seller.organisationId],
  )
  const wanted = new Map(sales.map(({ shopId, order, lines }) => [`${shopId}/${order}`, linesKey(lines)]))
  const found = new Map<string, string>()
  const surplus: string[] = []
  for (const { order, lines } of rows) {
    if (found.has(order) || !wanted.has(order)) surplus.push(order)
    found.set(order, linesKey(lines ?? []))
  }
  const missing = [...wanted].filter(([order, lines]) => found.get(order) !== lines).map(([order]) => order)
  return { missing, surplus }
}

async function compareListings(
  pool: Pool,
  seller: ThreeShopSeller,
  left: (sku: string) => number,
): Promise<Pick<SaleBooks, 'wrong' | 'listings'>> {
  const { rows: listings } = await pool.query<{ id: string; shopId: string; sku: string }>(
    `select g.id, g.shop_id as "shopId", k.code as sku from listings g join skus k on k.id = g.sku_id
     where g.organisation_id = $1 and g.status = 'live'`,
    [seller.organisationId],
  )
  const publishable = await quantityToPublish(
    autocommit(pool),
    listings.map(({ id }) => id),
  )
  const published = new Map(publishable.map(({ listingId, quantity }) => [listingId, quantity]))
  const shelves = new Map(
    await Promise.all(
      seller.shops.map(
        async ({ id, standIn, externalShopId }) => [id, await standIn.stockOf(externalShopId)] as const,
      ),
    ),
  )
  const nameOf = new Map(
    seller.shops.map(({ id, standIn, externalShopId }) => [id, `${standIn.name} ${externalShopId}`]),
  )
  const wrong = listings
    .map(({ id, shopId, sku }): WrongListing => ({
      shop: nameOf.get(shopId) ?? shopId,
      sku,
      shown: shelves.get(shopId)?.get(sku) ?? null,
      expected: left(sku),
      published: published.get(id) ?? null,
    }))
    .filter(({ shown, expected, published: ours }) => shown !== expected || ours !== expected)
  return { wrong, listings: listings.length }
}

async function shortUnits(pool: Pool, { organisationId }: ThreeShopSeller): Promise<number> {
  const { rows } = await pool.query<{ short: number }>(
    'select coalesce(sum(short_quantity), 0)::integer as short from order_lines where organisation_id = $1',
    [organisationId],
  )
  return rows[0]?.short ?? 0
}
