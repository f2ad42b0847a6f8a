import { StepRefused } from '../core/stepRefused.ts'
import { openReturn, setReturnStatus } from './afterSales.ts'
import { deliveryOption } from './catalogue.ts'
import { ApiError } from './envelope.ts'
import type { Order, OrderStatus, Shop } from './model.ts'
import {
  answerCancelRequest,
  cancelOrder,
  parcelsOf,
  payOrder,
  releaseOrder,
  requestCancel,
  setStatus,
} from './orderLife.ts'
import { moveParcels, shipParcel } from './parcelLife.ts'
import type { World } from './world.ts'

/** What buyer, courier or seller may do next. The control page draws one button for each. */
const NEXT_STEPS: Readonly<Record<OrderStatus, readonly Step[]>> = {
  UNPAID: ['pay', 'cancel'],
  ON_HOLD: ['release', 'cancel'],
  AWAITING_SHIPMENT: ['arrange', 'request_cancel', 'cancel'],
  PARTIALLY_SHIPPING: ['arrange'],
  AWAITING_COLLECTION: ['ship', 'cancel'],
  IN_TRANSIT: ['deliver', 'lost'],
  DELIVERED: ['complete', 'return', 'refund'],
  COMPLETED: [],
  CANCELLED: [],
}

export const STEPS = [
  'pay',
  'release',
  'arrange',
  'ship',
  'deliver',
  'complete',
  'cancel',
  'request_cancel',
  'accept_cancel',
  'reject_cancel',
  'lost',
  'return',
  'refund',
  'send_back',
] as const
export type Step = (typeof STEPS)[number]

export const isStep = (value: unknown): value is Step =>
  typeof value === 'string' && (STEPS as readonly string[]).includes(value)

/** The steps an order allows now. */
export function nextSteps(shop: Shop, order: Order): readonly Step[] {
  if (order.cancelRequestId !== '') return ['accept_cancel', 'reject_cancel']
  return sendableReturn(shop, order) ? ['send_back', ...NEXT_STEPS[order.status]] : NEXT_STEPS[order.status]
}

const sendableReturn = (shop: Shop, order: Order) =>
  [...shop.returns.values()].find(
    (each) => each.orderId === order.id && each.status === 'AWAITING_BUYER_SHIP',
  )

/** Performs one step from outside the API; refuses it when the status does not allow it. */
export function advanceOrder(world: World, orderId: string, step: Step): Order {
  const found = world.findOrder(orderId)
  if (!found) throw new StepRefused(`order ${orderId} does not exist`)
  const { shop, order } = found
  if (!nextSteps(shop, order).includes(step))
    throw new StepRefused(`an order that is ${order.status} cannot ${step}`)
  PERFORM[step](world, shop, order)
  return order
}

type Perform = (world: World, shop: Shop, order: Order) => void

const PERFORM: Readonly<Record<Step, Perform>> = {
  pay: payOrder,
  release: releaseOrder,
  arrange: (world, shop, order) => {
    const option = deliveryOption(order.deliveryOptionId)
    const own = {
      trackingNumber: `KT${world.random.text(10, '0123456789')}`,
      providerId: option.providers[0].id,
    }
    for (const parcel of parcelsOf(shop, order))
      if (parcel.status === 'TO_FULFILL') ship(world, shop, parcel, own)
  },
  ship: (world, shop, order) => {
    order.collectionTime = world.clock.seconds()
    moveParcels(world, shop, order, 'FULFILLING', 'Paket diambil kurir')
    setStatus(world, order, 'IN_TRANSIT')
  },
  deliver: (world, shop, order) => {
    order.deliveryTime = world.clock.seconds()
    moveParcels(world, shop, order, 'COMPLETED', 'Paket diterima')
    setStatus(world, order, 'DELIVERED')
  },
  complete: (world, _shop, order) => {
    order.completedTime = world.clock.seconds()
    setStatus(world, order, 'COMPLETED')
  },
  cancel: (world, shop, order) =>
    cancelOrder(
      world,
      shop,
      order,
      order.status === 'AWAITING_COLLECTION' ? 'SYSTEM' : 'BUYER',
      'Change of mind',
    ),
  request_cancel: requestCancel,
  accept_cancel: (world, shop, order) => answerCancelRequest(world, shop, order, true),
  reject_cancel: (world, shop, order) => answerCancelRequest(world, shop, order, false),
  lost: (world, shop, order) => cancelOrder(world, shop, order, 'SYSTEM', 'Logistics lost'),
  return: (world, shop, order) => void openReturn(world, shop, order, 'RETURN_AND_REFUND', order.units),
  refund: (world, shop, order) => void openReturn(world, shop, order, 'REFUND', order.units),
  send_back: (world, shop, order) => {
    const returnCase = sendableReturn(shop, order)
    if (!returnCase) return
    returnCase.trackingNumber = `RT${world.random.text(10, '0123456789')}`
    setReturnStatus(world, shop, returnCase, 'BUYER_SHIPPED_ITEM')
  },
}

function ship(...args: Parameters<typeof shipParcel>): void {
  try {
    shipParcel(...args)
  } catch (error) {
    if (error instanceof ApiError) throw new StepRefused(error.message)
    throw error
  }
}
