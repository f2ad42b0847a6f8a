import type { Pool } from 'pg'
import { autocommit } from '../../../database/tx.ts'
import { permissionsOf, type VaultPermission } from '../../credentials/permissions/permissions.ts'
import { allowListOf, type AllowList } from './allow-list.ts'
import { memberFactorsOf, policyOf, type MemberFactor, type Policy } from './policy.ts'

/** What an owner sees of the security of an organisation. */
export interface OrganisationSecurity {
  policy: Policy
  allowList: AllowList
  members: readonly MemberFactor[]
  /** What admins may do with stored keys. */
  adminPermissions: readonly VaultPermission[]
}

/** What an owner sees of the security of this organisation, now. */
export async function overviewOf(pool: Pool, organisationId: string): Promise<OrganisationSecurity> {
  const tx = autocommit(pool)
  const [policy, allowList, members, adminPermissions] = await Promise.all([
    policyOf(tx, organisationId),
    allowListOf(tx, organisationId),
    memberFactorsOf(tx, organisationId),
    permissionsOf(tx, organisationId, 'admin'),
  ])
  return { policy, allowList, members, adminPermissions }
}
