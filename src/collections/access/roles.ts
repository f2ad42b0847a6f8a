import type { PayloadRequest, TypedUser } from 'payload'
import { text } from '../../i18n/text.ts'

/** Roles inside one organisation, from the most to the least powerful. */
export const ROLES = ['owner', 'admin', 'staff', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export const roleOptions = [
  { value: 'owner', label: text('Pemilik', 'Owner') },
  { value: 'admin', label: text('Admin', 'Admin') },
  { value: 'staff', label: text('Staf gudang', 'Warehouse staff') },
  { value: 'viewer', label: text('Pengamat', 'Viewer') },
]

/** Who may see a thing, change the catalogue and stock, or hold the keys. */
export const EVERYONE: readonly Role[] = ROLES
export const WAREHOUSE: readonly Role[] = ['owner', 'admin', 'staff']
export const MANAGERS: readonly Role[] = ['owner', 'admin']
export const OWNERS: readonly Role[] = ['owner']

export interface Membership {
  organisation: string
  role: Role
}

const idOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  if (value && typeof value === 'object' && 'id' in value) return String(value.id)
  return null
}

/** The organisations a user belongs to, with the role in each. Empty for anyone who is not a person of `users`. */
export function membershipsOf(user: TypedUser | null | undefined): Membership[] {
  if (!user || user.collection !== 'users') return []
  const rows =
    (user as { memberships?: { organisation?: unknown; role?: unknown }[] | null }).memberships ?? []
  return rows.flatMap(({ organisation, role }) => {
    const id = idOf(organisation)
    return id && ROLES.includes(role as Role) ? [{ organisation: id, role: role as Role }] : []
  })
}

/** Ids of the organisations in which the user of this request has one of the roles. */
export const organisationsWith = (req: Pick<PayloadRequest, 'user'>, roles: readonly Role[]): string[] =>
  membershipsOf(req.user)
    .filter(({ role }) => roles.includes(role))
    .map(({ organisation }) => organisation)

/** Whether the user of this request has one of the roles in that organisation. */
export const hasRole = (req: PayloadRequest, organisation: unknown, roles: readonly Role[]): boolean => {
  const id = idOf(organisation)
  return id !== null && organisationsWith(req, roles).includes(id)
}

export { idOf }
