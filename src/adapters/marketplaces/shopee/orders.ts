import { z } from 'zod'
import type { Capabilities } from '../../contract.ts'
import { cancellation } from './cancellation.ts'
import { callForShop } from './client.ts'
import { fetchOrders, fetchTrackingNumbers, MAX_ORDERS_PER_CALL } from './orderDetails.ts'
import { packageNumbers, toOrder } from './orderTransform.ts'
import { windowOf } from './window.ts'
import { flag, list, read, requiredId, words } from './wire.ts'

const MAX_WINDOW_DAYS = 15

const orderList = z.object({
  more: flag,
  next_cursor: words,
  order_list: list(z.object({ order_sn: requiredId })),
})

/** Orders, listed `pageSize` a page and fetched in batches of `perCall` (50 at most). */
export function shopeeOrders(perCall: number, pageSize: number): NonNullable<Capabilities['orders']> {
  const size = Math.min(Math.max(1, perCall), MAX_ORDERS_PER_CALL)
  return {
    maxWindowDays: MAX_WINDOW_DAYS,

    async listUpdated(session, { from, to, cursor }) {
      const window = windowOf(from, to, MAX_WINDOW_DAYS)
      const { response, requestId } = await callForShop(session, {
        method: 'GET',
        path: '/api/v2/order/get_order_list',
        query: {
          time_range_field: 'update_time',
          time_from: window.from,
          time_to: window.to,
          page_size: pageSize,
          cursor: cursor ?? '',
          response_optional_fields: 'order_status',
          request_order_status_pending: true,
        },
      })
      const page = read(orderList, response, 'get_order_list', requestId)
      return {
        items: page.order_list.map((order) => ({ externalOrderId: order.order_sn, updatedAt: null })),
        next: page.more && page.next_cursor !== '' ? page.next_cursor : null,
        total: null,
      }
    },

    async get(session, externalOrderIds) {
      const orders = await fetchOrders(session, externalOrderIds, size)
      const tracking = await fetchTrackingNumbers(session, orders)
      return orders.map((order) =>
        toOrder(order, packageNumbers(order).flatMap((number) => tracking.get(number) ?? [])[0] ?? null),
      )
    },

    cancellation,
  }
}
