import type { Role } from '../../collections/access/roles.ts'
import { transaction, type Tx } from '../../database/tx.ts'
import { defineTask } from '../../queue/define.ts'
import { enqueueMany } from '../../queue/enqueue.ts'
import { quietUntil } from './clock.ts'
import { announceJob, sendJob } from './jobs.ts'
import { kindOf, type NoticeKindDefinition } from './kinds.ts'
import { channelFor, effectiveOf, readSettings } from './preferences.ts'

/** From the fourth time within a day, an incident that comes and goes waits for the summary. */
const MOST_PER_DAY = 3

interface Person {
  user_id: string
  role: Role
  own: unknown
  shared: unknown
  /** How this person heard that the incident opened; null when by no e-mail. */
  told: 'queued' | 'gathered' | null
}

interface Subject {
  organisationId: string
  timeZone: string
  kind: NoticeKindDefinition
  openings: number
}

interface Planned {
  userId: string
  state: 'queued' | 'gathered'
  dueAt: Date
}

/** When and how one person is told by e-mail; null for not at all. */
function planFor(
  person: Person,
  subject: Subject,
  moment: 'opened' | 'recovered',
  now: Date,
): Planned | null {
  const userId = person.user_id
  const effective = effectiveOf(readSettings(person.own), readSettings(person.shared))
  if (moment === 'recovered' && person.told === null) return null
  const channel = channelFor(effective, subject.kind, person.role)
  if (channel === 'off' || channel === 'bell') return null
  const waits =
    moment === 'recovered'
      ? person.told === 'gathered'
      : channel === 'digest' || subject.openings > MOST_PER_DAY
  if (waits) return { userId, state: 'gathered', dueAt: now }
  const passes = subject.kind.severity === 'critical' && moment === 'opened'
  const quiet = passes ? null : quietUntil(now, subject.timeZone, effective.quiet)
  return { userId, state: 'queued', dueAt: quiet ?? now }
}

const AUDIENCE = /* sql */ `
  select m._parent_id as user_id, m.role::text as role, own.settings as own, shared.settings as shared,
    case when d.state = 'skipped' then null
      when d.state in ('gathered', 'summarised') then 'gathered'
      when d.state is not null then 'queued' end as told
  from notice_incidents i
  join users_memberships m on m.organisation_id = i.organisation_id
    and (m.role::text = any(i.audience_roles) or m._parent_id = i.audience_user_id)
  left join notice_preferences own on own.organisation_id = i.organisation_id and own.user_id = m._parent_id
  left join notice_preferences shared on shared.organisation_id = i.organisation_id and shared.user_id is null
  left join notice_deliveries d on d.incident_id = i.id and d.user_id = m._parent_id and d.moment = 'opened'
  where i.id = $1`

async function subjectOf(
  tx: Tx,
  incidentId: string,
  moment: 'opened' | 'recovered',
): Promise<Subject | null> {
  const [row] = await tx.query<{
    organisation_id: string
    time_zone: string
    kind: string
    openings: number
    isOver: boolean
    isTold: boolean
  }>(
    `select i.organisation_id, o.time_zone::text, i.kind,
       i.recovered_at is not null as "isOver", i.recovery_told_at is not null as "isTold",
       (select count(*)::int from notice_incidents e
        where e.organisation_id = i.organisation_id and e.kind = i.kind and e.dedupe_key = i.dedupe_key
          and e.opened_at > i.opened_at - interval '1 day' and e.opened_at <= i.opened_at) as openings
     from notice_incidents i join organisations o on o.id = i.organisation_id
     where i.id = $1 for update of i`,
    [incidentId],
  )
  const kind = row ? kindOf(row.kind) : null
  if (!row || !kind) return null
  // It relapsed, or was told already: whoever relapsed or recovered it next has a job of their own.
  if (moment === 'recovered' && (!row.isOver || row.isTold)) return null
  return { organisationId: row.organisation_id, timeZone: row.time_zone, kind, openings: row.openings }
}

/**
 * Plans the e-mails about one moment of an incident: one per person at most, whatever is repeated or retried. A
 * recovery is told to those who heard of the incident.
 */
export const announce = defineTask({
  ...announceJob,
  run: async ({ incidentId, moment }, { kanal }) => {
    await transaction(kanal.pool, async (tx) => {
      const subject = await subjectOf(tx, incidentId, moment)
      if (!subject) return
      if (moment === 'recovered')
        await tx.query('update notice_incidents set recovery_told_at = clock_timestamp() where id = $1', [
          incidentId,
        ])
      const people = await tx.query<Person>(AUDIENCE, [incidentId])
      const now = kanal.now()
      const plans = people.flatMap((person) => planFor(person, subject, moment, now) ?? [])
      const planned = await tx.query<{ id: string; state: string; due_at: Date }>(
        `insert into notice_deliveries (organisation_id, incident_id, user_id, moment, state, due_at)
         select $1, $2, p.user_id, $3, p.state, p.due_at
         from jsonb_to_recordset($4::jsonb) as p(user_id uuid, state text, due_at timestamptz)
         on conflict (incident_id, user_id, moment) do nothing
         returning id, state, due_at`,
        [
          subject.organisationId,
          incidentId,
          moment,
          JSON.stringify(
            plans.map(({ userId, state, dueAt }) => ({ user_id: userId, state, due_at: dueAt })),
          ),
        ],
      )
      await enqueueMany(
        tx,
        sendJob,
        planned
          .filter(({ state }) => state === 'queued')
          .map(({ id, due_at: runAt }) => ({
            payload: { deliveryId: id },
            options: { jobKey: `mail:${id}`, runAt },
          })),
      )
    })
  },
})
