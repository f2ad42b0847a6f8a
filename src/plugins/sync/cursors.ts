import type { Tx } from '../../database/tx.ts'

export interface PollCursor {
  /** Everything that changed before this is stored. */
  time: Date
  /** The window and page at which an earlier poll was cut short. */
  resume: { from: Date; to: Date; page: string | null } | null
}

const RESOURCE = 'orders'

/** Where polling a shop's orders stands; begins at `first`. */
export async function openCursor(
  tx: Tx,
  shop: { id: string; organisationId: string },
  first: Date,
): Promise<PollCursor> {
  await tx.query(
    `insert into poll_cursors (shop_id, resource, organisation_id, cursor_time) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [shop.id, RESOURCE, shop.organisationId, first],
  )
  const [row] = await tx.query<{ time: Date; from: Date | null; to: Date | null; page: string | null }>(
    `select cursor_time as time, window_from as "from", window_to as "to", page_token as page from poll_cursors
     where shop_id = $1 and resource = $2`,
    [shop.id, RESOURCE],
  )
  if (!row) throw new Error('The poll cursor was not stored')
  const { time, from, to, page } = row
  return { time, resume: from && to ? { from, to, page } : null }
}

/** Notes that every page of the window before this one is stored. */
export async function savePage(
  tx: Tx,
  shopId: string,
  { from, to, page }: { from: Date; to: Date; page: string },
): Promise<void> {
  await tx.query(
    `update poll_cursors set window_from = $3, window_to = $4, page_token = $5, updated_at = now()
     where shop_id = $1 and resource = $2`,
    [shopId, RESOURCE, from, to, page],
  )
}

/** Notes that everything up to `time` is stored. The cursor never moves back. */
export async function finishWindow(tx: Tx, shopId: string, time: Date): Promise<void> {
  await tx.query(
    `with moved as (
       update poll_cursors
       set cursor_time = greatest(cursor_time, $3), window_from = null, window_to = null, page_token = null,
         updated_at = now()
       where shop_id = $1 and resource = $2
       returning cursor_time
     )
     update shops s set last_order_sync_at = m.cursor_time from moved m where s.id = $1`,
    [shopId, RESOURCE, time],
  )
}
