import { StepRefused } from '../core/stepRefused.ts'
import { BUYERS, BUYER_CITIES, DELIVERY_OPTIONS } from './catalogue.ts'
import { openCancellation, settleCancellation } from './afterSales.ts'
import {
  goodsTotal,
  isOnSale,
  type Order,
  type OrderStatus,
  type Parcel,
  type Platform,
  type Product,
  type Shelf,
  type Shop,
  type Sku,
  type Unit,
} from './model.ts'
import { pushOrder } from './webhooks.ts'
import type { World } from './world.ts'

export interface OrderRequest {
  readonly shopId: string
  readonly lines: readonly {
    readonly skuId?: string | undefined
    readonly sellerSku?: string | undefined
    readonly quantity: number
  }[]
  readonly paid: boolean
  readonly platform?: Platform | undefined
  readonly buyer?: string | undefined
  readonly message?: string | undefined
  readonly deliveryOptionId?: string | undefined
}

interface Pick {
  readonly product: Product
  readonly sku: Sku
  readonly quantity: number
}

/** A buyer places an order: its units move from available to committed at once, or the whole order is refused. */
export function placeOrder(world: World, request: OrderRequest): Order {
  const shop = world.shops.get(request.shopId)
  if (!shop) throw new StepRefused(`shop ${request.shopId} does not exist`)
  const platform = request.platform ?? 'TIKTOK_SHOP'
  const picks = picksOf(world, shop, request, platform)
  const now = world.clock.seconds()
  const units = picks.flatMap((pick) => Array.from({ length: pick.quantity }, () => takeUnit(world, pick)))
  const order: Order = {
    id: world.newId(),
    shopId: shop.id,
    platform,
    status: 'UNPAID',
    createTime: now,
    updateTime: now,
    paidTime: 0,
    shippedTime: 0,
    collectionTime: 0,
    deliveryTime: 0,
    completedTime: 0,
    cancelTime: 0,
    cancelReason: '',
    cancelledBy: '',
    cancelRequestId: '',
    buyer: request.buyer || world.random.pick(BUYERS),
    city: world.random.pick(BUYER_CITIES),
    message: request.message ?? '',
    shippingFee: world.random.int(8, 22) * 1000,
    deliveryOptionId:
      DELIVERY_OPTIONS.find((option) => option.id === request.deliveryOptionId)?.id ??
      world.random.pick(DELIVERY_OPTIONS.slice(0, 2)).id,
    units,
  }
  shop.orders.set(order.id, order)
  pushOrder(world, order)
  if (request.paid) payOrder(world, shop, order)
  return order
}

function picksOf(world: World, shop: Shop, { lines }: OrderRequest, platform: Platform): Pick[] {
  if (lines.length === 0) throw new StepRefused('an order needs at least one line')
  const wanted = new Map<string, Pick>()
  for (const line of lines) {
    const found = world.findSku(shop, line)
    if (!found) throw new StepRefused('this shop does not sell such a product or SKU')
    if (!isOnSale(found.product, platform))
      throw new StepRefused(`${found.product.title} is not on sale on ${platform}`)
    if (!Number.isInteger(line.quantity) || line.quantity < 1)
      throw new StepRefused('quantity must be a whole number above 0')
    const quantity = (wanted.get(found.sku.id)?.quantity ?? 0) + line.quantity
    const left = [...found.sku.shelves.values()].reduce((sum, shelf) => sum + shelf.available, 0)
    if (quantity > left) throw new StepRefused(`${found.product.title}: ${quantity} wanted, ${left} left`)
    wanted.set(found.sku.id, { ...found, quantity })
  }
  return [...wanted.values()]
}

function takeUnit(world: World, { product, sku }: Pick): Unit {
  const entry = [...sku.shelves].find(([, shelf]) => shelf.available > 0)
  if (!entry) throw new StepRefused(`${product.title} is sold out`)
  const [warehouseId, shelf] = entry
  shelf.available -= 1
  shelf.committed += 1
  sku.promotionFloor = Math.max(0, sku.promotionFloor - 1)
  return {
    id: world.newId(),
    productId: product.id,
    skuId: sku.id,
    productName: product.title,
    skuName: sku.options.map((option) => option.value).join(', ') || 'Default',
    sellerSku: sku.sellerSku,
    image: `${world.publicUrl}/img/${product.id}.svg`,
    price: sku.price,
    warehouseId,
    packageId: '',
    cancelled: false,
  }
}

function shelfOf(shop: Shop, unit: Unit): Shelf | undefined {
  return shop.products
    .get(unit.productId)
    ?.skus.find((sku) => sku.id === unit.skuId)
    ?.shelves.get(unit.warehouseId)
}

