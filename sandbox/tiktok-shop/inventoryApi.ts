import type { HttpReply } from '../core/http.ts'
import { asObject, type JsonObject } from '../core/wire.ts'
import { ApiError, badParam, success, type BatchFailure } from './envelope.ts'
import type { EndpointRow, ShopCallContext } from './gateway.ts'
import { isLive, type Product, type Sku } from './model.ts'
import { bodyObjects, bodyText, bodyTexts } from './params.ts'
import { requireProduct } from './lookups.ts'
import { priceOf, quantityOf } from './productWrites.ts'
import type { World } from './world.ts'

/** Stock and prices: both act at once, without audit. */
export const INVENTORY_ENDPOINTS: readonly EndpointRow[] = [
  [
    'POST',
    '/product/202309/products/:id/inventory/update',
    { kind: 'shop', scope: 'seller.product.write', handle: updateInventory },
  ],
  [
    'POST',
    '/product/202309/products/:id/prices/update',
    { kind: 'shop', scope: 'seller.product.write', handle: updatePrices },
  ],
  [
    'POST',
    '/product/202309/inventory/search',
    { kind: 'shop', scope: 'seller.product.basic', handle: searchInventory },
  ],
]

function updateInventory({ world, shop, body, params, request }: ShopCallContext): HttpReply {
  const product = requireProduct(shop, params['id'] ?? '')
  if (!isLive(product)) throw new ApiError(12052901, 'Not allowed in the present status.')
  const rows = bodyObjects(body, 'skus', 100).map((entry) => ({ entry, sku: requireSku(product, entry) }))
  const strikes = world.struck('partial_failure', { path: request.path, shopId: shop.id })
  const errors: BatchFailure[] = []
  rows.forEach(({ entry, sku }, at) => {
    try {
      if (strikes && at === 0) throw new ApiError(12052881, 'The system is busy.')
      writeShelves(world, sku, entry)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      errors.push({
        code: error.code,
        message: error.message,
        detail: { sku_id: sku.id, extra_errors: [{ code: error.code, message: error.message }] },
      })
    }
  })
  product.updateTime = world.clock.seconds()
  return success(errors.length > 0 ? { errors: errors.map((each) => ({ ...each })) } : {})
}

function requireSku(product: Product, entry: JsonObject): Sku {
  const id = entry['id']
  if (typeof id !== 'string' || id === '') throw new ApiError(12052036, 'The SKU id is missing.')
  const sku = product.skus.find((each) => each.id === id)
  if (!sku) throw new ApiError(12052557, 'The SKU is not of this product.')
  return sku
}

/** All warehouses of the SKU and no others, absolute quantities; all or nothing for one SKU. */
function writeShelves(world: World, sku: Sku, entry: JsonObject): void {
  const given = bodyObjects(entry, 'inventory', 20)
  const [only] = sku.shelves.keys()
  const next = new Map(
    given.map((row) => {
      const id = row['warehouse_id'] ?? (sku.shelves.size === 1 ? only : undefined)
      if (typeof id !== 'string') throw new ApiError(12019022, 'The warehouse is missing.')
      return [id, quantityOf(world, row['quantity'])] as const
    }),
  )
  if ([...next.keys()].some((id) => !sku.shelves.has(id)))
    throw new ApiError(12052533, "The set of the SKU's warehouses may not change.")
  if (next.size !== sku.shelves.size)
    throw new ApiError(12019028, "All of the SKU's warehouses must be in the request.")
  const total = [...next.values()].reduce((sum, quantity) => sum + quantity, 0)
  if (total < sku.promotionFloor)
    throw new ApiError(12052393, 'Locked for a promotion: stock may not go below the present value.')
  for (const [id, shelf] of sku.shelves) shelf.available = next.get(id) ?? shelf.available
}

function updatePrices({ world, shop, body, params }: ShopCallContext): HttpReply {
  const product = requireProduct(shop, params['id'] ?? '')
  const rows = bodyObjects(body, 'skus', 100).map((entry) => {
    const sku = requireSku(product, entry)
    if (sku.promotionFloor > 0) throw new ApiError(12052038, 'The price is locked by a running promotion.')
    const price = asObject(entry['price'])
    if (bodyText(price, 'currency') !== 'IDR')
      throw new ApiError(12052084, 'The currency is not valid for the region.')
    return { sku, price: priceOf(price['amount']) }
  })
  for (const { sku, price } of rows) sku.price = price
  product.updateTime = world.clock.seconds()
  return success({})
}

function searchInventory({ shop, body }: ShopCallContext): HttpReply {
  const skuIds = bodyTexts(body, 'sku_ids', 600)
  const productIds = bodyTexts(body, 'product_ids', 100)
  if (!skuIds && !productIds) throw badParam('Missing required parameter: product_ids or sku_ids')
  const wanted = [...shop.products.values()].flatMap((product) => {
    const skus = skuIds
      ? product.skus.filter((sku) => skuIds.includes(sku.id))
      : productIds?.includes(product.id)
        ? product.skus
        : []
    return skus.length > 0 ? [{ product, skus }] : []
  })
  return success({
    inventory: wanted.map(({ product, skus }) => ({ product_id: product.id, skus: skus.map(inventoryView) })),
  })
}

function inventoryView(sku: Sku) {
  const shelves = [...sku.shelves]
  const available = shelves.reduce((sum, [, shelf]) => sum + shelf.available, 0)
  return {
    id: sku.id,
    seller_sku: sku.sellerSku,
    total_available_quantity: available,
    total_committed_quantity: shelves.reduce((sum, [, shelf]) => sum + shelf.committed, 0),
    warehouse_inventory: shelves.map(([warehouse_id, shelf]) => ({
      warehouse_id,
      available_quantity: shelf.available,
      committed_quantity: shelf.committed,
    })),
    total_available_inventory_distribution: { in_shop_inventory: { quantity: available } },
  }
}
