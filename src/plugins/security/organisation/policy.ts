import type { Tx } from '../../../database/tx.ts'

/** `off`: not offered; who has a second factor is still asked for it. `required`: nothing works without, after a grace. */
export const DEMANDS = ['off', 'optional', 'required'] as const
export type Demand = (typeof DEMANDS)[number]

export const MOST_GRACE_DAYS = 90

/** What an organisation asks of its people. */
export interface Policy {
  secondFactor: Demand
  graceDays: number
  /** ISO instant from which nothing works without a second factor; null unless required. */
  dueAt: string | null
}

/** A person of the organisation, and whether there is a second factor. */
export interface MemberFactor {
  userId: string
  name: string
  role: string
  totp: boolean
  passkeys: number
}

export async function policyOf(tx: Tx, organisationId: string): Promise<Policy> {
  const [row] = await tx.query<{ second_factor: Demand; grace_days: number; due_at: Date | null }>(
    `select second_factor, grace_days, required_since + make_interval(days => grace_days) as due_at
     from auth_policies where organisation_id = $1`,
    [organisationId],
  )
  return {
    secondFactor: row?.second_factor ?? 'optional',
    graceDays: row?.grace_days ?? 7,
    dueAt: row?.due_at?.toISOString() ?? null,
  }
}

/** Sets what the organisation asks. The grace runs from when the demand was first made, not from each save. */
export async function setPolicy(
  tx: Tx,
  input: { organisationId: string; userId: string; secondFactor: Demand; graceDays: number },
): Promise<void> {
  await tx.query(
    `insert into auth_policies as p (organisation_id, second_factor, grace_days, required_since, updated_by)
     values ($1, $2::text, $3, case when $2::text = 'required' then now() end, $4)
     on conflict (organisation_id) do update set second_factor = excluded.second_factor,
       grace_days = excluded.grace_days, updated_by = excluded.updated_by, updated_at = now(),
       required_since = case when excluded.second_factor = 'required' then coalesce(p.required_since, now()) end`,
    [input.organisationId, input.secondFactor, input.graceDays, input.userId],
  )
}

/** Everybody of the organisation, those without a second factor first. */
export const memberFactorsOf = (tx: Tx, organisationId: string): Promise<MemberFactor[]> =>
  tx.query(
    `select u.id as "userId", coalesce(nullif(u.name, ''), u.email) as name, m.role::text,
       exists (select from auth_totp t where t.user_id = u.id and t.confirmed_at is not null) as totp,
       (select count(*) from auth_passkeys k where k.user_id = u.id)::int as passkeys
     from users_memberships m join users u on u.id = m._parent_id
     where m.organisation_id = $1
     order by kanal_has_factor(u.id), name`,
    [organisationId],
  )

/** Whether any organisation of the person offers a second factor; somebody without organisations is offered one too. */
export async function isOffered(tx: Tx, userId: string): Promise<boolean> {
  const [row] = await tx.query<{ offered: boolean }>(
    `select coalesce(bool_or(coalesce(p.second_factor, 'optional') <> 'off'), true) as offered
     from users_memberships m left join auth_policies p on p.organisation_id = m.organisation_id
     where m._parent_id = $1`,
    [userId],
  )
  return row?.offered ?? true
}
