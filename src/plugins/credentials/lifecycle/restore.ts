import type { CredentialValues } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'
import { Secret } from '../crypto/secret.ts'
import type { CredentialOwner } from '../owner.ts'
import type { FieldChange, FieldChanges } from '../store.ts'

/** The fields that were set or cleared after a version. */
export const changedSince = async (
  tx: Tx,
  { ownerType, ownerId, organisationId }: CredentialOwner,
  version: number,
): Promise<readonly string[]> =>
  (
    await tx.query<{ field: string }>(
      `select distinct field from cred_values
       where owner_type = $1 and owner_id = $2 and organisation_id = $3 and version > $4 order by field`,
      [ownerType, ownerId, organisationId, version],
    )
  ).map(({ field }) => field)

/** What makes these fields what they were: set where there was a value, cleared where there was none. */
export const changesTo = (values: CredentialValues, fields: readonly string[]): FieldChanges =>
  Object.fromEntries(
    fields.map((field): [string, FieldChange] => {
      const value = values[field]
      return [field, value === undefined ? { op: 'clear' } : { op: 'set', value: new Secret(value) }]
    }),
  )
