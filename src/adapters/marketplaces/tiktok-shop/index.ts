import { CONTRACT_VERSION, type Limits, type MarketplaceAdapter } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { tiktokShopAuthorization } from './auth.ts'
import { tiktokShopChecks } from './checks.ts'
import { tiktokShopCredentials } from './credentials.ts'
import { environmentsOf, type EnvironmentOptions } from './environments.ts'
import { tiktokShopFinance } from './finance.ts'
import { tiktokShopLogistics } from './logistics.ts'
import { NAME } from './name.ts'
import { MAX_ORDERS_PER_CALL } from './orderFetch.ts'
import { tiktokShopOrders } from './orders.ts'
import { tiktokShopPrices } from './prices.ts'
import { tiktokShopProducts } from './products.ts'
import { tiktokShopReturns } from './returns.ts'
import {
  DEFAULT_UNCONFIRMED,
  type ListingPlatform,
  type Settings,
  type UnconfirmedChoices,
} from './settings.ts'
import { getShopInfo } from './shop.ts'
import { tiktokShopStock } from './stock.ts'
import { tiktokShopWebhook } from './webhook.ts'

export type { ListingPlatform, UnconfirmedChoices } from './settings.ts'

export interface TikTokShopOptions extends EnvironmentOptions {
  limits?: Partial<Limits>
  /** Storefronts new listings go to; left out, the platform decides. Only for sellers who are on both. */
  listingPlatforms?: readonly ListingPlatform[]
  /** Points the documentation leaves open. */
  unconfirmed?: Partial<UnconfirmedChoices>
}

/** The documentation of 2025 allows 50 a second for each path; later wording is vague, so we stay well below. */
const DEFAULT_LIMITS: Limits = {
  requestsPerSecondPerShop: 10,
  ordersPerFetch: MAX_ORDERS_PER_CALL,
  stockTargetsPerCall: 50,
}

/** The adapter of the joint platform (Open API 202309 and later): one connection, one stock, two storefronts. */
export function tiktokShop(options: TikTokShopOptions = {}): MarketplaceAdapter {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const settings: Settings = {
    ordersPerFetch: limits.ordersPerFetch,
    listingPlatforms: options.listingPlatforms ?? [],
    unconfirmed: { ...DEFAULT_UNCONFIRMED, ...options.unconfirmed },
  }
  return {
    contractVersion: CONTRACT_VERSION,
    id: 'tiktok-shop',
    name: NAME,
    badge: { text: 'TS', color: '#0B7A75' },
    surfaces: [
      {
        id: 'tokopedia',
        name: 'Tokopedia',
        badge: { text: 'TP', color: '#03AC0E' },
        connectHint: text(
          'Toko Tokopedia kini terhubung lewat akun Seller Center gabungan Tokopedia & Shop.',
          'Tokopedia shops now connect through the joint Tokopedia & Shop Seller Center account.',
        ),
      },
      { id: 'tiktok_shop', name: 'Shop', badge: { text: 'SP', color: '#1F2937' } },
    ],
    docsUrl: 'https://partner.tiktokshop.com/docv2',
    environments: environmentsOf(options),
    credentials: tiktokShopCredentials,
    checks: tiktokShopChecks,
    authorize: tiktokShopAuthorization(settings),
    webhook: tiktokShopWebhook,
    limits,
    shop: { info: getShopInfo },
    products: tiktokShopProducts(settings),
    prices: tiktokShopPrices,
    stock: tiktokShopStock,
    orders: tiktokShopOrders(settings),
    logistics: tiktokShopLogistics,
    returns: tiktokShopReturns,
    finance: tiktokShopFinance,
    setup: [
      text(
        'Daftar sebagai pengembang di Partner Center dengan wilayah Indonesia, lalu tunggu persetujuan.',
        'Register as a developer in Partner Center with region Indonesia, then wait for approval.',
      ),
      text(
        'Di App & Service, buat aplikasi Custom untuk penjual Anda.',
        'In App & Service, create a Custom app for your seller.',
      ),
      text(
        'Nyalakan izin produk, pesanan, pengiriman, logistik, pengembalian, keuangan, dan informasi toko.',
        'Turn on the scopes for products, orders, fulfilment, logistics, returns, finance and shop information.',
      ),
      text(
        'Isi Redirect URL dengan alamat Kanal Anda diikuti /oauth/tiktok-shop.',
        'Fill in the Redirect URL with the address of your Kanal followed by /oauth/tiktok-shop.',
      ),
      text(
        'Di Webhook, tempelkan alamat webhook dari halaman ini, lalu nyalakan topik pesanan, paket, produk, pembatalan, dan pengembalian.',
        'In Webhook, paste the webhook address from this page, then turn on the order, package, product, cancellation and return topics.',
      ),
      text(
        'Salin App Key, App Secret, dan Service ID ke formulir ini, lalu uji koneksi.',
        'Copy App Key, App Secret and Service ID into this form, then test the connection.',
      ),
    ],
  }
}
