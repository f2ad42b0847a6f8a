import { StepRefused } from '../core/stepRefused.ts'
import type { Order, OrderStatus } from './model.ts'
import {
  answerCancelRequest,
  arrangeShipment,
  cancelOrder,
  openReturn,
  payOrder,
  requestCancel,
  setStatus,
} from './orderLife.ts'
import { moveParcels } from './parcels.ts'
import type { World } from './world.ts'

/** What buyer, courier or seller may do next, by status. The control page draws one button for each. */
export const NEXT_STEPS: Readonly<Record<OrderStatus, readonly Step[]>> = {
  UNPAID: ['pay', 'cancel'],
  READY_TO_SHIP: ['arrange', 'request_cancel', 'cancel'],
  PROCESSED: ['ship', 'request_cancel', 'pickup_failed'],
  RETRY_SHIP: ['arrange', 'cancel'],
  SHIPPED: ['deliver', 'lost'],
  TO_CONFIRM_RECEIVE: ['complete', 'return'],
  IN_CANCEL: ['accept_cancel', 'reject_cancel'],
  CANCELLED: [],
  TO_RETURN: ['complete'],
  COMPLETED: [],
}

export const STEPS = [
  'pay',
  'arrange',
  'ship',
  'deliver',
  'complete',
  'cancel',
  'request_cancel',
  'accept_cancel',
  'reject_cancel',
  'pickup_failed',
  'lost',
  'return',
] as const

export type Step = (typeof STEPS)[number]

/** True for a known step. */
export function isStep(value: unknown): value is Step {
  return typeof value === 'string' && (STEPS as readonly string[]).includes(value)
}

/** Performs one step from outside the API; refuses it when the status does not allow it. */
export function advanceOrder(world: World, sn: string, step: Step): Order {
  const found = world.findOrder(sn)
  if (!found) throw new StepRefused(`order ${sn} does not exist`)
  const { shop, order } = found
  if (!NEXT_STEPS[order.status].includes(step))
    throw new StepRefused(`an order that is ${order.status} cannot ${step}`)
  switch (step) {
    case 'pay':
      payOrder(world, order)
      break
    case 'arrange':
      for (const parcel of order.parcels) {
        const own = order.channel.methods.nonIntegrated ? `KT${world.random.text(10, '0123456789')}` : ''
        arrangeShipment(world, order, parcel, own)
      }
      break
    case 'ship':
      order.pickupDoneTime = world.clock.seconds()
      moveParcels(world, order, 'LOGISTICS_PICKUP_DONE', 'PICKED_UP', 'Paket diambil kurir')
      setStatus(world, order, 'SHIPPED')
      break
    case 'deliver':
      moveParcels(world, order, 'LOGISTICS_DELIVERY_DONE', 'DELIVERED', 'Paket diterima pembeli')
      setStatus(world, order, 'TO_CONFIRM_RECEIVE')
      break
    case 'complete':
      setStatus(world, order, 'COMPLETED')
      break
    case 'cancel':
      cancelOrder(world, shop, order, order.status === 'UNPAID' ? 'buyer' : 'system', 'Change of mind')
      break
    case 'request_cancel':
      requestCancel(world, order, 'Ingin mengubah alamat pengiriman')
      break
    case 'accept_cancel':
    case 'reject_cancel':
      answerCancelRequest(world, shop, order, step === 'accept_cancel')
      break
    case 'pickup_failed':
      moveParcels(world, order, 'LOGISTICS_PICKUP_RETRY', 'FAILED_PICKUP', 'Kurir gagal mengambil paket')
      setStatus(world, order, 'RETRY_SHIP')
      break
    case 'lost':
      cancelOrder(world, shop, order, 'system', 'Logistics lost')
      moveParcels(world, order, 'LOGISTICS_LOST', 'LOST', 'Paket hilang')
      break
    case 'return':
      openReturn(world, shop, order)
      break
  }
  return order
}
