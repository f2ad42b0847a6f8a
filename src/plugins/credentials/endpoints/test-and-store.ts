import { describeCredentials, type CredentialValues } from '../../../adapters/contract.ts'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { isOwner, tell } from '../../security/endpoint/caller.ts'
import type { Finding, OutcomeLine } from '../checks/events.ts'
import { isUnheard } from '../checks/finding.ts'
import { AFTER_SAVING } from '../checks/run.ts'
import { Secret } from '../crypto/secret.ts'
import { VersionConflictError } from '../errors.ts'
import { keepAnswer, recordPassed } from '../health/record.ts'
import { duplicatesOf } from '../lifecycle/duplicates.ts'
import { startProbation } from '../lifecycle/probation.ts'
import { restoreShops } from '../lifecycle/restore-shops.ts'
import { createScrubber } from '../scrub.ts'
import { applyChanges, type FieldChange, type FieldChanges } from '../store.ts'
import { ensureOrganisationKey } from '../vault.ts'
import { outcomeOf, ownerOf, toldOf, type Attempt } from './attempt.ts'
import type { Expected } from './if-match.ts'
import { shopsConnected } from './problem.ts'
import type { Emit } from './report.ts'
import { testMerged } from './run-attempt.ts'

const STORE = { type: 'step', step: 'store', label: text('Simpan terenkripsi', 'Store encrypted') } as const

const OLD_VALUES_STAY = text('Nilai lama tetap dipakai', 'The old values stay in force')
const NOTHING_STORED = text('Tidak ada yang disimpan', 'Nothing was stored')

/** What becomes of an attempt that passes its test. */
export interface Intent {
  action: 'credential.create' | 'credential.update' | 'credential.rollback'
  expected: Expected
  /** An owner's reason to store what could not be verified. */
  override?: { reason: string } | undefined
  /** For how long the values of before stay usable. */
  overlap?: { hours: number } | undefined
  /** The version whose values come back. */
  restoredVersion?: number
}

/** Tests an attempt, and stores it when the test allows; says each step as it happens. @throws Refusal */
export async function testAndStore(
  attempt: Attempt,
  intent: Intent,
  { emit, signal }: { emit: Emit; signal: AbortSignal },
): Promise<OutcomeLine> {
  const { caller, stored, input } = attempt
  const { action } = intent
  const testing = performance.now()
  const { finding, values } = await testMerged(attempt, { emit, signal, shop: AFTER_SAVING })
  const testMs = performance.now() - testing
  const duplicates = await duplicatesOf(caller.kanal, attempt, input.changes)
  const mayOverride = isUnheard(finding) && values !== null
  if (finding.verdict !== 'accepted' && !(mayOverride && intent.override)) {
    emit({
      ...STORE,
      state: 'skipped',
      fact: stored.version === 0 ? NOTHING_STORED : OLD_VALUES_STAY,
    })
    await tellFailed(attempt, action, finding.cause ?? undefined)
    const canOverride = mayOverride && isOwner(caller, attempt.organisationId)
    return outcomeOf(caller, finding, { saved: false, canOverride, version: stored.version, duplicates })
  }
  emit({ ...STORE, state: 'running' })
  const started = performance.now()
  const changes = tidied(input.changes, values)
  const override = intent.override && finding.verdict !== 'accepted' ? intent.override.reason : null
  signal.throwIfAborted()
  const version = await store(attempt, intent, { changes, finding, testMs, override }).catch(
    async (error: unknown) => {
      emit({ ...STORE, state: 'failed' })
      if (!signal.aborted)
        await tellFailed(
          attempt,
          action,
          error instanceof VersionConflictError ? 'version_conflict' : 'internal',
        )
      throw error instanceof VersionConflictError ? intent.expected.conflict() : error
    },
  )
  emit({ ...STORE, state: 'passed', ms: Math.round(performance.now() - started) })
  return outcomeOf(caller, finding, { saved: true, canOverride: false, version, duplicates })
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

interface Tested {
  changes: FieldChanges
  finding: Finding
  testMs: number
  override: string | null
}

/** The one transaction of a save: integration, vault, audit. Returns the new version. */
async function store(
  attempt: Attempt,
  { action, expected, overlap, restoredVersion }: Intent,
  { changes, finding, testMs, override }: Tested,
): Promise<number> {
  const { caller, adapter, organisationId, integrationId, stored, input, storedEnvironment } = attempt
  const { pool, vault } = caller.kanal
  await ensureOrganisationKey(vault, pool, organisationId)
  const secrets = describeCredentials(adapter.credentials).flatMap(({ key, secret }) => (secret ? [key] : []))
  return transaction(pool, async (tx) => {
    const id = await upsertIntegration(tx, attempt)
    if (id !== integrationId) throw expected.conflict()
    const isMoved = storedEnvironment !== null && storedEnvironment !== input.environment
    if (isMoved) await refuseConnectedShops(tx, attempt)
    const applied = await applyChanges(tx, vault, {
      ...ownerOf(attempt),
      changes,
      actorId: caller.userId,
      expectedVersion: stored.version,
      fingerprinted: secrets,
      history: { ...originOf(override, restoredVersion), environment: input.environment },
      // A key of another environment is none to fall back on.
      overlap: isMoved ? undefined : overlap,
    })
    if (!isMoved && applied.version !== stored.version) {
      await startProbation(tx, ownerOf(attempt), { version: applied.version, previous: stored.version })
    }
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
    const place = { organisationId, integrationId: id }
    if (finding.verdict === 'accepted') await recordPassed(tx, place, { ms: testMs })
    else await keepAnswer(tx, place, 'person', { ...finding, ms: testMs })
    if (restoredVersion !== undefined) await restoreShops(tx, ownerOf(attempt), restoredVersion)
    await tell(
      tx,
      caller,
      toldOf(attempt, {
        action,
        outcome: 'ok',
        reason: reasonOf(attempt, { changes, finding, override }, restoredVersion),
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

const originOf = (override: string | null, restoredVersion: number | undefined) =>
  restoredVersion !== undefined
    ? ({ kind: 'rollback', restoredVersion } as const)
    : ({ kind: override === null ? 'save' : 'override' } as const)

/** Which version came back, and the owner's own words without a key that slipped into them. */
function reasonOf(
  { stored }: Attempt,
  { changes, finding, override }: Omit<Tested, 'testMs'>,
  restoredVersion: number | undefined,
): string | undefined {
  const typed = Object.values(changes).flatMap((change) => (change.op === 'set' ? [change.value] : []))
  const parts = [
    ...(restoredVersion === undefined ? [] : [`restored v${restoredVersion} over v${stored.version}`]),
    ...(override === null ? [] : [`override (${finding.cause}): ${createScrubber(typed)(override)}`]),
  ]
  return parts.length > 0 ? parts.join('; ') : undefined
}

/** Writes down an attempt that did not lead to anything. */
export const tellFailed = (
  attempt: Attempt,
  action: Intent['action'],
  reason: string | undefined,
): Promise<void> =>
  tell(
    autocommit(attempt.caller.kanal.pool),
    attempt.caller,
    toldOf(attempt, { action, outcome: 'failed', reason, fields: attempt.touched }),
  )
