import type { OrderStatus } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'

export interface PageLine {
  id: string
  title: string
  variantName: string | null
  sellerSku: string | null
  imageUrl: string | null
  quantity: number
  reserved: number
  short: number
  shipped: number
  cancelled: number
  returned: number
  unitPrice: number
  currency: string
  skuId: string | null
  skuCode: string | null
  listingId: string | null
}
export interface PageEvent {
  id: string
  from: OrderStatus | null
  to: OrderStatus
  raw: string | null
  source: string
  at: Date
}
export interface PageMovement {
  id: string
  skuCode: string
  location: string
  bucket: string
  type: string
  delta: number
  at: Date
}
export interface OrderPage {
  shop: { id: string; name: string; status: string }
  timeZone: string
  lines: readonly PageLine[]
  events: readonly PageEvent[]
  movements: readonly PageMovement[]
}

/** What an order's page shows beside the order itself. The caller has checked that the reader may see the order. */
export async function loadOrderPage(
  tx: Tx,
  order: { id: string; organisationId: string; shopId: string },
): Promise<OrderPage> {
  const key = [order.organisationId, order.id]
  const [shops, lines, events, movements] = await Promise.all([
    tx.query<{ id: string; name: string; status: string; timeZone: string }>(
      `select s.id, s.name, s.status::text, o.time_zone::text as "timeZone"
       from shops s join organisations o on o.id = s.organisation_id where s.organisation_id = $1 and s.id = $2`,
      [order.organisationId, order.shopId],
    ),
    tx.query<PageLine>(
      `select l.id, l.title, l.variant_name as "variantName", l.seller_sku as "sellerSku", l.image_url as "imageUrl",
         l.quantity, l.reserved_quantity as reserved, l.short_quantity as short, l.shipped_quantity as shipped,
         l.cancelled_quantity as cancelled, l.returned_quantity as returned, l.unit_price as "unitPrice", l.currency,
         l.sku_id as "skuId", k.code as "skuCode", l.listing_id as "listingId"
       from order_lines l left join skus k on k.id = l.sku_id
       where l.organisation_id = $1 and l.order_id = $2 order by l.external_line_id`,
      key,
    ),
    tx.query<PageEvent>(
      `select id, from_status::text as "from", to_status::text as "to", raw_status as raw, source,
         coalesce(remote_updated_at, created_at) as at
       from order_events where organisation_id = $1 and order_id = $2 order by sequence`,
      key,
    ),
    tx.query<PageMovement>(
      `select m.id, k.code as "skuCode", w.name as location, m.bucket, m.type, m.delta, m.created_at as at
       from stock_movements m join skus k on k.id = m.sku_id join locations w on w.id = m.location_id
       where m.organisation_id = $1 and m.ref_type = 'order' and m.ref_id = $2::text
       order by m.created_at, m.level_version limit 200`,
      key,
    ),
  ])
  const [shop] = shops
  if (!shop) throw new Error('The shop of the order was not found')
  const { timeZone, ...rest } = shop
  return { shop: rest, timeZone, lines, events, movements }
}
