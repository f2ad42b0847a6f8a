import { z } from 'zod'
import { AdapterError, type ShopSession } from '../../contract.ts'
import { batches, fetchKnown, mapLimited } from '../../kit/batches.ts'
import { callForShop, envelopeError, tryForShop } from './client.ts'
import { isNotFound } from './errors.ts'
import { packageNumbers, wireOrder, type WireOrder } from './orderTransform.ts'
import { list, read, requiredId, words } from './wire.ts'

export const MAX_ORDERS_PER_CALL = 50
const PARALLEL_CALLS = 4
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
/** Statuses in which a parcel has a tracking number, or may have one. */
const TRACKED: ReadonlySet<string> = new Set([
  'PROCESSED',
  'RETRY_SHIP',
  'SHIPPED',
  'TO_CONFIRM_RECEIVE',
  'IN_CANCEL',
])

const orderDetails = z.object({ order_list: list(wireOrder) })
const packageDetails = z.object({
  package_list: list(z.object({ package_number: requiredId, tracking_number: words })),
})

/** Orders as Shopee tells them, in batches of `perCall`; unknown ones are left out. @throws AdapterError */
export async function fetchOrders(
  session: ShopSession,
  orderSns: readonly string[],
  perCall = MAX_ORDERS_PER_CALL,
): Promise<WireOrder[]> {
  const pieces = batches([...new Set(orderSns)], perCall)
  const orders = await mapLimited(pieces, PARALLEL_CALLS, (some) =>
    fetchKnown(some, (ids) => getDetails(session, ids), isNotFound),
  )
  return orders.flat()
}

/** One order. @throws AdapterError also when it does not exist. */
export async function fetchOrder(session: ShopSession, orderSn: string): Promise<WireOrder> {
  const [order] = await getDetails(session, [orderSn])
  if (order) return order
  throw new AdapterError({
    kind: 'contract',
    reason: 'unexpected_response',
    message: 'Shopee get_order_detail answered without the order',
  })
}

async function getDetails(session: ShopSession, ids: readonly string[]): Promise<WireOrder[]> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/order/get_order_detail',
    query: {
      order_sn_list: ids.join(','),
      response_optional_fields: DETAIL_FIELDS,
      request_order_status_pending: true,
    },
  })
  return read(orderDetails, response, 'get_order_detail', requestId).order_list
}

/**
 * The tracking numbers of parcels on their way, by parcel number: one call for 50. They are an extra, so a
 * refusal leaves them out. @throws AdapterError for what stops every call to the shop.
 */
export async function fetchTrackingNumbers(
  session: ShopSession,
  orders: readonly WireOrder[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = orders.filter((order) => TRACKED.has(order.order_status)).flatMap(packageNumbers)
  const found = await mapLimited(batches(wanted, MAX_ORDERS_PER_CALL), PARALLEL_CALLS, (some) =>
    getPackages(session, some),
  )
  return new Map(
    found.flat().flatMap((parcel) => {
      const { package_number: number, tracking_number: tracking } = parcel
      return tracking === '' ? [] : [[number, tracking] as const]
    }),
  )
}

async function getPackages(
  session: ShopSession,
  numbers: readonly string[],
): Promise<z.output<typeof packageDetails>['package_list']> {
  const envelope = await tryForShop(session, {
    method: 'GET',
    path: '/api/v2/order/get_package_detail',
    query: { package_number_list: numbers.join(',') },
  }).catch((error: unknown) => {
    if (error instanceof AdapterError && error.kind === 'permanent') return undefined
    throw error
  })
  if (!envelope) return []
  if (envelope.error === '') {
    const { response, requestId } = envelope
    return read(packageDetails, response, 'get_package_detail', requestId).package_list
  }
  const error = envelopeError(session, envelope)
  if (error.kind === 'auth' || error.kind === 'rate_limit' || error.kind === 'transient') throw error
  return []
}
