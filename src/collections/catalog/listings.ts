import { text } from '../../i18n/text.ts'
import { EVERYONE } from '../access/roles.ts'
import { readOnlyFor } from '../access/rules.ts'
import { defineCollection, readOnlyFields } from '../define.ts'
import { groups } from '../groups.ts'

/**
 * One sellable thing in one shop, linked to at most one SKU (a single column, so two are impossible), with what
 * we last told the shop about its stock.
 */
export const listings = defineCollection({
  slug: 'listings',
  labels: { singular: text('Listing', 'Listing'), plural: text('Listing', 'Listings') },
  admin: {
    group: groups.products,
    useAsTitle: 'title',
    components: { beforeListTable: ['/src/plugins/catalog/components/ListingFilters.tsx#ListingFilters'] },
    defaultColumns: ['title', 'shop', 'surfaces', 'sku', 'status', 'pushedQuantity', 'price', 'pushedAt'],
    listSearchableFields: ['title', 'sellerSku', 'externalItemId'],
  },
  access: readOnlyFor(EVERYONE),
  indexes: [
    { fields: ['shop', 'externalItemId', 'externalVariantId'], unique: true },
    { fields: ['organisation', 'sku'] },
    { fields: ['organisation', 'status'] },
  ],
  fields: readOnlyFields([
    {
      name: 'title',
      type: 'text',
      required: true,
      admin: {
        components: { Cell: '/src/plugins/catalog/components/ListingTitleCell.tsx#ListingTitleCell' },
      },
      label: text('Nama listing', 'Listing title'),
    },
    { name: 'variantName', type: 'text', label: text('Varian', 'Variant') },
    {
      // `[{ surface, status }]` as the marketplace says it; null where a platform has one storefront, or never said.
      name: 'surfaces',
      type: 'json',
      admin: {
        components: {
          Cell: '/src/plugins/catalog/components/SurfacesCell.tsx#SurfacesCell',
          Field: '/src/plugins/catalog/components/ListingSurfaces.tsx#ListingSurfaces',
        },
      },
      label: text('Etalase', 'Sales surfaces'),
    },
    {
      // Computed by the database from `surfaces`, because a list cannot be filtered by what lies inside a json column.
      name: 'surfaceIds',
      type: 'text',
      admin: { disableListColumn: true, condition: () => false },
      label: text('Ada di etalase', 'On sales surface'),
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
    { name: 'sellerSku', type: 'text', label: text('Kode SKU di toko', 'SKU code in the shop') },
    {
      name: 'sku',
      type: 'relationship',
      relationTo: 'skus',
      index: true,
      admin: { components: { Cell: '/src/plugins/catalog/components/LinkedCell.tsx#LinkedCell' } },
      label: text('Ditautkan ke SKU', 'Linked to SKU'),
    },
    { name: 'linkSource', type: 'text', label: text('Cara tautan', 'Linked by') },
    {
      name: 'status',
      type: 'select',
      required: true,
      defaultValue: 'live',
      admin: {
        components: { Cell: '/src/plugins/catalog/components/ListingStatusCell.tsx#ListingStatusCell' },
      },
      label: text('Status', 'Status'),
      options: [
        { value: 'live', label: text('Tayang', 'Live') },
        { value: 'unlisted', label: text('Diarsipkan', 'Unlisted') },
        { value: 'blocked', label: text('Diblokir', 'Blocked') },
        { value: 'deleted', label: text('Dihapus', 'Deleted') },
        { value: 'unknown', label: text('Tidak dikenal', 'Unknown') },
      ],
    },
    { name: 'rawStatus', type: 'text', label: text('Status asli', 'Raw status') },
    {
      name: 'price',
      type: 'number',
      admin: { components: { Cell: '/src/ui/cells/MoneyCell.tsx#MoneyCell' } },
      label: text('Harga', 'Price'),
    },
    { name: 'currency', type: 'text', defaultValue: 'IDR', label: text('Mata uang', 'Currency') },
    { name: 'imageUrl', type: 'text', label: text('Gambar', 'Picture') },
    {
      name: 'observedQuantity',
      type: 'number',
      label: text('Stok di toko saat diimpor', 'Shop stock when imported'),
    },
    {
      name: 'pushedQuantity',
      type: 'number',
      admin: { components: { Cell: '/src/plugins/catalog/components/PublishedCell.tsx#PublishedCell' } },
      label: text('Ditampilkan di toko', 'Published'),
    },
    { name: 'pushedVersion', type: 'number', label: text('Versi terkirim', 'Published version') },
    {
      name: 'pushedAt',
      type: 'date',
      admin: { components: { Cell: '/src/ui/cells/TimeCell.tsx#TimeCell' } },
      label: text('Terakhir dikirim', 'Last published'),
    },
    {
      name: 'pushError',
      type: 'text',
      admin: { components: { Cell: '/src/ui/cells/SentenceCell.tsx#SentenceCell' } },
      label: text('Kendala kirim stok', 'Stock push problem'),
    },
    { name: 'remoteUpdatedAt', type: 'date', label: text('Diubah di toko', 'Changed in the shop') },
  ]),
})
