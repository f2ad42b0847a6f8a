import { z } from 'zod'
import type { Finance, PriceDetail } from './contract/finance.ts'
import type { Logistics } from './contract/logistics.ts'
import type { Returns } from './contract/returns.ts'
import type {
  Cancellation,
  LostMessages,
  Prices,
  Publishing,
  RemoteLocation,
  ToggleResult,
} from './contract/selling.ts'

export type * from './contract/finance.ts'
export type * from './contract/logistics.ts'
export type * from './contract/returns.ts'
export type * from './contract/selling.ts'

/**
 * The marketplace contract: everything Kanal needs to know of a marketplace, as data plus pure or HTTP-only
 * functions. An adapter imports this file and nothing else of ours; a capability that is left out disappears
 * from the interface. External ids are strings (they exceed 2^53), money is integer minor units with its
 * currency (IDR has none, so integer rupiah), instants are `Date` in UTC.
 */
export const CONTRACT_VERSION = 1

export type Language = 'id' | 'en'
/** A text a seller reads, Indonesian first. */
export type LocalizedText = Readonly<Record<Language, string>>

// ── Failures ────────────────────────────────────────────────────────────────────────────────────────────────

/** What to do about a failure: decides retry, refresh, or telling the seller. */
export type ErrorKind = 'auth' | 'permission' | 'rate_limit' | 'transient' | 'permanent' | 'contract'

/** The closed list of causes a connection test can end in. */
export const CAUSES = [
  'invalid_format',
  'dns_not_found',
  'tcp_refused',
  'tcp_timeout',
  'tls_untrusted',
  'tls_expired',
  'tls_hostname',
  'blocked_address',
  'redirect_refused',
  'http_401_bad_credential',
  'http_403_missing_scope',
  'http_404_wrong_endpoint',
  'http_429_rate_limited',
  'http_5xx_provider_down',
  'clock_skew',
  'signature_mismatch',
  'wrong_environment',
  'token_expired',
  'token_revoked',
  'ip_not_allowlisted',
  'account_suspended',
  'quota_exceeded',
  'unexpected_response',
  'internal',
] as const
export type Cause = (typeof CAUSES)[number]

/** Only `rejected` says the credential is wrong; `unverified` says we could not find out. */
export type Verdict = 'accepted' | 'rejected' | 'unverified'

/** The three parts of every message to a seller: what happened, why, and what to do now. */
export interface Explanation {
  what: LocalizedText
  why: LocalizedText
  remedy: LocalizedText
}

/** The one error an adapter throws. Carries no secret: provider text is scrubbed by the HTTP layer. */
export class AdapterError extends Error {
  /** By name, not by class: a bundler may load this file twice, and either copy must know the other's errors. */
  static override [Symbol.hasInstance](value: unknown): value is AdapterError {
    return value instanceof Error && value.name === 'AdapterError'
  }

  readonly kind: ErrorKind
  readonly reason: Cause
  /** The provider's own code, for support; never the whole message to a seller. */
  readonly providerCode: string | undefined
  readonly requestId: string | undefined
  readonly httpStatus: number | undefined
  /** How long the provider asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** Keys of the credential fields at fault. */
  readonly fields: readonly string[]
  readonly explanation: Explanation | undefined

  constructor(input: {
    kind: ErrorKind
    reason: Cause
    message: string
    providerCode?: string
    requestId?: string
    httpStatus?: number
    retryAfterMs?: number
    fields?: readonly string[]
    explanation?: Explanation
    cause?: unknown
  }) {
    super(input.message, { cause: input.cause })
    this.name = 'AdapterError'
    this.kind = input.kind
    this.reason = input.reason
    this.providerCode = input.providerCode
    this.requestId = input.requestId
    this.httpStatus = input.httpStatus
    this.retryAfterMs = input.retryAfterMs
    this.fields = input.fields ?? []
    this.explanation = input.explanation
  }
}

// ── Credentials ─────────────────────────────────────────────────────────────────────────────────────────────

