import type { IntegrationAdapter } from '../../../adapters/contract.ts'
import { integrationAdapterOf } from '../../context.ts'
import type { IntegrationStatus } from '../../../collections/integrations/integrations.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { runChecks, type CheckResult } from '../checks/run.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { CredentialsMissingError } from '../errors.ts'
import { withCredentials } from '../read.ts'
import { describeStored } from '../store.ts'
import { admitTest, environmentsOf, outcomeOf, ownerOf, toldOf } from './attempt.ts'
import { logFailure, unreadable } from './run-attempt.ts'
import { withAnyShop } from './shop-session.ts'
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
    const row = await integrationFor(caller, req)
    const adapter = integrationAdapterOf(caller.kanal, row.marketplace)
    if (!adapter) throw notFound()
    const place = { organisationId: row.organisationId, integrationId: row.id, adapter }
    const { version, fields } = await describeStored(autocommit(caller.kanal.pool), ownerOf(place))
    if (fields.length === 0) throw nothingStored()
    await admitTest(caller)
    return report(caller, req, async (emit, signal) => {
      const result = await testStored(caller, row, adapter, { emit, signal })
      const { finding } = result
      logFailure(caller, adapter.id, result)
      await transaction(caller.kanal.pool, async (tx) => {
        await tx.query(
          `update integrations
         set status = $3::enum_integrations_status, last_tested_at = now(), last_verdict = $4, last_cause = $5,
           updated_at = now()
         where id = $1 and version = $2`,
          [row.id, version, statusAfter(row, result), finding.verdict, finding.cause],
        )
        const outcome = finding.verdict === 'accepted' ? 'ok' : 'failed'
        await tell(
          tx,
          caller,
          toldOf(place, { action: 'credential.test', outcome, reason: finding.cause ?? undefined }),
        )
      })
      return outcomeOf(caller, finding, { saved: false, canOverride: false, version })
    })
  },
})

async function testStored(
  { kanal }: Caller,
  row: IntegrationRow,
  adapter: IntegrationAdapter,
  { emit, signal }: { emit: Emit; signal: AbortSignal },
): Promise<CheckResult> {
  const environment = environmentsOf(adapter).find(([key]) => key === row.environment)?.[1]
  if (!environment) throw notFound()
  const place = { organisationId: row.organisationId, integrationId: row.id, adapter }
  const reading = { ...ownerOf(place), consumer: 'connection.test', purpose: 'connection.test' } as const
  try {
    return await withAnyShop(kanal, place, (shop) =>
      withCredentials(kanal.vault, kanal.pool, reading, (values) =>
        runChecks({
          adapter,
          environment,
          values,
          shop,
          signal,
          send: kanal.send,
          connect: kanal.connect,
          now: kanal.now,
          onStep: emit,
        }),
      ),
    )
  } catch (error) {
    if (error instanceof CredentialsMissingError) throw nothingStored()
    if (error instanceof DecryptError) return unreadable(error, adapter)
    throw error
  }
}

/** Only a refusal of the app's own keys is a failure; not knowing lowers a working connection to "degraded". */
function statusAfter({ status }: IntegrationRow, { finding, isLocked }: CheckResult): IntegrationStatus {
  if (isLocked) return 'locked'
  if (finding.verdict === 'accepted') return 'active'
  if (finding.verdict === 'rejected') return finding.aboutShop ? 'degraded' : 'failed'
  return status === 'active' ? 'degraded' : status
}
