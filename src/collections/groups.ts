import { text } from '../i18n/text.ts'

/** Navigation groups in the order of a seller's day. */
export const groups = {
  orders: text('Pesanan', 'Orders'),
  products: text('Produk', 'Products'),
  stock: text('Stok', 'Stock'),
  shops: text('Toko', 'Shops'),
  settings: text('Pengaturan', 'Settings'),
} as const
