import { z } from 'zod'
import { AdapterError, type Capabilities, type RemoteOrder, type ShopSession } from '../../contract.ts'
import { batches, fetchKnown, mapLimited } from '../../kit/batches.ts'
import { explain } from '../../kit/explain.ts'
import { callForShop } from './client.ts'
import { isNotFound } from './errors.ts'
import { toOrder, wireOrder } from './transform.ts'
import { flag, list, read, requiredId, words } from './wire.ts'

export const MAX_ORDERS_PER_CALL = 50
const ORDERS_PER_PAGE = 100
const PARALLEL_CALLS = 4
const MAX_WINDOW_DAYS = 15
/** Shopee leaves out whatever is not named here. */
const DETAIL_FIELDS = [
  'buyer_username',
  'recipient_address',
  'item_list',
  'pay_time',
  'buyer_cancel_reason',
  'cancel_by',
  'cancel_reason',
  'package_list',
  'shipping_carrier',
  'checkout_shipping_carrier',
  'total_amount',
].join(',')

const orderList = z.object({
  more: flag,
  next_cursor: words,
  order_list: list(z.object({ order_sn: requiredId })),
})
const orderDetails = z.object({ order_list: list(wireOrder) })

/** Orders, fetched in batches of `perCall` (50 at most). */
export function shopeeOrders(perCall: number): NonNullable<Capabilities['orders']> {
  const size = Math.min(Math.max(1, perCall), MAX_ORDERS_PER_CALL)
  return {
    maxWindowDays: MAX_WINDOW_DAYS,

    async listUpdated(session, { from, to, cursor }) {
      const window = windowOf(from, to)
      const { response, requestId } = await callForShop(session, {
        method: 'GET',
        path: '/api/v2/order/get_order_list',
        query: {
          time_range_field: 'update_time',
          ...window,
          page_size: ORDERS_PER_PAGE,
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
      const pieces = batches([...new Set(externalOrderIds)], size)
      const orders = await mapLimited(pieces, PARALLEL_CALLS, (ids) =>
        fetchKnown(ids, (some) => getDetails(session, some), isNotFound),
      )
      return orders.flat()
    },
  }
}

async function getDetails(session: ShopSession, ids: readonly string[]): Promise<RemoteOrder[]> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/order/get_order_detail',
    query: {
      order_sn_list: ids.join(','),
      response_optional_fields: DETAIL_FIELDS,
      request_order_status_pending: true,
    },
  })
  return read(orderDetails, response, 'get_order_detail', requestId).order_list.map(toOrder)
}

/** Whole seconds that cover the window. @throws AdapterError when it is longer than Shopee answers for. */
function windowOf(from: Date, to: Date): { time_from: number; time_to: number } {
  const start = Math.floor(from.getTime() / 1000)
  const end = Math.max(Math.ceil(to.getTime() / 1000), start + 1)
  if (end - start > MAX_WINDOW_DAYS * 86_400) {
    throw new AdapterError({
      kind: 'permanent',
      reason: 'internal',
      message: `Shopee lists at most ${MAX_WINDOW_DAYS} days of orders at a time`,
      explanation: explain('internal', 'Shopee'),
    })
  }
  return { time_from: start, time_to: end }
}
