import { z } from 'zod'
import { AdapterError } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import { defineSchedule, defineTask } from '../../queue/define.ts'
import { enqueueMany } from '../../queue/enqueue.ts'
import { ShopNotConnectedError } from '../marketplaces/rows.ts'
import { logSync } from './log.ts'
import { pollOrders } from './poll-orders.ts'

/** Looks through what changed at one shop since the last look: what webhooks missed enters here. */
export const poll = defineTask({
  name: 'sync.poll',
  schema: z.object({ shopId: z.uuid() }),
  // The next firing of the schedule comes within a minute anyway.
  maxAttempts: 2,
  async run({ shopId }, { kanal, signal }) {
    try {
      await pollOrders(kanal, shopId, signal)
    } catch (error) {
      if (error instanceof ShopNotConnectedError) return
      if (!(error instanceof AdapterError)) throw error
      const tx = autocommit(kanal.pool)
      const [shop] = await tx.query<{ organisationId: string }>(
        `select organisation_id as "organisationId" from shops where id = $1`,
        [shopId],
      )
      if (!shop) return
      await logSync(tx, [
        {
          organisationId: shop.organisationId,
          shopId,
          kind: 'poll',
          result: error.kind === 'transient' || error.kind === 'rate_limit' ? 'retry' : 'failed',
          summary: 'orders.poll',
          cause: error.reason,
          requestId: error.requestId ?? null,
        },
      ])
    }
  },
})

/** Enqueues a poll for every connected shop; one still waiting or under way is not doubled. */
export const pollAll = defineTask({
  name: 'sync.poll-all',
  schema: z.object({}),
  async run(_, { kanal }) {
    const tx = autocommit(kanal.pool)
    const withOrders = [...kanal.adapters.values()].filter(({ orders }) => orders).map(({ id }) => id)
    const shops = await tx.query<{ id: string }>(
      `select id from shops where status = 'connected' and marketplace = any ($1)`,
      [withOrders],
    )
    await enqueueMany(
      tx,
      poll,
      shops.map(({ id }) => ({
        payload: { shopId: id },
        options: { jobKey: `poll:${id}`, queueName: `poll:${id}`, priority: 10 },
      })),
    )
  },
})

export const pollSchedule = defineSchedule({
  name: pollAll.name,
  cron: '* * * * *',
  task: pollAll.name,
  payload: {},
})
