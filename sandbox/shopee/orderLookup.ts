import { ShopeeError } from './envelope.ts'
import type { Order, OrderLine, Shop } from './model.ts'

/** The order, or the platform's refusal. */
export function requireOrder(shop: Shop, sn: string): Order {
  const order = shop.orders.get(sn)
  if (!order) throw new ShopeeError('error_not_found', 'The order is not found.')
  return order
}

/** The line a row of a request names; rows may leave out what is not needed to tell lines apart. */
export function lineOf(order: Order, row: Readonly<Record<string, unknown>>): OrderLine | undefined {
  return order.lines.find(
    (line) =>
      line.itemId === row['item_id'] &&
      line.modelId === (row['model_id'] ?? 0) &&
      (row['order_item_id'] === undefined || line.orderItemId === row['order_item_id']),
  )
}
