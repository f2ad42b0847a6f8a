import { StepRefused } from '../core/stepRefused.ts'
import { BUYERS, BUYER_CITIES } from './catalogue.ts'
import type { Item, Order, OrderLine, OrderStatus, Parcel, ReturnCase, SellableUnit, Shop } from './model.ts'
import { activeQuantity, goodsTotal } from './model.ts'
import { freshText, newParcel, noteEvent } from './parcels.ts'
import { pushOrderStatus, pushToShopApps, pushTrackingNumber } from './pushEvents.ts'
import { CHANNELS } from './seed.ts'
import { pushReservedStock, returnStock, takeStock } from './stock.ts'
import type { World } from './world.ts'

const TRACKING_SECONDS = 2
const DAYS_TO_SHIP = 2
const DIGITS = '0123456789'

export interface OrderRequest {
  readonly shopId: number
  readonly lines: readonly {
    readonly itemId?: number | undefined
    readonly modelId?: number | undefined
    readonly sku?: string | undefined
    readonly quantity: number
  }[]
  readonly paid: boolean
  readonly buyerName?: string | undefined
  readonly message?: string | undefined
  readonly channelId?: number | undefined
}

/** A buyer places an order: takes the stock at once, or refuses the whole order when something is sold out. */
export function placeOrder(world: World, request: OrderRequest): Order {
  const shop = world.shops.get(request.shopId)
  if (!shop) throw new StepRefused(`shop ${request.shopId} does not exist`)
  if (request.lines.length === 0) throw new StepRefused('an order needs at least one line')
  const wanted = new Map<SellableUnit, { item: Item; quantity: number }>()
  for (const line of request.lines) {
    const found = world.findUnit(shop, line)
    if (!found) throw new StepRefused('this shop does not sell such an item or model')
    if (found.item.status !== 'NORMAL')
      throw new StepRefused(`${found.item.name} is not on sale (${found.item.status})`)
    if (!Number.isInteger(line.quantity) || line.quantity < 1)
      throw new StepRefused('quantity must be a whole number above 0')
    const quantity = (wanted.get(found.unit)?.quantity ?? 0) + line.quantity
    if (quantity > found.unit.stock)
      throw new StepRefused(`${found.item.name}: ${quantity} wanted, ${found.unit.stock} left`)
    wanted.set(found.unit, { item: found.item, quantity })
  }
  const { random } = world
  const now = world.clock.seconds()
  const sn = newOrderSn(world)
  const lines = [...wanted].map(([unit, { item, quantity }]) => newLine(world, item, unit, quantity))
  const order: Order = {
    sn,
    shopId: shop.shopId,
    status: 'UNPAID',
    statusBeforeCancelRequest: null,
    createTime: now,
    updateTime: now,
    payTime: null,
    shipByDate: 0,
    pickupDoneTime: null,
    buyerUserId: 2_200_000_000 + random.int(0, 900_000_000),
    buyerName: request.buyerName || random.pick(BUYERS),
    city: random.pick(BUYER_CITIES),
    message: request.message ?? '',
    note: '',
    noteUpdateTime: 0,
    lines,
    shippingFee: random.int(9, 24) * 1000,
    channel: CHANNELS.find((c) => c.id === request.channelId) ?? random.pick(CHANNELS.slice(0, 2)),
    parcels: [newParcel(lines, 'LOGISTICS_NOT_START')],
    cancelBy: '',
    cancelReason: '',
    buyerCancelReason: '',
  }
  shop.orders.set(sn, order)
  for (const line of order.lines) {
    const found = world.findUnit(shop, line)
    if (found) pushReservedStock(world, shop, found.item, found.unit, sn, 'place_order', line.fromPromotion)
  }
  pushOrderStatus(world, order)
  if (request.paid) payOrder(world, order)
  return order
}

function newLine(world: World, item: Item, unit: SellableUnit, quantity: number): OrderLine {
  const { promotion } = unit
  return {
    itemId: item.itemId,
    modelId: unit.modelId,
    itemName: item.name,
    itemSku: item.sku,
    modelName: unit.name,
    modelSku: unit.modelId === 0 ? '' : unit.sku,
    quantity,
    cancelledQuantity: 0,
    price: unit.price,
    weightKg: Number(item.weight),
    orderItemId: unit.modelId === 0 ? item.itemId : 300_000_000_000 + world.random.int(0, 900_000_000),
    fromPromotion: takeStock(unit, quantity),
    promotion,
  }
}

function newOrderSn(world: World): string {
  const wib = new Date(world.clock.ms() + 7 * 3_600_000)
  const day = wib.toISOString().slice(2, 10).replaceAll('-', '')
  let sn: string
  do sn = day + freshText(8, '0123456789ABCDEFGHJKMNPQRSTUVWXY')
  while (world.findOrder(sn))
  return sn
}

