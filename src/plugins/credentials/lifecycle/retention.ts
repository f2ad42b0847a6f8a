import type { Tx } from '../../../database/tx.ts'
import { KEPT_DAYS, VERSIONS_KEPT } from '../store.ts'

/**
 * Deletes the versions of all integrations that are neither among the last ten nor younger than ninety days.
 * @returns how many values went
 */
export async function purgeHistory(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ purged: number }>(
    `select coalesce(sum(kanal_vault_purge(h.organisation_id, h.owner_type, h.owner_id, k.keep_from)), 0)::int as purged
     from cred_heads h
     cross join lateral (
       select kanal_vault_keep_from(h.owner_type, h.owner_id, $1, make_interval(days => $2)) as keep_from
     ) k
     where k.keep_from > (
       select min(version) from cred_versions v where v.owner_type = h.owner_type and v.owner_id = h.owner_id
     )`,
    [VERSIONS_KEPT.integration, KEPT_DAYS],
  )
  return row?.purged ?? 0
}

/** Takes away overlaps that have run out, and grants that can no longer be told from ones that never were. */
export async function purgeLeftovers(tx: Tx): Promise<void> {
  await tx.query(
    `update cred_heads set previous_fields = null, overlap_until = null, overlap_used_at = null
     where overlap_until <= now()`,
  )
  await tx.query(`delete from cred_grants where expires_at < now() - interval '1 day'`)
}
