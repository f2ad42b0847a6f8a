import { z } from 'zod'
import { AdapterError } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import { defineSchedule, defineTask } from '../../queue/define.ts'
import { enqueueMany } from '../../queue/enqueue.ts'
import { ShopNotConnectedError } from './rows.ts'
import { refreshShopToken } from './tokens.ts'

/** Two firings of the schedule: no shop comes due in between unseen. */
const LOOK_AHEAD_SECONDS = 600

/** Renews the tokens of one shop if they are due. */
export const refreshToken = defineTask({
  name: 'tokens.refresh',
  schema: z.object({ shopId: z.uuid() }),
  async run({ shopId }, { kanal, log }) {
    try {
      await refreshShopToken(kanal, shopId)
    } catch (error) {
      // Nothing to repeat: the shop says that it needs its owner.
      if (error instanceof ShopNotConnectedError) return
      if (error instanceof AdapterError && error.kind === 'auth') {
        log.warn({ shopId, reason: error.reason }, 'token refused')
        return
      }
      throw error
    }
  },
})

/** Finds the shops whose tokens come due or have expired, and enqueues one refresh for all that share a pair. */
export const refreshDueTokens = defineTask({
  name: 'tokens.refresh-due',
  schema: z.object({}),
  async run(_, { kanal }) {
    const tx = autocommit(kanal.pool)
    for (const [marketplace, { authorize }] of kanal.adapters) {
      const shops = await tx.query<{ id: string; groupId: string; dueAt: Date }>(
        `select distinct on (t.group_id) s.id, t.group_id as "groupId",
           s.access_expires_at - make_interval(secs => $2) as "dueAt"
         from shops s join token_refreshes t on t.shop_id = s.id
         where s.marketplace = $1 and s.status = 'connected'
           and s.access_expires_at <= now() + make_interval(secs => $2 + $3)
         order by t.group_id, s.access_expires_at`,
        [marketplace, authorize.refreshAheadSeconds, LOOK_AHEAD_SECONDS],
      )
      await enqueueMany(
        tx,
        refreshToken,
        shops.map(({ id, groupId, dueAt }) => ({
          payload: { shopId: id },
          options: { jobKey: `token:${groupId}`, runAt: dueAt },
        })),
      )
    }
  },
})

export const refreshDueTokensSchedule = defineSchedule({
  name: 'tokens.refresh-due',
  cron: '*/5 * * * *',
  task: refreshDueTokens.name,
  payload: {},
})
