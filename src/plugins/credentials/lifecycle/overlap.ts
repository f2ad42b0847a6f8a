import type { Tx } from '../../../database/tx.ts'
import type { CredentialOwner } from '../owner.ts'

/** The versions, by field, of the values that are about to be replaced; null when none is. */
export function replacedFields(
  inForce: Readonly<Record<string, number>>,
  set: readonly string[],
): Record<string, number> | null {
  const replaced = Object.entries(inForce).filter(([field]) => set.includes(field))
  return replaced.length > 0 ? Object.fromEntries(replaced) : null
}

/** Writes down, at most once a minute, that a call only went through with the values of before. */
export async function noteFallback(tx: Tx, { ownerType, ownerId }: CredentialOwner): Promise<void> {
  await tx.query(
    `update cred_heads set overlap_used_at = now()
     where owner_type = $1 and owner_id = $2 and previous_fields is not null
       and (overlap_used_at is null or overlap_used_at < now() - interval '1 minute')`,
    [ownerType, ownerId],
  )
}

/**
 * From now on only the values in force count. @returns the fields whose values of before are given up; none when
 * there was no overlap.
 */
export async function endOverlap(tx: Tx, owner: CredentialOwner): Promise<readonly string[]> {
  const [ended] = await tx.query<{ fields: string[] }>(
    `update cred_heads h set previous_fields = null, overlap_until = null, overlap_used_at = null
     from (
       select owner_type, owner_id, array(select jsonb_object_keys(previous_fields) order by 1) as fields
       from cred_heads where owner_type = $1 and owner_id = $2 and organisation_id = $3
         and previous_fields is not null for update
     ) before
     where h.owner_type = before.owner_type and h.owner_id = before.owner_id
     returning before.fields`,
    [owner.ownerType, owner.ownerId, owner.organisationId],
  )
  return ended?.fields ?? []
}
