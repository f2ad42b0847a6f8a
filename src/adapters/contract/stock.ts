import type { AdapterError } from './failures.ts'
import type { RemoteLocation } from './selling.ts'
import type { ShopSession } from './sessions.ts'

export interface StockTarget {
  externalItemId: string
  externalVariantId: string
  /** The absolute quantity to show. */
  quantity: number
}
export type StockResult = Omit<StockTarget, 'quantity'> &
  ({ ok: true; quantity: number } | { ok: false; error: AdapterError })

export interface Stock {
  /** Sets absolute quantities. One result per target, in any order; throws only when nothing was decided. */
  set(session: ShopSession, targets: readonly StockTarget[]): Promise<readonly StockResult[]>
  /** The shop's warehouses; empty where the marketplace knows only one nameless place. */
  locations?(session: ShopSession): Promise<readonly RemoteLocation[]>
  /** The shop detail in which `set` looks for the warehouse to write to, where it can write to one alone. */
  locationDetail?: string
}
