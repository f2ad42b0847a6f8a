import { z } from 'zod'
import type { Tx } from '../../database/tx.ts'
import { enqueue, type JobKind } from '../../queue/enqueue.ts'
import { queuePushes } from '../inventory/outbox.ts'

/** Pushes go before imports and polls. */
export const URGENT = -10

/** Telling a shop its stock; `push` does it. Named here for those who only ask for it. */
export const pushJob = {
  name: 'sync.push',
  schema: z.object({ shopId: z.uuid() }),
} satisfies JobKind<{ shopId: string }>

/** Queues what a shop missed while it was not connected. */
export async function resumePushes(
  tx: Tx,
  { organisationId, shopId }: { organisationId: string; shopId: string },
): Promise<void> {
  const rows = await tx.query<{ skuId: string }>(
    `select distinct sku_id as "skuId" from listings where shop_id = $1 and sku_id is not null`,
    [shopId],
  )
  if (rows.length > 0) await queuePushes(tx, { organisationId, skuIds: rows.map(({ skuId }) => skuId) })
  await enqueue(tx, pushJob, { shopId }, { jobKey: `push:${shopId}`, priority: URGENT })
}
