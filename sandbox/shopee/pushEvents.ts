import { numberParam } from '../core/faults.ts'
import { stringifyWire, type Wire } from '../core/wire.ts'
import type { Order, Parcel, PartnerApp, Shop } from './model.ts'
import type { World } from './world.ts'

/** Names of the push codes the stand-in knows. */
export const PUSH_NAMES: Readonly<Record<number, string>> = {
  0: 'verification',
  1: 'shop_authorization_push',
  2: 'shop_authorization_canceled_push',
  3: 'order_status_push',
  4: 'order_trackingno_push',
  5: 'shopee_updates',
  7: 'item_promotion_push',
  8: 'reserved_stock_change_push',
  9: 'promotion_update_push',
  12: 'open_api_authorization_expiry',
  15: 'shipping_document_status_push',
  16: 'violation_item_push',
  22: 'item_price_update_push',
  28: 'shop_penalty_update_push',
  29: 'return_updates_push',
  30: 'package_fulfillment_status_push',
  47: 'package_info_push',
}

const APP_LEVEL = new Set([1, 2, 12])

type Data = Readonly<Record<string, Wire>>

/** Sends a push about a shop to every app the shop is linked to. */
export function pushToShopApps(world: World, shopId: number, code: number, data: Data): void {
  for (const app of world.apps.values()) {
    if (world.tokens.linked(app.partnerId, shopId)) pushToApp(world, app, shopId, code, data)
  }
}

/** Sends a push to one app, subject to its subscription and to the push faults. */
export function pushToApp(world: World, app: PartnerApp, shopId: number, code: number, data: Data): void {
  if (app.pushOff.has(code) || app.blockedShops.has(shopId)) return
  const owner: Data =
    code === 12 ? {} : APP_LEVEL.has(code) ? { partner_id: app.partnerId } : { shop_id: shopId }
  const body = stringifyWire({ data, ...owner, code, timestamp: world.clock.seconds() })
  const where = { shopId, appId: app.partnerId, path: `push/${code}` }
  const late = world.faults.strike('push_reorder', where)
  const push = {
    appId: app.partnerId,
    shopId: APP_LEVEL.has(code) ? null : shopId,
    code,
    name: PUSH_NAMES[code] ?? `push_${code}`,
    body,
    delayMs: late ? numberParam(late, 'delayMs', 4000) : 0,
    dropped: world.struck('push_lost', where),
  }
  world.pushes.enqueue(push)
  if (world.struck('push_duplicate', where)) world.pushes.enqueue(push)
}

/** Push 1: the seller has given consent. */
export function pushAuthorized(
  world: World,
  app: PartnerApp,
  shopId: number,
  mainAccountId: number | null,
): void {
  pushToApp(world, app, shopId, 1, {
    authorize_type: 'shop authorization by user',
    extra: 'shop id (${shop_id}) authorize success',
    success: 1,
    shop_id: shopId,
    ...(mainAccountId === null ? {} : { main_account_id: mainAccountId }),
  })
}

/** Push 2: the consent is over. */
export function pushRevoked(world: World, app: PartnerApp, shopId: number): void {
  pushToApp(world, app, shopId, 2, {
    authorize_type: 'shop authorization canceled by user',
    extra: '',
    success: 1,
    shop_id: shopId,
  })
}

/** Push 3: an order has a new status. */
export function pushOrderStatus(world: World, order: Order): void {
  pushToShopApps(world, order.shopId, 3, {
    ordersn: order.sn,
    status: order.status,
    completed_scenario: order.status === 'COMPLETED' ? 'NORMAL' : '',
    update_time: order.updateTime,
    items: [],
  })
}

/** Push 4: the courier has given a tracking number. */
export function pushTrackingNumber(world: World, order: Order, parcel: Parcel): void {
  pushToShopApps(world, order.shopId, 4, {
    ordersn: order.sn,
    package_number: parcel.packageNumber,
    tracking_no: parcel.trackingNumber,
    forder_id: parcel.packageNumber,
  })
}

/** Push 7: a promotion took stock aside, or gave it back. */
export function pushPromotion(
  world: World,
  shop: Shop,
  at: {
    itemId: number
    modelId: number
    promotionId: bigint
    promotionType: string
    startTime: number
    endTime: number
  },
  action: 'promo_lock_stock' | 'promo_end',
  reserved: number,
): void {
  pushToShopApps(world, shop.shopId, 7, {
    shop_id: shop.shopId,
    item_id: at.itemId,
    variation_id: at.modelId,
    promotion_type: at.promotionType,
    promotion_id: at.promotionId,
    action,
    start_time: at.startTime,
    end_time: at.endTime,
    reserved_stock: reserved,
    update_time: world.clock.seconds(),
  })
}
