import { randomUUID } from 'node:crypto'
import { autocommit } from '../../database/tx.ts'
import { safeError } from '../../log.ts'
import { defineTask, type TaskContext } from '../../queue/define.ts'
import { enqueue } from '../../queue/enqueue.ts'
import { claimDue } from '../inventory/outbox.ts'
import { adapterOf, loadShop } from '../marketplaces/rows.ts'
import { Alarms } from './alarms.ts'
import { KeyedRunner } from './keyed-runner.ts'
import { pushJob, URGENT } from './resume-pushes.ts'
import { PUSH_LEASE_SECONDS, sendStock } from './send-stock.ts'

/** A due time this near is waited for in memory: the queue looks at planned jobs only every two seconds. */
const NEAR_MS = 5_000

/** Who leases outbox rows: this process. */
const worker = randomUUID()
const runner = new KeyedRunner()
const alarms = new Alarms()

/**
 * Tells a shop the stock of its listings that are due, and comes back by itself when the next ones are. Whoever
 * queues a push wakes this task from inside the database (`kanal_wake_pushes`), in the same transaction.
 */
export const push = defineTask({
  ...pushJob,
  async run({ shopId }, context) {
    await runner.run(shopId, () => drain(shopId, context))
  },
})

async function drain(shopId: string, context: TaskContext): Promise<void> {
  const { kanal, signal } = context
  const tx = autocommit(kanal.pool)
  while (!signal.aborted) {
    const shop = await loadShop(tx, shopId)
    const adapter = adapterOf(kanal.adapters, shop.marketplace)
    if (shop.status !== 'connected' || !adapter.stock) return
    const limit = adapter.limits.stockTargetsPerCall
    const due = await claimDue(tx, { shopId, limit, leaseSeconds: PUSH_LEASE_SECONDS, worker })
    if (due.length === 0) break
    await sendStock(kanal, shop, due)
  }
  await comeBack(shopId, context)
}

/** Sees to it that the next due listing finds a worker. */
async function comeBack(shopId: string, context: TaskContext): Promise<void> {
  const { kanal, log } = context
  const tx = autocommit(kanal.pool)
  const [next] = await tx.query<{ inMs: number | null }>(
    `select ceil(extract(epoch from min(greatest(due_at, lease_until)) - clock_timestamp()) * 1000)::integer as "inMs"
     from outbox_stock where shop_id = $1`,
    [shopId],
  )
  if (next?.inMs == null) return
  if (next.inMs > NEAR_MS) {
    const runAt = new Date(Date.now() + next.inMs)
    await enqueue(tx, push, { shopId }, { jobKey: `push-later:${shopId}`, runAt, priority: URGENT })
    return
  }
  alarms.set(shopId, next.inMs, () => {
    // The job that set this alarm is over, and its signal with it.
    const later = { ...context, signal: new AbortController().signal }
    runner
      .run(shopId, () => drain(shopId, later))
      .catch((error: unknown) => {
        log.warn({ shopId, err: safeError(error) }, 'stock push interrupted')
      })
  })
}
