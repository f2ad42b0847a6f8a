import type { Field } from 'payload'
import { text } from '../../i18n/text.ts'
import { EVERYONE } from '../access/roles.ts'
import { readOnlyFor } from '../access/rules.ts'
import { defineCollection, readOnlyFields } from '../define.ts'
import { groups } from '../groups.ts'

/** The SKU's code read through the link, so that levels and movements have a name and can be searched by it. */
const skuCode: Field = {
  name: 'skuCode',
  type: 'text',
  virtual: 'sku.code',
  admin: { hidden: true, disableListColumn: true },
  label: text('Kode SKU', 'SKU code'),
}

const skuAndLocation: Field[] = [
  {
    name: 'sku',
    type: 'relationship',
    relationTo: 'skus',
    required: true,
    index: true,
    admin: { components: { Cell: '/src/ui/cells/SkuCell.tsx#SkuCell' } },
    label: text('SKU', 'SKU'),
  },
  {
    name: 'location',
    type: 'relationship',
    relationTo: 'locations',
    required: true,
    index: true,
    admin: { components: { Cell: '/src/ui/cells/LocationCell.tsx#LocationCell' } },
    label: text('Lokasi', 'Location'),
  },
]

/** How much of a SKU lies at a location and how much of it is spoken for. Counters change in SQL only. */
export const stockLevels = defineCollection({
  slug: 'stock-levels',
  labels: { singular: text('Stok', 'Stock level'), plural: text('Stok', 'Stock levels') },
  admin: {
    group: groups.stock,
    useAsTitle: 'skuCode',
    listSearchableFields: ['skuCode'],
    components: { beforeListTable: ['/src/plugins/inventory/components/StockFilters.tsx#StockFilters'] },
    defaultColumns: ['sku', 'onHand', 'reserved', 'available', 'published', 'location', 'updatedAt'],
  },
  // SKU ids grow with time, so the list keeps its order while quantities change.
  defaultSort: 'sku',
  access: readOnlyFor(EVERYONE),
  indexes: [{ fields: ['organisation', 'sku', 'location'], unique: true }],
  fields: readOnlyFields([
    ...skuAndLocation,
    skuCode,
    {
      name: 'onHand',
      type: 'number',
      required: true,
      defaultValue: 0,
      admin: { components: { Cell: '/src/plugins/inventory/components/OnHandCell.tsx#OnHandCell' } },
      label: text('Stok fisik', 'On hand'),
    },
    {
      name: 'reserved',
      type: 'number',
      required: true,
      defaultValue: 0,
      admin: { components: { Cell: '/src/ui/cells/NumberCell.tsx#NumberCell' } },
      label: text('Dipesan', 'Reserved'),
    },
    {
      name: 'campaignReserved',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Stok kampanye', 'Campaign stock'),
    },
    {
      name: 'incoming',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Akan datang', 'Incoming'),
    },
    {
      name: 'available',
      type: 'number',
      admin: { components: { Cell: '/src/plugins/inventory/components/AvailableCell.tsx#AvailableCell' } },
      label: text('Tersedia', 'Available'),
    },
    {
      name: 'published',
      type: 'ui',
      label: text('Di toko', 'In shops'),
      admin: {
        components: { Cell: '/src/plugins/inventory/components/PublicationCell.tsx#PublicationCell' },
      },
    },
    { name: 'version', type: 'number', required: true, defaultValue: 0, label: text('Versi', 'Version') },
  ]),
})

/** The ledger: every change of every counter, append-only. */
export const stockMovements = defineCollection({
  slug: 'stock-movements',
  labels: { singular: text('Mutasi stok', 'Stock movement'), plural: text('Mutasi stok', 'Stock movements') },
  admin: {
    group: groups.stock,
    useAsTitle: 'skuCode',
    listSearchableFields: ['skuCode', 'reason'],
    defaultColumns: ['sku', 'type', 'delta', 'bucket', 'location', 'reason', 'createdAt'],
  },
  defaultSort: '-createdAt',
  access: readOnlyFor(EVERYONE),
  indexes: [{ fields: ['organisation', 'createdAt'] }],
  fields: readOnlyFields([
    ...skuAndLocation,
    skuCode,
    {
      name: 'bucket',
      type: 'text',
      required: true,
      admin: { components: { Cell: '/src/plugins/inventory/components/BucketCell.tsx#BucketCell' } },
      label: text('Jenis stok', 'Bucket'),
    },
    {
      name: 'delta',
      type: 'number',
      required: true,
      admin: { components: { Cell: '/src/plugins/inventory/components/ChangeCell.tsx#ChangeCell' } },
      label: text('Perubahan', 'Change'),
    },
    {
      name: 'type',
      type: 'text',
      required: true,
      admin: {
        components: { Cell: '/src/plugins/inventory/components/MovementTypeCell.tsx#MovementTypeCell' },
      },
      label: text('Jenis mutasi', 'Type'),
    },
    { name: 'refType', type: 'text', required: true, label: text('Asal', 'Source') },
    { name: 'refId', type: 'text', required: true, label: text('ID asal', 'Source ID') },
    {
      name: 'refLine',
      type: 'text',
      required: true,
      defaultValue: '',
      label: text('Baris asal', 'Source line'),
    },
    { name: 'refSeq', type: 'number', required: true, defaultValue: 0, label: text('Urutan', 'Sequence') },
    { name: 'levelVersion', type: 'number', required: true, label: text('Versi stok', 'Level version') },
    { name: 'actor', type: 'text', label: text('Pelaku', 'Actor') },
    { name: 'reason', type: 'text', label: text('Alasan', 'Reason') },
  ]),
})

/** Units held for an order line. Only `active` ones count. */
export const reservations = defineCollection({
  slug: 'reservations',
  labels: { singular: text('Pesanan stok', 'Reservation'), plural: text('Pesanan stok', 'Reservations') },
  admin: { group: groups.stock, hidden: true, useAsTitle: 'id' },
  access: readOnlyFor(EVERYONE),
  indexes: [{ fields: ['organisation', 'status'] }],
  fields: readOnlyFields([
    ...skuAndLocation,
    {
      name: 'orderLine',
      type: 'relationship',
      relationTo: 'order-lines',
      required: true,
      index: true,
      label: text('Baris pesanan', 'Order line'),
    },
    { name: 'quantity', type: 'number', required: true, label: text('Jumlah', 'Quantity') },
    {
      name: 'status',
      type: 'select',
      required: true,
      defaultValue: 'active',
      label: text('Status', 'Status'),
      options: [
        { value: 'active', label: text('Aktif', 'Active') },
        { value: 'consumed', label: text('Terkirim', 'Consumed') },
        { value: 'released', label: text('Dilepas', 'Released') },
      ],
    },
  ]),
})
