import { transaction } from '../../database/tx.ts'
import { defineSchedule, defineTask } from '../../queue/define.ts'
import { enqueue } from '../../queue/enqueue.ts'
import type { Kanal } from '../context.ts'
import { dayOf, localTime, minutesOf } from './clock.ts'
import { sendJob } from './jobs.ts'
import { effectiveOf, readSettings } from './preferences.ts'
import { z } from 'zod'

/** An incident and its recovery are told and forgotten; after so long only the audit trail remembers. */
const KEPT = '90 days'

interface Waiting {
  organisation_id: string
  user_id: string
  time_zone: string
  own: unknown
  shared: unknown
}

/** Gathers what waits for one person into the summary of that day: once a day, whoever comes first. */
const gather = (kanal: Kanal, { organisation_id, user_id }: Waiting, day: string, now: Date): Promise<void> =>
  transaction(kanal.pool, async (tx) => {
    const [digest] = await tx.query<{ id: string }>(
      `insert into notice_deliveries (organisation_id, user_id, moment, state, due_at, digest_key)
       values ($1, $2, 'digest', 'queued', $3, $4)
       on conflict (organisation_id, user_id, digest_key) do nothing returning id`,
      [organisation_id, user_id, now, `day:${day}`],
    )
    if (!digest) return
    await tx.query(
      `update notice_deliveries set state = 'summarised', digest_id = $3, finished_at = clock_timestamp()
       where organisation_id = $1 and user_id = $2 and state = 'gathered'`,
      [organisation_id, user_id, digest.id],
    )
    await enqueue(tx, sendJob, { deliveryId: digest.id }, { jobKey: `mail:${digest.id}` })
  })

/** Makes the daily summaries whose hour has come, by the clock of each organisation. */
export const digest = defineTask({
  name: 'notifications.digest',
  schema: z.object({}),
  run: async (_, { kanal, signal }) => {
    const now = kanal.now()
    const { rows } = await kanal.pool.query<Waiting>(
      `select w.organisation_id, w.user_id, o.time_zone::text, own.settings as own, shared.settings as shared
       from (select distinct organisation_id, user_id from notice_deliveries where state = 'gathered') w
       join organisations o on o.id = w.organisation_id
       left join notice_preferences own on own.organisation_id = w.organisation_id and own.user_id = w.user_id
       left join notice_preferences shared on shared.organisation_id = w.organisation_id and shared.user_id is null`,
    )
    for (const waiting of rows) {
      signal.throwIfAborted()
      const { digestAt } = effectiveOf(readSettings(waiting.own), readSettings(waiting.shared))
      if (localTime(now, waiting.time_zone).minutes < minutesOf(digestAt)) continue
      await gather(kanal, waiting, dayOf(now, waiting.time_zone), now)
    }
  },
})

export const digestSchedule = defineSchedule({
  name: 'notifications.digest',
  cron: '*/5 * * * *',
  task: digest.name,
})

/** Forgets what is over and old, with its e-mails. */
export const forget = defineTask({
  name: 'notifications.forget',
  schema: z.object({}),
  run: async (_, { kanal }) => {
    await kanal.pool.query(
      `delete from notice_incidents where (not lasting or recovered_at is not null) and told_at < now() - interval '${KEPT}'`,
    )
    await kanal.pool.query(
      `delete from notice_deliveries where moment = 'digest' and created_at < now() - interval '${KEPT}'`,
    )
  },
})

export const forgetSchedule = defineSchedule({
  name: 'notifications.forget',
  cron: '40 3 * * *',
  task: forget.name,
})
