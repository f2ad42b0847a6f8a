import { z } from 'zod'
import type { RemoteOrder, RemoteOrderLine } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { orderStatus } from './statuses.ts'
import { count, flag, id, instant, list, requiredId, words } from './wire.ts'

const wireLine = z.object({
  item_id: requiredId,
  item_name: words,
  item_sku: words,
  model_id: id,
  model_name: words,
  model_sku: words,
  model_quantity_purchased: count,
  model_original_price: count,
  model_discounted_price: count,
  promotion_type: words,
  order_item_id: id,
  line_item_id: id,
  promotion_group_id: id,
  image_info: z.object({ image_url: words }).nullish(),
  cancelled_qty: count,
  returned_qty: count,
})
export type WireLine = z.output<typeof wireLine>

/** One entry of `get_order_detail`. */
export const wireOrder = z.object({
  order_sn: requiredId,
  order_status: words,
  currency: words,
  create_time: instant,
  update_time: instant,
  pay_time: instant,
  ship_by_date: instant,
  total_amount: count,
  buyer_username: words,
  message_to_seller: words,
  recipient_address: z
    .object({ name: words, phone: words, city: words, district: words, full_address: words })
    .nullish(),
  shipping_carrier: words,
  checkout_shipping_carrier: words,
  package_list: list(z.object({ shipping_carrier: words, package_number: id })),
  can_partial_cancel_order: flag,
  cancel_reason: words,
  buyer_cancel_reason: words,
  item_list: list(wireLine),
})
export type WireOrder = z.output<typeof wireOrder>

/**
 * An order as Kanal knows it. Before payment Shopee names no total; then it is the sum of the lines. Parcels are
 * named only where the order is split: elsewhere their number must not be sent back. The tracking number is not
 * part of an order; whoever knows it passes it on.
 */
export function toOrder(order: WireOrder, trackingNumber: string | null = null): RemoteOrder {
  const currency = order.currency || 'IDR'
  const lines = toLines(order.item_list, currency)
  const ofLines = lines.reduce((sum, line) => sum + line.unitPrice.amount * line.quantity, 0)
  const createdAt = order.create_time ?? order.update_time ?? new Date(0)
  const { recipient_address: recipient } = order
  return {
    externalOrderId: order.order_sn,
    status: orderStatus(order.order_status),
    rawStatus: order.order_status,
    createdAt,
    updatedAt: order.update_time ?? createdAt,
    paidAt: order.pay_time,
    shipBy: order.ship_by_date,
    total: order.total_amount > 0 ? toMoney(order.total_amount, currency) : { amount: ofLines, currency },
    salesSurface: null,
    externalPackageIds: order.package_list.length > 1 ? packageNumbers(order) : [],
    buyer: { name: order.buyer_username, note: order.message_to_seller },
    recipient: {
      name: recipient?.name ?? '',
      phone: recipient?.phone ?? '',
      city: recipient?.city || (recipient?.district ?? ''),
      fullAddress: recipient?.full_address ?? '',
    },
    courier:
      order.package_list.find((parcel) => parcel.shipping_carrier !== '')?.shipping_carrier ||
      order.shipping_carrier ||
      order.checkout_shipping_carrier ||
      null,
    trackingNumber,
    cancelReason: order.cancel_reason || order.buyer_cancel_reason || null,
    lines,
  }
}

/** The numbers of an order's parcels, as far as they have one. */
export const packageNumbers = (order: WireOrder): string[] =>
  order.package_list.flatMap((parcel) => parcel.package_number || [])

/** The line ids of an order, in the order of its lines: Shopee's own joined with item and model. */
export function lineIds(wireLines: readonly WireLine[]): string[] {
  const seen = new Map<string, number>()
  return wireLines.map((line) => {
    const { item_id: itemId, model_id: modelId, order_item_id: orderItemId, line_item_id: lineItemId } = line
    const own = [orderItemId, `${itemId}:${modelId || '0'}`, lineItemId]
      .filter((part) => part !== '')
      .join(':')
    const ordinal = (seen.get(own) ?? 0) + 1
    seen.set(own, ordinal)
    const identified = orderItemId !== '' || lineItemId !== ''
    return identified && ordinal === 1 ? own : `${own}:${ordinal}`
  })
}

function toLines(wireLines: readonly WireLine[], currency: string): RemoteOrderLine[] {
  const ids = lineIds(wireLines)
  return wireLines.map((line, index) => ({
    externalLineId: ids[index] ?? '',
    externalItemId: line.item_id,
    externalVariantId: line.model_id,
    sellerSku: line.model_sku || line.item_sku,
    title: line.item_name,
    variantName: line.model_name,
    quantity: line.model_quantity_purchased,
    cancelledQuantity: line.cancelled_qty,
    returnedQuantity: line.returned_qty,
    unitPrice: toMoney(unitPriceOf(line), currency),
    imageUrl: line.image_info?.image_url || null,
  }))
}

/** In bundle deals Shopee leaves the discounted price 0; elsewhere 0 is a gift. */
function unitPriceOf(line: WireLine): number {
  const inBundle = line.model_discounted_price === 0 && /bundle/i.test(line.promotion_type)
  return inBundle ? line.model_original_price : line.model_discounted_price
}
