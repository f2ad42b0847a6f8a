import type { ListingStatus, OrderStatus, ReturnStatus } from '../../contract.ts'

const ORDER: Readonly<Record<string, OrderStatus>> = {
  UNPAID: 'unpaid',
  ON_HOLD: 'pending',
  AWAITING_SHIPMENT: 'to_ship',
  PARTIALLY_SHIPPING: 'to_ship',
  AWAITING_COLLECTION: 'arranged',
  IN_TRANSIT: 'in_transit',
  DELIVERED: 'delivered',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  // The webhook's spelling of the same state.
  CANCEL: 'cancelled',
}
/** Where a buyer's wish to cancel still waits for an answer. */
const CANCELLABLE = new Set<OrderStatus>(['pending', 'to_ship', 'arranged'])

const LISTING: Readonly<Record<string, ListingStatus>> = {
  ACTIVATE: 'live',
  DRAFT: 'unlisted',
  PENDING: 'unlisted',
  SELLER_DEACTIVATED: 'unlisted',
  FAILED: 'blocked',
  PLATFORM_DEACTIVATED: 'blocked',
  FREEZE: 'blocked',
  DELETED: 'deleted',
}

const RETURN: Readonly<Record<string, ReturnStatus>> = {
  RETURN_OR_REFUND_REQUEST_PENDING: 'requested',
  AWAITING_BUYER_RESPONSE: 'requested',
  AWAITING_BUYER_SHIP: 'accepted',
  BUYER_SHIPPED_ITEM: 'in_transit',
  RETURN_OR_REFUND_REQUEST_SUCCESS: 'accepted',
  RETURN_OR_REFUND_REQUEST_COMPLETE: 'refunded',
  RETURN_OR_REFUND_REQUEST_CANCEL: 'cancelled',
  REFUND_OR_RETURN_REQUEST_REJECT: 'rejected',
  REJECT_RECEIVE_PACKAGE: 'rejected',
  REPLACEMENT_REQUEST_PENDING: 'requested',
  REPLACEMENT_REQUEST_COMPLETE: 'accepted',
  REPLACEMENT_REQUEST_REFUND_SUCCESS: 'refunded',
  REPLACEMENT_REQUEST_REJECT: 'rejected',
  REPLACEMENT_REQUEST_CANCEL: 'cancelled',
}

const lookUp = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** A buyer's pending wish to cancel does not show in the platform's status, only beside it. */
export function orderStatus(raw: string, buyerWantsToCancel: boolean): OrderStatus {
  const status = lookUp(ORDER, raw) ?? 'unknown'
  return buyerWantsToCancel && CANCELLABLE.has(status) ? 'cancel_requested' : status
}
export const listingStatus = (raw: string): ListingStatus => lookUp(LISTING, raw) ?? 'unknown'

export function returnStatus(raw: string, arbitration: string): ReturnStatus {
  const status = lookUp(RETURN, raw) ?? 'unknown'
  return arbitration === 'IN_PROGRESS' && status === 'rejected' ? 'disputed' : status
}
