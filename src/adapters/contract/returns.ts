import type { ShopSession } from './sessions.ts'
import type { Money, Page } from './values.ts'

/** A return's life, the same over all marketplaces. */
export type ReturnStatus =
  | 'requested'
  | 'accepted'
  | 'in_transit'
  | 'received'
  | 'refunded'
  | 'disputed'
  | 'rejected'
  | 'cancelled'
  | 'unknown'

export interface RemoteReturnLine {
  externalLineId: string
  externalItemId: string
  externalVariantId: string
  quantity: number
  refund: Money | null
}
export interface RemoteReturn {
  externalReturnId: string
  externalOrderId: string
  status: ReturnStatus
  rawStatus: string
  /** Money back without the goods coming back. */
  refundOnly: boolean
  reason: string
  buyerNote: string
  imageUrls: readonly string[]
  refund: Money
  createdAt: Date
  updatedAt: Date
  /** Until when the seller must answer, if the marketplace says. */
  respondBy: Date | null
  trackingNumber: string | null
  lines: readonly RemoteReturnLine[]
}

export interface Returns {
  listUpdated(
    session: ShopSession,
    input: { from: Date; to: Date; cursor: string | null },
  ): Promise<Page<{ externalReturnId: string; updatedAt: Date | null }>>
  /** Full returns; unknown ids are left out. */
  get(session: ShopSession, externalReturnIds: readonly string[]): Promise<readonly RemoteReturn[]>
  accept(session: ShopSession, input: { externalReturnId: string }): Promise<void>
  /** Refuses or disputes, with one of `reasons`. */
  reject?(
    session: ShopSession,
    input: {
      externalReturnId: string
      reasonId: string
      note: string
      email?: string
      imageUrls?: readonly string[]
    },
  ): Promise<void>
  /** The reasons the marketplace accepts for this return. */
  reasons?(
    session: ShopSession,
    input: { externalReturnId: string },
  ): Promise<readonly { id: string; label: string }[]>
}
