import type { HttpReply } from '../core/http.ts'
import { asArray, asObject } from '../core/wire.ts'
import { bare, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import type { Order, OrderLine } from './model.ts'
import { lineOf, requireOrder } from './orderLookup.ts'
import { bodyList, bodyText } from './params.ts'
import { newParcel } from './parcels.ts'

const MAX_PARCELS = 5

/** Dividing an order into parcels, and taking that back. */
export const SPLIT_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['POST', '/api/v2/order/split_order', { kind: 'shop', handle: split }],
  ['POST', '/api/v2/order/unsplit_order', { kind: 'shop', handle: unsplit }],
]

function refuse(code: string, message: string): ShopeeError {
  return new ShopeeError(`order.${code}`, message)
}

function split({ body, shop, world }: ShopCallContext): HttpReply {
  const order = requireOrder(shop, bodyText(body, 'order_sn'))
  const lists = bodyList(body, 'package_list', MAX_PARCELS).map((entry) =>
    asArray(asObject(entry)['item_list']),
  )
  if (order.status !== 'READY_TO_SHIP') throw refuse('order_cannot_split', 'The order cannot be split now.')
  if (order.parcels.length > 1) throw refuse('order_has_been_split', 'The order has been split already.')
  if (lists.length < 2 || lists.some((rows) => rows.length === 0))
    throw refuse('order_split_failed', 'At least two packages with items are needed.')
  const parcels = lists.map((rows) => rows.map((row) => requireLine(order, asObject(row))))
  const named = parcels.flat()
  if (new Set(named).size < named.length)
    throw refuse('order_split_duplicate_item', 'An item is in two packages.')
  if (named.length < order.lines.length) throw refuse('order_split_missing_item', 'An item is in no package.')
  order.parcels = parcels.map((lines) => newParcel(lines, 'LOGISTICS_READY'))
  order.updateTime = world.clock.seconds()
  return wrapped({
    order_sn: order.sn,
    package_list: order.parcels.map((parcel) => ({
      package_number: parcel.packageNumber,
      item_list: parcel.lines.map((line) => ({
        item_id: line.itemId,
        model_id: line.modelId,
        order_item_id: line.orderItemId,
        promotion_group_id: 0,
      })),
    })),
  })
}

function requireLine(order: Order, row: Readonly<Record<string, unknown>>): OrderLine {
  const line = lineOf(order, row)
  if (!line) throw refuse('order_split_item_not_exist', 'An item is not in the order.')
  return line
}

function unsplit({ body, shop, world }: ShopCallContext): HttpReply {
  const order = requireOrder(shop, bodyText(body, 'order_sn'))
  const untouched = order.parcels.every((parcel) => parcel.logisticsStatus === 'LOGISTICS_READY')
  if (order.parcels.length < 2 || !untouched)
    throw refuse('order_cannot_undo_split', 'The split cannot be undone.')
  order.parcels = [newParcel(order.lines, 'LOGISTICS_READY')]
  order.updateTime = world.clock.seconds()
  return bare()
}
