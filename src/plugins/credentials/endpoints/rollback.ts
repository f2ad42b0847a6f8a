import { autocommit } from '../../../database/tx.ts'
import { integrationAdapterOf } from '../../context.ts'
import { isOwner, tellDenied, type Caller } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { CredentialsMissingError } from '../errors.ts'
import { changedSince, changesTo } from '../lifecycle/restore.ts'
import { withVersion } from '../read.ts'
import { admitTest, ownerOf, prepareAttempt, type Attempt } from './attempt.ts'
import { expectedOf } from './if-match.ts'
import { rollbackInput } from './input.ts'
import { integrationFor, type IntegrationRow } from './integration-for.ts'
import { alreadyInForce, notFound, ownersOnly, versionGone } from './problem.ts'
import { report } from './report.ts'
import { auditAborted } from './run-attempt.ts'
import { tellFailed, testAndStore } from './test-and-store.ts'

/**
 * `POST /api/integrations/:id/rollback` with `{ version }`: tests the values of that version as a save does, and only
 * if they pass makes them the newest version. Nothing of the history is rewritten.
 */
export const rollbackEndpoint = endpoint({
  method: 'post',
  path: '/:id/rollback',
  audit: ['credential.rollback'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, rollbackInput)
    const row = await integrationFor(caller, req, 'rotate')
    const expected = expectedOf(req, input.expectedVersion)
    const attempt = await attemptTo(caller, row, input.version)
    if (expected.version !== attempt.stored.version) {
      await tellFailed(attempt, 'credential.rollback', 'version_conflict')
      throw expected.conflict()
    }
    if (input.override && !isOwner(caller, row.organisationId)) {
      await tellDenied(caller, row.organisationId, { type: 'integration', id: row.id })
      throw ownersOnly()
    }
    await admitTest(caller)
    const intent = {
      action: 'credential.rollback',
      override: input.override,
      expected,
      restoredVersion: input.version,
    } as const
    return report(caller, req, (emit, signal) =>
      auditAborted(
        attempt,
        signal,
        () => testAndStore(attempt, intent, { emit, signal }),
        'credential.rollback',
      ),
    )
  },
})

/** The attempt that types the values of a version again. @throws Refusal when it is gone or in force already */
async function attemptTo(caller: Caller, row: IntegrationRow, version: number): Promise<Attempt> {
  const { kanal } = caller
  const adapter = integrationAdapterOf(kanal, row.marketplace)
  if (!adapter) throw notFound()
  const tx = autocommit(kanal.pool)
  const owner = ownerOf({ organisationId: row.organisationId, integrationId: row.id, adapter })
  const [known] = await tx.query<{ environment: string }>(
    `select environment from cred_versions
     where owner_type = 'integration' and owner_id = $1 and organisation_id = $2 and version = $3`,
    [row.id, row.organisationId, version],
  )
  if (!known) throw versionGone()
  const changed = await changedSince(tx, owner, version)
  if (changed.length === 0) throw alreadyInForce()
  // What leads to another place brings all its keys along; none that is in force now may travel there.
  const isElsewhere =
    known.environment !== row.environment || changed.some((field) => adapter.destination?.includes(field))
  const fields = isElsewhere ? Object.keys(adapter.credentials.shape) : changed
  const offered = fields.filter((field) => Object.hasOwn(adapter.credentials.shape, field))
  const reading = { ...owner, version, consumer: 'credential.rollback', purpose: 'rollback' } as const
  try {
    return await withVersion(kanal.vault, kanal.pool, reading, (values) =>
      prepareAttempt(
        caller,
        {
          organisation: row.organisationId,
          marketplace: row.marketplace,
          environment: known.environment,
          changes: changesTo(values, offered),
        },
        'rotate',
      ),
    )
  } catch (error) {
    if (error instanceof CredentialsMissingError || error instanceof DecryptError) throw versionGone()
    throw error
  }
}
