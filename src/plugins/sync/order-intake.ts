import { AdapterError, type RemoteOrder } from '../../adapters/contract.ts'
import { mapLimited } from '../../adapters/kit/batches.ts'
import { transaction, type Tx } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import type { ShopRow } from '../marketplaces/rows.ts'
import { withShop } from '../marketplaces/shop-session.ts'
import { applyOrder } from '../orders/apply.ts'
import { logSync } from './log.ts'

/** Orders applied at a time per shop: enough to hide the round trips, few enough to leave connections to others. */
const PARALLEL = 4

/**
 * Fetches orders as the marketplace knows them now. One that cannot be read does not keep the others away.
 * @returns the orders found, and the failures by order id; an order in neither is unknown to the marketplace.
 * @throws AdapterError for what concerns all of them, and what `withShop` throws.
 */
export async function fetchOrders(
  kanal: Kanal,
  shopId: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<{ orders: RemoteOrder[]; failures: Map<string, AdapterError> }> {
  const failures = new Map<string, AdapterError>()
  const get = async (some: readonly string[]): Promise<readonly RemoteOrder[]> =>
    withShop(
      kanal,
      shopId,
      'orders.fetch',
      async ({ adapter, session }) => (adapter.orders ? adapter.orders.get(session, some) : []),
      signal,
    )
  try {
    return { orders: [...(await get(ids))], failures }
  } catch (error) {
    if (!isAboutOne(error) || ids.length < 2) throw error
  }
  const orders: RemoteOrder[] = []
  for (const id of ids) {
    try {
      orders.push(...(await get([id])))
    } catch (error) {
      if (!isAboutOne(error)) throw error
      failures.set(id, error)
    }
  }
  return { orders, failures }
}

const isAboutOne = (error: unknown): error is AdapterError =>
  error instanceof AdapterError && (error.kind === 'permanent' || error.kind === 'contract')

/**
 * Applies fetched orders, each in a transaction of its own together with `alongside` (such as closing the messages
 * that told of it) and a sync log row for what changed.
 * @returns the ids of orders that could not be applied, with the error.
 */
export async function applyOrders(
  kanal: Kanal,
  shop: ShopRow,
  orders: readonly RemoteOrder[],
  source: 'webhook' | 'poll',
  alongside: {
    inboxId?: (order: RemoteOrder) => string | undefined
    also?: (tx: Tx, order: RemoteOrder) => Promise<void>
  } = {},
): Promise<Map<string, unknown>> {
  const failed = new Map<string, unknown>()
  await mapLimited(orders, PARALLEL, async (order) => {
    const started = performance.now()
    try {
      await transaction(kanal.pool, async (tx) => {
        const inboxId = alongside.inboxId?.(order)
        const { outcome } = await applyOrder(tx, {
          organisationId: shop.organisationId,
          shop,
          order,
          source,
          ...(inboxId ? { inboxId } : {}),
        })
        await alongside.also?.(tx, order)
        if (outcome !== 'created' && outcome !== 'updated') return
        await logSync(tx, [
          {
            organisationId: shop.organisationId,
            shopId: shop.id,
            kind: 'order',
            result: 'ok',
            summary: `order.${outcome}`,
            reference: order.externalOrderId,
            after: order.status,
            durationMs: performance.now() - started,
          },
        ])
      })
    } catch (error) {
      failed.set(order.externalOrderId, error)
    }
  })
  return failed
}
