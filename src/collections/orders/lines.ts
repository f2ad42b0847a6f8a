import { text } from '../../i18n/text.ts'
import { EVERYONE } from '../access/roles.ts'
import { readOnlyFor } from '../access/rules.ts'
import { defineCollection, readOnlyFields } from '../define.ts'
import { groups } from '../groups.ts'
import { orderStatusOptions } from './statuses.ts'

/** What was ordered, and where each unit of it is: reserved + short + shipped + cancelled = quantity. */
export const orderLines = defineCollection({
  slug: 'order-lines',
  labels: { singular: text('Baris pesanan', 'Order line'), plural: text('Baris pesanan', 'Order lines') },
  admin: { group: groups.orders, hidden: true, useAsTitle: 'title' },
  access: readOnlyFor(EVERYONE),
  indexes: [{ fields: ['order', 'externalLineId'], unique: true }],
  fields: readOnlyFields([
    {
      name: 'order',
      type: 'relationship',
      relationTo: 'orders',
      required: true,
      index: true,
      label: text('Pesanan', 'Order'),
    },
    { name: 'externalLineId', type: 'text', required: true, label: text('ID baris', 'Line ID') },
    {
      name: 'listing',
      type: 'relationship',
      relationTo: 'listings',
      index: true,
      label: text('Listing', 'Listing'),
    },
    { name: 'sku', type: 'relationship', relationTo: 'skus', index: true, label: text('SKU', 'SKU') },
    {
      name: 'externalItemId',
      type: 'text',
      required: true,
      label: text('ID produk di toko', 'Item ID in the shop'),
    },
    {
      name: 'externalVariantId',
      type: 'text',
      defaultValue: '',
      label: text('ID varian di toko', 'Variant ID in the shop'),
    },
    { name: 'title', type: 'text', required: true, label: text('Barang', 'Item') },
    { name: 'variantName', type: 'text', label: text('Varian', 'Variant') },
    { name: 'sellerSku', type: 'text', label: text('Kode SKU', 'SKU code') },
    { name: 'imageUrl', type: 'text', label: text('Gambar', 'Picture') },
    { name: 'quantity', type: 'number', required: true, label: text('Jumlah', 'Quantity') },
    {
      name: 'reservedQuantity',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Dipesan', 'Reserved'),
    },
    {
      name: 'shortQuantity',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Kurang stok', 'Short'),
    },
    {
      name: 'shippedQuantity',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Dikirim', 'Shipped'),
    },
    {
      name: 'cancelledQuantity',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Dibatalkan', 'Cancelled'),
    },
    {
      name: 'returnedQuantity',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Dikembalikan', 'Returned'),
    },
    { name: 'unitPrice', type: 'number', required: true, label: text('Harga satuan', 'Unit price') },
    {
      name: 'currency',
      type: 'text',
      required: true,
      defaultValue: 'IDR',
      label: text('Mata uang', 'Currency'),
    },
  ]),
})

/** What happened to an order and how we heard of it, append-only. */
export const orderEvents = defineCollection({
  slug: 'order-events',
  labels: {
    singular: text('Riwayat pesanan', 'Order event'),
    plural: text('Riwayat pesanan', 'Order events'),
  },
  admin: { group: groups.orders, hidden: true, useAsTitle: 'id' },
  access: readOnlyFor(EVERYONE),
  indexes: [{ fields: ['order', 'sequence'], unique: true }],
  fields: readOnlyFields([
    {
      name: 'order',
      type: 'relationship',
      relationTo: 'orders',
      required: true,
      index: true,
      label: text('Pesanan', 'Order'),
    },
    { name: 'sequence', type: 'number', required: true, label: text('Urutan', 'Sequence') },
    {
      name: 'fromStatus',
      type: 'select',
      enumName: 'enum_order_status_from',
      label: text('Dari', 'From'),
      options: orderStatusOptions,
    },
    {
      name: 'toStatus',
      type: 'select',
      enumName: 'enum_order_status_to',
      required: true,
      label: text('Menjadi', 'To'),
      options: orderStatusOptions,
    },
    { name: 'rawStatus', type: 'text', label: text('Status asli', 'Raw status') },
    { name: 'source', type: 'text', required: true, label: text('Sumber', 'Source') },
    { name: 'remoteUpdatedAt', type: 'date', label: text('Waktu marketplace', 'Marketplace time') },
  ]),
})
