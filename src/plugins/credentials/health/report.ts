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

/** How the tests of an organisation's integrations went over the last 30 days, today included. Opens nothing. */
export async function healthReports(tx: Tx, organisationId: string): Promise<HealthReport[]> {
  return tx.query<HealthReport>(
    `with zone as (select time_zone::text as tz from organisations where id = $1),
     counted as (
       select integration_id, (at at time zone tz)::date as day, verdict, count(*)::int as tests
       from credential_checks, zone
       where organisation_id = $1 and at > now() - make_interval(days => $2 + 1)
       group by 1, 2, 3
     ),
     calendar as (
       select day::date from zone, generate_series(
         (now() at time zone tz)::date - ($2 - 1), (now() at time zone tz)::date, interval '1 day') day
     )
     select i.id as "integrationId",
       (select jsonb_agg(jsonb_build_object(
           'day', to_char(c.day, 'YYYY-MM-DD'),
           'accepted', coalesce((select tests from counted d where d.integration_id = i.id and d.day = c.day and d.verdict = 'accepted'), 0),
           'rejected', coalesce((select tests from counted d where d.integration_id = i.id and d.day = c.day and d.verdict = 'rejected'), 0),
           'unverified', coalesce((select tests from counted d where d.integration_id = i.id and d.day = c.day and d.verdict = 'unverified'), 0)
         ) order by c.day) from calendar c) as days,
       case when greatest(h.last_used_at, h.updated_at) < now() - make_interval(days => $3)
         then extract(day from now() - coalesce(h.last_used_at, h.updated_at))::int end as "unusedDays",
       (select percentile_disc(0.5) within group (order by ms) from credential_checks k
        where k.integration_id = i.id and k.at > now() - make_interval(days => $2)) as "medianMs"
     from integrations i
     join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id and h.fields <> '{}'
     where i.organisation_id = $1
     order by i.marketplace`,
    [organisationId, GRAPH_DAYS, UNUSED_AFTER_DAYS],
  )
}
