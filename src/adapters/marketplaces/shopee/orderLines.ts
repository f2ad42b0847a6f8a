import { text } from '../../kit/text.ts'
import { lineIds, type WireLine, type WireOrder } from './orderTransform.ts'
import { refusal } from './refusal.ts'

/** The order's lines by their ids. */
export function linesById(order: WireOrder): ReadonlyMap<string, WireLine> {
  const ids = lineIds(order.item_list)
  return new Map(order.item_list.map((line, index) => [ids[index] ?? '', line]))
}

/** The lines of the given ids. @throws AdapterError when one is not of the order. */
export function pickLines(order: WireOrder, ids: readonly string[]): WireLine[] {
  const lines = linesById(order)
  return [...new Set(ids)].map((id) => {
    const line = lines.get(id)
    if (line) return line
    throw refusal(
      `order ${order.order_sn} has no line ${id}`,
      text('Pesanan itu tidak memuat barang yang dipilih.', 'The order does not have the chosen goods.'),
      text('Segarkan pesanan, lalu pilih lagi.', 'Refresh the order, then choose again.'),
    )
  })
}

/** How Shopee wants a line named. */
export function lineRef(line: WireLine): Record<string, bigint> {
  return {
    item_id: BigInt(line.item_id),
    model_id: BigInt(line.model_id || 0),
    ...(line.order_item_id === '' ? {} : { order_item_id: BigInt(line.order_item_id) }),
    ...(line.promotion_group_id === '' ? {} : { promotion_group_id: BigInt(line.promotion_group_id) }),
  }
}
