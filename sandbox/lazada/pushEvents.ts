import { numberParam } from '../core/faults.ts'
import { stringifyWire, type Wire } from '../core/wire.ts'
import type { App, Order, Product, ReverseLine, ReverseOrder, Sku, Unit } from './model.ts'
import { totalOf } from './model.ts'
import type { World } from './world.ts'

/** Names of the push types the stand-in knows. */
export const PUSH_NAMES: Readonly<Record<number, string>> = {
  0: 'order_line_status',
  1: 'product_quality_control',
  3: 'product_created',
  4: 'product_edited',
  5: 'product_deleted',
  6: 'shallow_stock',
  8: 'authorization_expiring',
  10: 'reverse_order',
  11: 'promotion',
  12: 'category_tree',
  13: 'seller_status',
  14: 'fulfillment_package',
  21: 'review',
}

/** Promotions are repeated three times only, every five minutes. */
const OWN_RETRIES: Readonly<Record<number, readonly number[]>> = { 11: [300, 300, 300] }
/** Types whose timestamp is in milliseconds; most are in seconds. */
const IN_MILLISECONDS = new Set([0])
const WATCHED = 50

type Data = Readonly<Record<string, Wire>>

/** Sends a push about a seller to every app that manages the shop. */
export function pushToShopApps(world: World, sellerId: number, type: number, data: Data): void {
  const shop = world.shops.get(sellerId)
  if (!shop) return
  for (const app of world.apps.values()) {
    if (world.tokens.linked(app.appKey, shop.email)) pushToApp(world, app, sellerId, type, data)
  }
}

/** Sends a push to one app, subject to its topics, to the pause for bad receivers and to the push faults. */
export function pushToApp(world: World, app: App, sellerId: number, type: number, data: Data): void {
  if (app.pushOff.has(type) || isPaused(world, app)) return
  const timestamp = IN_MILLISECONDS.has(type) ? world.clock.ms() : world.clock.seconds()
  const seller: Data = type === 12 ? {} : { seller_id: type === 8 ? 'null' : String(sellerId) }
  const body = stringifyWire(
    type === 11 ? data : { ...seller, message_type: type, data, timestamp, site: 'lazada_id' },
  )
  const where = { shopId: sellerId, appId: app.appKey, path: `push/${type}` }
  const late = world.faults.strike('push_reorder', where)
  const retrySeconds = OWN_RETRIES[type]
  const push = {
    appId: app.appKey,
    shopId: sellerId,
    code: type,
    name: PUSH_NAMES[type] ?? `push_${type}`,
    body,
    delayMs: late ? numberParam(late, 'delayMs', 4000) : 0,
    dropped: world.struck('push_lost', where),
    ...(retrySeconds ? { retrySeconds } : {}),
  }
  world.pushes.enqueue(push)
  if (world.struck('push_duplicate', where)) world.pushes.enqueue(push)
}

/** A receiver that fails more than half of the latest pushes gets none until its address is saved again. */
function isPaused(world: World, app: App): boolean {
  if (app.pushPaused) return true
  const tried = world.pushes
    .list(500)
    .filter((push) => push.appId === app.appKey && push.id > app.pushWatchedFrom && push.attempts.length > 0)
  const recent = tried.slice(0, WATCHED)
  const failed = recent.filter((push) => push.state !== 'delivered').length
  app.pushPaused = recent.length >= WATCHED && failed > recent.length / 2
  return app.pushPaused
}

/** Push 0: one unit of an order has a new status. */
export function pushUnitStatus(world: World, order: Order, unit: Unit): void {
  pushToShopApps(world, order.sellerId, 0, {
    order_status: unit.status,
    trade_order_id: order.id,
    trade_order_line_id: unit.id,
    status_update_time: Math.floor(unit.updatedAt / 1000),
    ...(unit.reverseOrderId === '' ? {} : { reverse_order_id: unit.reverseOrderId }),
  })
}

/** Push 1: the platform has reviewed a product. */
export function pushQuality(
  world: World,
  sellerId: number,
  item: Product,
  status: string,
  reason = '',
): void {
  pushToShopApps(world, sellerId, 1, {
    itemId: item.itemId,
    seller_id: sellerId,
    status,
    reason,
    date: world.clock.seconds(),
  })
}

/** Pushes 3, 4 and 5: a product was created, edited or deleted. */
export function pushProduct(
  world: World,
  sellerId: number,
  item: Product,
  type: 3 | 4 | 5,
  action: string,
): void {
  pushToShopApps(world, sellerId, type, {
    item_id: item.itemId,
    sku_list: item.skus.map((sku) => ({
      shop_sku: `${item.itemId}_ID-${sku.skuId}`,
      seller_sku: sku.sellerSku,
      sku_id: sku.skuId,
    })),
    action,
    status_update_time: world.clock.seconds(),
  })
}

/** Push 6: a SKU has fallen under five units in all. */
export function pushShallowStock(world: World, sellerId: number, sku: Sku): void {
  if (totalOf(sku) >= 5) return
  const [bucket] = sku.buckets
  pushToShopApps(world, sellerId, 6, {
    seller_sku: sku.sellerSku,
    sku_id: sku.skuId,
    warehouse: bucket?.warehouseCode ?? 'dropshipping',
    real_quantity: totalOf(sku),
    withhold_quantity: sku.buckets.reduce((sum, each) => sum + each.withheld, 0),
    occupy_quantity: sku.buckets.reduce((sum, each) => sum + each.occupied, 0),
    pre_order_quantity: 0,
  })
}

/** Push 8: the consent ends soon. */
export function pushExpiring(world: World, app: App, sellerId: number, email: string): void {
  pushToApp(world, app, sellerId, 8, {
    app_key: String(app.appKey),
    seller_id: String(sellerId),
    auth_expiry_time: world.tokens.endOf(app.appKey, email),
  })
}

/** Push 10: a line of a return or cancellation has a new status. */
export function pushReverse(world: World, order: Order, reverse: ReverseOrder, line: ReverseLine): void {
  pushToShopApps(world, order.sellerId, 10, {
    reverse_order_id: reverse.id,
    reverse_order_line_id: line.id,
    trade_order_id: order.id,
    trade_order_line_id: line.unitId,
    reverse_status: line.status,
    buyer_id: '300210114',
    seller_id: String(order.sellerId),
    extraParams: {},
  })
}

/** Push 14: a parcel has moved. */
export function pushPackage(world: World, order: Order, packageId: string, status: string): void {
  pushToShopApps(world, order.sellerId, 14, {
    trade_order_id: order.id,
    buyer_id: '300210114',
    fulfillment_package_id: packageId,
    status,
  })
}
