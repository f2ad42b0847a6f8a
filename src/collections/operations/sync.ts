import { text } from '../../i18n/text.ts'
import { EVERYONE, MANAGERS } from '../access/roles.ts'
import { readOnlyFor } from '../access/rules.ts'
import { defineCollection, readOnlyFields } from '../define.ts'
import { groups } from '../groups.ts'

/**
 * Webhooks as they arrived, stored before anything is done with them. The raw bytes lie in a column that Payload
 * does not know (`body_raw`), because they hold buyers' data that no list needs.
 */
export const webhookInbox = defineCollection({
  slug: 'webhook-inbox',
  dbName: 'webhook_inbox',
  labels: {
    singular: text('Pesan webhook', 'Webhook message'),
    plural: text('Kotak masuk webhook', 'Webhook inbox'),
  },
  admin: {
    group: groups.shops,
    useAsTitle: 'topic',
    defaultColumns: ['topic', 'shop', 'state', 'attempts', 'error', 'receivedAt'],
    listSearchableFields: ['topic', 'externalShopId'],
  },
  defaultSort: '-receivedAt',
  access: readOnlyFor(MANAGERS),
  indexes: [
    { fields: ['integration', 'eventKey'], unique: true },
    { fields: ['organisation', 'receivedAt'] },
  ],
  fields: readOnlyFields([
    {
      name: 'receivedAt',
      type: 'date',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/TimeCell.tsx#TimeCell' } },
      label: text('Diterima', 'Received'),
    },
    {
      name: 'marketplace',
      type: 'text',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/MarketplaceCell.tsx#MarketplaceCell' } },
      label: text('Marketplace', 'Marketplace'),
    },
    {
      name: 'integration',
      type: 'relationship',
      relationTo: 'integrations',
      required: true,
      index: true,
      label: text('Integrasi', 'Integration'),
    },
    { name: 'externalShopId', type: 'text', label: text('ID toko', 'Shop ID') },
    {
      name: 'shop',
      type: 'relationship',
      relationTo: 'shops',
      admin: { components: { Cell: '/src/ui/cells/ShopCell.tsx#ShopCell' } },
      label: text('Toko', 'Shop'),
    },
    { name: 'eventKey', type: 'text', required: true, label: text('Kunci pesan', 'Event key') },
    { name: 'topic', type: 'text', required: true, label: text('Topik', 'Topic') },
    {
      name: 'attempts',
      type: 'number',
      required: true,
      defaultValue: 0,
      label: text('Percobaan', 'Attempts'),
    },
    {
      name: 'processedAt',
      type: 'date',
      admin: { components: { Cell: '/src/ui/cells/TimeCell.tsx#TimeCell' } },
      label: text('Diproses', 'Processed'),
    },
    {
      name: 'state',
      type: 'ui',
      label: text('Status', 'Status'),
      admin: { components: { Cell: '/src/ui/cells/WebhookStateCell.tsx#WebhookStateCell' } },
    },
    {
      name: 'error',
      type: 'text',
      admin: { components: { Cell: '/src/ui/cells/CauseCell.tsx#CauseCell' } },
      label: text('Kendala', 'Problem'),
    },
  ]),
})

/** Every exchange with a marketplace that mattered: what, why, before, after, and how it ended. */
export const syncLog = defineCollection({
  slug: 'sync-log',
  dbName: 'sync_log',
  labels: {
    singular: text('Catatan sinkronisasi', 'Sync log entry'),
    plural: text('Log sinkronisasi', 'Sync log'),
  },
  admin: {
    group: groups.shops,
    useAsTitle: 'summary',
    defaultColumns: ['summary', 'result', 'kind', 'shop', 'createdAt', 'durationMs'],
    listSearchableFields: ['summary', 'reference'],
  },
  defaultSort: '-createdAt',
  access: readOnlyFor(EVERYONE),
  indexes: [{ fields: ['organisation', 'createdAt'] }, { fields: ['organisation', 'reference'] }],
  fields: readOnlyFields([
    {
      name: 'shop',
      type: 'relationship',
      relationTo: 'shops',
      index: true,
      admin: { components: { Cell: '/src/ui/cells/ShopCell.tsx#ShopCell' } },
      label: text('Toko', 'Shop'),
    },
    {
      name: 'listing',
      type: 'relationship',
      relationTo: 'listings',
      index: true,
      label: text('Listing', 'Listing'),
    },
    {
      name: 'kind',
      type: 'select',
      required: true,
      label: text('Jenis', 'Kind'),
      options: [
        { value: 'order', label: text('Pesanan', 'Order') },
        { value: 'stock', label: text('Kirim stok', 'Stock push') },
        { value: 'import', label: text('Impor katalog', 'Catalogue import') },
        { value: 'poll', label: text('Pemeriksaan berkala', 'Poll') },
        { value: 'token', label: text('Token', 'Token') },
        { value: 'webhook', label: text('Webhook', 'Webhook') },
      ],
    },
    {
      name: 'result',
      type: 'select',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/SyncResultCell.tsx#SyncResultCell' } },
      label: text('Hasil', 'Result'),
      options: [
        { value: 'ok', label: text('Berhasil', 'OK') },
        { value: 'retry', label: text('Akan dicoba lagi', 'Will retry') },
        { value: 'failed', label: text('Gagal', 'Failed') },
        { value: 'skipped', label: text('Dilewati', 'Skipped') },
      ],
    },
    {
      name: 'summary',
      type: 'text',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/SyncSummaryCell.tsx#SyncSummaryCell' } },
      label: text('Ringkasan', 'Summary'),
    },
    { name: 'reference', type: 'text', label: text('Rujukan', 'Reference') },
    { name: 'before', type: 'text', label: text('Sebelum', 'Before') },
    { name: 'after', type: 'text', label: text('Sesudah', 'After') },
    { name: 'cause', type: 'text', label: text('Penyebab', 'Cause') },
    { name: 'requestId', type: 'text', label: text('ID permintaan', 'Request ID') },
    {
      name: 'durationMs',
      type: 'number',
      admin: { components: { Cell: '/src/ui/cells/DurationCell.tsx#DurationCell' } },
      label: text('Lama (ms)', 'Duration (ms)'),
    },
  ]),
})
