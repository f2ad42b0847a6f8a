import { autocommit } from '../../../database/tx.ts'
import type { Finding } from '../checks/events.ts'
import { AFTER_SAVING, type CheckResult, type CheckRun } from '../checks/run.ts'
import { duplicatesOf } from '../lifecycle/duplicates.ts'
import { admitTest, outcomeOf, prepareAttempt, toldOf, type Attempt } from './attempt.ts'
import { auditAborted, testMerged } from './run-attempt.ts'
import { withAnyShop } from './shop-session.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { report } from './report.ts'
import { tell } from '../../security/endpoint/caller.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { testInput } from './input.ts'

/** `POST /api/integrations/test`: tests what is typed merged with what is stored, and stores nothing. */
export const testEndpoint = endpoint({
  method: 'post',
  path: '/test',
  audit: ['credential.test'],
  stepUp: 'none',
  run: async (caller, req) => {
    const attempt = await prepareAttempt(caller, await readInput(req, testInput), 'test')
    await admitTest(caller)
    return report(caller, req, async (emit, signal) => {
      const run = (shop: CheckRun['shop']): Promise<CheckResult> =>
        testMerged(attempt, { emit, signal, shop })
      const { finding } = await auditAborted(attempt, signal, () =>
        attempt.unchanged ? withAnyShop(caller.kanal, attempt, run) : run(AFTER_SAVING),
      )
      await tellTested(attempt, finding)
      const duplicates = await duplicatesOf(caller.kanal, attempt, attempt.input.changes)
      const { version } = attempt.stored
      return outcomeOf(caller, finding, { saved: false, canOverride: false, version, duplicates })
    })
  },
})

async function tellTested(attempt: Attempt, finding: Finding): Promise<void> {
  const outcome = finding.verdict === 'accepted' ? 'ok' : 'failed'
  const told = toldOf(attempt, {
    action: 'credential.test',
    outcome,
    reason: finding.cause ?? undefined,
    fields: attempt.touched,
  })
  await tell(autocommit(attempt.caller.kanal.pool), attempt.caller, told)
}
