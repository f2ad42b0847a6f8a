import type { IntegrationAdapter } from '../../../adapters/contract.ts'
import { autocommit } from '../../../database/tx.ts'
import type { AuditAction } from '../../audit/actions.ts'
import { findingOf } from '../checks/finding.ts'
import { NO_SHOP_YET, runChecks, type CheckResult, type CheckRun } from '../checks/run.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { withMergedCredentials } from '../read.ts'
import { ownerOf, toldOf, type Attempt } from './attempt.ts'
import type { Emit } from './report.ts'
import { tell, type Caller } from '../../security/endpoint/caller.ts'
import { changedMeanwhile } from './problem.ts'

/** Runs the checks against the typed values merged with the stored ones, as they were when the attempt was made. */
export async function testMerged(
  attempt: Attempt,
  { emit, signal, shop = NO_SHOP_YET }: { emit: Emit; signal: AbortSignal; shop?: CheckRun['shop'] },
): Promise<CheckResult> {
  const { caller, adapter, environment } = attempt
  const { kanal } = caller
  const owner = { ...ownerOf(attempt), changes: attempt.input.changes }
  const result = await withMergedCredentials(kanal.vault, kanal.pool, owner, (values, version) => {
    if (version !== attempt.stored.version) throw changedMeanwhile()
    return runChecks({
      adapter,
      environment,
      values,
      shop,
      signal,
      send: kanal.send,
      connect: kanal.connect,
      now: kanal.now,
      onStep: emit,
    })
  }).catch((error: unknown): CheckResult => {
    if (!(error instanceof DecryptError)) throw error
    return unreadable(error, adapter)
  })
  logFailure(caller, adapter.id, result)
  return result
}

/** The result when what is stored cannot be opened. */
export const unreadable = (error: DecryptError, adapter: IntegrationAdapter): CheckResult => ({
  finding: findingOf(error, { adapter, scrub: (text) => text, aboutShop: false }),
  values: null,
  logMessage: error.message,
  isLocked: true,
})

/** Leaves a line for support; the message has passed the scrubber. */
export function logFailure(
  { kanal, requestId }: Caller,
  marketplace: string,
  { finding, logMessage }: CheckResult,
): void {
  if (finding.verdict === 'accepted') return
  const { cause, providerCode, providerRequestId } = finding
  kanal.log.info(
    { marketplace, cause, providerCode, providerRequestId, requestId, logMessage },
    'connection test failed',
  )
}

/** A test that the person walked away from also leaves a trace. */
export async function auditAborted<T>(
  attempt: Attempt,
  signal: AbortSignal,
  work: () => Promise<T>,
  action: AuditAction = 'credential.test',
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted) {
      const told = toldOf(attempt, { action, outcome: 'failed', reason: 'aborted', fields: attempt.touched })
      await tell(autocommit(attempt.caller.kanal.pool), attempt.caller, told)
    }
    throw error
  }
}
