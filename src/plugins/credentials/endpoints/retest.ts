import { integrationAdapterOf } from '../../context.ts'
import type { IntegrationStatus } from '../../../collections/integrations/integrations.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import type { CheckResult } from '../checks/run.ts'
import type { OutcomeLine } from '../checks/events.ts'
import { testStored, type StoredPlace } from '../checks/test-stored.ts'
import { CredentialsMissingError } from '../errors.ts'
import { keepAnswer, recordPassed } from '../health/record.ts'
import { describeStored } from '../store.ts'
import { admitTest, outcomeOf, ownerOf, toldOf } from './attempt.ts'
import { logFailure } from './run-attempt.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { report, type Emit } from './report.ts'
import { integrationFor, type IntegrationRow } from './integration-for.ts'
import { tell, type Caller } from '../../security/endpoint/caller.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { retestInput } from './input.ts'
import { nothingStored, notFound } from './problem.ts'

/** `POST /api/integrations/:id/test`: tests what is stored, also as a connected shop, and updates the status. */
export const retestEndpoint = endpoint({
  method: 'post',
  path: '/:id/test',
  audit: ['credential.test'],
  stepUp: 'none',
  run: async (caller, req) => {
    await readInput(req, retestInput)
    const row = await integrationFor(caller, req, 'test')
    const adapter = integrationAdapterOf(caller.kanal, row.marketplace)
    if (!adapter) throw notFound()
    const place = { organisationId: row.organisationId, integrationId: row.id, adapter }
    const { fields } = await describeStored(autocommit(caller.kanal.pool), ownerOf(place))
    if (fields.length === 0) throw nothingStored()
    await admitTest(caller)
    return report(caller, req, (emit, signal) =>
      retest(caller, { ...place, environment: row.environment, status: row.status }, { emit, signal }),
    )
  },
})

/**
 * Tests what is stored for an integration, updates its status and leaves a row in the trail.
 * @throws Refusal when nothing is stored, or this deployment does not know the environment.
 */
export async function retest(
  caller: Caller,
  { status, ...place }: StoredPlace & Pick<IntegrationRow, 'status'>,
  { emit, signal }: { emit: Emit; signal: AbortSignal },
): Promise<OutcomeLine> {
  const { adapter, integrationId } = place
  const { version } = await describeStored(autocommit(caller.kanal.pool), ownerOf(place))
  const started = performance.now()
  const result = await testStored(caller.kanal, place, { onStep: emit, signal }).catch((error: unknown) => {
    throw error instanceof CredentialsMissingError ? nothingStored() : error
  })
  if (!result) throw notFound()
  const { finding } = result
  logFailure(caller, adapter.id, result)
  await transaction(caller.kanal.pool, async (tx) => {
    await tx.query(
      `update integrations
       set status = $3::enum_integrations_status, last_tested_at = now(), last_verdict = $4, last_cause = $5,
         updated_at = now()
       where id = $1 and version = $2`,
      [integrationId, version, statusAfter(status, result), finding.verdict, finding.cause],
    )
    const ms = performance.now() - started
    if (finding.verdict === 'accepted') await recordPassed(tx, place, { ms })
    else await keepAnswer(tx, place, 'person', { ...finding, ms })
    const outcome = finding.verdict === 'accepted' ? 'ok' : 'failed'
    await tell(
      tx,
      caller,
      toldOf(place, { action: 'credential.test', outcome, reason: finding.cause ?? undefined }),
    )
  })
  return outcomeOf(caller, finding, { saved: false, canOverride: false, version })
}

/** Only a refusal of the app's own keys is a failure; not knowing lowers a working connection to "degraded". */
function statusAfter(status: IntegrationStatus, { finding, isLocked }: CheckResult): IntegrationStatus {
  if (isLocked) return 'locked'
  if (finding.verdict === 'accepted') return 'active'
  if (finding.verdict === 'rejected') return finding.aboutShop ? 'degraded' : 'failed'
  return status === 'active' ? 'degraded' : status
}
