import { text } from '../../i18n/text.ts'
import { EVERYONE } from '../access/roles.ts'
import { readOnlyFor } from '../access/rules.ts'
import { defineCollection, readOnlyFields } from '../define.ts'
import { groups } from '../groups.ts'
import { orderStatusOptions } from './statuses.ts'

/** A marketplace order is a fact: it is stored whatever the stock, and only the marketplace changes its status. */
export const orders = defineCollection({
  slug: 'orders',
  labels: { singular: text('Pesanan', 'Order'), plural: text('Pesanan', 'Orders') },
  admin: {
    group: groups.orders,
    useAsTitle: 'externalOrderId',
    components: {
      beforeListTable: ['/src/plugins/orders/components/OrderFilters.tsx#OrderFilters'],
      views: { edit: { default: { Component: '/src/plugins/orders/components/OrderView.tsx#OrderView' } } },
    },
    defaultColumns: ['externalOrderId', 'status', 'shipBy', 'shortQuantity', 'shop', 'total', 'placedAt'],
    listSearchableFields: ['externalOrderId', 'buyerName', 'trackingNumber'],
  },
  defaultSort: '-placedAt',
  access: readOnlyFor(EVERYONE),
  indexes: [
    { fields: ['shop', 'externalOrderId'], unique: true },
    { fields: ['organisation', 'status', 'placedAt'] },
    { fields: ['organisation', 'placedAt'] },
  ],
  fields: readOnlyFields([
    {
      name: 'externalOrderId',
      type: 'text',
      required: true,
      admin: { components: { Cell: '/src/plugins/orders/components/OrderNumberCell.tsx#OrderNumberCell' } },
      label: text('Nomor pesanan', 'Order number'),
    },
    {
      name: 'shop',
      type: 'relationship',
      relationTo: 'shops',
      required: true,
      index: true,
      admin: { components: { Cell: '/src/ui/cells/ShopCell.tsx#ShopCell' } },
      label: text('Toko', 'Shop'),
    },
    {
      name: 'marketplace',
      type: 'text',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/MarketplaceCell.tsx#MarketplaceCell' } },
      label: text('Marketplace', 'Marketplace'),
    },
    {
      name: 'salesSurface',
      type: 'text',
      admin: { components: { Cell: '/src/plugins/orders/components/SalesSurfaceCell.tsx#SalesSurfaceCell' } },
      label: text('Etalase', 'Sales surface'),
    },
    {
      name: 'status',
      type: 'select',
      required: true,
      defaultValue: 'unknown',
      admin: { components: { Cell: '/src/plugins/orders/components/OrderStatusCell.tsx#OrderStatusCell' } },
      label: text('Status', 'Status'),
      options: orderStatusOptions,
    },
    { name: 'rawStatus', type: 'text', required: true, label: text('Status asli', 'Raw status') },
    {
      name: 'statusRank',
      type: 'number',
      required: true,
      admin: { hidden: true },
      label: text('Urutan status', 'Status rank'),
    },
    {
      name: 'remoteUpdatedAt',
      type: 'date',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/TimeCell.tsx#TimeCell' } },
      label: text('Diubah di marketplace', 'Changed at the marketplace'),
    },
    {
      name: 'placedAt',
      type: 'date',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/TimeCell.tsx#TimeCell' } },
      label: text('Dipesan pada', 'Placed at'),
    },
    {
      name: 'paidAt',
      type: 'date',
      admin: { components: { Cell: '/src/ui/cells/TimeCell.tsx#TimeCell' } },
      label: text('Dibayar pada', 'Paid at'),
    },
    {
      name: 'shipBy',
      type: 'date',
      admin: { components: { Cell: '/src/plugins/orders/components/ShipByCell.tsx#ShipByCell' } },
      label: text('Batas kirim', 'Ship by'),
    },
    {
      name: 'total',
      type: 'number',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/MoneyCell.tsx#MoneyCell' } },
      label: text('Total', 'Total'),
    },
    {
      name: 'currency',
      type: 'text',
      required: true,
      defaultValue: 'IDR',
      label: text('Mata uang', 'Currency'),
    },
    { name: 'buyerName', type: 'text', label: text('Pembeli', 'Buyer') },
    { name: 'buyerNote', type: 'textarea', label: text('Catatan pembeli', 'Buyer note') },
    { name: 'recipient', type: 'json', label: text('Penerima', 'Recipient') },
    { name: 'courier', type: 'text', label: text('Kurir', 'Courier') },
    { name: 'trackingNumber', type: 'text', index: true, label: text('Nomor resi', 'Airway bill number') },
    { name: 'cancelReason', type: 'text', label: text('Alasan batal', 'Cancel reason') },
    {
      name: 'shortQuantity',
      type: 'number',
      required: true,
      defaultValue: 0,
      admin: { components: { Cell: '/src/plugins/orders/components/OrderStockCell.tsx#OrderStockCell' } },
      label: text('Kurang stok', 'Short'),
    },
    {
      name: 'unlinkedQuantity',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Belum ditautkan', 'Unlinked'),
    },
  ]),
})
