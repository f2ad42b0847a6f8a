import { z } from 'zod'
import type { ShopSession } from '../../contract.ts'
import { batches, mapLimited } from '../../kit/batches.ts'
import { callForShop } from './client.ts'
import { wireOrder, type WireOrder } from './orderTransform.ts'
import { list, read } from './wire.ts'

export const MAX_ORDERS_PER_CALL = 50
const PARALLEL_CALLS = 4

const orderDetails = z.object({ orders: list(wireOrder) })

/** Orders as the platform writes them; unknown ids are left out. @throws AdapterError */
export async function fetchOrders(
  session: ShopSession,
  externalOrderIds: readonly string[],
  perCall = MAX_ORDERS_PER_CALL,
): Promise<WireOrder[]> {
  const size = Math.min(Math.max(1, perCall), MAX_ORDERS_PER_CALL)
  const pieces = batches([...new Set(externalOrderIds)], size)
  const orders = await mapLimited(pieces, PARALLEL_CALLS, async (ids) => {
    const { data, requestId } = await callForShop(session, {
      method: 'GET',
      path: '/order/202507/orders',
      query: { ids },
    })
    return read(orderDetails, data, 'order detail', requestId).orders
  })
  return orders.flat()
}
