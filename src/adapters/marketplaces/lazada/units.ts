import type { ShopSession } from '../../contract.ts'
import { batches, fetchKnown, mapLimited } from '../../kit/batches.ts'
import { idList, type LazadaClient } from './client.ts'
import { isNotFound } from './errors.ts'
import { wireOrderItems, type WireUnit } from './transformOrder.ts'
import { list, notAsDocumented, read } from './wire.ts'

export const MAX_ORDERS_PER_CALL = 50
const PARALLEL_CALLS = 4

/** The units of orders, by order id; unknown orders are left out. @throws AdapterError */
export async function getUnits(
  client: LazadaClient,
  session: ShopSession,
  orderIds: readonly string[],
  perCall = MAX_ORDERS_PER_CALL,
): Promise<Map<string, WireUnit[]>> {
  const pieces = await mapLimited(batches(orderIds, perCall), PARALLEL_CALLS, (ids) =>
    fetchKnown(
      ids,
      async (some) => {
        const { data, requestId } = await client.forShop(session, {
          method: 'GET',
          path: '/orders/items/get',
          params: { order_ids: idList(some) },
        })
        return read(list(wireOrderItems), data, 'orders/items/get', requestId)
      },
      isNotFound,
    ),
  )
  return new Map(pieces.flat().map((entry) => [entry.order_id, entry.order_items]))
}

/** The units of one order. @throws AdapterError, also when there is no such order. */
export async function getUnitsOf(
  client: LazadaClient,
  session: ShopSession,
  orderId: string,
): Promise<WireUnit[]> {
  const units = (await getUnits(client, session, [orderId])).get(orderId)
  if (!units) throw notAsDocumented('orders/items/get: no such order')
  return units
}
