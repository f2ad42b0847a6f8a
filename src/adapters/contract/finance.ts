import type { ShopSession } from './sessions.ts'
import type { Money, Page } from './values.ts'

/** One amount in a settlement: positive comes in, negative goes out. `code` is the marketplace's own, kept as it is. */
export interface SettlementItem {
  code: string
  label: string
  amount: Money
}
/** What the marketplace pays out for an order (or, without an order, an adjustment of its own). */
export interface RemoteSettlement {
  externalSettlementId: string
  externalOrderId: string | null
  releasedAt: Date
  /** What the buyer paid for goods, before any fee. */
  gross: Money
  /** What reaches the seller: gross plus all items. */
  net: Money
  items: readonly SettlementItem[]
}
/** How an order's total came about, as the marketplace breaks it down. */
export interface PriceDetail {
  /** What the buyer pays. */
  total: Money
  /** Parts by the marketplace's own names; zero ones are left out, and parts may contain each other. */
  items: readonly SettlementItem[]
}
export interface Finance {
  /** Settlements released in the window. */
  list(
    session: ShopSession,
    input: { from: Date; to: Date; cursor: string | null },
  ): Promise<Page<RemoteSettlement>>
  /** Longest window `list` accepts, in days. */
  maxWindowDays: number
}
