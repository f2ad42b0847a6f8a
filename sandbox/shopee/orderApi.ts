import type { HttpReply } from '../core/http.ts'
import { asArray, asObject } from '../core/wire.ts'
import { cancelPart } from './cancellation.ts'
import { badParam, bare, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import type { Order } from './model.ts'
import { answerCancelRequest, cancelOrder } from './orderLife.ts'
import { requireOrder } from './orderLookup.ts'
import { orderDetail, shownStatus } from './orderView.ts'
import { bodyText, queryInt, queryList, queryText } from './params.ts'

const MAX_WINDOW_SECONDS = 15 * 86400
const LIST_STATUSES = [
  'UNPAID',
  'READY_TO_SHIP',
  'PROCESSED',
  'SHIPPED',
  'COMPLETED',
  'IN_CANCEL',
  'CANCELLED',
  'INVOICE_PENDING',
]
const CANCEL_REASONS = ['OUT_OF_STOCK', 'CUSTOMER_REQUEST', 'UNDELIVERABLE_AREA', 'COD_NOT_SUPPORTED']

/** The `order` module. */
export const ORDER_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['GET', '/api/v2/order/get_order_list', { kind: 'shop', handle: getOrderList }],
  ['GET', '/api/v2/order/get_order_detail', { kind: 'shop', handle: getOrderDetail }],
  ['GET', '/api/v2/order/get_shipment_list', { kind: 'shop', handle: getShipmentList }],
  ['GET', '/api/v2/order/get_package_detail', { kind: 'shop', handle: getPackageDetail }],
  ['POST', '/api/v2/order/cancel_order', { kind: 'shop', handle: cancel }],
  ['POST', '/api/v2/order/handle_buyer_cancellation', { kind: 'shop', handle: handleBuyerCancellation }],
  ['POST', '/api/v2/order/set_note', { kind: 'shop', handle: setNote }],
]

function getOrderList(context: ShopCallContext): HttpReply {
  const { query, shop, world } = context
  const field = queryText(query, 'time_range_field')
  if (field !== 'create_time' && field !== 'update_time')
    throw badParam('time_range_field should be create_time or update_time')
  const from = queryInt(query, 'time_from')
  const to = queryInt(query, 'time_to')
  if (from >= to || to - from > MAX_WINDOW_SECONDS) {
    throw new ShopeeError(
      'order.order_list_invalid_time',
      'Start time must be earlier than end time and the difference must be within 15 days.',
    )
  }
  const pageSize = queryInt(query, 'page_size', { min: 1, max: 100 })
  const status = query.get('order_status') ?? ''
  if (status !== '' && !LIST_STATUSES.includes(status)) throw badParam('order_status is invalid')
  const withStatus = queryList(query, 'response_optional_fields').includes('order_status')
  const time = (order: Order): number => (field === 'create_time' ? order.createTime : order.updateTime)
  const matching = [...shop.orders.values()]
    .filter((order) => time(order) >= from && time(order) <= to && (status === '' || order.status === status))
    .map((order) => ({ order, key: sortKey(time(order), order.sn) }))
  const page = pageByCursor(matching, query.get('cursor') ?? '', pageSize)
  return wrapped({
    more: page.more,
    next_cursor: page.nextCursor,
    order_list: page.rows.map(({ order }) => ({
      order_sn: order.sn,
      ...(withStatus ? { order_status: shownStatus(world, order, context.request.path) } : {}),
      booking_sn: '',
    })),
  })
}

function getOrderDetail(context: ShopCallContext): HttpReply {
  const { query, shop, world } = context
  const numbers = queryText(query, 'order_sn_list')
    .split(',')
    .map((sn) => sn.trim())
    .filter((sn) => sn !== '')
  if (numbers.length < 1 || numbers.length > 50)
    throw badParam('order_sn_list should hold 1 to 50 order numbers')
  const optional = queryList(query, 'response_optional_fields')
  const unknown = numbers.filter((sn) => !shop.orders.has(sn))
  if (unknown.length > 0)
    throw new ShopeeError('error_not_found', `The order is not found: ${unknown.join(', ')}`)
  return wrapped(
    {
      order_list: [...new Set(numbers)].flatMap((sn) => {
        const order = shop.orders.get(sn)
        return order ? [orderDetail(world, order, optional, context.request.path)] : []
      }),
    },
    { warning: [] },
  )
}

