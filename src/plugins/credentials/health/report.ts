import type { Tx } from '../../../database/tx.ts'

export const GRAPH_DAYS = 30
/** Stored, but used by nothing for this long. */
export const UNUSED_AFTER_DAYS = 30

/** One day of an integration's tests, in the organisation's time zone. */
export interface HealthDay {
  /** `YYYY-MM-DD`. */
  day: string
  accepted: number
  rejected: number
  unverified: number
}

export interface HealthReport {
  integrationId: string
  days: HealthDay[]
  /** Days since anything used the credentials, when that is long ago; else null. */
  unusedDays: number | null
  /** Half of the tests of these days took at most this long; null without tests. */
  medianMs: number | null
}

interface Row {
  integrationId: string
  /** Days on which there was a test. */
  tested: HealthDay[]
  today: string
  unusedDays: number | null
  medianMs: number | null
}

/** How the tests of an organisation's integrations went over the last 30 days, today included. Opens nothing. */
export async function healthReports(tx: Tx, organisationId: string): Promise<HealthReport[]> {
  const rows = await tx.query<Row>(
    `with zone as (select time_zone::text as tz from organisations where id = $1),
     counted as (
       select integration_id, (at at time zone tz)::date as day,
         count(*) filter (where verdict = 'accepted')::int as accepted,
         count(*) filter (where verdict = 'rejected')::int as rejected,
         count(*) filter (where verdict = 'unverified')::int as unverified
       from credential_checks, zone
       where organisation_id = $1 and at > now() - make_interval(days => $2 + 1)
       group by 1, 2
     ),
     tested as (
       select integration_id, jsonb_agg(jsonb_build_object('day', to_char(day, 'YYYY-MM-DD'),
         'accepted', accepted, 'rejected', rejected, 'unverified', unverified)) as days
       from counted group by 1
     ),
     durations as (
       select integration_id, percentile_disc(0.5) within group (order by ms) as median
       from credential_checks
       where organisation_id = $1 and at > now() - make_interval(days => $2)
       group by 1
     )
     select i.id as "integrationId", coalesce(t.days, '[]') as tested,
       to_char(now() at time zone zone.tz, 'YYYY-MM-DD') as today,
       case when greatest(h.last_used_at, h.updated_at) < now() - make_interval(days => $3)
         then extract(day from now() - coalesce(h.last_used_at, h.updated_at))::int end as "unusedDays",
       d.median as "medianMs"
     from zone
     join integrations i on i.organisation_id = $1
     join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id and h.fields <> '{}'
     left join tested t on t.integration_id = i.id
     left join durations d on d.integration_id = i.id
     order by i.marketplace`,
    [organisationId, GRAPH_DAYS, UNUSED_AFTER_DAYS],
  )
  const days = daysUntil(rows[0]?.today)
  return rows.map(({ tested, today: _, ...report }) => {
    const known = new Map(tested.map((each) => [each.day, each]))
    return {
      ...report,
      days: days.map((day) => known.get(day) ?? { day, accepted: 0, rejected: 0, unverified: 0 }),
    }
  })
}

const DAY_MS = 86_400_000

/** The days of the graph, the last one `today`. */
const daysUntil = (today: string | undefined): string[] =>
  today === undefined
    ? []
    : Array.from({ length: GRAPH_DAYS }, (_, n) =>
        new Date(Date.parse(`${today}T00:00:00Z`) - (GRAPH_DAYS - 1 - n) * DAY_MS).toISOString().slice(0, 10),
      )
