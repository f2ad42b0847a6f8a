import { z } from 'zod'
import { autocommit } from '../../database/tx.ts'
import { defineSchedule, defineTask } from '../../queue/define.ts'
import { enqueueMany } from '../../queue/enqueue.ts'
import { deliver, deliverKey } from './deliver.ts'
import { push } from './push.ts'

/** Younger work has a job of its own. */
const OVERDUE_SECONDS = 10

/**
 * Finds webhooks and stock pushes that nobody is working on although they are due, because a worker died, and
 * enqueues them again.
 */
export const sweep = defineTask({
  name: 'sync.sweep',
  schema: z.object({}),
  async run(_, { kanal }) {
    const tx = autocommit(kanal.pool)
    const mailboxes = await tx.query<{ integrationId: string; externalShopId: string | null }>(
      `select distinct integration_id as "integrationId", external_shop_id as "externalShopId" from webhook_inbox
       where processed_at is null and coalesce(lease_until, received_at + make_interval(secs => $1)) <= now()`,
      [OVERDUE_SECONDS],
    )
    await enqueueMany(
      tx,
      deliver,
      mailboxes.map((box) => ({ payload: box, options: { jobKey: deliverKey(box) } })),
    )
    const shops = await tx.query<{ id: string }>(
      `select distinct o.shop_id as id from outbox_stock o join shops s on s.id = o.shop_id
       where s.status = 'connected' and greatest(o.due_at, o.lease_until) <= now() - make_interval(secs => $1)`,
      [OVERDUE_SECONDS],
    )
    await enqueueMany(
      tx,
      push,
      shops.map(({ id }) => ({ payload: { shopId: id }, options: { jobKey: `push:${id}` } })),
    )
  },
})

export const sweepSchedule = defineSchedule({
  name: sweep.name,
  cron: '* * * * *',
  task: sweep.name,
  payload: {},
})
