import type { Tx } from '../../database/tx.ts'
import { ensureDefaultLocation } from '../inventory/default-location.ts'
import { setOnHand } from '../inventory/levels.ts'

/**
 * An order placed this shortly before we asked may or may not be in the quantity the shop showed. It is taken as
 * not being in it: that can only make our number too small.
 */
const UNCERTAIN_SECONDS = 60

/**
 * Opens the stock of linked SKUs that were never counted, with what this shop shows plus the units its open orders
 * wait for, which the shop has taken off already: what is free afterwards is what the shop shows. Of several
 * listings of one SKU the smallest number counts. The reference makes it happen once per SKU, ever.
 */
export async function openStock(
  tx: Tx,
  input: { organisationId: string; shopId: string; listingIds: readonly string[]; askedAt: Date },
): Promise<void> {
  const { organisationId, shopId, listingIds, askedAt } = input
  const opening = await tx.query<{ skuId: string; shown: number; waiting: number }>(
    `select g.sku_id as "skuId", min(g.observed_quantity)::integer as shown,
       coalesce((
         select sum(l.short_quantity)
         from order_lines l join orders o on o.id = l.order_id join shops h on h.id = o.shop_id
         where l.sku_id = g.sku_id and o.shop_id = $2 and l.handed_over_quantity + l.cancelled_quantity < l.quantity
           and kanal_order_effect(o.status::text, coalesce(h.reserve_unpaid, true)) = 'hold'
           and o.placed_at < $4::timestamptz - make_interval(secs => $5)
       ), 0)::integer as waiting
     from listings g
     where g.id = any ($3) and g.sku_id is not null and g.observed_quantity is not null and g.status <> 'deleted'
       and not exists (select from stock_levels s where s.organisation_id = $1 and s.sku_id = g.sku_id
         and (s.publish_version > 0 or s.version > 0))
     group by g.sku_id`,
    [organisationId, shopId, listingIds, askedAt, UNCERTAIN_SECONDS],
  )
  if (opening.length === 0) return
  const locationId = await ensureDefaultLocation(tx, organisationId)
  await setOnHand(tx, {
    organisationId,
    targets: opening.map(({ skuId, shown, waiting }) => ({ skuId, locationId, quantity: shown + waiting })),
    cause: { ref: { type: 'import', id: 'first' }, actor: 'system', reason: 'catalog.import' },
  })
}
