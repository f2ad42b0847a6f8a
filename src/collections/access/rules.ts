import type { Access, CollectionConfig } from 'payload'
import { hasRole, idOf, membershipsOf, organisationsWith, type Role } from './roles.ts'

/** Documents of organisations in which the user has one of the roles; nothing for anyone else. */
export const inOrganisations =
  (roles: readonly Role[], field = 'organisation'): Access =>
  ({ req }) => {
    const organisations = organisationsWith(req, roles)
    return organisations.length > 0 && { [field]: { in: organisations } }
  }

/**
 * May create in the organisation named by the document. Without `data` Payload only asks whether to draw the
 * button, so any organisation will do; with data but no organisation the user's only one is meant.
 */
export const mayCreate =
  (roles: readonly Role[]): Access =>
  ({ req, data }) => {
    if (!data) return organisationsWith(req, roles).length > 0
    const memberships = membershipsOf(req.user)
    const named = idOf((data as { organisation?: unknown }).organisation)
    const target = named ?? (memberships.length === 1 ? memberships[0]?.organisation : undefined)
    return hasRole(req, target, roles)
  }

const nobody: Access = () => false

/** Access of a collection that people edit. Everything not named is refused. */
export const editedBy = (options: {
  read: readonly Role[]
  write: readonly Role[]
  remove?: readonly Role[]
}): NonNullable<CollectionConfig['access']> => ({
  create: mayCreate(options.write),
  read: inOrganisations(options.read),
  update: inOrganisations(options.write),
  delete: options.remove ? inOrganisations(options.remove) : nobody,
  readVersions: nobody,
  unlock: nobody,
})

/** Access of a collection that only the domain's own SQL writes: a window, not a door. */
export const readOnlyFor = (roles: readonly Role[]): NonNullable<CollectionConfig['access']> => ({
  create: nobody,
  read: inOrganisations(roles),
  update: nobody,
  delete: nobody,
  readVersions: nobody,
  unlock: nobody,
})
