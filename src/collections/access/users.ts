import { text } from '../../i18n/text.ts'
import {
  assignFirstOrganisation,
  enforcePasswordLength,
  guardMemberships,
} from '../../plugins/security/user-hooks.ts'
import { defineCollection } from '../define.ts'
import { groups } from '../groups.ts'
import { organisationsWith, OWNERS, MANAGERS, roleOptions } from './roles.ts'

/** People who sign in. Who may do what is decided per organisation, in `memberships`. */
export const users = defineCollection({
  slug: 'users',
  labels: { singular: text('Anggota tim', 'Team member'), plural: text('Tim', 'Team') },
  auth: {
    tokenExpiration: 60 * 60 * 8,
    maxLoginAttempts: 5,
    lockTime: 10 * 60 * 1000,
    cookies: { secure: process.env.KANAL_URL?.startsWith('https://') ?? false, sameSite: 'Lax' },
  },
  admin: {
    useAsTitle: 'name',
    group: groups.settings,
    defaultColumns: ['name', 'email', 'updatedAt'],
  },
  access: {
    admin: ({ req }) => req.user?.collection === 'users',
    create: ({ req }) => organisationsWith(req, OWNERS).length > 0,
    read: ({ req }) => {
      if (req.user?.collection !== 'users') return false
      const managed = organisationsWith(req, MANAGERS)
      const self = { id: { equals: req.user.id } }
      return managed.length > 0 ? { or: [self, { 'memberships.organisation': { in: managed } }] } : self
    },
    update: ({ req }) => {
      if (req.user?.collection !== 'users') return false
      const owned = organisationsWith(req, OWNERS)
      const self = { id: { equals: req.user.id } }
      return owned.length > 0 ? { or: [self, { 'memberships.organisation': { in: owned } }] } : self
    },
    delete: () => false,
    unlock: () => false,
  },
  hooks: {
    beforeOperation: [enforcePasswordLength],
    beforeChange: [assignFirstOrganisation, guardMemberships],
  },
  fields: [
    { name: 'name', type: 'text', required: true, maxLength: 120, label: text('Nama', 'Name') },
    {
      name: 'businessName',
      type: 'text',
      virtual: true,
      maxLength: 120,
      label: text('Nama usaha Anda', 'Your business name'),
      admin: {
        // Payload locks virtual fields; this one is typed once and becomes the organisation.
        readOnly: false,
        description: text(
          'Dipakai sebagai nama organisasi. Bisa diubah nanti.',
          'Becomes the name of your organisation. You can change it later.',
        ),
        condition: (_data, _sibling, { user }) => !user,
      },
    },
    {
      name: 'memberships',
      type: 'array',
      saveToJWT: true,
      label: text('Peran', 'Roles'),
      labels: { singular: text('Peran', 'Role'), plural: text('Peran', 'Roles') },
      admin: { condition: (_data, _sibling, { user }) => Boolean(user) },
      fields: [
        {
          name: 'organisation',
          type: 'relationship',
          relationTo: 'organisations',
          required: true,
          index: true,
          saveToJWT: true,
          label: text('Organisasi', 'Organisation'),
        },
        {
          name: 'role',
          type: 'select',
          required: true,
          defaultValue: 'viewer',
          saveToJWT: true,
          label: text('Peran', 'Role'),
          options: roleOptions,
        },
      ],
    },
  ],
})
