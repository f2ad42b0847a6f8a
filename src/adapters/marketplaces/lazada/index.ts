import {
  CONTRACT_VERSION,
  type EnvironmentDescriptor,
  type Limits,
  type MarketplaceAdapter,
  type ShopSession,
} from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { lazadaAuthorization } from './auth.ts'
import { lazadaChecks } from './checks.ts'
import { createClient } from './client.ts'
import { COUNTRIES, type Country } from './countries.ts'
import { lazadaCredentials } from './credentials.ts'
import { lazadaFinance } from './finance.ts'
import { lazadaLogistics } from './logistics.ts'
import { lazadaOrders } from './orders.ts'
import { lazadaPrices } from './prices.ts'
import { lazadaProducts } from './products.ts'
import { lazadaReturns } from './returns.ts'
import { getSeller } from './seller.ts'
import { SKUS_PER_CALL } from './skuWrites.ts'
import { adjustSellable, lazadaStock, type StockChange } from './stock.ts'
import { DEFAULTS, type Unconfirmed } from './unconfirmed.ts'
import { MAX_ORDERS_PER_CALL } from './units.ts'
import { lazadaWebhook } from './webhook.ts'

export type { Country } from './countries.ts'
export type { StockChange } from './stock.ts'
export type { Unconfirmed } from './unconfirmed.ts'

const CONSENT_URL = 'https://auth.lazada.com/oauth/authorize'

export interface LazadaOptions {
  /** Base address of a stand-in on the deployment's own machine; adds the environment `local`. */
  sandboxUrl?: string
  /** The stand-in's consent page; `<sandboxUrl>/oauth/authorize` unless said otherwise. */
  sandboxConsentUrl?: string
  /** Countries whose shops may be connected, the first is the default; Indonesia unless said otherwise. */
  countries?: readonly Country[]
  /** Replaces base addresses of the live environments (`live`, `live-sg` …). */
  environments?: Readonly<
    Record<string, Partial<Pick<EnvironmentDescriptor, 'apiBaseUrl' | 'consentBaseUrl'>>>
  >
  limits?: Partial<Limits>
  /** Readings of what Lazada's public documents leave open. */
  unconfirmed?: Partial<Unconfirmed>
}

/** Lazada publishes few numbers; these are careful choices. */
const DEFAULT_LIMITS: Limits = {
  requestsPerSecondPerShop: 5,
  ordersPerFetch: MAX_ORDERS_PER_CALL,
  stockTargetsPerCall: SKUS_PER_CALL,
}

/** The Lazada adapter (Open Platform REST). */
export function lazada(options: LazadaOptions = {}): MarketplaceAdapter {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const client = clientOf(options)
  return {
    contractVersion: CONTRACT_VERSION,
    id: 'lazada',
    name: 'Lazada',
    badge: { text: 'LZ', color: '#0F146D' },
    docsUrl: 'https://open.lazada.com/apps/doc/doc',
    environments: environmentsOf(options),
    credentials: lazadaCredentials,
    checks: lazadaChecks(client),
    authorize: lazadaAuthorization(client, countriesOf(options)),
    webhook: lazadaWebhook,
    limits,
    shop: { info: (session) => getSeller(client, session) },
    products: lazadaProducts(client),
    prices: lazadaPrices(client),
    stock: lazadaStock(client),
    orders: lazadaOrders(client, limits.ordersPerFetch),
    logistics: lazadaLogistics(client),
    returns: lazadaReturns(client),
    finance: lazadaFinance(client),
    setup: [
      text(
        'Daftar sebagai pengembang di open.lazada.com, lalu buat aplikasi di App Console.',
        'Register as a developer at open.lazada.com, then create an app in the App Console.',
      ),
      text(
        'Di API Permission, minta grup Seller, Product, Order, Return & Refund, dan Finance.',
        'In API Permission, request the groups Seller, Product, Order, Return & Refund, and Finance.',
      ),
      text(
        'Isi App Callback URL dengan alamat pengalihan dari halaman ini; keduanya harus sama persis.',
        'Fill in the App Callback URL with the redirect address from this page; both must be exactly the same.',
      ),
      text(
        'Di Push Mechanism, tempelkan alamat webhook dari halaman ini, lalu centang pesanan, produk, retur, dan otorisasi.',
        'In Push Mechanism, paste the webhook address from this page, then tick orders, products, returns and authorisation.',
      ),
      text(
        'Salin App Key dan App Secret ke formulir ini, lalu uji koneksi.',
        'Copy App Key and App Secret into this form, then test the connection.',
      ),
    ],
  }
}

/**
 * Moves one sellable quantity at Lazada by a difference, for tools that correct a shop by hand; syncing sets
 * absolute quantities. @throws AdapterError
 */
export function adjustLazadaStock(
  session: ShopSession,
  change: StockChange,
  options: LazadaOptions = {},
): Promise<void> {
  return adjustSellable(clientOf(options), session, change)
}

const clientOf = ({ unconfirmed }: LazadaOptions) => createClient({ ...DEFAULTS, ...unconfirmed })

const countriesOf = ({ countries = [] }: LazadaOptions): readonly Country[] =>
  countries.length > 0 ? countries : ['id']

function environmentsOf(options: LazadaOptions): Record<string, EnvironmentDescriptor> {
  const { sandboxUrl, sandboxConsentUrl, environments = {} } = options
  const several = countriesOf(options).length > 1
  const live = countriesOf(options).map((country, index): [string, EnvironmentDescriptor] => {
    const key = index === 0 ? 'live' : `live-${country}`
    const { name, apiBaseUrl } = COUNTRIES[country]
    const label = several ? `Live ${name}` : 'Live'
    return [key, { label: text(label, label), apiBaseUrl, consentBaseUrl: CONSENT_URL, ...environments[key] }]
  })
  const base = sandboxUrl?.replace(/\/+$/, '')
  return {
    ...Object.fromEntries(live),
    ...(base
      ? {
          local: {
            label: text('Simulasi di komputer ini', 'Simulation on this machine'),
            apiBaseUrl: `${base}/rest`,
            consentBaseUrl: sandboxConsentUrl ?? `${base}/oauth/authorize`,
            local: true,
          },
        }
      : {}),
  }
}
