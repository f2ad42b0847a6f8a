import {
  CONTRACT_VERSION,
  type EnvironmentDescriptor,
  type Limits,
  type MarketplaceAdapter,
} from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { shopeeAuthorization } from './auth.ts'
import { shopeeChecks } from './checks.ts'
import { shopeeCredentials } from './credentials.ts'
import type { VariationForm } from './draftBody.ts'
import { shopeeFinance, type FinanceOptions } from './finance.ts'
import { shopeeLogistics } from './logistics.ts'
import { shopeeLostMessages } from './lostMessages.ts'
import { MAX_ORDERS_PER_CALL } from './orderDetails.ts'
import { shopeeOrders } from './orders.ts'
import { shopeePrices } from './prices.ts'
import { shopeeProducts } from './products.ts'
import { shopeePublishing } from './publishing.ts'
import { shopeeReturns, type ReturnsOptions } from './returns.ts'
import { getShopInfo } from './shop.ts'
import { shopeeStock } from './stock.ts'
import { shopeeWebhook } from './webhook.ts'

export interface ShopeeOptions {
  /** Base address of a stand-in on the deployment's own machine; adds the environment `local`. */
  sandboxUrl?: string
  /** The stand-in's consent page; `<sandboxUrl>/auth` unless said otherwise. */
  sandboxConsentUrl?: string
  /** Replaces the base addresses of `live` or `sandbox`, for other regions. */
  environments?: Partial<
    Record<'live' | 'sandbox', Partial<Pick<EnvironmentDescriptor, 'apiBaseUrl' | 'consentBaseUrl'>>>
  >
  limits?: Partial<Limits>
  /** Rows asked for on one page of a list; Shopee allows 100, and 50 items. */
  pageSize?: number
  /** How long a new product needs until its variants can be added, in milliseconds. */
  settleMs?: number
  /** How variants of a new product are written. */
  variationForm?: VariationForm
  /** Number of the first page of returns. */
  returnsFirstPage?: ReturnsOptions['firstPage']
  /** What the list of payouts counts in. */
  payoutUnit?: FinanceOptions['payoutUnit']
  /** Longest window of payouts asked for, in days. */
  payoutWindowDays?: number
}

const PAGE_SIZE = 100
const PAYOUTS_PER_PAGE = 40
const SETTLE_MS = 6_000
const PAYOUT_WINDOW_DAYS = 14

/** Shopee publishes no numbers; these are careful choices. */
const DEFAULT_LIMITS: Limits = {
  requestsPerSecondPerShop: 5,
  ordersPerFetch: MAX_ORDERS_PER_CALL,
  stockTargetsPerCall: 50,
}

/** The Shopee adapter (Open Platform API v2). */
export function shopee(options: ShopeeOptions = {}): MarketplaceAdapter {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const { pageSize = PAGE_SIZE } = options
  const publishing = shopeePublishing({
    settleMs: options.settleMs ?? SETTLE_MS,
    variationForm: options.variationForm ?? 'standardised',
  })
  return {
    contractVersion: CONTRACT_VERSION,
    id: 'shopee',
    name: 'Shopee',
    badge: { text: 'SH', color: '#EE4D2D' },
    docsUrl: 'https://open.shopee.com/documents',
    environments: environmentsOf(options),
    credentials: shopeeCredentials,
    checks: shopeeChecks,
    authorize: shopeeAuthorization,
    webhook: shopeeWebhook,
    limits,
    shop: { info: getShopInfo },
    products: shopeeProducts(pageSize, publishing),
    prices: shopeePrices,
    stock: shopeeStock(limits.stockTargetsPerCall),
    orders: shopeeOrders(limits.ordersPerFetch, pageSize),
    logistics: shopeeLogistics,
    returns: shopeeReturns({ firstPage: options.returnsFirstPage ?? 0, pageSize }),
    finance: shopeeFinance({
      maxWindowDays: options.payoutWindowDays ?? PAYOUT_WINDOW_DAYS,
      pageSize: Math.min(pageSize, PAYOUTS_PER_PAGE),
      payoutUnit: options.payoutUnit ?? 'detail',
    }),
    lostMessages: shopeeLostMessages,
    setup: [
      text(
        'Daftar sebagai pengembang di open.shopee.com dengan akun penjual Anda, lalu tunggu persetujuan Shopee.',
        "Register as a developer at open.shopee.com with your seller account, then wait for Shopee's approval.",
      ),
      text(
        'Di Console › App List, buat aplikasi jenis "Seller In House System" atau "ERP System".',
        'In Console › App List, create an app of type "Seller In House System" or "ERP System".',
      ),
      text(
        'Isi domain pengalihan (Redirect URL Domain) dengan domain Kanal Anda.',
        'Fill in the Redirect URL Domain with the domain of your Kanal.',
      ),
      text(
        'Di Push Mechanism, tempelkan alamat webhook dari halaman ini, lalu nyalakan push pesanan dan stok.',
        'In Push Mechanism, paste the webhook address from this page, then turn on the order and stock pushes.',
      ),
      text(
        'Salin Partner_id dan Key ke formulir ini, lalu uji koneksi.',
        'Copy Partner_id and Key into this form, then test the connection.',
      ),
    ],
  }
}

function environmentsOf(options: ShopeeOptions): Record<string, EnvironmentDescriptor> {
  const { sandboxUrl, sandboxConsentUrl, environments = {} } = options
  return {
    live: {
      label: text('Live', 'Live'),
      apiBaseUrl: 'https://partner.shopeemobile.com',
      consentBaseUrl: 'https://open.shopee.com/auth',
      ...environments.live,
    },
    sandbox: {
      label: text('Sandbox Shopee', 'Shopee sandbox'),
      apiBaseUrl: 'https://openplatform.sandbox.test-stable.shopee.sg',
      consentBaseUrl: 'https://open.sandbox.test-stable.shopee.com/auth',
      ...environments.sandbox,
    },
    ...(sandboxUrl
      ? {
          local: {
            label: text('Simulasi di komputer ini', 'Simulation on this machine'),
            apiBaseUrl: sandboxUrl,
            consentBaseUrl: sandboxConsentUrl ?? `${sandboxUrl.replace(/\/+$/, '')}/auth`,
            local: true,
          },
        }
      : {}),
  }
}
