import { text } from '../../i18n/text.ts'
import { EVERYONE, MANAGERS } from '../access/roles.ts'
import { inOrganisations } from '../access/rules.ts'
import { defineCollection, readOnlyFields } from '../define.ts'
import { groups } from '../groups.ts'

export const SHOP_STATUSES = ['connected', 'reconnect', 'disconnected'] as const
export type ShopStatus = (typeof SHOP_STATUSES)[number]

/** A shop whose owner has consented. Its tokens live in the vault, never here. */
export const shops = defineCollection({
  slug: 'shops',
  labels: { singular: text('Toko', 'Shop'), plural: text('Toko', 'Shops') },
  admin: {
    group: groups.shops,
    useAsTitle: 'name',
    defaultColumns: ['name', 'marketplace', 'status', 'consentExpiresAt', 'lastOrderSyncAt'],
  },
  access: {
    create: () => false,
    read: inOrganisations(EVERYONE),
    update: inOrganisations(MANAGERS),
    delete: () => false,
  },
  indexes: [
    { fields: ['organisation', 'status'] },
    { fields: ['organisation', 'marketplace', 'externalShopId'] },
  ],
  fields: [
    ...readOnlyFields([
      { name: 'name', type: 'text', required: true, label: text('Nama toko', 'Shop name') },
      { name: 'marketplace', type: 'text', required: true, label: text('Marketplace', 'Marketplace') },
      {
        name: 'externalShopId',
        type: 'text',
        required: true,
        index: true,
        label: text('ID toko', 'Shop ID'),
      },
      { name: 'region', type: 'text', label: text('Wilayah', 'Region') },
      {
        name: 'status',
        type: 'select',
        required: true,
        defaultValue: 'connected',
        label: text('Status', 'Status'),
        options: [
          { value: 'connected', label: text('Terhubung', 'Connected') },
          { value: 'reconnect', label: text('Perlu disambungkan lagi', 'Needs reconnecting') },
          { value: 'disconnected', label: text('Terputus', 'Disconnected') },
        ],
      },
      { name: 'statusCause', type: 'text', label: text('Penyebab', 'Cause') },
      {
        name: 'integration',
        type: 'relationship',
        relationTo: 'integrations',
        required: true,
        index: true,
        label: text('Integrasi', 'Integration'),
      },
      { name: 'details', type: 'json', admin: { hidden: true }, label: text('Rincian', 'Details') },
      { name: 'accessExpiresAt', type: 'date', label: text('Token berlaku sampai', 'Token valid until') },
      { name: 'consentExpiresAt', type: 'date', label: text('Izin berlaku sampai', 'Consent valid until') },
      { name: 'lastOrderSyncAt', type: 'date', label: text('Sinkron pesanan terakhir', 'Last order sync') },
      { name: 'lastImportAt', type: 'date', label: text('Impor katalog terakhir', 'Last catalogue import') },
    ]),
    {
      name: 'reserveUnpaid',
      type: 'checkbox',
      defaultValue: true,
      label: text('Pesan stok untuk pesanan belum bayar', 'Reserve stock for unpaid orders'),
      admin: {
        description: text(
          'Marketplace sudah mengurangi stoknya sendiri saat pembeli memesan, jadi sebaiknya tetap aktif.',
          'The marketplace already lowers its own stock when a buyer orders, so this is best left on.',
        ),
      },
    },
  ],
})
