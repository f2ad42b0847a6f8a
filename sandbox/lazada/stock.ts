import type { Bucket, Shop, Sku, Unit } from './model.ts'
import { pushShallowStock } from './pushEvents.ts'
import type { World } from './world.ts'

/** The warehouse a unit is sold from: the first one that still has some. */
export function warehouseWithStock(sku: Sku): Bucket | undefined {
  return sku.buckets.find((bucket) => bucket.sellable > 0)
}

/** Moves one unit between the shelves of its warehouse. */
export function moveUnit(
  world: World,
  shop: Shop,
  unit: Unit,
  from: 'sellable' | 'withheld' | 'occupied' | null,
  to: 'sellable' | 'withheld' | 'occupied' | null,
): void {
  const found = world.findSku(shop, { itemId: unit.itemId, skuId: unit.skuId })
  const bucket = found?.sku.buckets.find((each) => each.warehouseCode === unit.warehouseCode)
  if (!found || !bucket) return
  if (from) bucket[from] -= 1
  if (to) bucket[to] += 1
  if (from && !to) pushShallowStock(world, shop.sellerId, found.sku)
}

/** Where a unit's stock is held in a status. */
export const shelfOf = (unit: Unit): 'withheld' | 'occupied' | null =>
  unit.status === 'unpaid'
    ? 'withheld'
    : unit.status === 'pending' || unit.status === 'packed'
      ? 'occupied'
      : null
