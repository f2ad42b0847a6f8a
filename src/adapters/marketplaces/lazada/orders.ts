import { z } from 'zod'
import { AdapterError, type Capabilities, type RemoteOrder, type ShopSession } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { lazadaCancellation } from './cancellation.ts'
import type { LazadaClient } from './client.ts'
import { COUNTRIES, countryOf, localTime } from './countries.ts'
import { type Header, ORDERS_PER_PAGE, OrderHeaders } from './headers.ts'
import { toOrder, type WireUnit } from './transformOrder.ts'
import { getUnits, MAX_ORDERS_PER_CALL } from './units.ts'
import { notAsDocumented } from './wire.ts'

const MAX_OFFSET = 5_000
/** Rows read again on the next page: an order that moves to the end pulls the ones behind it forward. */
const OVERLAP = 10
/** Lazada names no longest window; this keeps runs in pieces. */
const MAX_WINDOW_DAYS = 30

/** Where a run has got to: orders updated from `after` (milliseconds), and how many of those were read. */
const cursorShape = z.object({ after: z.number(), offset: z.number() })

/** Orders, their units fetched in batches of `perCall` (50 at most). */
export function lazadaOrders(client: LazadaClient, perCall: number): NonNullable<Capabilities['orders']> {
  const size = Math.min(Math.max(1, perCall), MAX_ORDERS_PER_CALL)
  const headers = new OrderHeaders(client)
  return {
    maxWindowDays: MAX_WINDOW_DAYS,

    async listUpdated(session, { from, to, cursor }) {
      checkWindow(from, to)
      const country = countryOf(session.shop.details)
      const at =
        cursor === null ? { after: from.getTime(), offset: 0 } : cursorShape.parse(JSON.parse(cursor))
      const { orders, countTotal } = await headers.page(session, {
        update_after: localTime(new Date(at.after), country),
        update_before: localTime(new Date(Math.ceil(to.getTime() / 1000) * 1000), country),
        sort_direction: 'ASC',
        offset: at.offset,
      })
      return {
        items: orders.map((order) => ({ externalOrderId: order.order_id, updatedAt: order.updated_at })),
        next: nextCursor(at, orders),
        total: cursor === null ? countTotal : null,
      }
    },

    async get(session, externalOrderIds) {
      const ids = [...new Set(externalOrderIds)]
      const first = await withUnits(client, session, await headers.get(session, ids), size)
      const outdated = first.filter(isOutdated).map(({ order }) => order.order_id)
      const again = await withUnits(
        client,
        session,
        await headers.get(session, outdated, { fresh: true }),
        size,
      )
      const { currency } = COUNTRIES[countryOf(session.shop.details)]
      return [...first.filter((each) => !isOutdated(each)), ...again].map(({ order, units }): RemoteOrder =>
        toOrder(order, units, currency),
      )
    },

    cancellation: lazadaCancellation(client),
  }
}

interface WithUnits extends Header {
  units: readonly WireUnit[]
}

/** Units are read after their headers, so that an order is never dated later than what is told of it. */
async function withUnits(
  client: LazadaClient,
  session: ShopSession,
  headers: readonly Header[],
  perCall: number,
): Promise<WithUnits[]> {
  const units = await getUnits(
    client,
    session,
    headers.map(({ order }) => order.order_id),
    perCall,
  )
  return headers.map((header) => ({ ...header, units: units.get(header.order.order_id) ?? [] }))
}

/** A header that came with a page may have been overtaken by what its units show. */
const isOutdated = ({ order, isKept, units }: WithUnits): boolean =>
  isKept && units.some((unit) => (unit.updated_at?.getTime() ?? 0) > (order.updated_at?.getTime() ?? 0))

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
