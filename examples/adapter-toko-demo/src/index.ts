import { CONTRACT_VERSION, type MarketplaceAdapter } from 'kanal/adapter'
import { text } from 'kanal/adapter/kit'
import { authorization } from './authorization.ts'
import { checks } from './checks.ts'
import { credentials } from './credentials.ts'
import { orders } from './orders.ts'
import { products } from './products.ts'
import { shop } from './shop.ts'
import { stock } from './stock.ts'
import { webhook } from './webhook.ts'

export interface TokoDemoOptions {
  /** Base address of a stand-in on your own machine; adds the environment `local`. */
  sandboxUrl?: string
}

/** Toko Demo, ready for the list of adapters in `payload.config.ts`. */
export const tokoDemo = ({ sandboxUrl }: TokoDemoOptions = {}): MarketplaceAdapter => ({
  contractVersion: CONTRACT_VERSION,
  id: 'toko-demo',
  name: 'Toko Demo',
  badge: { text: 'TD', color: '#0b6e4f' },
  docsUrl: 'https://developer.toko-demo.example/docs',
  environments: {
    live: {
      label: text('Live', 'Live'),
      apiBaseUrl: 'https://api.toko-demo.example',
      consentBaseUrl: 'https://www.toko-demo.example/consent',
    },
    ...(sandboxUrl && {
      local: {
        label: text('Simulasi', 'Simulation'),
        apiBaseUrl: sandboxUrl,
        consentBaseUrl: `${sandboxUrl}/consent`,
        local: true,
      },
    }),
  },
  credentials,
  setup: [
    text(
      'Masuk ke developer.toko-demo.example dengan akun penjual Anda.',
      'Sign in to developer.toko-demo.example with your seller account.',
    ),
    text(
      'Buat aplikasi dengan izin Produk dan Pesanan.',
      'Create an app with the Products and Orders permissions.',
    ),
  ],
  checks,
  authorize: authorization,
  webhook,
  limits: { requestsPerSecondPerShop: 5, ordersPerFetch: 20, stockTargetsPerCall: 20 },
  shop,
  products,
  stock,
  orders,
})
