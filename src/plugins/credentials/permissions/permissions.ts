import type { Role } from '../../../collections/access/roles.ts'
import type { Tx } from '../../../database/tx.ts'

/**
 * What people may do in the vault, each apart from the others: see that a credential exists, test it, change it
 * (store, replace, go back, disconnect), be shown a value, take it along in a file.
 */
export const VAULT_PERMISSIONS = ['see', 'test', 'rotate', 'reveal', 'export'] as const
export type VaultPermission = (typeof VAULT_PERMISSIONS)[number]

/** What a role may where its organisation has decided nothing. Owners always may everything. */
export const DEFAULT_PERMISSIONS: Readonly<Record<Role, readonly VaultPermission[]>> = {
  owner: VAULT_PERMISSIONS,
  admin: ['see', 'test', 'rotate'],
  staff: [],
  viewer: [],
}

/** What somebody with this role may do in the vault of the organisation. */
export async function permissionsOf(
  tx: Tx,
  organisationId: string,
  role: Role | undefined,
): Promise<readonly VaultPermission[]> {
  if (role === undefined) return []
  if (role !== 'admin') return DEFAULT_PERMISSIONS[role]
  const [row] = await tx.query<{ permissions: VaultPermission[] }>(
    `select permissions from vault_permissions where organisation_id = $1 and role = $2`,
    [organisationId, role],
  )
  return row ? VAULT_PERMISSIONS.filter((each) => row.permissions.includes(each)) : DEFAULT_PERMISSIONS[role]
}

/** Whoever may do anything with a credential has to see it. */
export const withSight = (chosen: readonly VaultPermission[]): readonly VaultPermission[] =>
  chosen.length === 0 ? [] : VAULT_PERMISSIONS.filter((each) => each === 'see' || chosen.includes(each))

/** Decides what admins of the organisation may do. @returns what they may from now on. */
export async function setAdminPermissions(
  tx: Tx,
  input: { organisationId: string; permissions: readonly VaultPermission[]; userId: string },
): Promise<readonly VaultPermission[]> {
  const permissions = withSight(input.permissions)
  await tx.query(
    `insert into vault_permissions (organisation_id, role, permissions, updated_by) values ($1, 'admin', $2, $3)
     on conflict (organisation_id, role) do update
     set permissions = excluded.permissions, updated_by = excluded.updated_by, updated_at = now()`,
    [input.organisationId, permissions, input.userId],
  )
  return permissions
}
