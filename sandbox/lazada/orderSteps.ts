import { StepRefused } from '../core/stepRefused.ts'
import type { Order, Unit, UnitStatus } from './model.ts'
import { statusesOf } from './model.ts'
import {
  answerCancel,
  cancelUnits,
  deliverUnits,
  moveParcels,
  openReverse,
  packUnits,
  payOrder,
  readyUnits,
  refund,
  requestCancel,
  setReverseStatus,
} from './orderLife.ts'
import type { World } from './world.ts'

export const STEPS = [
  'pay',
  'arrange',
  'pack',
  'ready_to_ship',
  'ship',
  'deliver',
  'cancel',
  'request_cancel',
  'accept_cancel',
  'reject_cancel',
  'delivery_failed',
  'ship_back',
  'receive_back',
  'lost',
  'return',
  'return_only_money',
  'goods_back',
  'complete',
] as const

export type Step = (typeof STEPS)[number]

const BY_STATUS: Readonly<Record<UnitStatus, readonly Step[]>> = {
  unpaid: ['pay', 'cancel'],
  pending: ['arrange', 'pack', 'request_cancel', 'cancel'],
  packed: ['arrange', 'ready_to_ship', 'request_cancel', 'cancel'],
  ready_to_ship: ['ship', 'cancel'],
  shipped: ['deliver', 'delivery_failed', 'lost'],
  delivered: ['return', 'return_only_money'],
  canceled: [],
  failed_delivery: ['ship_back'],
  shipped_back: ['receive_back'],
  shipped_back_success: [],
  lost_by_3pl: [],
  returned: [],
}

/** True for a known step. */
export function isStep(value: unknown): value is Step {
  return typeof value === 'string' && (STEPS as readonly string[]).includes(value)
}

/** What buyer, courier or seller may do next. The control page draws one button for each. */
export function nextSteps(order: Order): readonly Step[] {
  if (order.units.some((unit) => unit.cancelPending)) return ['accept_cancel', 'reject_cancel']
  const open = statusesOf(order).flatMap((status) => BY_STATUS[status])
  const returning = order.units.some((unit) => unit.status === 'delivered' && unit.reverseOrderId !== '')
  return returning ? ['goods_back', 'complete'] : [...new Set(open)]
}

/** Performs one step from outside the API; refuses it when no unit is in a status for it. */
export function advanceOrder(world: World, id: string, step: Step): Order {
  const found = world.findOrder(id)
  if (!found) throw new StepRefused(`order ${id} does not exist`)
  const { shop, order } = found
  if (!nextSteps(order).includes(step)) {
    throw new StepRefused(`an order that is ${statusesOf(order).join(', ')} cannot ${step}`)
  }
  const inStatus = (...statuses: readonly UnitStatus[]): Unit[] =>
    order.units.filter((unit) => statuses.includes(unit.status))
  const reverseOf = (units: readonly Unit[]) =>
    shop.reverses.get(units.find((u) => u.reverseOrderId)?.reverseOrderId ?? '')
  switch (step) {
    case 'pay':
      payOrder(world, shop, order)
      break
    case 'pack':
      packUnits(world, order, inStatus('pending'))
      break
    case 'arrange':
      if (inStatus('pending').length > 0) packUnits(world, order, inStatus('pending'))
      readyUnits(world, shop, order, inStatus('packed'))
      break
    case 'ready_to_ship':
      readyUnits(world, shop, order, inStatus('packed'))
      break
    case 'ship':
      moveParcels(world, order, inStatus('ready_to_ship'), 'shipped', 'TRANSIT_TO_SHIP')
      break
    case 'deliver':
      deliverUnits(world, shop, order, inStatus('shipped'))
      break
    case 'cancel':
      cancelUnits(
        world,
        shop,
        order,
        inStatus('unpaid', 'pending', 'packed', 'ready_to_ship'),
        'Change of mind',
      )
      break
    case 'request_cancel':
      requestCancel(world, shop, order, inStatus('pending', 'packed'))
      break
    case 'accept_cancel':
    case 'reject_cancel': {
      const reverse = reverseOf(order.units.filter((unit) => unit.cancelPending))
      if (reverse) answerCancel(world, shop, reverse, step === 'accept_cancel')
      break
    }
    case 'delivery_failed':
      moveParcels(world, order, inStatus('shipped'), 'failed_delivery', 'DELIVER_FAILED')
      break
    case 'ship_back':
      moveParcels(world, order, inStatus('failed_delivery'), 'shipped_back', 'ON_THE_WAY_BACK_TO_SHIPPER')
      break
    case 'receive_back':
      moveParcels(world, order, inStatus('shipped_back'), 'shipped_back_success', 'RETURNED_TO_SHIPPER')
      break
    case 'lost':
      moveParcels(world, order, inStatus('shipped'), 'lost_by_3pl', 'LOST_BY_3PL')
      break
    case 'return':
    case 'return_only_money':
      openReverse(world, shop, order, inStatus('delivered'), {
        type: step === 'return' ? 'RETURN' : 'ONLY_REFUND',
        reasonId: '10000101',
        reasonText: 'Warna yang datang tidak sesuai pesanan',
        status: step === 'return' ? 'RTM_INIT' : 'REFUND_INIT',
      })
      break
    case 'goods_back': {
      const reverse = reverseOf(inStatus('delivered'))
      if (reverse) setReverseStatus(world, shop, reverse, 'RTM_RECEIVE_ITEM')
      break
    }
    case 'complete': {
      const reverse = reverseOf(inStatus('delivered'))
      if (reverse) refund(world, shop, reverse)
      break
    }
  }
  return order
}
