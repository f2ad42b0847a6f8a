import type { OrderStatus } from '../../../adapters/contract.ts'
import type { IconName } from '../../../ui/Icon.tsx'
import type { Tone } from '../../../ui/StatusPill.tsx'

/** How urgent a status is for the seller: amber asks for something, green is good, grey is over. */
export const orderTone: Readonly<Record<OrderStatus, Tone>> = {
  unpaid: 'neutral',
  pending: 'neutral',
  to_ship: 'warning',
  arranged: 'info',
  handed_over: 'info',
  in_transit: 'info',
  delivered: 'success',
  completed: 'success',
  cancel_requested: 'warning',
  cancelled: 'neutral',
  returning: 'warning',
  returned: 'neutral',
  unknown: 'error',
}

/** Icons where the tone's own says too little: these orders are on their way. */
export const orderIcon: Readonly<Partial<Record<OrderStatus, IconName>>> = {
  unpaid: 'clock',
  pending: 'clock',
  to_ship: 'clock',
  arranged: 'chevron',
  handed_over: 'chevron',
  in_transit: 'chevron',
  cancelled: 'cross',
}

/** Statuses in which the seller still has to hand the parcel over, so that the deadline counts. */
export const AWAITING_SHIPMENT: readonly OrderStatus[] = ['to_ship', 'arranged']
