import type { LocalizedText } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import { notify } from '../notifications/notify.ts'
import { countryOf } from './country.ts'

/** Something in the trail that an owner should look at, once per occurrence. */
interface Pattern {
  organisationId: string
  /** The same for every look at the same occurrence. */
  key: string
  words: LocalizedText
}

const DENIALS = 10
const DENIALS_WITHIN_MINUTES = 10
const EXPORTS_PER_DAY = 3
const OFFICE_HOURS = { from: 6, to: 22 }
/** Longer than the time between two looks, so that nothing falls between them. */
const LOOK_BACK_MINUTES = 15
/** A country not seen for this long counts as new again. */
const COUNTRIES_OF_DAYS = 180

/**
 * The many refused, the exported often, the revealed at night, the signed in from a country never seen of this person;
 * each found once however often it is looked for.
 */
export async function findPatterns(tx: Tx): Promise<Pattern[]> {
  return [
    ...(await manyDenials(tx)),
    ...(await manyExports(tx)),
    ...(await revealsAtNight(tx)),
    ...(await signInsFromNewCountries(tx)),
  ]
}

/** Tells the owners of what was found. Safe to repeat: one notice per occurrence. */
export async function tellPatterns(tx: Tx): Promise<number> {
  const found = await findPatterns(tx)
  for (const { organisationId, key, words } of found) {
    await notify(tx, {
      organisationId,
      kind: 'audit.alert',
      dedupeKey: key,
      params: { pattern: words },
      link: '/audit',
    })
  }
  return found.length
}

async function manyDenials(tx: Tx): Promise<Pattern[]> {
  const rows = await tx.query<{ organisationId: string; who: string; count: number; hour: string }>(
    `select organisation_id as "organisationId", coalesce(max(actor_label), max(ip), '?') as who,
       count(*)::int as count, to_char(date_trunc('hour', max(created_at)), 'YYYYMMDDHH24') as hour
     from audit_events
     where created_at > now() - make_interval(mins => $1) and outcome = 'denied'
     group by organisation_id, coalesce(actor_id, ip) having count(*) >= $2`,
    [DENIALS_WITHIN_MINUTES, DENIALS],
  )
  return rows.map(({ organisationId, who, count, hour }) => ({
    organisationId,
    key: `denials:${who}:${hour}`,
    words: text(
      `${count} penolakan dalam sepuluh menit (${who})`,
      `${count} refusals within ten minutes (${who})`,
    ),
  }))
}

async function manyExports(tx: Tx): Promise<Pattern[]> {
  const rows = await tx.query<{ organisationId: string; who: string; count: number; day: string }>(
    `select organisation_id as "organisationId", coalesce(max(actor_label), '?') as who, count(*)::int as count,
       to_char(max(created_at), 'YYYYMMDD') as day
     from audit_events
     where created_at > now() - interval '1 day' and outcome = 'ok' and action in ('audit.export', 'settings.export')
     group by organisation_id, actor_id having count(*) >= $1`,
    [EXPORTS_PER_DAY],
  )
  return rows.map(({ organisationId, who, count, day }) => ({
    organisationId,
    key: `exports:${who}:${day}`,
    words: text(`${count} ekspor dalam sehari oleh ${who}`, `${count} exports within a day by ${who}`),
  }))
}

async function revealsAtNight(tx: Tx): Promise<Pattern[]> {
  const rows = await tx.query<{ organisationId: string; id: string; who: string; target: string }>(
    `select e.organisation_id as "organisationId", e.id, coalesce(e.actor_label, '?') as who,
       coalesce(e.target_label, '') as target
     from audit_events e join organisations o on o.id = e.organisation_id
     where e.created_at > now() - make_interval(mins => $1) and e.action = 'credential.reveal' and e.outcome = 'ok'
       and extract(hour from e.created_at at time zone o.time_zone::text) not between $2 and $3 - 1`,
    [LOOK_BACK_MINUTES, OFFICE_HOURS.from, OFFICE_HOURS.to],
  )
  return rows.map(({ organisationId, id, who, target }) => ({
    organisationId,
    key: `reveal:${id}`,
    words: text(
      `nilai kredensial ${target} ditampilkan di luar jam kerja oleh ${who}`,
      `a credential of ${target} was shown outside working hours to ${who}`,
    ),
  }))
}

/** Somebody without earlier sign-ins of a known country has no habits yet, and nothing is said of the first. */
async function signInsFromNewCountries(tx: Tx): Promise<Pattern[]> {
  const rows = await tx.query<{
    organisationId: string
    id: string
    who: string
    address: string
    before: string[]
  }>(
    `select e.organisation_id as "organisationId", e.id, coalesce(e.actor_label, '?') as who, e.ip as address,
       array(select distinct b.ip from audit_events b
             where b.organisation_id = e.organisation_id and b.actor_id = e.actor_id and b.action = 'user.login'
               and b.outcome = 'ok' and b.ip is not null and b.created_at < e.created_at
               and b.created_at > e.created_at - make_interval(days => $2)) as before
     from audit_events e
     where e.created_at > now() - make_interval(mins => $1) and e.action = 'user.login' and e.outcome = 'ok'
       and e.ip is not null and e.actor_id is not null`,
    [LOOK_BACK_MINUTES, COUNTRIES_OF_DAYS],
  )
  const found: Pattern[] = []
  for (const { organisationId, id, who, address, before } of rows) {
    const country = await countryOf(address)
    const known = (await Promise.all(before.map(countryOf))).filter((each) => each !== null)
    if (country === null || known.length === 0 || known.includes(country)) continue
    const inLanguage = (language: 'id' | 'en'): string =>
      new Intl.DisplayNames([language], { type: 'region' }).of(country) ?? country
    found.push({
      organisationId,
      key: `country:${id}`,
      words: text(
        `${who} masuk dari ${inLanguage('id')} (${address}), negara yang belum pernah dipakainya`,
        `${who} signed in from ${inLanguage('en')} (${address}), a country never used before`,
      ),
    })
  }
  return found
}
