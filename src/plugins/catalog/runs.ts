import type { Tx } from '../../database/tx.ts'

export interface ImportRun {
  id: string
  status: 'queued' | 'running' | 'done' | 'failed'
  /** Listings looked at so far. */
  done: number
  /** Listings in the shop, when the marketplace says. */
  total: number | null
  createdProducts: number
  createdSkus: number
  /** Listings of the shop with and without a SKU. */
  linked: number
  unlinked: number
  /** Listings that are gone from the shop. */
  deleted: number
  /** A cause of the closed taxonomy, or a short code. */
  error: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

const COLUMNS = `id, status, done, total, created_products as "createdProducts", created_skus as "createdSkus", linked,
  unlinked, deleted, error, created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`

/** The latest import of a shop, or null when there never was one. */
export async function latestRun(tx: Tx, shopId: string): Promise<ImportRun | null> {
  const [run] = await tx.query<ImportRun>(
    `select ${COLUMNS} from import_runs where shop_id = $1 order by created_at desc limit 1`,
    [shopId],
  )
  return run ?? null
}

/** Begins (or begins again, after a crash) the open import of a shop; null when there is none. */
export async function beginRun(tx: Tx, shopId: string): Promise<ImportRun | null> {
  const [run] = await tx.query<ImportRun>(
    `update import_runs set status = 'running', done = 0, started_at = coalesce(started_at, now()), error = null
     where shop_id = $1 and finished_at is null
     returning ${COLUMNS}`,
    [shopId],
  )
  return run ?? null
}

export interface PageResult {
  listings: number
  createdProducts: number
  createdSkus: number
}

/** Adds a stored page to the progress. */
export async function countPage(
  tx: Tx,
  runId: string,
  page: PageResult,
  total: number | null,
): Promise<void> {
  await tx.query(
    `update import_runs
     set done = done + $2, total = greatest(coalesce($3, total), done + $2), created_products = created_products + $4,
       created_skus = created_skus + $5
     where id = $1`,
    [runId, page.listings, total, page.createdProducts, page.createdSkus],
  )
}

/** Ends an import well: listings it did not see are gone from the shop. */
export async function completeRun(tx: Tx, runId: string, shopId: string): Promise<void> {
  await tx.query(
    `with gone as (
       update listings set status = 'deleted', updated_at = now()
       where shop_id = $2 and seen_in_run is distinct from $1 and status <> 'deleted'
       returning id
     ), forgotten as (
       delete from outbox_stock using gone where listing_id = gone.id
     ), counted as (
       select count(*) filter (where sku_id is not null) as linked, count(*) filter (where sku_id is null) as unlinked
       from listings where shop_id = $2 and seen_in_run = $1
     )
     update import_runs r
     set status = 'done', finished_at = now(), total = r.done, linked = c.linked, unlinked = c.unlinked,
       deleted = (select count(*) from gone)
     from counted c where r.id = $1 and r.finished_at is null`,
    [runId, shopId],
  )
  await tx.query('update shops set last_import_at = now() where id = $1', [shopId])
}

/** Ends an import that cannot go on. What it stored stays. */
export async function failRun(tx: Tx, runId: string, error: string): Promise<void> {
  await tx.query(
    `update import_runs set status = 'failed', error = $2, finished_at = now() where id = $1 and finished_at is null`,
    [runId, error],
  )
}
