import { createHash } from 'node:crypto'
import type { Tx } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { cached } from '../services/cache/cached.ts'

/** What was sold on one channel. An order belongs to exactly one: the storefront it was sold on, or its marketplace. */
export interface ChannelSales {
  marketplace: string
  /** Null where the marketplace has one storefront, or did not say which. */
  surface: string | null
  currency: string
  orders: number
  /** Units ordered and not cancelled. */
  units: number
  /** What the orders come to, in minor units, as the marketplaces say it. */
  total: number
}

const SALES = /* sql */ `
  with windows as (
    select g.id, d.today at time zone z.name as until_day,
           (d.today - make_interval(days => $3::int - 1)) at time zone z.name as since
    from organisations g
    cross join lateral (select coalesce(g.time_zone::text, 'Asia/Jakarta') as name) z
    cross join lateral (select date_trunc('day', $2::timestamptz at time zone z.name) as today) d
    where g.id = any($1::uuid[])
  )
  select o.marketplace, nullif(o.sales_surface, '') as surface, o.currency, count(*)::int as orders,
         coalesce(sum(l.units), 0)::int as units, sum(o.total) as total
  from windows w
  join orders o on o.organisation_id = w.id and o.placed_at >= w.since
    and o.placed_at < w.until_day + interval '1 day' and o.status <> 'cancelled'
  cross join lateral (
    select sum(quantity - cancelled_quantity) as units from order_lines
    where organisation_id = o.organisation_id and order_id = o.id
  ) l
  group by 1, 2, 3
  order by total desc, 1, 2, 3`

/** Changes with every order that comes or changes, and at each organisation's midnight. */
const STATE = /* sql */ `
  select g.id, to_char($2::timestamptz at time zone coalesce(g.time_zone::text, 'Asia/Jakarta'), 'YYYY-MM-DD') as today,
    (select max(o.updated_at) from orders o where o.organisation_id = g.id)::text as changed
  from organisations g where g.id = any($1::uuid[]) order by g.id`

/** Longest that an order may be missing whose transaction began before another that was seen already. */
const STALE_MS = 60_000

/**
 * Sales of the last `days` days, today included, each organisation's days by its own clock. Cancelled orders are left
 * out; amounts of different currencies are never added up.
 */
export const loadChannelSales = (
  tx: Tx,
  input: { organisations: readonly string[]; now: Date; days: number },
): Promise<ChannelSales[]> => tx.query<ChannelSales>(SALES, [input.organisations, input.now, input.days])

/** `loadChannelSales`, remembered in the cache, if there is one, until an order comes or changes. */
export async function channelSales(
  kanal: Kanal,
  tx: Tx,
  input: { organisations: readonly string[]; now: Date; days: number },
): Promise<ChannelSales[]> {
  const state = await tx.query(STATE, [input.organisations, input.now])
  const key = createHash('sha256')
    .update(JSON.stringify([input.days, state]))
    .digest('base64url')
  return cached(kanal, { key: `channel-sales:${key}`, forMs: STALE_MS }, () => loadChannelSales(tx, input))
}
