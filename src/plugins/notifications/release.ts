import { transaction, type Tx } from '../../database/tx.ts'
import { defineSchedule, defineTask, type TaskDefinition } from '../../queue/define.ts'
import { enqueueMany } from '../../queue/enqueue.ts'
import { releaseJob, sendJob } from './jobs.ts'
import type { Mailer } from './mailer.ts'
import { recover } from './recover.ts'
import { claim, conclude, MAIL_BROKEN_KEY } from './send.ts'

/** What was held longer is old news: it goes out as one summary. */
const FRESH_MS = 24 * 3_600_000

const requeue = (tx: Tx, ids: readonly string[]): Promise<void> =>
  enqueueMany(
    tx,
    sendJob,
    ids.map((id) => ({ payload: { deliveryId: id }, options: { jobKey: `mail:${id}` } })),
  )

/** Lets go of everything that was held: what is fresh goes out as it is, the rest as one summary per person. */
export async function releaseHeld(tx: Tx, organisationId: string, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - FRESH_MS)
  // A summary that waited too long gives its contents back, to be summed up with the rest.
  await tx.query(
    `with stale as (
       update notice_deliveries set state = 'summarised', finished_at = clock_timestamp()
       where organisation_id = $1 and state = 'held' and moment = 'digest' and due_at < $2 returning id
     )
     update notice_deliveries set state = 'held', digest_id = null, due_at = least(due_at, $2 - interval '1 second')
     where digest_id in (select id from stale)`,
    [organisationId, oldest],
  )
  const late = await tx.query<{ id: string }>(
    `with stale as (
       select id, user_id from notice_deliveries
       where organisation_id = $1 and state = 'held' and moment <> 'digest' and due_at < $2 for update
     ), summary as (
       insert into notice_deliveries (organisation_id, user_id, moment, state, due_at, digest_key)
       select $1, s.user_id, 'digest', 'queued', $3, 'late:' || min(s.id::text) from stale s group by s.user_id
       returning id, user_id
     ), kept as (
       update notice_deliveries d set state = 'summarised', digest_id = y.id, finished_at = clock_timestamp()
       from stale s join summary y on y.user_id = s.user_id where d.id = s.id
     )
     select id from summary`,
    [organisationId, oldest, now],
  )
  const fresh = await tx.query<{ id: string }>(
    `update notice_deliveries set state = 'queued', attempts = 0, due_at = $2
     where organisation_id = $1 and state = 'held' returning id`,
    [organisationId, now],
  )
  await requeue(
    tx,
    [...late, ...fresh].map(({ id }) => id),
  )
}

/**
 * Tries the mail server with one held e-mail. Once the server takes it, or says no to that one alone, or has been
 * taken away, the incident recovers and everything held goes its way.
 */
export const releaseTask = (mailer: Mailer): TaskDefinition<{ organisationId: string }> =>
  defineTask({
    ...releaseJob,
    run: async ({ organisationId }, { kanal }) => {
      const { rows } = await kanal.pool.query<{ id: string }>(
        `select id from notice_deliveries
         where organisation_id = $1 and state = 'held' and (leased_until is null or leased_until < now())
         order by created_at desc, id desc limit 1`,
        [organisationId],
      )
      const [newest] = rows
      const claimed = newest ? await claim(kanal, newest.id, { probe: true }) : null
      if (claimed) {
        const outcome = await mailer(kanal, claimed.mail)
        await conclude(kanal, claimed.delivery, outcome, { isLast: true })
        if (outcome.state === 'broken') return
      }
      await transaction(kanal.pool, async (tx) => {
        await recover(tx, { organisationId, kind: 'system.mail-broken', dedupeKey: MAIL_BROKEN_KEY })
        await releaseHeld(tx, organisationId, kanal.now())
      })
    },
  })

/** Finds organisations whose e-mails are held, and e-mails whose job got lost. */
export const tend = defineTask({
  name: 'notifications.tend',
  schema: releaseJob.schema.partial(),
  run: async (_, { kanal }) => {
    await transaction(kanal.pool, async (tx) => {
      const held = await tx.query<{ organisationId: string }>(
        `select distinct organisation_id as "organisationId" from notice_deliveries where state = 'held'
         union
         select organisation_id from notice_incidents
         where kind = 'system.mail-broken' and dedupe_key = $1 and recovered_at is null`,
        [MAIL_BROKEN_KEY],
      )
      await enqueueMany(
        tx,
        releaseJob,
        held.map((payload) => ({ payload, options: { jobKey: `mail-release:${payload.organisationId}` } })),
      )
      const lost = await tx.query<{ id: string }>(
        `select id from notice_deliveries
         where state = 'queued' and due_at < $1 and created_at < $1 and coalesce(leased_until < now(), true)
           and not exists (select from graphile_worker.jobs j where j.key = 'mail:' || notice_deliveries.id)
         limit 500`,
        [new Date(kanal.now().getTime() - 3_600_000)],
      )
      await requeue(
        tx,
        lost.map(({ id }) => id),
      )
    })
  },
})

export const tendSchedule = defineSchedule({
  name: 'notifications.tend',
  cron: '*/5 * * * *',
  task: tend.name,
})
