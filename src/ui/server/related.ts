import type { Payload } from 'payload'
import { cache } from 'react'
import { reader } from './database.ts'

type Load<Row> = (organisations: string[], ids: string[]) => Promise<(Row & { key: string })[]>

/**
 * Gathers the ids that the cells of one page ask for and loads them in one statement. Each id comes with the
 * organisation of the row that named it, so a statement never reaches past the organisations already on the page.
 */
function together<Row>(
  load: Load<Row>,
): (organisation: string, id: string | null | undefined) => Promise<Row | null> {
  const known = new Map<string, Promise<Row | null>>()
  let waiting: {
    organisation: string
    id: string
    resolve: (row: Row | null) => void
    reject: (error: unknown) => void
  }[] = []
  const flush = async () => {
    const batch = waiting
    waiting = []
    try {
      const rows = await load(
        [...new Set(batch.map((one) => one.organisation))],
        [...new Set(batch.map((one) => one.id))],
      )
      const byKey = new Map(rows.map((row) => [row.key, row]))
      for (const one of batch) one.resolve(byKey.get(one.id) ?? null)
    } catch (error) {
      for (const one of batch) one.reject(error)
    }
  }
  return (organisation, id) => {
    if (!id) return Promise.resolve(null)
    const key = `${organisation}:${id}`
    const found = known.get(key)
    if (found) return found
    const promise = new Promise<Row | null>((resolve, reject) => {
      if (waiting.push({ organisation, id, resolve, reject }) === 1) setTimeout(() => void flush(), 0)
    })
    known.set(key, promise)
    return promise
  }
}

export interface RelatedShop {
  name: string
  marketplace: string
  status: 'connected' | 'reconnect' | 'disconnected'
}
export interface RelatedSku {
  code: string
  name: string | null
  product_id: string
  product_title: string
  image_url: string | null
}
export interface Publication {
  /** Live listings linked to the SKU, and how many of them are being told a new number. */
  listings: number
  pending: number
  problems: number
  available: number
}

/** Loaders for what list cells show beside their own row. One set per request. */
export const relatedOf = cache((payload: Payload) => {
  const { query } = reader(payload)
  return {
    timeZone: together<{ time_zone: string }>((organisations, ids) =>
      query(
        `select id as key, time_zone::text from organisations where id = any($1::uuid[]) and id = any($2::uuid[])`,
        [organisations, ids],
      ),
    ),
    shop: together<RelatedShop>((organisations, ids) =>
      query(
        `select id as key, name, marketplace, status::text from shops
         where organisation_id = any($1::uuid[]) and id = any($2::uuid[])`,
        [organisations, ids],
      ),
    ),
    sku: together<RelatedSku>((organisations, ids) =>
      query(
        `select k.id as key, k.code, k.name, k.product_id, p.title as product_title, p.image_url
         from skus k join products p on p.id = k.product_id
         where k.organisation_id = any($1::uuid[]) and k.id = any($2::uuid[])`,
        [organisations, ids],
      ),
    ),
    product: together<{ title: string; image_url: string | null; skus: number }>((organisations, ids) =>
      query(
        `select p.id as key, p.title, p.image_url, count(k.id)::int as skus
         from products p left join skus k on k.product_id = p.id
         where p.organisation_id = any($1::uuid[]) and p.id = any($2::uuid[]) group by p.id`,
        [organisations, ids],
      ),
    ),
    location: together<{ name: string; code: string }>((organisations, ids) =>
      query(
        `select id as key, name, code from locations
         where organisation_id = any($1::uuid[]) and id = any($2::uuid[])`,
        [organisations, ids],
      ),
    ),
    publication: together<Publication>((organisations, ids) =>
      query(
        `select k.id as key, l.listings, l.pending, l.problems, s.available
         from skus k
         cross join lateral (
           select coalesce(sum(v.available), 0)::int as available
           from stock_levels v join locations w on w.id = v.location_id and w.kind = 'warehouse'
           where v.organisation_id = k.organisation_id and v.sku_id = k.id
         ) s
         cross join lateral (
           select count(*)::int as listings, count(x.listing_id)::int as pending,
                  count(*) filter (where g.push_error is not null)::int as problems
           from listings g left join outbox_stock x on x.listing_id = g.id
           where g.organisation_id = k.organisation_id and g.sku_id = k.id and g.status = 'live'
         ) l
         where k.organisation_id = any($1::uuid[]) and k.id = any($2::uuid[])`,
        [organisations, ids],
      ),
    ),
  }
})