/** What a credential field needs besides its zod schema to become a form field. */
export interface CredentialFieldMeta {
  label: LocalizedText
  help: LocalizedText
  /** What a wrong format means, in the seller's words; shown when the zod check fails. */
  invalid: LocalizedText
  /** Secret unless said otherwise: masked, never sent back, sealed in the vault. */
  secret?: boolean
  placeholder?: string
  /** Where the seller finds the value: a link and the steps to it. */
  where?: { url: string; steps: readonly LocalizedText[] }
}

const shared = globalThis as { kanalCredentialField?: z.core.$ZodRegistry<CredentialFieldMeta> }
/**
 * Attach with `z.string().regex(…).register(credentialField, { label, help, … })`. One per process, like zod's own
 * registry: a bundler may load this file twice, and what one copy registers the other must find.
 */
export const credentialField = (shared.kanalCredentialField ??= z.registry<CredentialFieldMeta>())

export type CredentialSchema = z.ZodObject<Record<string, z.ZodType<string | undefined>>>
export type CredentialValues = Readonly<Record<string, string>>

/** A form field as drawn on screen: no function, no zod object, safe to send to a browser. */
export interface CredentialFieldDescriptor extends Omit<CredentialFieldMeta, 'secret'> {
  key: string
  secret: boolean
  required: boolean
  pattern?: string
}

/**
 * The fields of a credential schema in their order, ready for a form.
 * @throws Error when a field lacks its metadata: a form cannot be drawn from it.
 */
export function describeCredentials(schema: CredentialSchema): CredentialFieldDescriptor[] {
  return Object.entries(schema.shape).map(([key, field]) => {
    const inner = field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field
    const meta = credentialField.get(field) ?? credentialField.get(inner as typeof field)
    if (!meta) throw new Error(`Credential field "${key}" has no label and help`)
    const { pattern } = z.toJSONSchema(inner, { io: 'input', unrepresentable: 'any' })
    return {
      ...meta,
      key,
      secret: meta.secret ?? true,
      required: !field.safeParse(undefined).success,
      ...(pattern ? { pattern } : {}),
    }
  })
}

// ── Sessions: what a call is made with ──────────────────────────────────────────────────────────────────────

export interface EnvironmentDescriptor {
  label: LocalizedText
  apiBaseUrl: string
  consentBaseUrl: string
  /** True for stand-ins on the seller's own machine: only offered when the deployment allows them. */
  local?: boolean
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  timeoutMs?: number
  signal?: AbortSignal
}
export interface HttpResponse {
  status: number
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}
/** Sends one request, follows no redirect, retries nothing. Throws `AdapterError` for network failures. */
export type HttpSend = (request: HttpRequest) => Promise<HttpResponse>

/** A call made as the app: before any shop has consented. */
export interface AppSession {
  environment: EnvironmentDescriptor
  credentials: CredentialValues
  send: HttpSend
  now: () => Date
  signal?: AbortSignal
}
/** A call made for one shop. */
export interface ShopSession extends AppSession {
  shop: { externalId: string; accessToken: string; details: Readonly<Record<string, string>> }
}

// ── Authorisation ───────────────────────────────────────────────────────────────────────────────────────────

/** What a shop's consent gives. Tokens are secrets: they go straight into the vault. */
export interface Grant {
  externalShopId: string
  accessToken: string
  refreshToken: string
  accessExpiresAt: Date
  refreshExpiresAt: Date | null
  /** Non-secret extras needed for calls, such as a shop cipher or a region. */
  details: Readonly<Record<string, string>>
}

export interface Authorization {
  /** Refresh tokens are spent by use: one refresh per shop at a time, result stored before use. */
  singleUseRefresh: boolean
  /** How long before `accessExpiresAt` to refresh, in seconds. */
  refreshAheadSeconds: number
  /** The page where the seller consents. Built on click: some links die within minutes. */
  consentUrl(session: AppSession, input: { redirectUrl: string; state: string }): string
  /** Turns the query of the callback into grants, one per shop. */
  exchange(session: AppSession, query: Readonly<Record<string, string>>): Promise<readonly Grant[]>
  refresh(
    session: AppSession,
    input: { externalShopId: string; refreshToken: string; details: Readonly<Record<string, string>> },
  ): Promise<Grant>
}

