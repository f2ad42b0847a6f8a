import type { Wire } from '../core/wire.ts'
import type { Product, Sku } from './model.ts'
import { sellableOf, totalOf } from './model.ts'
import type { World } from './world.ts'

/** A product as the platform shows it. */
export function productView(world: World, item: Product): Wire {
  const axes = axesOf(item)
  const images = item.images.map((path) => absolute(world, path))
  return {
    item_id: item.itemId,
    primary_category: item.categoryId,
    status: item.status,
    subStatus: '',
    created_time: String(item.createdAt),
    updated_time: String(item.updatedAt),
    attributes: {
      name: item.name,
      description: item.description,
      brand: item.brand,
      source: 'sellercenter',
      ...item.attributes,
    },
    images,
    marketImages: [],
    trialProduct: false,
    variation: Object.fromEntries(
      axes.map((name, index) => [
        `Variation${index + 1}`,
        {
          name,
          label: name,
          hasImage: false,
          customize: true,
          options: [...new Set(item.skus.map((sku) => sku.options[name] ?? ''))],
        },
      ]),
    ),
    suspendedSkus: [],
    skus: item.skus.filter((sku) => sku.status !== 'deleted').map((sku) => skuView(item, sku)),
  }
}

function skuView(item: Product, sku: Sku): Wire {
  // The list hides warehouses without stock.
  const stocked = sku.buckets.filter((bucket) => bucket.sellable + bucket.withheld + bucket.occupied > 0)
  return {
    SkuId: sku.skuId,
    SellerSku: sku.sellerSku,
    ShopSku: `${item.itemId}_ID-${sku.skuId}`,
    Status: sku.status,
    currency_unit: 'IDR',
    quantity: totalOf(sku),
    Available: sellableOf(sku),
    price: sku.price,
    special_price: 0,
    package_width: '10.00',
    package_height: '10.00',
    package_length: '20.00',
    package_weight: item.weightKg,
    saleProp: { ...sku.options },
    Images: [],
    Url: `https://www.lazada.co.id/-i${item.itemId}-s${sku.skuId}.html`,
    multiWarehouseInventories: stocked.map((bucket) => ({
      warehouseCode: bucket.warehouseCode,
      quantity: bucket.sellable + bucket.withheld + bucket.occupied,
      totalQuantity: bucket.sellable + bucket.withheld + bucket.occupied,
      sellableQuantity: bucket.sellable,
      occupyQuantity: bucket.occupied,
      withholdQuantity: bucket.withheld,
    })),
    fblWarehouseInventories: [],
    channelInventories: [],
  }
}

/** Names of the properties in which the SKUs differ. */
export const axesOf = (item: Product): string[] => [
  ...new Set(item.skus.flatMap((sku) => Object.keys(sku.options))),
]

const absolute = (world: World, path: string): string =>
  path.startsWith('/') ? `${world.publicUrl}${path}` : path
