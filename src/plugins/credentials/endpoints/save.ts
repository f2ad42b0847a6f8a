import { auditAborted } from './run-attempt.ts'
import { admitTest, prepareAttempt } from './attempt.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { isOwner, tellDenied } from '../../security/endpoint/caller.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { expectedOf } from './if-match.ts'
import { saveInput } from './input.ts'
import { ownersOnly } from './problem.ts'
import { report } from './report.ts'
import { tellFailed, testAndStore } from './test-and-store.ts'

/**
 * `PUT /api/integrations/credentials`: tests first, and only what the marketplace accepts replaces what is stored,
 * all of it in one transaction. An owner may also save what could not be verified, with a reason. `overlap` keeps
 * the values of before usable for some hours.
 */
export const saveEndpoint = endpoint({
  method: 'put',
  path: '/credentials',
  audit: ['credential.create', 'credential.update'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, saveInput)
    const attempt = await prepareAttempt(caller, input, 'rotate')
    const action = attempt.storedEnvironment === null ? 'credential.create' : 'credential.update'
    const expected = expectedOf(req, input.expectedVersion)
    if (expected.version !== attempt.stored.version) {
      await tellFailed(attempt, action, 'version_conflict')
      throw expected.conflict()
    }
    if (input.override && !isOwner(caller, attempt.organisationId)) {
      await tellDenied(caller, attempt.organisationId, { type: 'integration', id: attempt.integrationId })
      throw ownersOnly()
    }
    await admitTest(caller)
    const { override, overlap } = input
    return report(caller, req, (emit, signal) =>
      auditAborted(
        attempt,
        signal,
        () => testAndStore(attempt, { action, override, overlap, expected }, { emit, signal }),
        action,
      ),
    )
  },
})
