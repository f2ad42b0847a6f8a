import type { Tx } from '../../../database/tx.ts'

/** How long a new list is only tried out. */
export const TRIAL_MINUTES = 10

/** Who may reach an organisation. An empty list lets every address in. */
export interface AllowList {
  /** In force now: the one on trial while it lasts, else the confirmed one. */
  ranges: readonly string[]
  /** What is confirmed, to go back to. */
  confirmed: readonly string[]
  /** ISO instant at which a list that nobody confirms lapses; null without one. */
  trialEndsAt: string | null
}

interface Row {
  ranges: string[]
  confirmed: string[]
  trial_ends_at: Date | null
}

/** The list of an organisation. */
export async function allowListOf(tx: Tx, organisationId: string): Promise<AllowList> {
  const [row] = await tx.query<Row>(
    `select kanal_allowed_ranges(l)::text[] as ranges, l.ranges::text[] as confirmed,
       case when l.trial_ends_at > now() then l.trial_ends_at end as trial_ends_at
     from auth_allow_lists l where organisation_id = $1`,
    [organisationId],
  )
  return {
    ranges: row?.ranges ?? [],
    confirmed: row?.confirmed ?? [],
    trialEndsAt: row?.trial_ends_at?.toISOString() ?? null,
  }
}

/** Whether the list would let the address in. Unknown addresses are let in by nothing but an empty list. */
export async function wouldAdmit(
  tx: Tx,
  ranges: readonly string[],
  address: string | null,
): Promise<boolean> {
  if (ranges.length === 0) return true
  const [row] = await tx.query<{ inside: boolean | null }>('select $2::inet <<= any ($1::cidr[]) as inside', [
    ranges,
    address,
  ])
  return row?.inside === true
}

/** Puts a list on trial: it counts at once, and lapses by itself unless it is confirmed in time. */
export async function tryAllowList(
  tx: Tx,
  input: { organisationId: string; ranges: readonly string[]; userId: string },
): Promise<void> {
  await tx.query(
    `insert into auth_allow_lists (organisation_id, trial, trial_ends_at, trial_by, updated_by)
     values ($1, $2::cidr[], now() + make_interval(mins => $4), $3, $3)
     on conflict (organisation_id) do update set trial = excluded.trial, trial_ends_at = excluded.trial_ends_at,
       trial_by = excluded.trial_by, updated_by = excluded.updated_by, updated_at = now()`,
    [input.organisationId, input.ranges, input.userId, TRIAL_MINUTES],
  )
}

/** Confirms the list on trial. @returns false when there is none any more. */
export async function confirmAllowList(tx: Tx, organisationId: string, userId: string): Promise<boolean> {
  const confirmed = await tx.query(
    `update auth_allow_lists set ranges = trial, trial = null, trial_ends_at = null, trial_by = null,
       updated_by = $2, updated_at = now()
     where organisation_id = $1 and trial_ends_at > now() returning organisation_id`,
    [organisationId, userId],
  )
  return confirmed.length > 0
}

/** Lets every address in again, at once: this can lock nobody out. @returns whether there was a list. */
export async function clearAllowList(tx: Tx, organisationId: string): Promise<boolean> {
  const cleared = await tx.query(
    'delete from auth_allow_lists where organisation_id = $1 returning organisation_id',
    [organisationId],
  )
  return cleared.length > 0
}

/** Goes back to the confirmed list before the trial ends. */
export async function dropTrial(tx: Tx, organisationId: string): Promise<boolean> {
  const dropped = await tx.query(
    `update auth_allow_lists set trial = null, trial_ends_at = null, trial_by = null, updated_at = now()
     where organisation_id = $1 and trial_ends_at > now() returning organisation_id`,
    [organisationId],
  )
  return dropped.length > 0
}