// ── Test connection ─────────────────────────────────────────────────────────────────────────────────────────

export type CheckId = 'shape' | 'address' | 'clock' | 'signature' | 'token' | 'scope' | 'shop'
export interface Check {
  id: CheckId
  label: LocalizedText
  /** Needs a connected shop; reported as skipped when there is none yet. */
  needsShop?: boolean
  /**
   * Passes by returning (optionally with a fact worth showing, such as the shop's name), fails by throwing
   * `AdapterError`. `shape` is run by Kanal itself from the credential schema, so an adapter need not list it.
   */
  run(session: AppSession & { shop?: ShopSession['shop'] }): Promise<LocalizedText | undefined>
}

// ── Webhooks ────────────────────────────────────────────────────────────────────────────────────────────────

export interface WebhookRequest {
  /** The callback address exactly as registered with the marketplace; some sign over it. */
  url: string
  headers: Readonly<Record<string, string>>
  rawBody: Uint8Array
}
/** A webhook is a hint: it says what to fetch, and is never applied itself. */
export type Hint =
  | { kind: 'order'; externalOrderId: string }
  | { kind: 'listing'; externalItemId: string }
  /** One message may concern several shops; without an id it is the webhook's own shop. */
  | { kind: 'authorization'; change: 'granted' | 'revoked' | 'expiring'; externalShopId?: string }
  | { kind: 'ping' }
  | { kind: 'ignored' }
export interface ParsedWebhook {
  topic: string
  externalShopId: string | null
  /** The provider's message id, when it has one; else Kanal hashes shop, topic and body. */
  eventId: string | null
  occurredAt: Date | null
  hints: readonly Hint[]
}
export interface Webhook {
  /** Constant-time check over the raw bytes. Never throws: a malformed request is simply false. */
  verify(request: WebhookRequest, credentials: CredentialValues): boolean
  /** Only called after `verify`. @throws AdapterError (kind contract) when the body is not what was agreed. */
  parse(rawBody: Uint8Array): ParsedWebhook
  /** What the marketplace wants to hear, and how soon (milliseconds). */
  acknowledge: { status: number; body: string; withinMs: number }
}

// ── Capabilities ────────────────────────────────────────────────────────────────────────────────────────────

export interface Money {
  /** Integer minor units (rupiah has none). */
  amount: number
  currency: string
}

export interface ShopInfo {
  externalId: string
  name: string
  region: string
  status: 'active' | 'suspended'
  consentExpiresAt: Date | null
}

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
export interface Page<T> {
  items: readonly T[]
  /** Opaque; null on the last page. */
  next: string | null
  /** Total number of items if the marketplace says, for a progress bar. */
  total: number | null
}

export interface StockTarget {
  externalItemId: string
  externalVariantId: string
  /** The absolute quantity to show. */
  quantity: number
}
export type StockResult = Omit<StockTarget, 'quantity'> &
  ({ ok: true; quantity: number } | { ok: false; error: AdapterError })

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

export interface Capabilities {
  shop: { info(session: ShopSession): Promise<ShopInfo> }
  products?: {
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
  prices?: Prices
  stock?: {
    /** Sets absolute quantities. One result per target, in any order; throws only when nothing was decided. */
    set(session: ShopSession, targets: readonly StockTarget[]): Promise<readonly StockResult[]>
    /** The shop's warehouses; empty where the marketplace knows only one nameless place. */
    locations?(session: ShopSession): Promise<readonly RemoteLocation[]>
  }
  orders?: {
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
  logistics?: Logistics
  returns?: Returns
  finance?: Finance
  lostMessages?: LostMessages
}

/** Budgets that the provider sets or, where it publishes none, that we choose; configurable by the deployment. */
export interface Limits {
  requestsPerSecondPerShop: number
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
  checks: readonly Check[]
  authorize: Authorization
  webhook: Webhook
  limits: Limits
  /** Steps the seller takes at the marketplace before connecting, shown beside the form. */
  setup: readonly LocalizedText[]
}
