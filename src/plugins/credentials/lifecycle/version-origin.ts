import type { Tx } from '../../../database/tx.ts'
import type { CredentialOwner } from '../owner.ts'

export type VersionKind = 'save' | 'override' | 'rollback' | 'auto_rollback' | 'import'
export interface VersionOrigin {
  kind: VersionKind
  /** Where the values are valid. */
  environment: string
  /** The version whose values this one carries again. */
  restoredVersion?: number
}

/** Writes down how a version came about. */
export const insertVersion = (
  tx: Tx,
  owner: CredentialOwner & { actorId: string | null },
  version: number,
  { kind, environment, restoredVersion }: VersionOrigin,
): Promise<unknown> =>
  tx.query(
    `insert into cred_versions (organisation_id, owner_type, owner_id, version, kind, environment, restored_version,
       created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      owner.organisationId,
      owner.ownerType,
      owner.ownerId,
      version,
      kind,
      environment,
      restoredVersion ?? null,
      owner.actorId,
    ],
  )
