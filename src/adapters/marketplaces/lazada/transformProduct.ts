import { z } from 'zod'
import type { RemoteListing } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { listingStatus } from './statuses.ts'
import { count, group, instant, list, maybeCount, requiredId, words } from './wire.ts'

const images = list(z.string())

const wireSku = z.object({
  SkuId: requiredId,
  SellerSku: words,
  Status: words,
  currency_unit: words,
  price: count,
  quantity: maybeCount,
  Available: maybeCount,
  Images: images,
  saleProp: z.preprocess(
    (value) => (typeof value === 'object' && value !== null ? value : {}),
    z.record(z.string(), words),
  ),
  multiWarehouseInventories: list(z.object({ warehouseCode: words, sellableQuantity: count })),
})
export type WireSku = z.output<typeof wireSku>

/** One entry of `/products/get`, or the answer of `/product/item/get`. */
export const wireProduct = z.object({
  item_id: requiredId,
  status: words,
  updated_time: instant,
  attributes: group({ name: words, description: words, short_description: words }),
  images,
  skus: list(wireSku),
})
export type WireProduct = z.output<typeof wireProduct>

export interface ListingReading {
  currency: string
  /** The warehouse whose stock counts; '' for all of them together. */
  warehouseCode: string
}

/**
 * The sellable listings of a product: one for each SKU, as every product has at least one and stock is set by its
 * id. Prices are what the seller set, before promotions; quantities are sellable ones, which is what a write sets.
 */
export function toListings(product: WireProduct, reading: ListingReading): RemoteListing[] {
  const itemStatus = listingStatus(product.status)
  return product.skus.map((sku) => {
    const own = sku.Status === '' ? itemStatus : listingStatus(sku.Status)
    const status = itemStatus === 'live' ? own : itemStatus
    const { attributes } = product
    return {
      externalItemId: product.item_id,
      externalVariantId: sku.SkuId,
      sellerSku: sku.SellerSku,
      title: attributes.name,
      variantName: Object.values(sku.saleProp).filter(Boolean).join(', '),
      description: attributes.description || attributes.short_description,
      status,
      rawStatus: [product.status, sku.Status].filter(Boolean).join('/'),
      price: toMoney(sku.price, sku.currency_unit || reading.currency),
      quantity: sellableOf(sku, reading.warehouseCode),
      imageUrls: [...new Set([...sku.Images, ...product.images])].filter(Boolean),
      updatedAt: product.updated_time,
    }
  })
}

function sellableOf(sku: WireSku, warehouseCode: string): number | null {
  const rows = sku.multiWarehouseInventories
  // Warehouses without stock are not listed, so a chosen one that is missing is empty.
  if (warehouseCode !== '') {
    return rows
      .filter((row) => row.warehouseCode === warehouseCode)
      .reduce((sum, row) => sum + row.sellableQuantity, 0)
  }
  if (rows.length > 0) return rows.reduce((sum, row) => sum + row.sellableQuantity, 0)
  return sku.Available ?? sku.quantity
}
