import type { OrderStatus } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'

/** What matters today, as numbers that each lead to a list. */
export interface TodayNumbers {
  toShip: number
  late: number
  dueToday: number
  short: number
  cancelRequests: number
  unknownStatus: number
  unlinkedOrders: number
  unlinkedListings: number
  failedPushes: number
  reconnect: number
  expiring: number
  /** Webhooks that have waited longer than five minutes, and those that ended in an error today. */
  waitingWebhooks: number
  failedWebhooks: number
  lastWebhookAt: Date | null
  lastSyncAt: Date | null
  /** When a background worker last said that it lives. */
  workerBeatAt: Date | null
}

/** How far the seller has come with setting up. */
export interface SetupProgress {
  integrations: number
  shops: number
  /** Marketplaces with shops, whatever their state. */
  marketplaces: readonly string[]
  listings: number
  orders: number
}

export interface RecentOrder {
  id: string
  number: string
  status: OrderStatus
  shop: string
  marketplace: string
  /** The storefront it was sold on, where the platform has several. */
  salesSurface: string | null
  total: number
  currency: string
  short: number
  unlinked: number
  shipBy: Date | null
  placedAt: Date
}

export interface Today {
  numbers: TodayNumbers
  setup: SetupProgress
  recent: readonly RecentOrder[]
}

const NUMBERS = /* sql */ `
  with waiting as (
    select ship_by, short_quantity, unlinked_quantity, status
    from orders
    where organisation_id = any($1::uuid[])
      and status in ('unpaid', 'pending', 'to_ship', 'arranged', 'cancel_requested', 'unknown')
  ), open as (
    select
      count(*) filter (where status in ('to_ship', 'arranged'))::int as "toShip",
      count(*) filter (where status in ('to_ship', 'arranged') and ship_by < $2)::int as "late",
      count(*) filter (where status in ('to_ship', 'arranged') and ship_by >= $2 and ship_by < $3)::int as "dueToday",
      count(*) filter (where short_quantity > 0)::int as "short",
      count(*) filter (where unlinked_quantity > 0)::int as "unlinkedOrders",
      count(*) filter (where status = 'cancel_requested')::int as "cancelRequests",
      count(*) filter (where status = 'unknown')::int as "unknownStatus"
    from waiting
  ), shown as (
    select
      count(*) filter (where sku_id is null)::int as "unlinkedListings",
      count(*) filter (where push_error is not null and sku_id is not null)::int as "failedPushes"
    from listings where organisation_id = any($1::uuid[]) and status = 'live'
  ), doors as (
    select
      count(*) filter (where status = 'reconnect')::int as "reconnect",
      count(*) filter (where status = 'connected' and consent_expires_at < $2 + interval '14 days')::int as "expiring",
      max(last_order_sync_at) as "lastSyncAt"
    from shops where organisation_id = any($1::uuid[]) and status <> 'disconnected'
  ), messages as (
    select
      count(*) filter (where processed_at is null and received_at < $2 - interval '5 minutes')::int as "waitingWebhooks",
      count(*) filter (where error is not null)::int as "failedWebhooks",
      max(received_at) as "lastWebhookAt"
    from webhook_inbox where organisation_id = any($1::uuid[]) and received_at > $2 - interval '1 day'
  )
  select *, (select max(beat_at) from worker_heartbeats) as "workerBeatAt" from open, shown, doors, messages`

const SETUP = /* sql */ `
  select
    (select count(*) from integrations where organisation_id = any($1::uuid[]) and status in ('active', 'degraded'))::int as integrations,
    (select count(*) from shops where organisation_id = any($1::uuid[]) and status <> 'disconnected')::int as shops,
    array(select distinct marketplace from shops where organisation_id = any($1::uuid[])) as marketplaces,
    (select count(*) from (select 1 from listings where organisation_id = any($1::uuid[]) limit 1) one)::int as listings,
    (select count(*) from (select 1 from orders where organisation_id = any($1::uuid[]) limit 1) one)::int as orders`

const RECENT = /* sql */ `
  select o.id, o.external_order_id as number, o.status::text, s.name as shop, o.marketplace,
         o.sales_surface as "salesSurface", o.total, o.currency,
         o.short_quantity as short, o.unlinked_quantity as unlinked, o.ship_by as "shipBy", o.placed_at as "placedAt"
  from orders o join shops s on s.id = o.shop_id
  where o.organisation_id = any($1::uuid[])
  order by o.placed_at desc limit 8`

/** Everything the page shows of these organisations. `endOfDay` is midnight in the organisation's own zone. */
export async function loadToday(
  tx: Tx,
  input: { organisations: readonly string[]; now: Date; endOfDay: Date },
): Promise<Today> {
  const { organisations, now, endOfDay } = input
  const [numbers, setup, recent] = await Promise.all([
    tx.query<TodayNumbers>(NUMBERS, [organisations, now, endOfDay]),
    tx.query<SetupProgress>(SETUP, [organisations]),
    tx.query<RecentOrder>(RECENT, [organisations]),
  ])
  return { numbers: numbers[0] as TodayNumbers, setup: setup[0] as SetupProgress, recent }
}
