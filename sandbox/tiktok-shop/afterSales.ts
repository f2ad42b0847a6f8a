import type { Cancellation, Order, ReturnCase, ReturnType, Shop, Unit } from './model.ts'
import { pushCancellation, pushReturn } from './webhooks.ts'
import type { World } from './world.ts'

/** Opens a cancellation; a seller's own one is approved from the start. */
export function openCancellation(
  world: World,
  shop: Shop,
  order: Order,
  type: Cancellation['type'],
  role: Cancellation['role'],
  reason: string,
): Cancellation {
  const now = world.clock.seconds()
  const cancellation: Cancellation = {
    id: world.newId(),
    orderId: order.id,
    type,
    status: type === 'CANCEL' ? 'CANCELLATION_REQUEST_SUCCESS' : 'CANCELLATION_REQUEST_PENDING',
    role,
    reason,
    createTime: now,
    updateTime: now,
  }
  shop.cancellations.set(cancellation.id, cancellation)
  pushCancellation(world, shop, cancellation)
  return cancellation
}

export function settleCancellation(
  world: World,
  shop: Shop,
  cancellation: Cancellation,
  status: string,
): void {
  cancellation.status = status
  cancellation.updateTime = world.clock.seconds()
  pushCancellation(world, shop, cancellation)
}

/** The buyer asks for money back after delivery, for some or all units. */
export function openReturn(
  world: World,
  shop: Shop,
  order: Order,
  type: ReturnType,
  units: readonly Unit[],
): ReturnCase {
  const now = world.clock.seconds()
  const returnCase: ReturnCase = {
    id: world.newId(),
    orderId: order.id,
    type,
    status: type === 'REPLACEMENT' ? 'REPLACEMENT_REQUEST_PENDING' : 'RETURN_OR_REFUND_REQUEST_PENDING',
    unitIds: units.map((unit) => unit.id),
    reason: 'ecom_order_delivered_refund_and_return_reason_wrong_product',
    refund: units.reduce((sum, unit) => sum + unit.price, 0),
    trackingNumber: '',
    createTime: now,
    updateTime: now,
  }
  shop.returns.set(returnCase.id, returnCase)
  order.updateTime = now
  pushReturn(world, shop, returnCase)
  return returnCase
}

/** Moves a return on and tells the apps. */
export function setReturnStatus(world: World, shop: Shop, returnCase: ReturnCase, status: string): void {
  returnCase.status = status
  returnCase.updateTime = world.clock.seconds()
  const order = shop.orders.get(returnCase.orderId)
  if (order) order.updateTime = returnCase.updateTime
  pushReturn(world, shop, returnCase)
}

/** What the seller is asked for in each state, with the words for yes and no. */
const WAITING: Readonly<
  Record<string, { readonly action: string; readonly approve: string; readonly reject: string }>
> = {
  'REFUND:RETURN_OR_REFUND_REQUEST_PENDING': {
    action: 'SELLER_RESPOND_REFUND',
    approve: 'APPROVE_REFUND',
    reject: 'REJECT_REFUND',
  },
  'RETURN_AND_REFUND:RETURN_OR_REFUND_REQUEST_PENDING': {
    action: 'SELLER_RESPOND_RETURN',
    approve: 'APPROVE_RETURN',
    reject: 'REJECT_RETURN',
  },
  'RETURN_AND_REFUND:BUYER_SHIPPED_ITEM': {
    action: 'SELLER_RESPOND_RECEIVE_PACKAGE',
    approve: 'APPROVE_RECEIVED_PACKAGE',
    reject: 'REJECT_RECEIVED_PACKAGE',
  },
  'REPLACEMENT:REPLACEMENT_REQUEST_PENDING': {
    action: 'SELLER_RESPOND_REPLACEMENT',
    approve: 'APPROVE_REPLACEMENT',
    reject: 'REJECT_REPLACEMENT',
  },
}

export const waitingFor = (returnCase: ReturnCase) => WAITING[`${returnCase.type}:${returnCase.status}`]

/** Where each decision leads. */
export const AFTER_DECISION: Readonly<Record<string, readonly string[]>> = {
  APPROVE_REFUND: ['RETURN_OR_REFUND_REQUEST_SUCCESS', 'RETURN_OR_REFUND_REQUEST_COMPLETE'],
  APPROVE_RETURN: ['AWAITING_BUYER_SHIP'],
  APPROVE_RECEIVED_PACKAGE: ['RETURN_OR_REFUND_REQUEST_SUCCESS', 'RETURN_OR_REFUND_REQUEST_COMPLETE'],
  APPROVE_REPLACEMENT: ['REPLACEMENT_REQUEST_COMPLETE'],
  REJECT_REFUND: ['REFUND_OR_RETURN_REQUEST_REJECT'],
  REJECT_RETURN: ['REFUND_OR_RETURN_REQUEST_REJECT'],
  REJECT_RECEIVED_PACKAGE: ['REJECT_RECEIVE_PACKAGE'],
  REJECT_REPLACEMENT: ['REPLACEMENT_REQUEST_REJECT'],
}
