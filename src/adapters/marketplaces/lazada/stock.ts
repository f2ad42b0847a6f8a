import type { Capabilities, ShopSession, StockTarget } from '../../contract.ts'
import { numeric, type LazadaClient } from './client.ts'
import { payloadText, type Tree } from './payload.ts'
import { getWarehouses } from './seller.ts'
import { writeSkus } from './skuWrites.ts'

/** Stock as Lazada sells it: the sellable quantity, beside what unpaid and packed orders hold. */
export function lazadaStock(client: LazadaClient): NonNullable<Capabilities['stock']> {
  return {
    async set(session, targets) {
      const results = await writeSkus(client, session, targets, {
        path: '/product/stock/sellable/update',
        format: client.unconfirmed.stockPayload,
        row: (target) => stockRow(client, session, target, target.quantity),
      })
      return results.map((result) => {
        const { externalItemId, externalVariantId, quantity } = result.target
        return result.ok
          ? { externalItemId, externalVariantId, ok: true, quantity }
          : { externalItemId, externalVariantId, ok: false, error: result.error }
      })
    },
    locations: (session) => getWarehouses(client, session),
    locationDetail: 'warehouseCode',
  }
}

export type StockChange = Omit<StockTarget, 'quantity'> & {
  /** Units to add, or with a minus to take away. */
  delta: number
}

/**
 * Moves one sellable quantity by a difference. Doing it twice moves it twice, so it is never repeated.
 * @throws AdapterError, also when the quantity would fall below zero.
 */
export async function adjustSellable(
  client: LazadaClient,
  session: ShopSession,
  change: StockChange,
): Promise<void> {
  if (change.delta === 0) return
  await client.forShop(session, {
    method: 'POST',
    path: '/product/stock/sellable/adjust',
    params: {
      payload: payloadText(client.unconfirmed.stockPayload, {
        Product: { Skus: { Sku: [stockRow(client, session, change, change.delta)] } },
      }),
    },
    idempotent: false,
  })
}

/** A shop with several warehouses keeps in its details which of them is ours; others stay untouched. */
function stockRow(
  { unconfirmed }: LazadaClient,
  { shop }: ShopSession,
  target: Omit<StockTarget, 'quantity'>,
  quantity: number,
): Tree {
  const warehouseCode = shop.details['warehouseCode'] ?? ''
  return {
    ItemId: numeric(target.externalItemId),
    SkuId: numeric(target.externalVariantId),
    ...(warehouseCode === ''
      ? { SellableQuantity: quantity }
      : {
          MultiWarehouseInventories: {
            MultiWarehouseInventory: [
              { WarehouseCode: warehouseCode, [unconfirmed.warehouseQuantity]: quantity },
            ],
          },
        }),
  }
}
