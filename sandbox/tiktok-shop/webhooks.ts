import { randomBytes } from 'node:crypto'
import { numberParam } from '../core/faults.ts'
import { stringifyWire, type Wire } from '../core/wire.ts'
import type { App, Cancellation, Order, Parcel, Product, ReturnCase, Shop } from './model.ts'
import { TYPE_NAMES } from './webhookTypes.ts'
import type { World } from './world.ts'

type Data = Readonly<Record<string, Wire>>

const FIRST_NOTIFICATION_ID = 7_300_000_000_000_000_000n

/** Sends a webhook about a shop to every app the shop has let in. */
export function pushToApps(world: World, shopId: string, type: number, data: Data): void {
  for (const app of world.apps.values()) {
    if (world.tokens.linked(app.appKey, shopId)) pushToApp(world, app, shopId, type, data)
  }
}

/** Sends a webhook to one app, subject to its topics and to the faults. */
export function pushToApp(world: World, app: App, shopId: string, type: number, data: Data): void {
  if (app.mutedTopics.has(type)) return
  // The mirror status knows the seller only; the shop is inside.
  const owner: Data = type === 35 ? { seller_open_id: `7010${shopId.slice(-12)}` } : { shop_id: shopId }
  const body = stringifyWire({
    type,
    tts_notification_id: String(FIRST_NOTIFICATION_ID + BigInt(randomBytes(6).readUIntBE(0, 6))),
    ...owner,
    timestamp: world.clock.seconds(),
    data,
  })
  const where = { shopId, appId: app.appKey, path: `push/${type}` }
  const late = world.faults.strike('push_reorder', where)
  if (world.struck('push_bad_signature', where)) world.badSignatures.add(body)
  const push = {
    appId: app.appKey,
    shopId,
    code: type,
    name: TYPE_NAMES[type] ?? `TYPE_${type}`,
    body,
    delayMs: late ? numberParam(late, 'delayMs', 4000) : 0,
    dropped: world.struck('push_lost', where),
  }
  world.pushes.enqueue(push)
  if (world.struck('push_duplicate', where)) world.pushes.enqueue(push)
}

/** Type 1. The webhook spells the last state CANCEL and knows no partly shipped orders. */
export function pushOrder(world: World, order: Order): void {
  if (order.status === 'PARTIALLY_SHIPPING') return
  pushToApps(world, order.shopId, 1, {
    order_id: order.id,
    order_status: order.status === 'CANCELLED' ? 'CANCEL' : order.status,
    is_on_hold_order: world.options.holdsOrders,
    update_time: order.updateTime,
  })
}

/** Type 4: parcels were divided or put together. */
export function pushParcels(world: World, shop: Shop, scType: string, parcels: readonly Parcel[]): void {
  pushToApps(world, shop.id, 4, {
    sc_type: scType,
    role_type: 'ROLE_SELLER',
    package_list: parcels.map((parcel) => ({ package_id: parcel.id, order_id_list: parcel.orderIds })),
    update_time: world.clock.seconds(),
  })
}

/** Type 5. The product id is a bare number beyond 2^53. */
export function pushProductStatus(world: World, shop: Shop, product: Product, status: string): void {
  pushToApps(world, shop.id, 5, {
    product_id: BigInt(product.id),
    status,
    suspended_reason: '',
    update_time: product.updateTime,
  })
}

/** Types 16 and 37 for a new product, then for the end of its audit. */
export function pushProductCreated(world: World, shop: Shop, product: Product): void {
  pushToApps(world, shop.id, 16, {
    product_id: BigInt(product.id),
    product_types: [],
    update_time: product.updateTime,
  })
}
export function pushAudit(world: World, shop: Shop, product: Product, status: string): void {
  pushToApps(world, shop.id, 37, {
    product_id: BigInt(product.id),
    audit: { status, pre_approved_reasons: [] },
    update_time: product.updateTime,
  })
}

/** Type 15. Here the product id is text. */
export function pushProductChanged(
  world: World,
  shop: Shop,
  product: Product,
  fields: readonly string[],
): void {
  pushToApps(world, shop.id, 15, {
    product_id: product.id,
    change_source: 'OPEN_API',
    changed_fields: fields,
    update_time: product.updateTime,
  })
}

/** Type 6: the seller has withdrawn the consent. */
export function pushDeauthorised(world: World, app: App, shopId: string): void {
  pushToApp(world, app, shopId, 6, {
    message: `The seller of shop ${shopId} has withdrawn the authorization.`,
  })
}

/** Type 11. A withdrawn request is spelled CANCELLED here, CANCEL elsewhere. */
export function pushCancellation(world: World, shop: Shop, cancellation: Cancellation): void {
  pushToApps(world, shop.id, 11, {
    order_id: cancellation.orderId,
    cancel_id: cancellation.id,
    cancellations_role: cancellation.role,
    cancel_status: cancellation.status,
    create_time: cancellation.createTime,
  })
}

/** Type 12. */
export function pushReturn(world: World, shop: Shop, returnCase: ReturnCase): void {
  pushToApps(world, shop.id, 12, {
    order_id: returnCase.orderId,
    return_id: returnCase.id,
    return_role: 'BUYER',
    return_type: returnCase.type,
    return_status: returnCase.status,
    create_time: returnCase.createTime,
    update_time: returnCase.updateTime,
  })
}
