import type { Item, OrderLine, SellableUnit, Shop } from './model.ts'
import { pushToShopApps } from './pushEvents.ts'
import type { World } from './world.ts'

/** Takes units for an order line; promotion stock goes first. Returns how many came out of the promotion. */
export function takeStock(unit: SellableUnit, quantity: number): number {
  unit.stock -= quantity
  if (!unit.promotion) return 0
  const fromPromotion = Math.min(unit.promotion.reserved, quantity)
  unit.promotion.reserved -= fromPromotion
  return fromPromotion
}

/** Gives a cancelled line's units back to where they came from. */
export function returnStock(world: World, shop: Shop, orderSn: string, line: OrderLine): void {
  const found = world.findUnit(shop, { itemId: line.itemId, modelId: line.modelId })
  if (!found) return
  found.unit.stock += line.quantity
  const { promotion } = found.unit
  if (line.fromPromotion > 0 && promotion && promotion === line.promotion) {
    promotion.reserved += line.fromPromotion
    pushReservedStock(world, shop, found.item, found.unit, orderSn, 'cancel_order', -line.fromPromotion)
  }
}

/** Push 8: an order took promotion stock (`taken` > 0) or gave it back (`taken` < 0). */
export function pushReservedStock(
  world: World,
  shop: Shop,
  item: Item,
  unit: SellableUnit,
  orderSn: string,
  action: 'place_order' | 'cancel_order',
  taken: number,
): void {
  if (!unit.promotion || taken === 0) return
  pushToShopApps(world, shop.shopId, 8, {
    shop_id: shop.shopId,
    item_id: item.itemId,
    variation_id: unit.modelId,
    changed_values: [{ name: 'reserved_stock', old: unit.promotion.reserved + taken, new: unit.promotion.reserved }],
    promotion_type: unit.promotion.promotionType,
    promotion_id: unit.promotion.promotionId,
    action,
    ordersn: orderSn,
    update_time: world.clock.seconds(),
  })
}
