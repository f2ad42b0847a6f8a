import { transaction, type Tx } from '../../database/tx.ts'
import type { IntegrationAdapter } from '../../adapters/contract.ts'
import { Secret } from '../credentials/crypto/secret.ts'
import { VersionConflictError } from '../credentials/errors.ts'
import { startProbation } from '../credentials/lifecycle/probation.ts'
import { applyChanges, describeStored, type FieldChange } from '../credentials/store.ts'
import { ensureOrganisationKey } from '../credentials/vault.ts'
import { tell, type Caller } from '../security/endpoint/caller.ts'
import type { ExaminedEntry, Examined } from './examine.ts'
import { BundleError } from './format/bundle-error.ts'
import { useImportKey } from './import-keys.ts'
import { alreadyImported, changedSinceReport, entryImpossible, nothingChosen } from './problems.ts'
import { secretsOf } from './stored-settings.ts'

/** What the person decided about one entry; entries without a choice are left out. */
export interface Choice {
  adapter: string
  /** `store` puts what the bundle says in place of all that is stored, as a new version. */
  action: 'store' | 'skip'
  /** The version the report named. */
  expectedVersion: number
}

/** An integration that has new settings, not tested yet. */
export interface ImportedIntegration {
  id: string
  organisationId: string
  adapter: IntegrationAdapter
  environment: string
}

/**
 * Takes the chosen entries of a bundle in, all of them or none, and remembers the bundle: it is taken in once per
 * organisation, whoever sends it at the same moment. Everything stored is untested.
 * @throws Refusal when it was taken in before, or something changed since the report.
 */
export async function importBundle(
  caller: Caller,
  organisationId: string,
  { bundle, entries }: Examined,
  choices: readonly Choice[],
): Promise<readonly ImportedIntegration[]> {
  const { kanal } = caller
  const { manifest } = bundle
  const versionOf = new Map(
    choices.flatMap(({ adapter, action, expectedVersion }) =>
      action === 'store' ? [[adapter, expectedVersion]] : [],
    ),
  )
  const chosen = entries.filter(({ entry }) => versionOf.has(entry.adapter))
  if (chosen.length === 0 || chosen.length < versionOf.size) throw nothingChosen()
  const impossible = chosen.find(({ report }) => report.obstacle !== null)
  if (impossible) throw entryImpossible(impossible.report.name)
  await ensureOrganisationKey(kanal.vault, kanal.pool, organisationId)
  return transaction(kanal.pool, async (tx) => {
    const first = await tx.query(
      `insert into imported_bundles (organisation_id, bundle_id, source_name, stored, imported_by)
       values ($1, $2, $3, $4, $5) on conflict do nothing returning bundle_id`,
      [organisationId, manifest.id, manifest.organisation.name, chosen.length, caller.userId],
    )
    if (first.length === 0) throw alreadyImported()
    const { protection } = manifest
    if (protection.kind === 'recipient') {
      if (!(await useImportKey(tx, { organisationId, id: protection.key }))) throw new BundleError('key_gone')
    }
    const imported: ImportedIntegration[] = []
    // In one order, so that two bundles at once do not wait for each other.
    for (const each of [...chosen].sort((a, b) => a.integrationId.localeCompare(b.integrationId))) {
      imported.push(
        await importEntry(tx, caller, organisationId, each, {
          expectedVersion: versionOf.get(each.entry.adapter) ?? 0,
          source: manifest.organisation.name,
        }),
      )
    }
    await tell(tx, caller, {
      organisationId,
      action: 'settings.import',
      target: { type: 'bundle', id: manifest.id, label: manifest.organisation.name },
      outcome: 'ok',
      reason: `${chosen.length} of ${entries.length} entries stored`,
      fields: chosen.flatMap(({ entry }) => entry.fields.map(({ name }) => `${entry.adapter}.${name}`)),
    })
    return imported
  })
}

async function importEntry(
  tx: Tx,
  caller: Caller,
  organisationId: string,
  { entry, adapter, integrationId }: ExaminedEntry,
  { expectedVersion, source }: { expectedVersion: number; source: string },
): Promise<ImportedIntegration> {
  if (!adapter) throw entryImpossible(entry.adapter)
  const { environment } = entry
  const [row] = await tx.query<{ id: string; before: string; shops: number }>(
    `insert into integrations as i (id, organisation_id, marketplace, environment) values ($1, $2, $3, $4)
     on conflict (organisation_id, marketplace) do update set updated_at = now()
     returning i.id, i.environment as before, (
       select count(*)::int from shops where organisation_id = $2 and integration_id = i.id
         and status <> 'disconnected'
     ) as shops`,
    [integrationId, organisationId, adapter.id, environment],
  )
  if (row?.id !== integrationId) throw changedSinceReport()
  const isMoved = row.before !== environment
  if (isMoved && row.shops > 0) throw changedSinceReport()
  const owner = {
    organisationId,
    ownerType: 'integration',
    ownerId: integrationId,
    slug: adapter.id,
  } as const
  const { fields } = await describeStored(tx, owner)
  // What the bundle does not name goes: half of one set of keys and half of another is no set of keys.
  const changes = Object.fromEntries([
    ...fields.map(({ field }): [string, FieldChange] => [field, { op: 'clear' }]),
    ...entry.fields.map(({ name, value }): [string, FieldChange] => [
      name,
      { op: 'set', value: new Secret(value) },
    ]),
  ])
  const applied = await applyChanges(tx, caller.kanal.vault, {
    ...owner,
    changes,
    actorId: caller.userId,
    expectedVersion,
    fingerprinted: [...secretsOf(adapter)],
    history: { kind: 'import', environment },
  }).catch((error: unknown) => {
    throw error instanceof VersionConflictError ? changedSinceReport() : error
  })
  if (!isMoved && expectedVersion > 0) {
    await startProbation(tx, owner, { version: applied.version, previous: expectedVersion })
  }
  await tx.query(
    `update integrations
     set environment = $2, status = 'unverified', version = $3, last_tested_at = null, last_verdict = null,
       last_cause = null, updated_at = now()
     where id = $1`,
    [integrationId, environment, applied.version],
  )
  await tell(tx, caller, {
    organisationId,
    action: 'settings.import',
    target: { type: 'integration', id: integrationId, label: adapter.name },
    outcome: 'ok',
    reason: `from ${source}`,
    fields: [...applied.set, ...applied.cleared],
  })
  return { id: integrationId, organisationId, adapter, environment }
}