function getShipmentList({ query, shop }: ShopCallContext): HttpReply {
  const pageSize = queryInt(query, 'page_size', { min: 1, max: 100 })
  const open = [...shop.orders.values()]
    .filter((order) => order.status === 'READY_TO_SHIP' || order.status === 'RETRY_SHIP')
    .map((order) => ({ order, key: sortKey(order.createTime, order.sn) }))
  const page = pageByCursor(open, query.get('cursor') ?? '', pageSize)
  return wrapped({
    order_list: page.rows.flatMap(({ order }) =>
      order.parcels.map((parcel) => ({ order_sn: order.sn, package_number: parcel.packageNumber })),
    ),
    more: page.more,
    next_cursor: page.nextCursor,
  })
}

function getPackageDetail({ query, shop }: ShopCallContext): HttpReply {
  const wanted = queryList(query, 'package_number_list')
  if (wanted.length < 1 || wanted.length > 50)
    throw badParam('package_number_list should hold 1 to 50 package numbers')
  const all = [...shop.orders.values()].flatMap((order) => order.parcels.map((parcel) => ({ order, parcel })))
  const found = all.filter(({ parcel }) => wanted.includes(parcel.packageNumber))
  if (found.length === 0) throw new ShopeeError('error_not_found', 'The package is not found.')
  return wrapped({
    package_list: found.map(({ order, parcel }) => ({
      order_sn: order.sn,
      package_number: parcel.packageNumber,
      fulfillment_status: parcel.logisticsStatus,
      update_time: order.updateTime,
      logistics_channel_id: order.channel.id,
      shipping_carrier: order.channel.name,
      tracking_number: parcel.trackingNumber,
      is_split_up: order.parcels.length > 1,
    })),
  })
}

function cancel({ body, shop, world }: ShopCallContext): HttpReply {
  const order = requireOrder(shop, bodyText(body, 'order_sn'))
  const reason = bodyText(body, 'cancel_reason')
  if (!CANCEL_REASONS.includes(reason)) throw badParam('cancel_reason is invalid')
  const part = asArray(body['partial_cancel_item_list']).map(asObject)
  if (part.length > 0) {
    cancelPart(world, shop, order, part)
    return wrapped({ update_time: order.updateTime })
  }
  if (reason === 'OUT_OF_STOCK') {
    const named = asArray(body['item_list']).map(asObject)
    const known = named.every((entry) =>
      order.lines.some(
        (line) => line.itemId === entry['item_id'] && line.modelId === (entry['model_id'] ?? 0),
      ),
    )
    if (named.length === 0 || !known)
      throw badParam('item_list is required for OUT_OF_STOCK and should name items of the order')
  }
  if (order.status !== 'READY_TO_SHIP' && order.status !== 'UNPAID') {
    throw new ShopeeError('order.error_limit', 'The order cannot be cancelled now.')
  }
  cancelOrder(world, shop, order, 'seller', reason)
  return wrapped({ update_time: order.updateTime })
}

function handleBuyerCancellation({ body, shop, world }: ShopCallContext): HttpReply {
  const order = requireOrder(shop, bodyText(body, 'order_sn'))
  const operation = bodyText(body, 'operation')
  if (operation !== 'ACCEPT' && operation !== 'REJECT') throw badParam('operation should be ACCEPT or REJECT')
  if (order.status !== 'IN_CANCEL') {
    throw new ShopeeError('order.cancel_order_invalid_status', 'The order status must be IN_CANCEL.')
  }
  answerCancelRequest(world, shop, order, operation === 'ACCEPT')
  return wrapped({ update_time: order.updateTime })
}

function setNote({ body, shop, world }: ShopCallContext): HttpReply {
  const order = requireOrder(shop, bodyText(body, 'order_sn'))
  if (typeof body['note'] !== 'string') throw badParam('note is required')
  order.note = body['note']
  order.noteUpdateTime = world.clock.seconds()
  return bare()
}

function sortKey(seconds: number, sn: string): string {
  return `${String(seconds).padStart(12, '0')}${sn}`
}

/** Newest first; the cursor is the last key served, so rows that move meanwhile do not shift the pages. */
function pageByCursor<T extends { readonly key: string }>(
  rows: T[],
  cursor: string,
  pageSize: number,
): { rows: T[]; more: boolean; nextCursor: string } {
  const after = cursor === '' ? '' : Buffer.from(cursor, 'base64url').toString('latin1')
  if (cursor !== '' && !/^\d{12}[0-9A-Z]+$/.test(after)) throw badParam('cursor is invalid')
  const sorted = rows
    .filter((row) => after === '' || row.key < after)
    .sort((a, b) => (a.key < b.key ? 1 : -1))
  const page = sorted.slice(0, pageSize)
  const more = sorted.length > page.length
  const last = page.at(-1)
  return {
    rows: page,
    more,
    nextCursor: more && last ? Buffer.from(last.key, 'latin1').toString('base64url') : '',
  }
}
