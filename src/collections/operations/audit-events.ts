import { text } from '../../i18n/text.ts'
import { MANAGERS } from '../access/roles.ts'
import { readOnlyFor } from '../access/rules.ts'
import { defineCollection, readOnlyFields } from '../define.ts'
import { groups } from '../groups.ts'

/** Who did what to keys, shops and people: field names, never values. The database refuses changes to it. */
export const auditEvents = defineCollection({
  slug: 'audit-events',
  labels: { singular: text('Jejak audit', 'Audit event'), plural: text('Jejak audit', 'Audit trail') },
  admin: {
    group: groups.settings,
    useAsTitle: 'action',
    defaultColumns: ['actorLabel', 'action', 'targetLabel', 'outcome', 'ip', 'createdAt'],
    listSearchableFields: ['action', 'actorLabel', 'targetLabel', 'ip'],
  },
  defaultSort: '-createdAt',
  access: readOnlyFor(MANAGERS),
  indexes: [{ fields: ['organisation', 'createdAt'] }],
  fields: readOnlyFields([
    { name: 'actorType', type: 'text', required: true, label: text('Jenis pelaku', 'Actor type') },
    { name: 'actorId', type: 'text', label: text('ID pelaku', 'Actor ID') },
    { name: 'actorLabel', type: 'text', label: text('Pelaku', 'Actor') },
    {
      name: 'action',
      type: 'text',
      required: true,
      index: true,
      admin: { components: { Cell: '/src/ui/cells/AuditActionCell.tsx#AuditActionCell' } },
      label: text('Tindakan', 'Action'),
    },
    { name: 'targetType', type: 'text', required: true, label: text('Jenis objek', 'Target type') },
    { name: 'targetId', type: 'text', label: text('ID objek', 'Target ID') },
    { name: 'targetLabel', type: 'text', label: text('Objek', 'Target') },
    {
      name: 'outcome',
      type: 'text',
      required: true,
      admin: { components: { Cell: '/src/ui/cells/AuditOutcomeCell.tsx#AuditOutcomeCell' } },
      label: text('Hasil', 'Outcome'),
    },
    { name: 'reason', type: 'text', label: text('Alasan', 'Reason') },
    {
      name: 'fields',
      type: 'json',
      // Payload's editor for it would be fetched from a CDN; the page of the trail shows the names.
      admin: { condition: () => false },
      label: text('Kolom', 'Fields'),
    },
    { name: 'ip', type: 'text', label: text('Alamat IP', 'IP address') },
    { name: 'userAgent', type: 'text', label: text('Peramban', 'User agent') },
    { name: 'requestId', type: 'text', label: text('ID permintaan', 'Request ID') },
  ]),
})
