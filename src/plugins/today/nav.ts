import type { LocalizedText } from '../../adapters/contract.ts'
import { EVERYONE, MANAGERS, OWNERS, type Role } from '../../collections/access/roles.ts'
import { text } from '../../i18n/text.ts'

/** A place to go: a collection's list, or a page of our own with the roles that may open it. */
export type NavLink = { label: LocalizedText } & (
  { collection: string } | { path: string; roles: readonly Role[] }
)

export interface NavSection {
  id: 'today' | 'orders' | 'products' | 'stock' | 'shops' | 'settings'
  main: NavLink
  more: readonly NavLink[]
}

/** The navigation in the order of a seller's day. */
export const sections: readonly NavSection[] = [
  { id: 'today', main: { label: text('Hari ini', 'Today'), path: '', roles: EVERYONE }, more: [] },
  { id: 'orders', main: { label: text('Pesanan', 'Orders'), collection: 'orders' }, more: [] },
  {
    id: 'products',
    main: { label: text('Produk', 'Products'), collection: 'products' },
    more: [
      { label: text('SKU', 'SKUs'), collection: 'skus' },
      { label: text('Listing', 'Listings'), collection: 'listings' },
      { label: text('Gambar', 'Pictures'), collection: 'media' },
    ],
  },
  {
    id: 'stock',
    main: { label: text('Stok', 'Stock'), collection: 'stock-levels' },
    more: [
      { label: text('Mutasi stok', 'Stock movements'), collection: 'stock-movements' },
      { label: text('Lokasi', 'Locations'), collection: 'locations' },
    ],
  },
  {
    id: 'shops',
    main: { label: text('Toko', 'Shops'), path: '/shops-overview', roles: EVERYONE },
    more: [
      { label: text('Log sinkronisasi', 'Sync log'), collection: 'sync-log' },
      { label: text('Kotak masuk webhook', 'Webhook inbox'), collection: 'webhook-inbox' },
    ],
  },
  {
    id: 'settings',
    main: { label: text('Pengaturan', 'Settings'), path: '/integrations', roles: MANAGERS },
    more: [
      { label: text('Integrasi', 'Integrations'), path: '/integrations', roles: MANAGERS },
      { label: text('Notifikasi', 'Notifications'), path: '/notifications', roles: EVERYONE },
      { label: text('Tim', 'Team'), collection: 'users' },
      { label: text('Organisasi', 'Organisation'), collection: 'organisations' },
      { label: text('Keamanan', 'Security'), path: '/security', roles: EVERYONE },
      { label: text('Kunci enkripsi', 'Encryption keys'), path: '/encryption-keys', roles: OWNERS },
      { label: text('Ekspor & impor', 'Export & import'), path: '/export-import', roles: MANAGERS },
      { label: text('Jejak audit', 'Audit trail'), path: '/audit', roles: MANAGERS },
      { label: text('API', 'API'), path: '/api-docs', roles: EVERYONE },
    ],
  },
]

/** Collections that are reached from elsewhere: the shop list opens from each shop's card. */
export const REACHED_ELSEWHERE: readonly string[] = ['shops', 'audit-events']
