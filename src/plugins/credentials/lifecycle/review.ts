import { describeCredentials, type IntegrationAdapter } from '../../../adapters/contract.ts'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { integrationAdapterOf, type Kanal } from '../../context.ts'
import { notify } from '../../notifications/notify.ts'
import { runChecks, type CheckResult } from '../checks/run.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { environmentsOf } from '../endpoints/attempt.ts'
import { withAnyShop } from '../endpoints/shop-session.ts'
import { CredentialsMissingError, VersionConflictError } from '../errors.ts'
import { withVersion } from '../read.ts'
import { applyChanges } from '../store.ts'
import { ensureOrganisationKey } from '../vault.ts'
import { changedSince, changesTo } from './restore.ts'
import { restoreShops } from './restore-shops.ts'
import { decide, forgive, suspectOf, type Probation } from './probation.ts'

/** What came of looking into a suspected version. `later` when no test could tell: it is looked into again. */
export type Review = 'nothing' | 'cleared' | 'later' | 'reverted' | 'failed'

interface Suspect extends Probation {
  adapter: IntegrationAdapter
  environment: string
}

/**
 * Looks into a new version that calls were refused with. Only if it is refused in a test as well, and the version
 * before passes the same test, the values of before come back, as a new version, in one transaction with its audit
 * row and notice. An outage proves nothing either way. Safe to repeat after a crash anywhere.
 */
export async function reviewProbation(
  kanal: Kanal,
  integrationId: string,
  signal: AbortSignal,
): Promise<Review> {
  const tx = autocommit(kanal.pool)
  const probation = await suspectOf(tx, integrationId)
  const suspect = probation && (await describeSuspect(tx, kanal, probation))
  if (!suspect) return 'nothing'
  const now = await testVersion(kanal, suspect, suspect.version, signal)
  if (now?.finding.verdict === 'accepted') {
    await forgive(tx, suspect)
    return 'cleared'
  }
  if (now?.finding.verdict !== 'rejected') return 'later'
  const before = await testVersion(kanal, suspect, suspect.previousVersion, signal)
  if (before?.finding.verdict === 'accepted') return goBack(kanal, suspect, before)
  if (before?.finding.verdict !== 'rejected') return 'later'
  return transaction(kanal.pool, (inner) => giveUp(inner, kanal, suspect, now))
}

async function describeSuspect(tx: Tx, kanal: Kanal, probation: Probation): Promise<Suspect | null> {
  const [row] = await tx.query<{ marketplace: string; environment: string }>(
    `select i.marketplace, i.environment from integrations i
     join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id and h.current_version = $2
     where i.id = $1`,
    [probation.integrationId, probation.version],
  )
  const adapter = row && integrationAdapterOf(kanal, row.marketplace)
  return adapter ? { ...probation, ...row, adapter } : null
}

/** Tests one version as a connected shop would use it; null when it cannot be opened or its place is gone. */
async function testVersion(
  kanal: Kanal,
  { adapter, organisationId, integrationId, environment: key }: Suspect,
  version: number,
  signal: AbortSignal,
): Promise<CheckResult | null> {
  const environment = environmentsOf(adapter).find(([offered]) => offered === key)?.[1]
  if (!environment) return null
  const owner = {
    organisationId,
    ownerType: 'integration',
    ownerId: integrationId,
    slug: adapter.id,
  } as const
  const reading = { ...owner, version, consumer: 'credential.rollback', purpose: 'probation.test' } as const
  try {
    return await withAnyShop(kanal, { organisationId, integrationId, adapter }, (shop) =>
      withVersion(kanal.vault, kanal.pool, reading, (values) =>
        runChecks({
          adapter,
          environment,
          values,
          shop,
          signal,
          send: kanal.send,
          connect: kanal.connect,
          now: kanal.now,
          onStep: () => undefined,
        }),
      ),
    )
  } catch (error) {
    if (error instanceof DecryptError || error instanceof CredentialsMissingError) return null
    throw error
  }
}

async function goBack(kanal: Kanal, suspect: Suspect, { finding, values }: CheckResult): Promise<Review> {
  const { adapter, organisationId, integrationId, version, previousVersion } = suspect
  const owner = {
    organisationId,
    ownerType: 'integration',
    ownerId: integrationId,
    slug: adapter.id,
  } as const
  const secrets = describeCredentials(adapter.credentials).flatMap(({ key, secret }) => (secret ? [key] : []))
  await ensureOrganisationKey(kanal.vault, kanal.pool, organisationId)
  try {
    return await transaction(kanal.pool, async (tx): Promise<Review> => {
      await tx.query('select id from integrations where id = $1 for update', [integrationId])
      if (!(await decide(tx, suspect, 'reverted'))) return 'nothing'
      const applied = await applyChanges(tx, kanal.vault, {
        ...owner,
        changes: changesTo(values ?? {}, await changedSince(tx, owner, previousVersion)),
        actorId: null,
        expectedVersion: version,
        fingerprinted: secrets,
        history: {
          kind: 'auto_rollback',
          environment: suspect.environment,
          restoredVersion: previousVersion,
        },
      })
      await tx.query(
        `update integrations
         set status = 'active', version = $2, last_tested_at = now(), last_verdict = $3, last_cause = null,
           updated_at = now()
         where id = $1`,
        [integrationId, applied.version, finding.verdict],
      )
      await restoreShops(tx, owner, previousVersion)
      await record(tx, kanal, suspect, 'ok', `restored v${previousVersion} over v${version}`, [
        ...applied.set,
        ...applied.cleared,
      ])
      await notify(tx, {
        organisationId,
        kind: 'credential.reverted',
        dedupeKey: `${integrationId}:${version}`,
        params: { integration: adapter.name },
      })
      return 'reverted'
    })
  } catch (error) {
    // Someone saved meanwhile: their version is watched on its own.
    if (error instanceof VersionConflictError) return 'nothing'
    throw error
  }
}

/** Neither version works: people are needed. */
async function giveUp(tx: Tx, kanal: Kanal, suspect: Suspect, { finding }: CheckResult): Promise<Review> {
  if (!(await decide(tx, suspect, 'failed'))) return 'nothing'
  const { adapter, organisationId, integrationId, version } = suspect
  await tx.query(
    `update integrations
     set status = 'failed', last_tested_at = now(), last_verdict = $3, last_cause = $4, updated_at = now()
     where id = $1 and version = $2`,
    [integrationId, version, finding.verdict, finding.cause],
  )
  await record(tx, kanal, suspect, 'failed', finding.cause ?? 'rejected', [])
  await notify(tx, {
    organisationId,
    kind: 'credential.rejected',
    dedupeKey: integrationId,
    params: { integration: adapter.name },
  })
  return 'failed'
}

const record = (
  tx: Tx,
  { audit }: Kanal,
  { organisationId, integrationId, adapter }: Suspect,
  outcome: 'ok' | 'failed',
  reason: string,
  fields: readonly string[],
): Promise<void> =>
  audit.record(tx, {
    organisationId,
    actor: { type: 'system' },
    action: 'credential.auto_rollback',
    target: { type: 'integration', id: integrationId, label: adapter.name },
    outcome,
    reason,
    fields,
  })
