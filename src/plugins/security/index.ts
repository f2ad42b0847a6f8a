import { multiTenantPlugin } from '@payloadcms/plugin-multi-tenant'
import type { Plugin } from 'payload'
import { tenantCollections } from '../../collections/index.ts'
import { text } from '../../i18n/text.ts'

export { accountSecurity } from './account-security.ts'

/**
 * Keeps organisations apart. The multi-tenant plugin adds the organisation field, the selector and its filters;
 * the collections' own access rules deny by default underneath it (its wrapper lets any other kind of user through).
 */
export const organisationsApart = (): Plugin =>
  multiTenantPlugin({
    tenantsSlug: 'organisations',
    cleanupAfterTenantDelete: false,
    tenantField: {
      name: 'organisation',
      access: { update: () => false },
      admin: { position: 'sidebar' },
      label: text('Organisasi', 'Organisation'),
    },
    tenantsArrayField: {
      includeDefaultField: false,
      arrayFieldName: 'memberships',
      arrayTenantFieldName: 'organisation',
    },
    collections: Object.fromEntries(tenantCollections.map((slug) => [slug, {}])),
  })
