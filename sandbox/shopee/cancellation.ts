import type { JsonObject } from '../core/wire.ts'
import { badParam, ShopeeError } from './envelope.ts'
import { activeQuantity, type Order, type Shop } from './model.ts'
import { setStatus } from './orderLife.ts'
import { lineOf } from './orderLookup.ts'
import { bodyInt } from './params.ts'
import { returnStock } from './stock.ts'
import type { World } from './world.ts'

/** Part of an order can go while nothing is arranged and something would be left of it. */
export function mayCancelPart(order: Order): boolean {
  const units = order.lines.reduce((sum, line) => sum + activeQuantity(line), 0)
  return order.status === 'READY_TO_SHIP' && order.parcels.length === 1 && units > 1
}

/** Cancels units of some lines; the rest of the order goes on. */
export function cancelPart(world: World, shop: Shop, order: Order, rows: readonly JsonObject[]): void {
  if (!mayCancelPart(order))
    throw new ShopeeError('order.error_limit', 'The order cannot be cancelled in part now.')
  const wanted = rows.map((row) => {
    const line = lineOf(order, row)
    if (!line) throw badParam('partial_cancel_item_list names an item that is not in the order')
    return { line, quantity: bodyInt(row, 'model_quantity', { min: 1, max: activeQuantity(line) }) }
  })
  if (new Set(wanted.map(({ line }) => line)).size < wanted.length)
    throw badParam('partial_cancel_item_list names an item twice')
  const left = order.lines.reduce((sum, line) => sum + activeQuantity(line), 0)
  if (wanted.reduce((sum, { quantity }) => sum + quantity, 0) >= left)
    throw badParam('partial_cancel_item_list would leave nothing of the order')
  for (const { line, quantity } of wanted) {
    returnStock(world, shop, order.sn, line, quantity)
    line.cancelledQuantity += quantity
  }
  setStatus(world, order, order.status)
}
