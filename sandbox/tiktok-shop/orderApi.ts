import type { HttpReply } from '../core/http.ts'
import { ApiError, badParam, success } from './envelope.ts'
import type { EndpointRow, ShopCallContext } from './gateway.ts'
import { orderView, priceDetailView } from './orderView.ts'
import { bodyWindow, pageOf, queryInt, queryList, queryWord, sortKey } from './params.ts'

const STATUSES = [
  'UNPAID',
  'ON_HOLD',
  'AWAITING_SHIPMENT',
  'PARTIALLY_SHIPPING',
  'AWAITING_COLLECTION',
  'IN_TRANSIT',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
]
const scope = 'seller.order.info' as const

/** Orders: search, detail, price detail. */
export const ORDER_ENDPOINTS: readonly EndpointRow[] = [
  ['POST', '/order/202309/orders/search', { kind: 'shop', scope, handle: search }],
  ...['202309', '202507'].map((version): EndpointRow => [
    'GET',
    `/order/${version}/orders`,
    { kind: 'shop', scope, handle: detail },
  ]),
  ['GET', '/order/202407/orders/:id/price_detail', { kind: 'shop', scope, handle: priceDetail }],
]

function search({ world, shop, body, query, request }: ShopCallContext): HttpReply {
  const size = queryInt(query, 'page_size', { min: 1, max: 100 })
  const field = queryWord(query, 'sort_field', ['create_time', 'update_time'])
  const direction = queryWord(query, 'sort_order', ['DESC', 'ASC']) as 'ASC' | 'DESC'
  const status = body['order_status']
  if (status !== undefined && !STATUSES.includes(String(status)))
    throw badParam('Invalid parameter order_status')
  const [created, updated] = [bodyWindow(body, 'create_time'), bodyWindow(body, 'update_time')]
  const asksCancel = body['is_buyer_request_cancel']
  const hits = [...shop.orders.values()].filter(
    (order) =>
      created(order.createTime) &&
      updated(order.updateTime) &&
      (status === undefined || order.status === status) &&
      (asksCancel === undefined || (order.cancelRequestId !== '') === asksCancel),
  )
  const rows = hits.map((row) => ({
    key: sortKey(field === 'create_time' ? row.createTime : row.updateTime, row.id),
    row,
  }))
  const page = pageOf(rows, query, size, direction)
  return success({
    next_page_token: page.next,
    total_count: hits.length,
    orders: page.rows.map((order) => orderView(world, shop, order, request.path)),
  })
}

/** At most 50 ids; unknown ones are silently left out. */
function detail({ world, shop, query, request }: ShopCallContext): HttpReply {
  const ids = queryList(query, 'ids')
  if (ids.length === 0) throw badParam('Missing required parameter: ids')
  if (ids.length > 50) throw badParam('Invalid parameter ids: at most 50')
  return success({
    orders: [...new Set(ids)].flatMap((id) => {
      const order = shop.orders.get(id)
      return order ? [orderView(world, shop, order, request.path)] : []
    }),
  })
}

function priceDetail({ shop, params }: ShopCallContext): HttpReply {
  const order = shop.orders.get(params['id'] ?? '')
  if (!order) throw new ApiError(21008111, 'The order belongs to another seller.')
  return success(priceDetailView(order))
}
