import { z } from 'zod'
import { autocommit, transaction } from '../../../database/tx.ts'
import { defineSchedule, defineTask } from '../../../queue/define.ts'
import { enqueue, enqueueMany } from '../../../queue/enqueue.ts'
import type { Kanal } from '../../context.ts'
import { closeProbations, countRefusal, suspects } from './probation.ts'
import { purgeHistory, purgeLeftovers } from './retention.ts'
import { reviewProbation } from './review.ts'

/** Looks into a new version that calls were refused with, and goes back when that is the remedy. */
export const review = defineTask({
  name: 'credentials.review',
  schema: z.object({ integrationId: z.uuid() }),
  // The watch fires again every minute.
  maxAttempts: 3,
  run: async ({ integrationId }, { kanal, signal }) => {
    await reviewProbation(kanal, integrationId, signal)
  },
})

/** Ends what has run out (watches, overlaps, grants), and looks again into what no test could decide so far. */
export const watch = defineTask({
  name: 'credentials.watch',
  schema: z.object({}),
  maxAttempts: 2,
  async run(_, { kanal }) {
    const tx = autocommit(kanal.pool)
    await closeProbations(tx)
    await purgeLeftovers(tx)
    await enqueueMany(
      tx,
      review,
      (await suspects(tx)).map((integrationId) => ({
        payload: { integrationId },
        options: { jobKey: `credentials.review:${integrationId}` },
      })),
    )
  },
})

/** Deletes versions that have grown too old while nobody saved. */
export const forget = defineTask({
  name: 'credentials.forget',
  schema: z.object({}),
  run: async (_, { kanal }) => {
    await purgeHistory(autocommit(kanal.pool))
  },
})

export const lifecycleTasks = [review, watch, forget]
export const lifecycleSchedules = [
  defineSchedule({ name: watch.name, cron: '* * * * *', task: watch.name, payload: {} }),
  defineSchedule({ name: forget.name, cron: '20 3 * * *', task: forget.name, payload: {} }),
]

/** Counts a refused call; enough of them have the version looked into at once. */
export const noteRefusal = (
  kanal: Kanal,
  refusal: { integrationId: string; version: number; reason: string },
): Promise<void> =>
  transaction(kanal.pool, async (tx) => {
    if (!(await countRefusal(tx, refusal))) return
    const { integrationId } = refusal
    await enqueue(tx, review, { integrationId }, { jobKey: `credentials.review:${integrationId}` })
  })
