import { z } from 'zod'
import { autocommit, transaction } from '../../../database/tx.ts'
import { defineSchedule, defineTask } from '../../../queue/define.ts'
import { enqueueMany } from '../../../queue/enqueue.ts'
import { integrationAdapterOf } from '../../context.ts'
import { testStored } from '../checks/test-stored.ts'
import { CredentialsMissingError } from '../errors.ts'
import { LOOKING_AFTER } from '../use-log.ts'
import { takeDue, watchedCount } from './due.ts'
import { forgetOldAnswers, recordAnswer } from './record.ts'

const TEST_TIMEOUT_MS = 15_000

/** Tests one stored credential as a person would, and draws the conclusions. */
export const checkHealth = defineTask({
  name: 'credentials.check',
  schema: z.object({ integrationId: z.uuid() }),
  // The next round tests again; a retry on top would only ask the provider twice.
  maxAttempts: 1,
  async run({ integrationId }, { kanal, signal }) {
    const tx = autocommit(kanal.pool)
    const [row] = await tx.query<{
      organisationId: string
      marketplace: string
      environment: string
      version: number
    }>(
      `select organisation_id as "organisationId", marketplace, environment, version from integrations where id = $1`,
      [integrationId],
    )
    const adapter = row && integrationAdapterOf(kanal, row.marketplace)
    if (!adapter) return
    const started = performance.now()
    try {
      const result = await testStored(
        kanal,
        { ...row, integrationId, adapter },
        {
          onStep: () => undefined,
          purpose: LOOKING_AFTER,
          signal: AbortSignal.any([signal, AbortSignal.timeout(TEST_TIMEOUT_MS)]),
        },
      )
      if (!result) return
      const { verdict, cause, aboutShop } = result.finding
      const ms = performance.now() - started
      const credentials = await watchedCount(tx, row.marketplace)
      await transaction(kanal.pool, (inside) =>
        recordAnswer(
          inside,
          { ...row, integrationId, name: adapter.name },
          { verdict, cause, aboutShop, isLocked: result.isLocked ?? false, ms },
          { credentials, random: Math.random() },
        ),
      )
    } catch (error) {
      // Taken away while it was being tested.
      if (!(error instanceof CredentialsMissingError)) throw error
    }
  },
})

/** Finds the credentials whose test is due. One provider's tests run one after the other. */
export const roundOfChecks = defineTask({
  name: 'credentials.round',
  schema: z.object({}),
  maxAttempts: 2,
  async run(_, { kanal }) {
    for (const id of [...kanal.adapters.keys(), ...kanal.services.keys()]) {
      await transaction(kanal.pool, async (tx) => {
        const due = await takeDue(tx, id)
        await enqueueMany(
          tx,
          checkHealth,
          due.map((integrationId) => ({
            payload: { integrationId },
            options: { jobKey: `credentials.check:${integrationId}`, queueName: `credentials.check:${id}` },
          })),
        )
      })
    }
  },
})

export const forgetAnswers = defineTask({
  name: 'credentials.forget-answers',
  schema: z.object({}),
  run: async (_, { kanal }) => {
    await forgetOldAnswers(autocommit(kanal.pool))
  },
})

export const healthTasks = [checkHealth, roundOfChecks, forgetAnswers]
export const healthSchedules = [
  defineSchedule({ name: roundOfChecks.name, cron: '* * * * *', task: roundOfChecks.name, payload: {} }),
  defineSchedule({ name: forgetAnswers.name, cron: '40 3 * * *', task: forgetAnswers.name, payload: {} }),
]
