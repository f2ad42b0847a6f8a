import { z } from 'zod'
import { autocommit, transaction } from '../../database/tx.ts'
import { defineSchedule, defineTask } from '../../queue/define.ts'
import { recoverPushes, tellPushesMissing, type NoticedShop } from './notices.ts'

/** Fewer new orders than this in the window say nothing. */
const LEAST_ORDERS = 10
/** Of the new orders of the window, the share that must have been found by looking. */
const POLLED_SHARE = 0.8

interface Watched extends NoticedShop {
  isMissing: boolean
  isBack: boolean
}

/**
 * Tells the owner of a shop whose orders of the last 30 minutes were almost all found by polling while its marketplace
 * pushed next to nothing: pushes were paused, or never set up. Told as over once pushes tell of at least half of the
 * orders of the last 10 minutes. Orders that are old when they are found, as after connecting, do not count.
 */
export const watchPushes = defineTask({
  name: 'pushes.watch',
  schema: z.object({}),
  async run(_, { kanal }) {
    const shops = await autocommit(kanal.pool).query<Watched>(
      `select s.id, s.organisation_id as "organisationId", s.name, s.marketplace,
         o.orders >= $1 and o.polled > o.orders * $2::numeric
           and p.pushes < o.orders * (1 - $2::numeric) as "isMissing",
         p.recent > 0 and p.recent * 2 >= o.recent as "isBack"
       from shops s
       cross join lateral (
         select count(*)::int as orders, count(*) filter (where e.source = 'poll')::int as polled,
           count(*) filter (where o.created_at > now() - interval '10 minutes')::int as recent
         from orders o join order_events e on e.order_id = o.id and e.sequence = 1
         where o.shop_id = s.id and o.created_at > now() - interval '30 minutes'
           and o.placed_at > o.created_at - interval '30 minutes'
       ) o
       cross join lateral (
         select count(*)::int as pushes,
           count(*) filter (where w.received_at > now() - interval '10 minutes')::int as recent
         from webhook_inbox w
         where w.organisation_id = s.organisation_id and w.received_at > now() - interval '30 minutes'
           and w.marketplace = s.marketplace and w.external_shop_id = s.external_shop_id
       ) p
       where s.status = 'connected' and s.marketplace = any ($3)`,
      [LEAST_ORDERS, POLLED_SHARE, [...kanal.adapters.keys()]],
    )
    for (const shop of shops) {
      if (shop.isMissing) await transaction(kanal.pool, (tx) => tellPushesMissing(tx, kanal.adapters, shop))
      else if (shop.isBack) await transaction(kanal.pool, (tx) => recoverPushes(tx, shop))
    }
  },
})

export const watchPushesSchedule = defineSchedule({
  name: watchPushes.name,
  cron: '*/10 * * * *',
  task: watchPushes.name,
  payload: {},
})
