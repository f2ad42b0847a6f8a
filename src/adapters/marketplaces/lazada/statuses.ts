import { STATUS_RANK, type ListingStatus, type OrderStatus, type ReturnStatus } from '../../contract.ts'

/** What one unit of an order is in. Packed goods still wait for the seller, so they count as to ship. */
const ITEM: Readonly<Record<string, OrderStatus>> = {
  unpaid: 'unpaid',
  pending: 'to_ship',
  topack: 'to_ship',
  packed: 'to_ship',
  toship: 'to_ship',
  ready_to_ship: 'arranged',
  shipped: 'in_transit',
  shipping: 'in_transit',
  delivered: 'delivered',
  canceled: 'cancelled',
  cancelled: 'cancelled',
  failed: 'returning',
  failed_delivery: 'returning',
  shipped_back: 'returning',
  shipped_back_failed: 'returning',
  shipped_back_success: 'returned',
  returned: 'returned',
  lost: 'cancelled',
  lost_by_3pl: 'cancelled',
  damaged_by_3pl: 'cancelled',
  package_scrapped: 'cancelled',
}

const LISTING: Readonly<Record<string, ListingStatus>> = {
  active: 'live',
  inactive: 'unlisted',
  'pending qc': 'unlisted',
  pending: 'unlisted',
  rejected: 'blocked',
  suspended: 'blocked',
  locked: 'blocked',
  deleted: 'deleted',
}

const RETURN: Readonly<Record<string, ReturnStatus>> = {
  CANCEL_INIT: 'requested',
  CANCEL_SUCCESS: 'accepted',
  CANCEL_REFUND_ISSUED: 'refunded',
  RTM_INIT: 'requested',
  RTM_CANCELED: 'cancelled',
  RTM_SHIPPING_BACK: 'in_transit',
  RTM_RECEIVE_ITEM: 'received',
  RTW_INIT: 'requested',
  RTW_CANCELED: 'cancelled',
  RTW_SHIPPING_BACK: 'in_transit',
  RTW_REJECT: 'rejected',
  RTW_REFUND_PENDING: 'accepted',
  REFUND_INIT: 'requested',
  REFUND_PENDING: 'accepted',
  REFUND_SUCCESS: 'refunded',
  REFUND_REJECTED: 'rejected',
}

const lookUp = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

export const itemStatus = (raw: string): OrderStatus => lookUp(ITEM, raw.toLowerCase()) ?? 'unknown'
export const listingStatus = (raw: string): ListingStatus => lookUp(LISTING, raw.toLowerCase()) ?? 'unknown'
export const returnStatus = (raw: string): ReturnStatus => lookUp(RETURN, raw.toUpperCase()) ?? 'unknown'

/**
 * The status of an order out of its units': the least advanced of those still going on, else what they all ended
 * in. An unknown one makes the whole unknown, so that nobody acts on a guess.
 */
export function orderStatus(rawStatuses: readonly string[], cancelRequested: boolean): OrderStatus {
  const all = rawStatuses.map(itemStatus)
  const ongoing = all.filter((status) => status !== 'cancelled' && status !== 'returned')
  const [first, ...rest] = ongoing.length > 0 ? ongoing : all
  if (first === undefined) return 'unknown'
  const least = rest.reduce((low, each) => (STATUS_RANK[each] < STATUS_RANK[low] ? each : low), first)
  const cancellable = STATUS_RANK[least] <= STATUS_RANK.arranged && least !== 'unknown'
  return cancelRequested && cancellable ? 'cancel_requested' : least
}
