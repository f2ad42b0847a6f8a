import type { ListingStatus, OrderStatus } from '../../contract.ts'

const ORDER: Readonly<Record<string, OrderStatus>> = {
  UNPAID: 'unpaid',
  PENDING: 'pending',
  INVOICE_PENDING: 'pending',
  READY_TO_SHIP: 'to_ship',
  PROCESSED: 'arranged',
  RETRY_SHIP: 'arranged',
  SHIPPED: 'in_transit',
  TO_CONFIRM_RECEIVE: 'delivered',
  COMPLETED: 'completed',
  IN_CANCEL: 'cancel_requested',
  CANCELLED: 'cancelled',
  TO_RETURN: 'returning',
}

const LISTING: Readonly<Record<string, ListingStatus>> = {
  NORMAL: 'live',
  UNLIST: 'unlisted',
  REVIEWING: 'unlisted',
  BANNED: 'blocked',
  SELLER_DELETE: 'deleted',
  SHOPEE_DELETE: 'deleted',
}

const lookUp = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

export const orderStatus = (raw: string): OrderStatus => lookUp(ORDER, raw) ?? 'unknown'
export const listingStatus = (raw: string): ListingStatus => lookUp(LISTING, raw) ?? 'unknown'
