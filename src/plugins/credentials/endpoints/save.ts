import { describeCredentials, type CredentialValues } from '../../../adapters/contract.ts'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import type { Finding, OutcomeLine } from '../checks/events.ts'
import { Secret } from '../crypto/secret.ts'
import { VersionConflictError } from '../errors.ts'
import { createScrubber } from '../scrub.ts'
import { applyChanges, type FieldChange, type FieldChanges } from '../store.ts'
import { ensureOrganisationKey } from '../vault.ts'
import { AFTER_SAVING } from '../checks/run.ts'
import { admitTest, outcomeOf, ownerOf, prepareAttempt, toldOf, type Attempt } from './attempt.ts'
import { auditAborted, testMerged } from './run-attempt.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { report, type Emit } from './report.ts'
import { isOwner, tell, tellDenied } from '../../security/endpoint/caller.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { saveInput, type SaveInput } from './input.ts'
import { changedMeanwhile, ownersOnly, shopsConnected } from './problem.ts'

const STORE = { type: 'step', step: 'store', label: text('Simpan terenkripsi', 'Store encrypted') } as const

const OLD_VALUES_STAY = text('Nilai lama tetap dipakai', 'The old values stay in force')
const NOTHING_STORED = text('Tidak ada yang disimpan', 'Nothing was stored')

type Action = 'credential.create' | 'credential.update'

/**
 * `PUT /api/integrations/credentials`: tests first, and only what the marketplace accepts replaces what is stored,
 * all of it in one transaction. An owner may also save what could not be verified, with a reason.
 */
export const saveEndpoint = endpoint({
  method: 'put',
  path: '/credentials',
  audit: ['credential.create', 'credential.update'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, saveInput)
    const attempt = await prepareAttempt(caller, input)
    const action: Action = attempt.storedEnvironment === null ? 'credential.create' : 'credential.update'
    if (input.expectedVersion !== attempt.stored.version) {
      await tellFailed(attempt, action, 'version_conflict')
      throw changedMeanwhile()
    }
    if (input.override && !isOwner(caller, attempt.organisationId)) {
      await tellDenied(caller, attempt.organisationId, { type: 'integration', id: attempt.integrationId })
      throw ownersOnly()
    }
    await admitTest(caller)
    return report(caller, req, (emit, signal) =>
      auditAborted(attempt, signal, () => testAndStore(attempt, input, action, { emit, signal }), action),
    )
  },
})

async function testAndStore(
  attempt: Attempt,
  input: SaveInput,
  action: Action,
  { emit, signal }: { emit: Emit; signal: AbortSignal },
): Promise<OutcomeLine> {
  const { caller, stored } = attempt
  const { finding, values } = await testMerged(attempt, { emit, signal, shop: AFTER_SAVING })
  const isUnverified = finding.verdict === 'unverified' && values !== null
  if (finding.verdict !== 'accepted' && !(isUnverified && input.override)) {
    emit({
      ...STORE,
      state: 'skipped',
      fact: stored.version === 0 ? NOTHING_STORED : OLD_VALUES_STAY,
    })
    await tellFailed(attempt, action, finding.cause ?? undefined)
    const canOverride = isUnverified && isOwner(caller, attempt.organisationId)
    return outcomeOf(caller, finding, { saved: false, canOverride, version: stored.version })
  }
  emit({ ...STORE, state: 'running' })
  const started = performance.now()
  const changes = tidied(input.changes, values)
  const override = input.override && finding.verdict !== 'accepted' ? input.override.reason : null
  signal.throwIfAborted()
  const version = await store(attempt, { action, changes, finding, override }).catch(
    async (error: unknown) => {
      emit({ ...STORE, state: 'failed' })
      if (!signal.aborted)
        await tellFailed(
          attempt,
          action,
          error instanceof VersionConflictError ? 'version_conflict' : 'internal',
        )
      throw error instanceof VersionConflictError ? changedMeanwhile() : error
    },
  )
  emit({ ...STORE, state: 'passed', ms: Math.round(performance.now() - started) })
  return outcomeOf(caller, finding, { saved: true, canOverride: false, version })
}

/** Typed values as the schema tidied them; what was tested is what is stored. */
function tidied(changes: FieldChanges, values: CredentialValues | null): FieldChanges {
  const tidy = (field: string, change: FieldChange): FieldChange => {
    if (change.op !== 'set' || values === null) return change
    const value = values[field]
    return value === undefined ? { op: 'clear' } : { op: 'set', value: new Secret(value) }
  }
  return Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, tidy(field, change)]))
}

interface Storing {
  action: Action
  changes: FieldChanges
  finding: Finding
  override: string | null
}

/** The one transaction of a save: integration, vault, audit. Returns the new version. */
async function store(attempt: Attempt, { action, changes, finding, override }: Storing): Promise<number> {
  const { caller, adapter, organisationId, integrationId, stored, input, storedEnvironment } = attempt
  const { pool, vault } = caller.kanal
  await ensureOrganisationKey(vault, pool, organisationId)
  const secrets = describeCredentials(adapter.credentials).flatMap(({ key, secret }) => (secret ? [key] : []))
  return transaction(pool, async (tx) => {
    const id = await upsertIntegration(tx, attempt)
    if (id !== integrationId) throw changedMeanwhile()
    if (storedEnvironment !== null && storedEnvironment !== input.environment)
      await refuseConnectedShops(tx, attempt)
    const applied = await applyChanges(tx, vault, {
      ...ownerOf(attempt),
      changes,
      actorId: caller.userId,
      expectedVersion: stored.version,
      fingerprinted: secrets,
    })
    await tx.query(
      `update integrations
       set environment = $2, status = $3::enum_integrations_status, version = $4, last_tested_at = now(),
         last_verdict = $5, last_cause = $6, updated_at = now()
       where id = $1`,
      [
        id,
        input.environment,
        override === null ? 'active' : 'unverified',
        applied.version,
        finding.verdict,
        finding.cause,
      ],
    )
    await tell(
      tx,
      caller,
      toldOf(attempt, {
        action,
        outcome: 'ok',
        reason: override === null ? undefined : reasonOf(finding, override, changes),
        fields: [...applied.set, ...applied.cleared],
      }),
    )
    return applied.version
  })
}

/** Locks the integration's row, made when there is none, and returns its id. */
async function upsertIntegration(
  tx: Tx,
  { adapter, organisationId, integrationId, input }: Attempt,
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, $3, $4)
     on conflict (organisation_id, marketplace) do update set updated_at = now()
     returning id`,
    [integrationId, organisationId, adapter.id, input.environment],
  )
  if (!row) throw new Error('The integration could not be written')
  return row.id
}

/** Tokens of connected shops belong to the environment that issued them. @throws Refusal 409 */
async function refuseConnectedShops(tx: Tx, { organisationId, integrationId }: Attempt): Promise<void> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from shops
     where organisation_id = $1 and integration_id = $2 and status <> 'disconnected'`,
    [organisationId, integrationId],
  )
  if (row && row.count > 0) throw shopsConnected(row.count)
}

/** The owner's own words, without a key that slipped into them. */
function reasonOf({ cause }: Finding, words: string, changes: FieldChanges): string {
  const typed = Object.values(changes).flatMap((change) => (change.op === 'set' ? [change.value] : []))
  return `override (${cause}): ${createScrubber(typed)(words)}`
}

const tellFailed = (attempt: Attempt, action: Action, reason: string | undefined): Promise<void> =>
  tell(
    autocommit(attempt.caller.kanal.pool),
    attempt.caller,
    toldOf(attempt, { action, outcome: 'failed', reason, fields: attempt.touched }),
  )
