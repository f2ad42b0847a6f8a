import type { Publishing, ToggleResult } from './selling.ts'
import type { ShopSession } from './sessions.ts'
import type { Money, Page } from './values.ts'

export type ListingStatus = 'live' | 'unlisted' | 'blocked' | 'deleted' | 'unknown'
/** One sellable thing in a shop: an item, or one variant of it. */
export interface RemoteListing {
  externalItemId: string
  /** '' when the item has no variants. */
  externalVariantId: string
  sellerSku: string
  title: string
  variantName: string
  description: string
  status: ListingStatus
  rawStatus: string
  price: Money
  /** Quantity the shop shows, or null when the marketplace does not say. */
  quantity: number | null
  imageUrls: readonly string[]
  updatedAt: Date | null
  /** Where it is shown, for platforms with several sales surfaces; one stock feeds them all. */
  surfaces?: readonly { surface: string; status: ListingStatus }[]
}

export interface Products {
  /** Listings page by page, variants flattened. Start with cursor null. */
  list(session: ShopSession, input: { cursor: string | null }): Promise<Page<RemoteListing>>
  /** All sellable listings of the given items; unknown items are left out. */
  get(session: ShopSession, externalItemIds: readonly string[]): Promise<readonly RemoteListing[]>
  /** Shows or hides items, on the named sales surfaces or on all they are on. One result per item. */
  setLive?(
    session: ShopSession,
    items: readonly { externalItemId: string; live: boolean; surfaces?: readonly string[] }[],
  ): Promise<readonly ToggleResult[]>
  publishing?: Publishing
}
