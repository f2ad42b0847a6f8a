import type { Pool } from 'pg'
import { autocommit } from '../../../database/tx.ts'
import { allowListOf, type AllowList } from './allow-list.ts'
import { memberFactorsOf, policyOf, type MemberFactor, type Policy } from './policy.ts'

/** What an owner sees of the security of an organisation. */
export interface OrganisationSecurity {
  policy: Policy
  allowList: AllowList
  members: readonly MemberFactor[]
}

/** What an owner sees of the security of this organisation, now. */
export async function overviewOf(pool: Pool, organisationId: string): Promise<OrganisationSecurity> {
  const tx = autocommit(pool)
  const [policy, allowList, members] = await Promise.all([
    policyOf(tx, organisationId),
    allowListOf(tx, organisationId),
    memberFactorsOf(tx, organisationId),
  ])
  return { policy, allowList, members }
}
