import { text } from '../../i18n/text.ts'
import { EVERYONE } from '../access/roles.ts'
import { readOnlyFor } from '../access/rules.ts'
import { defineCollection, readOnlyFields } from '../define.ts'
import { groups } from '../groups.ts'

export const INTEGRATION_STATUSES = ['draft', 'unverified', 'active', 'degraded', 'failed', 'locked'] as const
export type IntegrationStatus = (typeof INTEGRATION_STATUSES)[number]

/**
 * One marketplace app of one organisation: its environment, health and which fields are set, and no secret at all.
 * Written by the credential endpoints only; the values live in the vault.
 */
export const integrations = defineCollection({
  slug: 'integrations',
  labels: { singular: text('Integrasi', 'Integration'), plural: text('Integrasi', 'Integrations') },
  admin: { group: groups.settings, hidden: true, useAsTitle: 'marketplace' },
  access: readOnlyFor(EVERYONE),
  indexes: [{ fields: ['organisation', 'marketplace'], unique: true }],
  fields: readOnlyFields([
    { name: 'marketplace', type: 'text', required: true, label: text('Marketplace', 'Marketplace') },
    { name: 'environment', type: 'text', required: true, label: text('Lingkungan', 'Environment') },
    {
      name: 'status',
      type: 'select',
      required: true,
      defaultValue: 'draft',
      label: text('Status', 'Status'),
      options: [
        { value: 'draft', label: text('Belum terhubung', 'Not connected') },
        { value: 'unverified', label: text('Belum diuji', 'Not tested') },
        { value: 'active', label: text('Terhubung', 'Connected') },
        { value: 'degraded', label: text('Terganggu', 'Degraded') },
        { value: 'failed', label: text('Gagal', 'Failed') },
        { value: 'locked', label: text('Terkunci', 'Locked') },
      ],
    },
    { name: 'lastTestedAt', type: 'date', label: text('Terakhir diuji', 'Last tested') },
    { name: 'lastVerdict', type: 'text', label: text('Hasil uji', 'Test verdict') },
    { name: 'lastCause', type: 'text', label: text('Penyebab', 'Cause') },
    { name: 'lastUsedAt', type: 'date', label: text('Terakhir dipakai', 'Last used') },
    { name: 'version', type: 'number', required: true, defaultValue: 0, label: text('Versi', 'Version') },
  ]),
})
