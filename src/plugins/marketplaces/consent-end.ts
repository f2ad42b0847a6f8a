import type { Tx } from '../../database/tx.ts'

/**
 * Notes when a shop's consent ends: as the shop says of itself, and as its refresh token does. Where both speak the
 * shop is believed, because refreshing may prolong a token but never a consent. What is left out stays as it was.
 */
export async function noteConsentEnd(
  tx: Tx,
  input: { organisationId: string; shopId: string; fromShop?: Date | null; fromToken?: Date | null },
): Promise<void> {
  const { organisationId, shopId, fromShop, fromToken } = input
  await tx.query(
    `with noted as (
       insert into shop_consents as c (shop_id, organisation_id, from_shop, from_token) values ($1, $2, $3, $4)
       on conflict (shop_id) do update
       set from_shop = case when $5 then excluded.from_shop else c.from_shop end,
         from_token = case when $6 then excluded.from_token else c.from_token end, updated_at = now()
       returning shop_id, coalesce(from_shop, from_token) as ends
     )
     update shops s set consent_expires_at = n.ends from noted n
     where s.id = n.shop_id and s.consent_expires_at is distinct from n.ends`,
    [
      shopId,
      organisationId,
      fromShop ?? null,
      fromToken ?? null,
      fromShop !== undefined,
      fromToken !== undefined,
    ],
  )
}

/** Forgets the warnings about an earlier consent: the owner has given a new one. */
export async function forgetWarnings(tx: Tx, shopId: string): Promise<void> {
  await tx.query('update shop_consents set warned_days = null, warned_for = null where shop_id = $1', [
    shopId,
  ])
}

/** Days before the end at which the owner is told; 0 is the end itself. */
export const WARNING_DAYS = [14, 7, 1, 0] as const
export type WarningDays = (typeof WARNING_DAYS)[number]

/** Whether the owner was warned of an end that has moved out of sight: the consent was given anew elsewhere. */
export async function hasOutdatedWarning(tx: Tx, shopId: string): Promise<boolean> {
  const rows = await tx.query(
    `select from shop_consents c join shops s on s.id = c.shop_id
     where c.shop_id = $1 and c.warned_days is not null
       and (s.consent_expires_at is null or s.consent_expires_at > now() + interval '14 days')`,
    [shopId],
  )
  return rows.length > 0
}

/**
 * Notes that a warning about the end of a shop's consent is due. Each is due once: a later look, or a second process,
 * gets null until the next threshold is reached or a longer consent was given. Of thresholds that were missed only
 * the nearest counts. Send the warning in the same transaction.
 */
export async function takeDueWarning(
  tx: Tx,
  shopId: string,
): Promise<{ days: WarningDays; ends: Date } | null> {
  const [due] = await tx.query<{ days: WarningDays; ends: Date }>(
    `update shop_consents c set warned_days = d.days, warned_for = d.ends, updated_at = now()
     from (
       select s.id, s.consent_expires_at as ends,
         case
           when s.consent_expires_at <= now() then 0
           when s.consent_expires_at <= now() + interval '1 day' then 1
           when s.consent_expires_at <= now() + interval '7 days' then 7
           when s.consent_expires_at <= now() + interval '14 days' then 14
         end as days
       from shops s where s.id = $1 and s.status <> 'disconnected'
     ) d
     where c.shop_id = d.id and d.days is not null
       -- An end that moves by less than a day is the same one, told anew by each refresh.
       and (c.warned_days is null or c.warned_days > d.days or d.ends > c.warned_for + interval '1 day')
     returning c.warned_days::integer as days, c.warned_for as ends`,
    [shopId],
  )
  return due ?? null
}
