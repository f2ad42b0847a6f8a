import { text } from '../../i18n/text.ts'
import { defineCollection } from '../define.ts'
import { groups } from '../groups.ts'
import { EVERYONE, MANAGERS } from './roles.ts'
import { inOrganisations } from './rules.ts'

/** A seller's business. Everything else belongs to exactly one. */
export const organisations = defineCollection({
  slug: 'organisations',
  labels: { singular: text('Organisasi', 'Organisation'), plural: text('Organisasi', 'Organisations') },
  admin: { useAsTitle: 'name', group: groups.settings, defaultColumns: ['name', 'timeZone'] },
  access: {
    create: () => false,
    read: inOrganisations(EVERYONE, 'id'),
    update: inOrganisations(MANAGERS, 'id'),
    delete: () => false,
  },
  fields: [
    {
      name: 'name',
      type: 'text',
      required: true,
      maxLength: 120,
      label: text('Nama usaha', 'Business name'),
    },
    {
      name: 'timeZone',
      type: 'select',
      required: true,
      defaultValue: 'Asia/Jakarta',
      label: text('Zona waktu', 'Time zone'),
      options: [
        { value: 'Asia/Jakarta', label: text('WIB (Jakarta)', 'WIB (Jakarta)') },
        { value: 'Asia/Makassar', label: text('WITA (Makassar)', 'WITA (Makassar)') },
        { value: 'Asia/Jayapura', label: text('WIT (Jayapura)', 'WIT (Jayapura)') },
      ],
    },
  ],
})
