/** The storefronts a listing can be on, as the platform writes them. */
export type ListingPlatform = 'TIKTOK_SHOP' | 'TOKOPEDIA'

/** Points the documentation leaves open. Each can be changed without touching the code. */
export interface UnconfirmedChoices {
  /** A refresh token dies when it is used. True costs nothing but a lock. */
  refreshTokenSpentByUse: boolean
  /** Sellers may cancel orders that are not paid yet. */
  sellerMayCancelUnpaid: boolean
  /** Where an order without `commerce_platform` was sold; null shows no badge. */
  orderWithoutPlatform: 'tiktok_shop' | null
}

export interface Settings {
  /** Orders asked for at once, 50 at most. */
  ordersPerFetch: number
  /** Storefronts new listings go to; empty leaves the choice to the platform. */
  listingPlatforms: readonly ListingPlatform[]
  unconfirmed: UnconfirmedChoices
}

export const DEFAULT_UNCONFIRMED: UnconfirmedChoices = {
  refreshTokenSpentByUse: true,
  sellerMayCancelUnpaid: true,
  orderWithoutPlatform: null,
}
