import type { Item, OrderLine, SellableUnit, Shop, Warehouse } from './model.ts'
import { pushToShopApps } from './pushEvents.ts'
import type { World } from './world.ts'

/** Gives a unit its stock per location, the first location holding the odd one; nothing without warehouses. */
export function spreadStock(unit: SellableUnit, warehouses: readonly Warehouse[]): void {
  if (warehouses.length === 0) return
  const share = Math.floor(unit.stock / warehouses.length)
  const rest = unit.stock - share * (warehouses.length - 1)
  unit.byLocation = new Map(
    warehouses.map(({ locationId }, index) => [locationId, index === 0 ? rest : share]),
  )
}

/** Changes a unit's stock: what is missing is taken from the locations in their order, what is new goes to the first. */
export function setStock(unit: SellableUnit, stock: number): void {
  let missing = unit.stock - stock
  unit.stock = stock
  if (!unit.byLocation) return
  for (const [locationId, here] of unit.byLocation) {
    const taken = missing < 0 ? missing : Math.min(here, missing)
    unit.byLocation.set(locationId, here - taken)
    missing -= taken
    if (missing === 0) return
  }
}

/** Takes units for an order line; promotion stock goes first. Returns how many came out of the promotion. */
export function takeStock(unit: SellableUnit, quantity: number): number {
  setStock(unit, unit.stock - quantity)
  if (!unit.promotion) return 0
  const fromPromotion = Math.min(unit.promotion.reserved, quantity)
  unit.promotion.reserved -= fromPromotion
  return fromPromotion
}

/** Gives units of a line back to where they came from, promotion stock last. */
export function returnStock(
  world: World,
  shop: Shop,
  orderSn: string,
  line: OrderLine,
  quantity: number,
): void {
  const ordinary = line.quantity - line.cancelledQuantity - line.fromPromotion
  const toPromotion = Math.max(0, quantity - Math.max(0, ordinary))
  line.fromPromotion -= toPromotion
  const found = world.findUnit(shop, { itemId: line.itemId, modelId: line.modelId })
  if (!found) return
  setStock(found.unit, found.unit.stock + quantity)
  const { promotion } = found.unit
  if (toPromotion > 0 && promotion && promotion === line.promotion) {
    promotion.reserved += toPromotion
    pushReservedStock(world, shop, found.item, found.unit, orderSn, 'cancel_order', -toPromotion)
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
    changed_values: [
      { name: 'reserved_stock', old: unit.promotion.reserved + taken, new: unit.promotion.reserved },
    ],
    promotion_type: unit.promotion.promotionType,
    promotion_id: unit.promotion.promotionId,
    action,
    ordersn: orderSn,
    update_time: world.clock.seconds(),
  })
}
