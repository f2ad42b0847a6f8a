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
import { MAX_ORDERS_PER_CALL, shopeeOrders } from './orders.ts'
import { shopeeProducts } from './products.ts'
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
}

/** Shopee publishes no numbers; these are careful choices. */
const DEFAULT_LIMITS: Limits = {
  requestsPerSecondPerShop: 5,
  ordersPerFetch: MAX_ORDERS_PER_CALL,
  stockTargetsPerCall: 50,
}

/** The Shopee adapter (Open Platform API v2). */
export function shopee(options: ShopeeOptions = {}): MarketplaceAdapter {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
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
    products: shopeeProducts,
    stock: shopeeStock,
    orders: shopeeOrders(limits.ordersPerFetch),
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
