import type { Authorization } from './authorization.ts'
import type { Products } from './catalog.ts'
import type { Check } from './checks.ts'
import type { CredentialSchema } from './credentials.ts'
import type { Finance } from './finance.ts'
import type { LocalizedText } from './language.ts'
import type { Logistics } from './logistics.ts'
import type { Orders } from './orders.ts'
import type { Returns } from './returns.ts'
import type { LostMessages, Prices } from './selling.ts'
import type { EnvironmentDescriptor } from './sessions.ts'
import type { Shop } from './shop.ts'
import type { Stock } from './stock.ts'
import type { Webhook } from './webhook.ts'

/** Raised when an adapter written for the old contract would no longer be understood. */
export const CONTRACT_VERSION = 1

/** What a marketplace can do; what is left out disappears from the interface. */
export interface Capabilities {
  shop: Shop
  products?: Products
  prices?: Prices
  stock?: Stock
  orders?: Orders
  logistics?: Logistics
  returns?: Returns
  finance?: Finance
  lostMessages?: LostMessages
}

/** What a request is for: each class has a share of the shop's budget, so that one never keeps another waiting. */
export const ENDPOINT_CLASSES = ['orders', 'write', 'read'] as const
export type EndpointClass = (typeof ENDPOINT_CLASSES)[number]

/** Budgets that the provider sets or, where it publishes none, that we choose; configurable by the deployment. */
export interface Limits {
  requestsPerSecondPerShop: number
  /** Of all shops of one app together, where the provider limits that too. */
  requestsPerSecondPerApp?: number
  /** Of one shop, by what the requests are for. A class without a number may take four fifths of the shop's budget. */
  requestsPerSecondPerClass?: Partial<Record<EndpointClass, number>>
  ordersPerFetch: number
  stockTargetsPerCall: number
}

/** A storefront of a platform that has several: a badge, a filter and a report dimension, never a shop of its own. */
export interface SalesSurface {
  id: string
  name: string
  badge: { text: string; color: string }
  /** One sentence for sellers who look for this name among the marketplaces; it leads to this connection. */
  connectHint?: LocalizedText
}

export interface MarketplaceAdapter extends Capabilities {
  contractVersion: typeof CONTRACT_VERSION
  /** Lower-case, stable: part of stored rows and webhook addresses. */
  id: string
  name: string
  /** Two letters and a colour for the card, the badge and charts. */
  badge: { text: string; color: string }
  /** Storefronts that share this connection and its stock; `id` is what orders and listings name as surface. */
  surfaces?: readonly SalesSurface[]
  docsUrl: string
  environments: Readonly<Record<string, EnvironmentDescriptor>>
  credentials: CredentialSchema
  /** The provider ends every key so many days after it was made: proposed as the end of a key stored here. */
  keyLifetimeDays?: number
  checks: readonly Check[]
  authorize: Authorization
  webhook: Webhook
  limits: Limits
  /** Steps the seller takes at the marketplace before connecting, shown beside the form. */
  setup: readonly LocalizedText[]
}
