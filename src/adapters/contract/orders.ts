import type { PriceDetail } from './finance.ts'
import type { Cancellation } from './selling.ts'
import type { ShopSession } from './sessions.ts'
import type { Money, Page } from './values.ts'

/** An order's life, the same over all marketplaces. Order matters: see `STATUS_RANK`. */
export const ORDER_STATUSES = [
  'unpaid',
  'pending',
  'to_ship',
  'arranged',
  'handed_over',
  'in_transit',
  'delivered',
  'completed',
  'cancel_requested',
  'cancelled',
  'returning',
  'returned',
  'unknown',
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** Breaks ties between messages with the same update time; terminal states rank highest. */
export const STATUS_RANK: Readonly<Record<OrderStatus, number>> = {
  unknown: 0,
  unpaid: 10,
  pending: 15,
  to_ship: 20,
  arranged: 30,
  cancel_requested: 35,
  handed_over: 40,
  in_transit: 50,
  delivered: 60,
  completed: 70,
  returning: 75,
  cancelled: 80,
  returned: 90,
}

export interface RemoteOrderLine {
  /** Stable within the order; synthetic (`item:variant:ordinal`) where the marketplace has none. */
  externalLineId: string
  externalItemId: string
  externalVariantId: string
  sellerSku: string
  title: string
  variantName: string
  /** Units ordered, cancelled ones included. */
  quantity: number
  cancelledQuantity: number
  returnedQuantity: number
  unitPrice: Money
  imageUrl: string | null
}
export interface RemoteOrder {
  externalOrderId: string
  status: OrderStatus
  rawStatus: string
  createdAt: Date
  /** The marketplace's own clock: what versions an order. */
  updatedAt: Date
  paidAt: Date | null
  shipBy: Date | null
  total: Money
  /** Where on the platform it was sold, for platforms with several surfaces. */
  salesSurface: string | null
  /** Parcels, where the marketplace tells; '' ids are left out. */
  externalPackageIds?: readonly string[]
  buyer: { name: string; note: string }
  recipient: { name: string; phone: string; city: string; fullAddress: string }
  courier: string | null
  trackingNumber: string | null
  cancelReason: string | null
  lines: readonly RemoteOrderLine[]
}
export interface OrderRef {
  externalOrderId: string
  /** Null when the list does not tell; the order is then fetched anyway. */
  updatedAt: Date | null
}

export interface Orders {
  /** Orders updated in the window, oldest windows first as the caller slices them. */
  listUpdated(
    session: ShopSession,
    input: { from: Date; to: Date; cursor: string | null },
  ): Promise<Page<OrderRef>>
  /** Full orders; unknown ids are left out. Splits into provider-sized batches itself. */
  get(session: ShopSession, externalOrderIds: readonly string[]): Promise<readonly RemoteOrder[]>
  /** Longest window `listUpdated` accepts, in days. */
  maxWindowDays: number
  cancellation?: Cancellation
  /** What the buyer paid and who bore which discount. */
  priceDetail?(session: ShopSession, externalOrderId: string): Promise<PriceDetail>
}
