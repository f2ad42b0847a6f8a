import { z } from 'zod'
import { AdapterError, type Capabilities, type ShopSession } from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import { explain } from '../../kit/explain.ts'
import { lazadaCancellation } from './cancellation.ts'
import type { LazadaClient } from './client.ts'
import { COUNTRIES, countryOf, localTime } from './countries.ts'
import { isNotFound } from './errors.ts'
import { toOrder, wireOrder, type WireOrder } from './transformOrder.ts'
import { getUnits, MAX_ORDERS_PER_CALL } from './units.ts'
import { count, instant, list, notAsDocumented, read, requiredId } from './wire.ts'

const ORDERS_PER_PAGE = 100
const MAX_OFFSET = 5_000
/** Rows read again on the next page: an order that moves to the end pulls the ones behind it forward. */
const OVERLAP = 10
const PARALLEL_CALLS = 4
/** Lazada names no longest window; this keeps runs in pieces. */
const MAX_WINDOW_DAYS = 30

const orderPage = z.object({
  countTotal: count,
  orders: list(z.object({ order_id: requiredId, updated_at: instant })),
})
/** Where a run has got to: orders updated from `after` (milliseconds), and how many of those were read. */
const cursorShape = z.object({ after: z.number(), offset: z.number() })

/** Orders, their units fetched in batches of `perCall` (50 at most). */
export function lazadaOrders(client: LazadaClient, perCall: number): NonNullable<Capabilities['orders']> {
  const size = Math.min(Math.max(1, perCall), MAX_ORDERS_PER_CALL)
  return {
    maxWindowDays: MAX_WINDOW_DAYS,

    async listUpdated(session, { from, to, cursor }) {
      checkWindow(from, to)
      const country = countryOf(session.shop.details)
      const at =
        cursor === null ? { after: from.getTime(), offset: 0 } : cursorShape.parse(JSON.parse(cursor))
      const { data, requestId } = await client.forShop(session, {
        method: 'GET',
        path: '/orders/get',
        params: {
          update_after: localTime(new Date(at.after), country),
          update_before: localTime(new Date(Math.ceil(to.getTime() / 1000) * 1000), country),
          sort_by: 'updated_at',
          sort_direction: 'ASC',
          limit: ORDERS_PER_PAGE,
          offset: at.offset,
        },
      })
      const { orders, countTotal } = read(orderPage, data ?? {}, 'orders/get', requestId)
      return {
        items: orders.map((order) => ({ externalOrderId: order.order_id, updatedAt: order.updated_at })),
        next: nextCursor(at, orders),
        total: cursor === null ? countTotal : null,
      }
    },

    async get(session, externalOrderIds) {
      const ids = [...new Set(externalOrderIds)]
      const found = await mapLimited(ids, PARALLEL_CALLS, (orderId) => getHeader(client, session, orderId))
      const headers = found.flatMap((order) => order ?? [])
      const units = await getUnits(
        client,
        session,
        headers.map((order) => order.order_id),
        size,
      )
      const { currency } = COUNTRIES[countryOf(session.shop.details)]
      return headers.map((order) => toOrder(order, units.get(order.order_id) ?? [], currency))
    },

    cancellation: lazadaCancellation(client),
  }
}

async function getHeader(
  client: LazadaClient,
  session: ShopSession,
  orderId: string,
): Promise<WireOrder | undefined> {
  try {
    const { data, requestId } = await client.forShop(session, {
      method: 'GET',
      path: '/order/get',
      params: { order_id: orderId },
    })
    return read(wireOrder, data, 'order/get', requestId)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/**
 * The next page starts where the last order was updated, so that orders moving about while we read are not missed.
 * Only within one second, where nothing tells orders apart, it counts on.
 */
function nextCursor(
  at: z.output<typeof cursorShape>,
  orders: readonly { updated_at: Date | null }[],
): string | null {
  if (orders.length < ORDERS_PER_PAGE) return null
  const last = orders.at(-1)?.updated_at
  // One second back: whether `update_after` takes its own second in is not documented.
  const after = last ? last.getTime() - 1000 : at.after
  if (after > at.after) return JSON.stringify({ after, offset: 0 })
  const offset = at.offset + orders.length - OVERLAP
  if (offset > MAX_OFFSET) throw notAsDocumented(`orders/get: more than ${MAX_OFFSET} orders in one second`)
  return JSON.stringify({ after: at.after, offset })
}

/** @throws AdapterError when the window is longer than promised. */
function checkWindow(from: Date, to: Date): void {
  if (to.getTime() - from.getTime() <= MAX_WINDOW_DAYS * 86_400_000) return
  throw new AdapterError({
    kind: 'permanent',
    reason: 'internal',
    message: `Lazada orders are listed at most ${MAX_WINDOW_DAYS} days at a time`,
    explanation: explain('internal', 'Lazada'),
  })
}
