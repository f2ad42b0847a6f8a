import { text } from '../../i18n/text.ts'
import { EVERYONE, MANAGERS } from '../access/roles.ts'
import { editedBy } from '../access/rules.ts'
import { defineCollection } from '../define.ts'
import { groups } from '../groups.ts'

/** Where stock lies. Every organisation has one default location. */
export const locations = defineCollection({
  slug: 'locations',
  labels: { singular: text('Lokasi', 'Location'), plural: text('Lokasi', 'Locations') },
  admin: { group: groups.stock, useAsTitle: 'name', defaultColumns: ['code', 'name', 'kind', 'isDefault'] },
  access: editedBy({ read: EVERYONE, write: MANAGERS }),
  indexes: [{ fields: ['organisation', 'code'], unique: true }],
  fields: [
    { name: 'code', type: 'text', required: true, maxLength: 40, label: text('Kode', 'Code') },
    { name: 'name', type: 'text', required: true, maxLength: 120, label: text('Nama', 'Name') },
    {
      name: 'kind',
      type: 'select',
      required: true,
      defaultValue: 'warehouse',
      label: text('Jenis', 'Kind'),
      options: [
        { value: 'warehouse', label: text('Gudang', 'Warehouse') },
        { value: 'transit', label: text('Dalam perjalanan', 'In transit') },
        { value: 'marketplace', label: text('Gudang marketplace', 'Marketplace warehouse') },
        { value: 'quarantine', label: text('Karantina', 'Quarantine') },
      ],
    },
    {
      name: 'isDefault',
      type: 'checkbox',
      defaultValue: false,
      access: { create: () => false, update: () => false },
      label: text('Lokasi utama', 'Default location'),
    },
  ],
})
