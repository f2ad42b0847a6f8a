import { AdapterError, type OrderRef } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import { safeError } from '../../log.ts'
import type { Kanal } from '../context.ts'
import { adapterOf, loadShop, type ShopRow } from '../marketplaces/rows.ts'
import { withShop } from '../marketplaces/shop-session.ts'
import { finishWindow, openCursor, savePage, type PollCursor } from './cursors.ts'
import { logSync } from './log.ts'
import { applyOrders, fetchOrders } from './order-intake.ts'

const DAY_MS = 86_400_000
/** How far back a shop's first poll looks. */
export const BACKFILL_DAYS = 15
/** Marketplaces list an order some time after it changed, so each window begins before the last one ended. */
export const OVERLAP_MS = 15 * 60_000

/** An order of a window could not be stored: the window is looked through again. */
export class PollIncompleteError extends Error {
  constructor(count: number) {
    super(`${count} order(s) could not be stored.`)
    this.name = 'PollIncompleteError'
  }
}

/**
 * Fetches and applies every order that changed at a shop since the last poll, up to now. The cursor moves only past
 * what is stored: a page when all its orders are, a window when all its pages are. A poll that was cut short goes on
 * at its page. Hold no transaction.
 * @throws ShopNotConnectedError, AdapterError, PollIncompleteError
 */
export async function pollOrders(kanal: Kanal, shopId: string, signal: AbortSignal): Promise<void> {
  const tx = autocommit(kanal.pool)
  const shop = await loadShop(tx, shopId)
  const { orders } = adapterOf(kanal.adapters, shop.marketplace)
  if (!orders) return
  const end = kanal.now()
  const first = new Date(end.getTime() - BACKFILL_DAYS * DAY_MS)
  let cursor = await openCursor(tx, shop, first)
  while (cursor.time < end && !signal.aborted) {
    const window = windowOf(cursor, end, orders.maxWindowDays)
    if (!(await pollWindow(kanal, shop, window, signal))) return
    cursor = { time: window.to, resume: null }
  }
}

interface Window {
  from: Date
  to: Date
  page: string | null
}

function windowOf({ time, resume }: PollCursor, end: Date, maxDays: number): Window {
  if (resume) return resume
  const from = new Date(time.getTime() - OVERLAP_MS)
  return { from, to: new Date(Math.min(end.getTime(), from.getTime() + maxDays * DAY_MS)), page: null }
}

/** @returns false when it was told to stop before the end of the window. */
async function pollWindow(
  kanal: Kanal,
  shop: ShopRow,
  window: Window,
  signal: AbortSignal,
): Promise<boolean> {
  const tx = autocommit(kanal.pool)
  const started = performance.now()
  let page = window.page
  let seen = 0
  do {
    if (signal.aborted) return false
    const listed = await listPage(kanal, shop, { ...window, page }, signal)
    seen += listed.items.length
    await bring(kanal, shop, listed.items, signal)
    page = listed.next
    if (page !== null) await savePage(tx, shop.id, { ...window, page })
  } while (page !== null)
  await finishWindow(tx, shop.id, window.to)
  if (seen > 0) {
    await logSync(tx, [
      {
        organisationId: shop.organisationId,
        shopId: shop.id,
        kind: 'poll',
        result: 'ok',
        summary: 'orders.poll',
        after: seen,
        durationMs: performance.now() - started,
      },
    ])
  }
  return true
}

async function listPage(
  kanal: Kanal,
  shop: ShopRow,
  { from, to, page }: Window,
  signal: AbortSignal,
): Promise<{ items: readonly OrderRef[]; next: string | null }> {
  const list = (cursor: string | null): Promise<{ items: readonly OrderRef[]; next: string | null }> =>
    withShop(
      kanal,
      shop.id,
      'orders.poll',
      async ({ adapter, session }) =>
        adapter.orders
          ? adapter.orders.listUpdated(session, { from, to, cursor })
          : { items: [], next: null },
      signal,
    )
  try {
    return await list(page)
  } catch (error) {
    // A page cursor from before a restart may have died: the window begins again.
    const isRefused =
      error instanceof AdapterError && (error.kind === 'permanent' || error.kind === 'contract')
    if (page === null || !isRefused) throw error
    return list(null)
  }
}

async function bring(
  kanal: Kanal,
  shop: ShopRow,
  refs: readonly OrderRef[],
  signal: AbortSignal,
): Promise<void> {
  const ids = await notYetStored(kanal, shop, refs)
  if (ids.length === 0) return
  const { orders, failures } = await fetchOrders(kanal, shop.id, ids, signal)
  const failed = await applyOrders(kanal, shop, orders, 'poll')
  for (const [orderId, error] of [...failures, ...failed]) {
    kanal.log.warn({ shopId: shop.id, orderId, err: safeError(error) }, 'polled order could not be stored')
  }
  // What the marketplace itself cannot give will not come by asking again; what we could not store may.
  if (failed.size > 0) throw new PollIncompleteError(failed.size)
}

/** The orders of a page that changed since we stored them, as far as the list tells. */
async function notYetStored(kanal: Kanal, shop: ShopRow, refs: readonly OrderRef[]): Promise<string[]> {
  const dated = refs.filter((ref) => ref.updatedAt !== null)
  const stored = await autocommit(kanal.pool).query<{ id: string }>(
    `select r.id from unnest($2::text[], $3::timestamptz[]) r(id, updated_at)
     join orders o on o.shop_id = $1 and o.external_order_id = r.id and o.remote_updated_at >= r.updated_at`,
    [shop.id, dated.map((ref) => ref.externalOrderId), dated.map((ref) => ref.updatedAt)],
  )
  const known = new Set(stored.map(({ id }) => id))
  return [...new Set(refs.map((ref) => ref.externalOrderId))].filter((id) => !known.has(id))
}