/** Moves an order to a status, stamps it and tells the apps. */
export function setStatus(world: World, order: Order, status: OrderStatus): void {
  order.status = status
  order.updateTime = world.clock.seconds()
  pushOrder(world, order)
}

/** UNPAID → ON_HOLD or AWAITING_SHIPMENT. */
export function payOrder(world: World, shop: Shop, order: Order): void {
  order.paidTime = world.clock.seconds()
  if (world.options.holdsOrders) setStatus(world, order, 'ON_HOLD')
  else releaseOrder(world, shop, order)
}

/** → AWAITING_SHIPMENT: the address appears and the units get their parcel. */
export function releaseOrder(world: World, shop: Shop, order: Order): void {
  newParcel(
    world,
    shop,
    [order],
    order.units.filter((unit) => !unit.cancelled),
    'DEFAULT',
  )
  setStatus(world, order, 'AWAITING_SHIPMENT')
}

export function newParcel(
  world: World,
  shop: Shop,
  orders: readonly Order[],
  units: readonly Unit[],
  tag: Parcel['tag'],
): Parcel {
  const now = world.clock.seconds()
  const parcel: Parcel = {
    id: world.newId(),
    orderIds: orders.map((order) => order.id),
    unitIds: units.map((unit) => unit.id),
    deliveryOptionId: orders[0]?.deliveryOptionId ?? '',
    status: 'TO_FULFILL',
    tag,
    trackingNumber: '',
    providerId: '',
    labelReadyAt: 0,
    createTime: now,
    updateTime: now,
    events: [],
  }
  for (const unit of units) unit.packageId = parcel.id
  shop.parcels.set(parcel.id, parcel)
  return parcel
}

/** The parcels an order's units are in. */
export function parcelsOf(shop: Shop, order: Order): Parcel[] {
  return [...new Set(order.units.map((unit) => unit.packageId))].flatMap((id) => shop.parcels.get(id) ?? [])
}

/** Shipping takes units out of the warehouse for good. */
export function commitShipped(shop: Shop, order: Order, parcel: Parcel): void {
  for (const unit of order.units) {
    if (unit.cancelled || unit.packageId !== parcel.id) continue
    const shelf = shelfOf(shop, unit)
    if (shelf) shelf.committed = Math.max(0, shelf.committed - 1)
  }
}

/** Ends an order. Units that have not left the warehouse become available again. */
export function cancelOrder(
  world: World,
  shop: Shop,
  order: Order,
  by: 'BUYER' | 'SELLER' | 'SYSTEM',
  reason: string,
): void {
  const now = world.clock.seconds()
  for (const unit of order.units) {
    if (unit.cancelled) continue
    unit.cancelled = true
    const parcel = shop.parcels.get(unit.packageId)
    const shelf = shelfOf(shop, unit)
    if (shelf && (!parcel || parcel.status === 'TO_FULFILL')) {
      shelf.available += 1
      shelf.committed = Math.max(0, shelf.committed - 1)
    }
  }
  for (const parcel of parcelsOf(shop, order)) {
    parcel.status = 'CANCELLED'
    parcel.updateTime = now
  }
  Object.assign(order, { cancelledBy: by, cancelReason: reason, cancelTime: now, cancelRequestId: '' })
  setStatus(world, order, 'CANCELLED')
}

/** A paid order's buyer asks to cancel: the status stays, a request is open. */
export function requestCancel(world: World, shop: Shop, order: Order): void {
  const cancellation = openCancellation(
    world,
    shop,
    order,
    'BUYER_CANCEL',
    'BUYER',
    'ecom_order_to_ship_canceled_reason_change_address',
  )
  order.cancelRequestId = cancellation.id
  order.updateTime = world.clock.seconds()
}

/** The seller's answer to that request. */
export function answerCancelRequest(world: World, shop: Shop, order: Order, accept: boolean): void {
  const cancellation = shop.cancellations.get(order.cancelRequestId)
  if (!cancellation) throw new StepRefused('no request is open')
  order.cancelRequestId = ''
  settleCancellation(
    world,
    shop,
    cancellation,
    accept ? 'CANCELLATION_REQUEST_SUCCESS' : 'CANCELLATION_REQUEST_CANCELLED',
  )
  if (accept) {
    cancelOrder(world, shop, order, 'BUYER', cancellation.reason)
    settleCancellation(world, shop, cancellation, 'CANCELLATION_REQUEST_COMPLETE')
  } else {
    order.updateTime = world.clock.seconds()
    pushOrder(world, order)
  }
}

/** What the buyer pays. */
export const orderTotal = (order: Order): number => goodsTotal(order) + order.shippingFee