/** Moves an order to a status, stamps it and pushes the news. */
export function setStatus(world: World, order: Order, status: OrderStatus): void {
  order.status = status
  order.updateTime = world.clock.seconds()
  pushOrderStatus(world, order)
}

/** UNPAID → READY_TO_SHIP. */
export function payOrder(world: World, order: Order): void {
  order.payTime = world.clock.seconds()
  order.shipByDate = order.payTime + DAYS_TO_SHIP * 86400
  for (const parcel of order.parcels) {
    parcel.logisticsStatus = 'LOGISTICS_READY'
    noteEvent(world, parcel, 'ORDER_CREATED', 'Pesanan dibuat')
  }
  setStatus(world, order, 'READY_TO_SHIP')
}

/**
 * A parcel is arranged; its tracking number follows a little later. The order is PROCESSED (or, with the seller's
 * own courier, SHIPPED) once all its parcels are.
 */
export function arrangeShipment(world: World, order: Order, parcel: Parcel, ownTrackingNumber = ''): void {
  const own = order.channel.methods.nonIntegrated !== undefined
  parcel.logisticsStatus = own ? 'LOGISTICS_PICKUP_DONE' : 'LOGISTICS_REQUEST_CREATED'
  if (own) {
    parcel.trackingNumber = ownTrackingNumber
    order.pickupDoneTime = world.clock.seconds()
    noteEvent(world, parcel, 'PICKED_UP', 'Paket dikirim oleh kurir toko')
  }
  const open = order.parcels.some(({ logisticsStatus }) => /_(READY|PICKUP_RETRY)$/.test(logisticsStatus))
  if (!open) setStatus(world, order, own ? 'SHIPPED' : 'PROCESSED')
  if (parcel.trackingNumber === '') issueTrackingNumber(world, order, parcel)
}

/** The courier's number comes a little after the arrangement. */
export function issueTrackingNumber(world: World, order: Order, parcel: Parcel): void {
  world.later(TRACKING_SECONDS, () => {
    if (order.status === 'CANCELLED' || parcel.trackingNumber !== '') return
    parcel.trackingNumber = `SPXID0${freshText(11, DIGITS)}`
    pushTrackingNumber(world, order, parcel)
  })
}

/** Ends an order and gives its stock back. */
export function cancelOrder(
  world: World,
  shop: Shop,
  order: Order,
  by: 'buyer' | 'seller' | 'system',
  reason: string,
): void {
  order.cancelBy = by
  order.cancelReason = reason
  for (const parcel of order.parcels) {
    const arranged = parcel.logisticsStatus === 'LOGISTICS_REQUEST_CREATED'
    parcel.logisticsStatus = arranged ? 'LOGISTICS_REQUEST_CANCELED' : 'LOGISTICS_INVALID'
  }
  for (const line of order.lines) returnStock(world, shop, order.sn, line, activeQuantity(line))
  setStatus(world, order, 'CANCELLED')
}

/** The buyer asks to cancel a paid order. */
export function requestCancel(world: World, order: Order, reason: string): void {
  order.statusBeforeCancelRequest = order.status
  order.buyerCancelReason = reason
  setStatus(world, order, 'IN_CANCEL')
}

/** The seller's answer to the buyer's request. */
export function answerCancelRequest(world: World, shop: Shop, order: Order, accept: boolean): void {
  if (accept) cancelOrder(world, shop, order, 'buyer', order.buyerCancelReason)
  else {
    const previous = order.statusBeforeCancelRequest ?? 'READY_TO_SHIP'
    setStatus(world, order, world.options.rejectReturnsTo === 'previous' ? previous : 'READY_TO_SHIP')
  }
}

/** The buyer asks for the money back after delivery. */
export function openReturn(world: World, shop: Shop, order: Order): ReturnCase {
  const now = world.clock.seconds()
  const returnCase: ReturnCase = {
    sn: `${now}${freshText(6, DIGITS)}`,
    orderSn: order.sn,
    status: 'REQUESTED',
    reason: 'WRONG_ITEM',
    text: 'Warna yang datang tidak sesuai pesanan',
    refundAmount: goodsTotal(order),
    createTime: now,
    updateTime: now,
    dispute: null,
  }
  shop.returns.set(returnCase.sn, returnCase)
  setStatus(world, order, 'TO_RETURN')
  pushReturn(world, shop, returnCase, '')
  return returnCase
}

/** Push 29: a return has a new status. */
export function pushReturn(world: World, shop: Shop, returnCase: ReturnCase, oldStatus: string): void {
  pushToShopApps(world, shop.shopId, 29, {
    order_sn: returnCase.orderSn,
    return_sn: returnCase.sn,
    updated_values: [
      {
        update_field: 'return_status',
        old_value: oldStatus,
        new_value: returnCase.status,
        update_time: returnCase.updateTime,
      },
    ],
  })
}
