import { ORDER_STATUSES, STATUS_RANK } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'

export interface InvariantReport {
  id: string
  /** What must hold. */
  title: string
  /** The rows that break it, the first hundred; none when all is well. */
  rows: Record<string, unknown>[]
}

interface Invariant {
  id: string
  title: string
  sql: string
}

const ranks = ORDER_STATUSES.map((status) => `('${status}', ${STATUS_RANK[status]})`).join(', ')
const level = 's.organisation_id, s.sku_id, s.location_id'
const sameLevel =
  '(m.organisation_id, m.sku_id, m.location_id) = (s.organisation_id, s.sku_id, s.location_id)'

const ledgerAgrees = (bucket: string, column: string): string => `
  select ${level}, s.${column} as level, coalesce(sum(m.delta), 0) as ledger
  from stock_levels s left join stock_movements m on ${sameLevel} and m.bucket = '${bucket}'
  group by s.id having s.${column} <> coalesce(sum(m.delta), 0)`

/** Each is a query that must return no rows. Numbers as in the design's list of invariants. */
const INVARIANTS: readonly Invariant[] = [
  {
    id: 'I1',
    title: 'on hand − reserved − campaign stock = available, and never negative',
    sql: `select ${level}, on_hand, reserved, campaign_reserved, available from stock_levels s
      where available is distinct from on_hand - reserved - campaign_reserved or available < 0
        or on_hand < 0 or reserved < 0 or campaign_reserved < 0 or incoming < 0`,
  },
  { id: 'I2', title: 'the ledger of on hand adds up to on hand', sql: ledgerAgrees('on_hand', 'on_hand') },
  {
    id: 'I3',
    title: 'the ledger of reserved adds up to reserved',
    sql: ledgerAgrees('reserved', 'reserved'),
  },
  {
    id: 'I4',
    title: 'active reservations add up to reserved, per level and per order line',
    sql: `
      select 'level' as of, s.id, s.reserved as stored, coalesce(sum(r.quantity), 0) as active
      from stock_levels s left join reservations r on r.status = 'active'
        and (r.organisation_id, r.sku_id, r.location_id) = (s.organisation_id, s.sku_id, s.location_id)
      group by s.id having s.reserved <> coalesce(sum(r.quantity), 0)
      union all
      select 'line', l.id, l.reserved_quantity, coalesce(sum(r.quantity), 0)
      from order_lines l left join reservations r on r.order_line_id = l.id and r.status = 'active'
      group by l.id having l.reserved_quantity <> coalesce(sum(r.quantity), 0)`,
  },
  {
    id: 'I6',
    title: 'reserved + short + shipped + cancelled = quantity of each order line; returned ≤ shipped',
    sql: `
      select 'line' as of, id, quantity, reserved_quantity, short_quantity, shipped_quantity, cancelled_quantity,
        returned_quantity
      from order_lines
      where quantity <> reserved_quantity + short_quantity + shipped_quantity + cancelled_quantity
        or least(reserved_quantity, short_quantity, shipped_quantity, cancelled_quantity, returned_quantity) < 0
        or returned_quantity > shipped_quantity
      union all
      select 'order', o.id, null, null, o.short_quantity, null, null, null
      from orders o join shops s on s.id = o.shop_id
        cross join kanal_order_effect(o.status::text, coalesce(s.reserve_unpaid, true)) e(effect)
        left join order_lines l on l.order_id = o.id and l.sku_id is not null and e.effect = 'hold'
      group by o.id
      having o.short_quantity <> coalesce(
        sum(l.quantity - l.cancelled_quantity - l.handed_over_quantity - l.reserved_quantity), 0)`,
  },
  {
    id: 'I8',
    title: 'a finished order holds no stock',
    sql: `select o.id as order_id, o.status, r.id as reservation_id, r.quantity
      from reservations r join order_lines l on l.id = r.order_line_id join orders o on o.id = l.order_id
      where r.status = 'active' and o.status in ('cancelled', 'completed', 'returned')`,
  },
  {
    id: 'I11',
    title: 'every version step of a level is in the ledger, without gaps',
    sql: `select ${level}, s.version, count(distinct m.level_version) as steps, min(m.level_version) as first,
        max(m.level_version) as last
      from stock_levels s left join stock_movements m on ${sameLevel}
      group by s.id
      having s.version <> count(distinct m.level_version) or s.version <> coalesce(max(m.level_version), 0)
        or min(m.level_version) <> 1`,
  },
  {
    id: 'I12',
    title: 'a shop that was told an older number is queued to be told the newer one',
    sql: `
      select g.id as listing_id, g.pushed_version, v.version, x.want_version
      from listings g
        join (select organisation_id, sku_id, sum(publish_version) as version from stock_levels group by 1, 2) v
          on v.organisation_id = g.organisation_id and v.sku_id = g.sku_id
        left join outbox_stock x on x.listing_id = g.id
      where g.status = 'live' and v.version > 0 and (
        g.pushed_version > v.version
        or (coalesce(g.pushed_version, 0) < v.version and g.push_error is null
          and x.listing_id is null))`,
  },
  {
    id: 'I13',
    title: 'at most one queue row, hence one number on its way, per listing, in its own shop',
    sql: `select x.listing_id, count(*) over (partition by x.listing_id) as rows, x.leased_by, x.lease_until
      from outbox_stock x left join listings g on g.id = x.listing_id and g.shop_id = x.shop_id
      where g.id is null or (x.lease_until is null) <> (x.leased_by is null)
        or x.listing_id in (select listing_id from outbox_stock group by 1 having count(*) > 1)`,
  },
  {
    id: 'I14',
    title: 'one order per marketplace order, one line per marketplace line, one effect per message',
    sql: `
      select 'order' as of, shop_id::text as owner, external_order_id as key, count(*) as times
      from orders group by shop_id, external_order_id having count(*) > 1
      union all
      select 'line', order_id::text, external_line_id, count(*)
      from order_lines group by order_id, external_line_id having count(*) > 1
      union all
      select 'movement', ref_id, concat_ws(' ', type, bucket, ref_line, ref_seq), count(*)
      from stock_movements
      group by organisation_id, ref_type, ref_id, ref_line, sku_id, location_id, bucket, type, ref_seq
      having count(*) > 1`,
  },
  {
    id: 'I15',
    title: 'an order is in the state of its newest message, and its history has no gaps',
    sql: `
      with ranks(status, rank) as (values ${ranks}),
      newest as (
        select distinct on (e.order_id) e.order_id, e.to_status::text as status, e.remote_updated_at, r.rank
        from order_events e join ranks r on r.status = e.to_status::text
        where e.remote_updated_at is not null
        order by e.order_id, kanal_status_class(e.to_status::text) desc, e.remote_updated_at desc, r.rank desc),
      history as (
        select order_id, count(*) as events, max(sequence) as last, min(sequence) as first
        from order_events group by order_id)
      select o.id, o.status, o.remote_updated_at, o.status_rank, n.status as newest, n.remote_updated_at as newest_at,
        h.events, h.last
      from orders o left join newest n on n.order_id = o.id left join history h on h.order_id = o.id
      where n.order_id is null or h.first <> 1 or h.events <> h.last
        or (o.status::text, o.remote_updated_at, o.status_rank)
          is distinct from (n.status, n.remote_updated_at, n.rank)`,
  },
  {
    id: 'I16',
    title: 'SKU codes are unique after normalising, and a listing is linked within its organisation',
    sql: `
      select 'code' as of, organisation_id, upper(regexp_replace(btrim(code), '\\s+', ' ', 'g')) as key, count(*) as times
      from skus group by 1, 2, 3 having count(*) > 1
      union all
      select 'listing', g.organisation_id, g.id::text, 1
      from listings g left join skus k on k.id = g.sku_id and k.organisation_id = g.organisation_id
      where g.sku_id is not null and k.id is null`,
  },
]

/** Looks for rows that break what must always hold, over all organisations. Read-only; takes no locks. */
export async function checkInvariants(tx: Tx): Promise<InvariantReport[]> {
  const reports: InvariantReport[] = []
  for (const { id, title, sql } of INVARIANTS) {
    reports.push({ id, title, rows: await tx.query(`select * from (${sql}) broken limit 100`) })
  }
  return reports
}
