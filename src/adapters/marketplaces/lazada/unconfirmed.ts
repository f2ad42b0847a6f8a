/**
 * What the public sources leave open about Lazada, each a switch with the reading we chose. None was tried on a
 * live account; a deployment that knows better passes its own.
 */
export interface Unconfirmed {
  /** Token calls answer on the authorisation host; one report says they answer on the country's host as well. */
  tokenHost: 'authorization' | 'country'
  /** A refresh may end the refresh token it was made with; taking it as spent is safe either way. */
  refreshTokenSpent: boolean
  /** `partner_id` that the official SDKs send and sign; one report got MissingPartner without it. '' = not sent. */
  partnerId: string
  /** Sellable-stock calls are not on the list of those that accept JSON. */
  stockPayload: 'xml' | 'json'
  /** Name of the quantity inside a warehouse row: the page says the first, one report succeeded with the second. */
  warehouseQuantity: 'SellableQuantity' | 'Quantity'
  /** Amounts of returns are in cents except in Vietnam, says the guide. */
  returnAmounts: 'cents' | 'major'
  /** Hour in UTC at which the daily quota of the app begins anew. */
  quotaResetUtcHour: number
}

export const DEFAULTS: Unconfirmed = {
  tokenHost: 'authorization',
  refreshTokenSpent: true,
  partnerId: '',
  stockPayload: 'xml',
  warehouseQuantity: 'SellableQuantity',
  returnAmounts: 'cents',
  quotaResetUtcHour: 16,
}
