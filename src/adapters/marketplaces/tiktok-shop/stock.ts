import { z } from 'zod'
import {
  AdapterError,
  type Capabilities,
  type ErrorKind,
  type RemoteLocation,
  type ShopSession,
  type StockResult,
  type StockTarget,
} from '../../contract.ts'
import { batches, mapLimited } from '../../kit/batches.ts'
import { batchErrors } from './batch.ts'
import { callForShop } from './client.ts'
import { isSituation, situation } from './errors.ts'
import { salesWarehouses } from './shop.ts'
import { spread, type Shelf } from './spread.ts'
import { byItem, undecided, withoutVariant } from './targets.ts'
import { count, list, read, requiredId } from './wire.ts'

const PRODUCTS_PER_SEARCH = 100
const PARALLEL_CALLS = 4
/** What stops one product's call would stop the next one's too. */
const STOPS_THE_SHOP: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['auth', 'permission', 'rate_limit'])

const inventory = z.object({
  inventory: list(
    z.object({
      product_id: requiredId,
      skus: list(
        z.object({
          id: requiredId,
          warehouse_inventory: list(z.object({ warehouse_id: requiredId, available_quantity: count })),
        }),
      ),
    }),
  ),
})
/** Product → SKU → where it lies now. */
type Inventory = ReadonlyMap<string, ReadonlyMap<string, readonly Shelf[]>>

/**
 * One stock pool for all storefronts. A write must name every warehouse of the SKU, so they are read first; the
 * sum written is always the target, only its spread over warehouses follows what was read.
 */
export const tiktokShopStock: NonNullable<Capabilities['stock']> = {
  locations: salesWarehouses,

  async set(session, targets) {
    const products = [...byItem(targets)]
    const shelves = await readInventory(
      session,
      products.map(([productId]) => productId),
    )
    const places = [...shelves.values()].some((skus) => [...skus.values()].some((each) => each.length > 1))
      ? await salesWarehouses(session)
      : []
    let stop: AdapterError | undefined
    const results = await mapLimited(products, PARALLEL_CALLS, async ([productId, ofProduct]) => {
      if (stop) return failAll(ofProduct, stop)
      try {
        return await setProduct(session, ofProduct, shelves.get(productId) ?? new Map(), places)
      } catch (error) {
        if (!(error instanceof AdapterError)) throw error
        if (STOPS_THE_SHOP.has(error.kind)) stop = error
        return failAll(ofProduct, error)
      }
    })
    const flat = results.flat()
    const nothing = undecided(flat)
    if (nothing) throw stop ?? nothing
    return flat
  },
}

async function readInventory(session: ShopSession, productIds: readonly string[]): Promise<Inventory> {
  const found = await mapLimited(batches(productIds, PRODUCTS_PER_SEARCH), PARALLEL_CALLS, async (ids) => {
    const { data, requestId } = await callForShop(session, {
      method: 'POST',
      path: '/product/202309/inventory/search',
      body: { product_ids: ids },
      idempotent: true,
    })
    return read(inventory, data, 'inventory search', requestId).inventory
  })
  return new Map(
    found.flat().map((product) => [
      product.product_id,
      new Map(
        product.skus.map((sku) => [
          sku.id,
          sku.warehouse_inventory.map((each) => ({
            warehouseId: each.warehouse_id,
            quantity: each.available_quantity,
          })),
        ]),
      ),
    ]),
  )
}

/** One call: the SKUs of one product. The quantities are absolute, so repeating the call does no harm. */
async function setProduct(
  session: ShopSession,
  targets: readonly StockTarget[],
  skus: ReadonlyMap<string, readonly Shelf[]>,
  places: readonly RemoteLocation[],
): Promise<StockResult[]> {
  const rows = targets.map((target) => ({
    target,
    skuId: withoutVariant(target.externalVariantId, [...skus.keys()]),
  }))
  const known = rows.filter(({ skuId }) => (skus.get(skuId)?.length ?? 0) > 0)
  const unknown = failAll(
    rows.filter((row) => !known.includes(row)).map(({ target }) => target),
    situation(skus.size === 0 ? 'notFound' : 'variantChanged', 'the SKU is not in this shop'),
  )
  if (known.length === 0) return unknown
  const defaultId = places.find((place) => place.isDefault)?.externalLocationId
  const { data, requestId } = await callForShop(session, {
    method: 'POST',
    path: `/product/202309/products/${encodeURIComponent(targets[0]?.externalItemId ?? '')}/inventory/update`,
    body: {
      skus: known.map(({ target, skuId }) => ({
        id: skuId,
        inventory: spread(skus.get(skuId) ?? [], target.quantity, defaultId).map((shelf) => ({
          warehouse_id: shelf.warehouseId,
          quantity: shelf.quantity,
        })),
      })),
    },
    idempotent: true,
  })
  const errors = batchErrors(session, data, 'inventory update', requestId, 'sku_id')
  const results = known.map(({ target, skuId }): StockResult => {
    const { externalItemId, externalVariantId, quantity } = target
    const error = errors.get(skuId) ?? errors.get('')
    if (!error) return { externalItemId, externalVariantId, ok: true, quantity }
    return { externalItemId, externalVariantId, ok: false, error: zeroAware(error, quantity) }
  })
  return [...unknown, ...results]
}

/** Whether 0 is a quantity is not documented alike everywhere; a refusal of it has a remedy of its own. */
const zeroAware = (error: AdapterError, quantity: number): AdapterError =>
  quantity === 0 && isSituation(error, 'quantity') ? situation('zeroQuantity', error.message) : error

const failAll = (targets: readonly StockTarget[], error: AdapterError): StockResult[] =>
  targets.map(({ externalItemId, externalVariantId, quantity }) => ({
    externalItemId,
    externalVariantId,
    ok: false,
    error: zeroAware(error, quantity),
  }))
