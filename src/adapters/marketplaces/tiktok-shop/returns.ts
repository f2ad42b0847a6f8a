import { z } from 'zod'
import type { RemoteReturn, Returns, ShopSession } from '../../contract.ts'
import { batches, mapLimited } from '../../kit/batches.ts'
import { callForShop } from './client.ts'
import { situation } from './errors.ts'
import { fetchOrders } from './orderFetch.ts'
import { lineOfUnit } from './orderTransform.ts'
import { rejectReasons } from './rejectReasons.ts'
import { toReturn, wireReturn, type WireReturn } from './returnTransform.ts'
import { list, nextPage, read } from './wire.ts'
import { seconds } from './window.ts'

const RETURNS_PER_CALL = 50
const PARALLEL_CALLS = 2

const page = z.object({ ...nextPage, return_orders: list(wireReturn) })

interface Decision {
  approve: string
  reject: string
}
/** What saying yes or no is called, by what the platform waits for. */
const DECISIONS: Readonly<Record<string, Decision>> = {
  SELLER_RESPOND_REFUND: { approve: 'APPROVE_REFUND', reject: 'REJECT_REFUND' },
  SELLER_RESPOND_RETURN: { approve: 'APPROVE_RETURN', reject: 'REJECT_RETURN' },
  SELLER_RESPOND_RECEIVE_PACKAGE: { approve: 'APPROVE_RECEIVED_PACKAGE', reject: 'REJECT_RECEIVED_PACKAGE' },
  SELLER_RESPOND_REPLACEMENT: { approve: 'APPROVE_REPLACEMENT', reject: 'REJECT_REPLACEMENT' },
}

/** Returns and refunds after delivery; cancellations before it belong to the orders. */
export const tiktokShopReturns: Returns = {
  async listUpdated(session, { from, to, cursor }) {
    const found = await search(session, seconds('update_time', from, to), cursor ?? '')
    return {
      items: found.return_orders.map((each) => ({
        externalReturnId: each.return_id,
        updatedAt: each.update_time,
      })),
      next: found.next_page_token || null,
      total: found.total_count,
    }
  },

  async get(session, externalReturnIds) {
    return withOrders(session, await fetchReturns(session, externalReturnIds))
  },

  async accept(session, { externalReturnId }) {
    const { approve } = await openDecision(session, externalReturnId)
    await decide(session, externalReturnId, 'approve', { decision: approve })
  },

  async reject(session, { externalReturnId, reasonId, note }) {
    const { reject } = await openDecision(session, externalReturnId)
    await decide(session, externalReturnId, 'reject', {
      decision: reject,
      reject_reason: reasonId,
      ...(note ? { comment: note } : {}),
    })
  },

  reasons: (session, { externalReturnId }) => rejectReasons(session, externalReturnId),
}

async function search(
  session: ShopSession,
  body: Readonly<Record<string, number | readonly string[]>>,
  token = '',
): Promise<z.output<typeof page>> {
  const { data, requestId } = await callForShop(session, {
    method: 'POST',
    path: '/return_refund/202309/returns/search',
    query: { page_size: RETURNS_PER_CALL, page_token: token, sort_field: 'update_time', sort_order: 'ASC' },
    body,
    idempotent: true,
  })
  return read(page, data, 'returns search', requestId)
}

async function fetchReturns(session: ShopSession, ids: readonly string[]): Promise<WireReturn[]> {
  const pieces = batches([...new Set(ids)], RETURNS_PER_CALL)
  const found = await mapLimited(pieces, PARALLEL_CALLS, async (return_ids) => {
    return (await search(session, { return_ids })).return_orders
  })
  return found.flat()
}

/** Returns name units; their orders tell which line a unit was folded into. */
async function withOrders(session: ShopSession, returns: readonly WireReturn[]): Promise<RemoteReturn[]> {
  const orders = await fetchOrders(
    session,
    returns.map((each) => each.order_id),
  )
  const units = new Map(
    orders.flatMap((order) => {
      const lines = lineOfUnit(order)
      return order.line_items.map(
        (unit) => [unit.id, { lineId: lines.get(unit.id) ?? unit.id, productId: unit.product_id }] as const,
      )
    }),
  )
  return returns.map((each) => toReturn(each, (unitId) => units.get(unitId)))
}

/** What the platform waits for from the seller. @throws AdapterError when it waits for nothing. */
async function openDecision(session: ShopSession, externalReturnId: string): Promise<Decision> {
  const [found] = await fetchReturns(session, [externalReturnId])
  if (!found) throw situation('orderNotFound', 'return not found')
  const decision = found.seller_next_action_response
    .map(({ action }) => DECISIONS[action])
    .find((each) => each)
  if (!decision) throw situation('settled', `a return in ${found.return_status} waits for no answer`)
  return decision
}

async function decide(
  session: ShopSession,
  externalReturnId: string,
  verb: 'approve' | 'reject',
  body: Readonly<Record<string, string>>,
): Promise<void> {
  await callForShop(session, {
    method: 'POST',
    path: `/return_refund/202309/returns/${encodeURIComponent(externalReturnId)}/${verb}`,
    query: { idempotency_key: `kanal-${body['decision']}-${externalReturnId}` },
    body,
    idempotent: true,
  })
}
