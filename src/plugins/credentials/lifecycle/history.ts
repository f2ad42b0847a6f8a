import type { Tx } from '../../../database/tx.ts'
import type { CredentialOwner } from '../owner.ts'
import type { VersionKind } from './version-origin.ts'

/** What one version did to one field. Endings are known only of values with twelve characters or more. */
export interface FieldStep {
  field: string
  change: 'set' | 'cleared'
  last4Before: string | null
  last4After: string | null
}

/** One version of an owner's credentials: who made it, when, how, and which fields; never a value. */
export interface VersionEntry {
  version: number
  kind: VersionKind
  environment: string
  restoredVersion: number | null
  /** ISO time. */
  at: string
  /** Null for Kanal itself, and for people whose account is gone. */
  by: string | null
  isInForce: boolean
  fields: readonly FieldStep[]
}

interface Row {
  version: number
  kind: VersionKind
  environment: string
  restoredVersion: number | null
  at: Date
  by: string | null
  isInForce: boolean
  fields: readonly { field: string; cleared: boolean; last4: string | null; before: string | null }[] | null
}

/** The versions that can be gone back to, the one in force first. Opens nothing. */
export async function historyOf(tx: Tx, owner: CredentialOwner): Promise<readonly VersionEntry[]> {
  const rows = await tx.query<Row>(
    `with steps as (
       select version, json_agg(json_build_object('field', field, 'cleared', cleared, 'last4', last4, 'before', before)
         order by field) as fields
       from (
         select field, version, envelope is null as cleared, last4,
           lag(last4) over (partition by field order by version) as before
         from cred_values where owner_type = $1 and owner_id = $2 and organisation_id = $3
       ) step group by version
     )
     select v.version, v.kind, v.environment, v.restored_version as "restoredVersion", v.created_at as at,
       coalesce(u.name, u.email) as by, v.version = h.current_version and h.fields <> '{}' as "isInForce",
       steps.fields
     from cred_versions v
     join cred_heads h using (owner_type, owner_id)
     left join users u on u.id = v.created_by
     left join steps on steps.version = v.version
     where v.owner_type = $1 and v.owner_id = $2 and v.organisation_id = $3
     order by v.version desc`,
    [owner.ownerType, owner.ownerId, owner.organisationId],
  )
  return rows.map(({ at, fields, ...row }) => ({
    ...row,
    at: at.toISOString(),
    fields: (fields ?? []).map(({ field, cleared, last4, before }) => ({
      field,
      change: cleared ? 'cleared' : 'set',
      last4Before: before,
      last4After: last4,
    })),
  }))
}
