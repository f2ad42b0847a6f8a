import type { Tx } from '../../../database/tx.ts'
import { dismiss, supersede } from '../../notifications/dismiss.ts'
import { notify } from '../../notifications/notify.ts'
import { recover } from '../../notifications/recover.ts'
import type { CredentialOwner } from '../owner.ts'

/** Days before the end at which people are told; 0 means that the last day has passed. */
export const EXPIRY_WARNING_DAYS = [30, 14, 7, 1, 0] as const
type WarningDays = (typeof EXPIRY_WARNING_DAYS)[number]

const ABOUT_EXPIRY = ['credential.expiring', 'credential.expired'] as const

/** Today where the organisation is: a date ends with its day there. */
const TODAY = `(now() at time zone o.time_zone::text)::date`

export type ExpiryChange = { before: string | null; after: string | null } | 'passed' | 'nothing_stored'

/**
 * Notes the last day on which the provider takes the stored credentials, or with null that none is known. What was told
 * about another date is taken back. Write the audit row beside it.
 * @param on `YYYY-MM-DD`.
 */
export async function setExpiry(
  tx: Tx,
  { organisationId, ownerId }: CredentialOwner,
  on: string | null,
): Promise<ExpiryChange> {
  const [head] = await tx.query<{ before: string | null; isPassed: boolean }>(
    `select to_char(h.expires_on, 'YYYY-MM-DD') as before, coalesce($3::date < ${TODAY}, false) as "isPassed"
     from cred_heads h join organisations o on o.id = h.organisation_id
     where h.owner_type = 'integration' and h.owner_id = $1 and h.organisation_id = $2 and h.fields <> '{}'
     for update of h`,
    [ownerId, organisationId, on],
  )
  if (!head) return 'nothing_stored'
  if (head.isPassed) return 'passed'
  await tx.query(
    `update cred_heads set expires_on = $3, expiry_told = null, expiry_asked = false
     where owner_type = 'integration' and owner_id = $1 and organisation_id = $2`,
    [ownerId, organisationId, on],
  )
  if (head.before !== on) await dismissExpiry(tx, organisationId, ownerId)
  return { before: head.before, after: on }
}

/** Closes what was told about the end without a word. */
export async function dismissExpiry(tx: Tx, organisationId: string, integrationId: string): Promise<void> {
  for (const kind of ABOUT_EXPIRY) await dismiss(tx, { organisationId, kind, dedupeKey: integrationId })
}

/** Tells those who were warned that the credentials have been replaced. */
export async function recoverExpiry(tx: Tx, organisationId: string, integrationId: string): Promise<void> {
  for (const kind of ABOUT_EXPIRY) await recover(tx, { organisationId, kind, dedupeKey: integrationId })
}

/** Integrations with a date that a warning may be due for. */
export const expiringSoon = async (tx: Tx): Promise<readonly string[]> =>
  (
    await tx.query<{ id: string }>(
      `select owner_id as id from cred_heads
       where owner_type = 'integration' and fields <> '{}' and expires_on <= now()::date + $1::int + 1
         and expiry_told is distinct from 0`,
      [EXPIRY_WARNING_DAYS[0]],
    )
  ).map(({ id }) => id)

/**
 * Tells that the credentials of an integration are about to end, or have ended, if that is due: 30, 14, 7 and 1 days
 * before and when the day has passed, each once. Of warnings that were missed only the nearest is given, and a nearer
 * one takes the place of the one before.
 * @param nameOf how people know the integration's adapter.
 * @returns what was told; null when nothing is due.
 */
export async function warnOfExpiry(
  tx: Tx,
  integrationId: string,
  nameOf: (marketplace: string) => string,
): Promise<WarningDays | null> {
  const [due] = await tx.query<{
    organisationId: string
    marketplace: string
    told: WarningDays
    left: number
  }>(
    `update cred_heads h set expiry_told = d.told
     from (
       select i.id, i.marketplace, h.expires_on - ${TODAY} as "left",
         case when h.expires_on - ${TODAY} < 0 then 0
           else (select min(step) from unnest($2::int[]) step where step > 0 and h.expires_on - ${TODAY} <= step)
         end as told
       from integrations i
       join organisations o on o.id = i.organisation_id
       join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id and h.organisation_id = i.organisation_id
       where i.id = $1 and h.fields <> '{}' and h.expires_on is not null
     ) d
     where h.owner_type = 'integration' and h.owner_id = d.id and d.told is not null
       and (h.expiry_told is null or h.expiry_told > d.told)
     returning h.organisation_id as "organisationId", d.marketplace, d.told, d."left"`,
    [integrationId, [...EXPIRY_WARNING_DAYS]],
  )
  if (!due) return null
  const { organisationId, told, left } = due
  const integration = nameOf(due.marketplace)
  const incident = { organisationId, dedupeKey: integrationId }
  for (const kind of ABOUT_EXPIRY) await supersede(tx, { ...incident, kind })
  if (told === 0) await notify(tx, { ...incident, kind: 'credential.expired', params: { integration } })
  else
    await notify(tx, {
      ...incident,
      kind: 'credential.expiring',
      params: { integration, days: Number(left) },
    })
  return told
}
