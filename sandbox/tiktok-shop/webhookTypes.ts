/** Names of the webhook types the stand-in knows. */
export const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'ORDER_STATUS_CHANGE',
  3: 'RECIPIENT_ADDRESS_UPDATE',
  4: 'PACKAGE_UPDATE',
  5: 'PRODUCT_STATUS_CHANGE',
  6: 'SELLER_DEAUTHORIZATION',
  7: 'UPCOMING_AUTHORIZATION_EXPIRATION',
  11: 'CANCELLATION_STATUS_CHANGE',
  12: 'RETURN_STATUS_CHANGE',
  13: 'NEW_CONVERSATION',
  14: 'NEW_MESSAGE',
  15: 'PRODUCT_INFORMATION_CHANGE',
  16: 'PRODUCT_CREATION',
  18: 'PRODUCT_CATEGORY_CHANGE',
  27: 'INVENTORY_STATUS_CHANGE',
  33: 'NEW_MESSAGE_LISTENER',
  35: 'TOKOPEDIA_MIRROR_STATUS_CHANGE',
  36: 'INVOICE_STATUS_CHANGE',
  37: 'PRODUCT_AUDIT_STATUS_CHANGE',
}

/** Types without a name in the Event API can only be set for the app. */
const APP_ONLY = new Set([27, 35])

/** What the Event API calls each type. */
export const EVENT_OF_TYPE: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(TYPE_NAMES).filter(([type]) => !APP_ONLY.has(Number(type))),
)
