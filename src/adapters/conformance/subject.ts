import type {
  AppSession,
  Cause,
  CheckId,
  Grant,
  MarketplaceAdapter,
  ShopSession,
  WebhookRequest,
} from '../contract.ts'

/** What a stand-in must be able to break, one thing at a time. */
export const FAULTS = [
  'server_down',
  'not_the_api',
  'clock_off',
  'wrong_secret',
  'unknown_app',
  'ip_not_listed',
  'token_expired',
  'consent_withdrawn',
  'scope_missing',
  'shop_closed',
] as const
export type FaultName = (typeof FAULTS)[number]

/** What Test connection must say about a fault. */
export interface FaultFinding {
  /** The session to test with; differs from the given one where the fault is on our side. */
  session: ShopSession
  check: CheckId
  cause: Cause
  /** Keys of the credential fields at fault; none unless said otherwise. */
  fields?: readonly string[]
}

export interface OpenShop {
  session: ShopSession
  grant: Grant
}

/** Genuine messages, signed independently of the adapter. */
export interface WebhookSubject {
  /** A message about the given order or item of the given shop; numeric ids stand in the body as bare numbers. */
  message(about: { externalShopId: string; externalId: string }): WebhookRequest
  /** The header that carries the signature, in lower case. */
  signatureHeader: string
  /** Whether the signature covers the callback address. */
  signsUrl: boolean
}

/** A running stand-in of the marketplace, as strict as the real one. */
export interface StandIn {
  app(): AppSession
  /** A fresh consent of one ordinary shop, the same shop every time. */
  openShop(): Promise<OpenShop>
  /** Breaks one thing until `heal`. */
  inject(fault: FaultName, session: ShopSession): Promise<FaultFinding>
  /** Undoes everything that was injected. */
  heal(): Promise<void>
  /** Ends the access tokens of the shop and keeps its consent. */
  expireToken(): Promise<void>
  /** Seller SKU of a listing that is on sale. */
  sku: string
  /** A buyer orders one piece of `sku`, which never runs out; resolves to the order's id. */
  placeOrder(): Promise<string>
  /** How many orders fill more than one page of the adapter's list. */
  ordersOverOnePage: number
  /** From now on orders carry this status, which the adapter cannot know. */
  unknownStatus(): Promise<string>
  /** The next stock write of several rows fails for one of them; left out where an unknown SKU shows it as well. */
  partialFailure?(): Promise<void>
  /** For stand-ins whose own ids are small: the session over which one item has an id beyond 2^53. */
  bigItem?(session: ShopSession): Promise<{ session: ShopSession; externalItemId: string }>
}

/** What the kit tests: an adapter, pointed at its stand-in. */
export interface ConformanceSubject {
  adapter: MarketplaceAdapter
  /** Valid credentials of the stand-in's app. */
  credentials: Readonly<Record<string, string>>
  webhook: WebhookSubject
  standIn: StandIn
}
