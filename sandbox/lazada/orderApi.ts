import type { Wire } from '../core/wire.ts'
import { LazadaError, missing, success } from './envelope.ts'
import type { Endpoints, ShopCallContext } from './gateway.ts'
import type { Order, Shop } from './model.ts'
import { statusesOf } from './model.ts'
import { orderView, unitView } from './orderView.ts'
import { idList, instant, number, text } from './params.ts'

/** Every value the status filter knows, with the statuses of units it stands for. */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  unpaid: ['unpaid'],
  pending: ['pending'],
  topack: ['pending'],
  packed: ['packed'],
  toship: ['packed'],
  ready_to_ship: ['ready_to_ship'],
  shipping: ['shipped'],
  shipped: ['shipped'],
  delivered: ['delivered'],
  canceled: ['canceled'],
  failed: ['failed_delivery'],
  failed_delivery: ['failed_delivery'],
  returned: ['returned'],
  lost: ['lost_by_3pl'],
  lost_by_3pl: ['lost_by_3pl'],
  damaged_by_3pl: [],
  shipped_back: ['shipped_back'],
  shipped_back_success: ['shipped_back_success'],
  shipped_back_failed: [],
  package_scrapped: [],
}

/** The order module: reading. */
export const ORDER_ENDPOINTS: Endpoints = [
  ['GET', '/orders/get', { kind: 'shop', handle: listOrders }],
  ['GET', '/order/get', { kind: 'shop', handle: getOrder }],
  ['GET', '/order/items/get', { kind: 'shop', handle: getItems }],
  ['GET', '/orders/items/get', { kind: 'shop', handle: getItemsOfMany }],
]

function listOrders({ world, shop, values }: ShopCallContext) {
  const createdAfter = instant(values, 'created_after')
  const updatedAfter = instant(values, 'update_after')
  if (createdAfter === undefined && updatedAfter === undefined) throw missing('created_after')
  const createdBefore = instant(values, 'created_before') ?? Infinity
  const updatedBefore = instant(values, 'update_before') ?? Infinity
  const limit = number(values, 'limit', { min: 1, max: 100, fallback: 100, code: '19' })
  const offset = number(values, 'offset', { min: 0, max: 5000, fallback: 0, code: '14' })
  const status = values.get('status') || 'all'
  const filter = status === 'all' ? undefined : FILTERS[status]
  if (status !== 'all' && !filter) throw new LazadaError('36', `E036: Invalid status filter "${status}"`)
  const sortBy = values.get('sort_by') || 'created_at'
  if (sortBy !== 'created_at' && sortBy !== 'updated_at')
    throw new LazadaError('75', 'E075: Invalid sort field')
  const direction = (values.get('sort_direction') || 'DESC').toUpperCase()
  if (direction !== 'ASC' && direction !== 'DESC') throw new LazadaError('74', 'E074: Invalid sort direction')
  // Times are shown and compared in whole seconds.
  const at = (order: Order): number =>
    Math.floor((sortBy === 'created_at' ? order.createdAt : order.updatedAt) / 1000)
  const inSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000
  const found = [...shop.orders.values()].filter(
    (order) =>
      inSeconds(order.createdAt) >= (createdAfter ?? 0) &&
      inSeconds(order.createdAt) <= createdBefore &&
      inSeconds(order.updatedAt) >= (updatedAfter ?? 0) &&
      inSeconds(order.updatedAt) <= updatedBefore &&
      (!filter || statusesOf(order).some((each) => filter.includes(each))),
  )
  found.sort((a, b) => (at(a) - at(b)) * (direction === 'ASC' ? 1 : -1) || (a.id < b.id ? -1 : 1))
  const page = found.slice(offset, offset + limit)
  return success({
    count: page.length,
    countTotal: found.length,
    orders: page.map((order) => orderView(world, shop, order, { misspelt: true })),
  })
}

function orderOf(shop: Shop, id: string): Order {
  const order = shop.orders.get(id)
  if (!order) throw new LazadaError('16', `E016: "${id}" Invalid Order ID`)
  return order
}

function getOrder({ world, shop, values }: ShopCallContext) {
  return success(orderView(world, shop, orderOf(shop, text(values, 'order_id')), { misspelt: false }))
}

function getItems({ world, shop, values }: ShopCallContext) {
  const order = orderOf(shop, text(values, 'order_id'))
  return success(order.units.map((unit) => unitView(world, shop, order, unit)))
}

function getItemsOfMany({ world, shop, values }: ShopCallContext) {
  const orders = idList(values, 'order_ids', 50, '37').map((id) => orderOf(shop, id))
  return success(
    orders.map((order): Wire => ({
      order_id: BigInt(order.id),
      order_number: BigInt(order.id),
      order_items: order.units.map((unit) => unitView(world, shop, order, unit)),
    })),
  )
}
