import type { IntegrationAdapter, LocalizedText } from '../../adapters/contract.ts'
import { describeCredentials } from '../../adapters/contract.ts'
import type { IntegrationStatus } from '../../collections/integrations/integrations.ts'
import { autocommit, type Tx } from '../../database/tx.ts'
import { integrationAdapterOf, type Kanal } from '../context.ts'
import { checkShape } from '../credentials/checks/shape.ts'
import { environmentsOf } from '../credentials/endpoints/attempt.ts'
import { integrationIdOf } from '../credentials/endpoints/integration-id.ts'
import { CredentialsMissingError, OrganisationKeyMissingError } from '../credentials/errors.ts'
import { fingerprintOf } from '../credentials/keys/derive.ts'
import { withCredentials } from '../credentials/read.ts'
import type { Bundle, Entry } from './format/manifest.ts'
import { openBundle, parseBundle } from './format/seal.ts'
import { alreadyImported } from './problems.ts'
import { maySetUp, secretsOf } from './stored-settings.ts'
import type { Unlock } from './unlock.ts'

/** Why an entry cannot be taken in here. */
export type Obstacle =
  | 'unknown_adapter'
  | 'unknown_environment'
  | 'unknown_fields'
  | 'wrong_form'
  | 'operator_only'
  | 'shops_connected'

export type FieldState = 'new' | 'same' | 'different' | 'goes'

/** What would become of one entry. Names only: no value is in it. */
export interface EntryReport {
  adapter: string
  name: string
  environment: string
  environmentLabel: LocalizedText | null
  /** `same`: all of it is stored already. `conflict`: something else is stored. */
  state: 'new' | 'same' | 'conflict' | 'impossible'
  obstacle: Obstacle | null
  /** The environment in force when it is another one. */
  environmentBefore: LocalizedText | null
  fields: readonly { field: string; label: LocalizedText | null; state: FieldState }[]
  /** Version in force; hand it back with the choice. */
  version: number
}

/** An entry, what it is for, and what it would do. */
export interface ExaminedEntry {
  entry: Entry
  adapter: IntegrationAdapter | null
  integrationId: string
  report: EntryReport
}

export interface Examined {
  bundle: Bundle
  entries: readonly ExaminedEntry[]
}

/**
 * Opens a bundle and says what taking it in would do. Writes nothing.
 * @throws BundleError when it cannot be read, Refusal when it was taken in before.
 */
export async function examineBundle(
  kanal: Kanal,
  { organisationId, text, unlock }: { organisationId: string; text: string; unlock: Unlock },
): Promise<Examined> {
  const tx = autocommit(kanal.pool)
  const bundle = parseBundle(text, kanal.now())
  await refuseReplay(tx, organisationId, bundle.manifest.id)
  const secret = await unlock(bundle)
  let entries: Entry[]
  try {
    entries = openBundle(bundle, secret)
  } finally {
    secret.fill(0)
  }
  const examined: ExaminedEntry[] = []
  for (const entry of entries) examined.push(await examineEntry(tx, kanal, organisationId, entry))
  return { bundle, entries: examined }
}

/** @throws Refusal when the organisation has taken this bundle in before. */
async function refuseReplay(tx: Tx, organisationId: string, bundleId: string): Promise<void> {
  const [before] = await tx.query(
    'select 1 from imported_bundles where organisation_id = $1 and bundle_id = $2',
    [organisationId, bundleId],
  )
  if (before) throw alreadyImported()
}

interface Stored {
  id: string
  environment: string
  status: IntegrationStatus
  version: number
  fields: Readonly<Record<string, string | null>>
  shops: number
}

async function storedOf(tx: Tx, organisationId: string, adapterId: string): Promise<Stored | null> {
  const [row] = await tx.query<Stored>(
    `select i.id, i.environment, i.status::text, coalesce(h.row_version, 0) as version,
       coalesce((
         select jsonb_object_agg(v.field, encode(v.fp, 'hex')) from cred_values v
         where v.owner_type = 'integration' and v.owner_id = i.id
           and v.version = (h.fields ->> v.field)::integer
       ), '{}') as fields,
       (select count(*)::int from shops s where s.organisation_id = i.organisation_id
          and s.integration_id = i.id and s.status <> 'disconnected') as shops
     from integrations i
     left join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id
       and h.organisation_id = i.organisation_id
     where i.organisation_id = $1 and i.marketplace = $2`,
    [organisationId, adapterId],
  )
  return row ?? null
}

async function examineEntry(
  tx: Tx,
  kanal: Kanal,
  organisationId: string,
  entry: Entry,
): Promise<ExaminedEntry> {
  const adapter = integrationAdapterOf(kanal, entry.adapter) ?? null
  const stored = await storedOf(tx, organisationId, entry.adapter)
  const integrationId = stored?.id ?? integrationIdOf(organisationId, entry.adapter)
  const obstacle = await obstacleOf(tx, { organisationId, entry, adapter, stored })
  const base = {
    adapter: entry.adapter,
    name: adapter?.name ?? entry.adapter,
    environment: entry.environment,
    environmentLabel: adapter?.environments[entry.environment]?.label ?? null,
    obstacle,
    version: stored?.version ?? 0,
  }
  const labels = new Map(
    adapter ? describeCredentials(adapter.credentials).map(({ key, label }) => [key, label]) : [],
  )
  const labelled = (field: string, state: FieldState) => ({ field, label: labels.get(field) ?? null, state })
  if (obstacle !== null || !adapter || !stored || Object.keys(stored.fields).length === 0) {
    const report: EntryReport = {
      ...base,
      state: obstacle === null ? 'new' : 'impossible',
      environmentBefore: null,
      fields: entry.fields.map(({ name }) => labelled(name, 'new')),
    }
    return { entry, adapter, integrationId, report }
  }
  const equal = await equalFields(tx, kanal, { organisationId, entry, adapter, stored })
  const fields = [
    ...entry.fields.map(({ name }) => {
      const isStored = Object.hasOwn(stored.fields, name)
      return labelled(name, !isStored ? 'new' : equal.has(name) ? 'same' : 'different')
    }),
    ...Object.keys(stored.fields)
      .filter((field) => !entry.fields.some(({ name }) => name === field))
      .sort()
      .map((field) => labelled(field, 'goes')),
  ]
  const before = stored.environment
  const moved =
    before === entry.environment ? null : (adapter.environments[before]?.label ?? { id: before, en: before })
  const isSame = moved === null && fields.every(({ state }) => state === 'same')
  return {
    entry,
    adapter,
    integrationId,
    report: { ...base, state: isSame ? 'same' : 'conflict', environmentBefore: moved, fields },
  }
}

async function obstacleOf(
  tx: Tx,
  {
    organisationId,
    entry,
    adapter,
    stored,
  }: { organisationId: string; entry: Entry; adapter: IntegrationAdapter | null; stored: Stored | null },
): Promise<Obstacle | null> {
  if (!adapter) return 'unknown_adapter'
  if (!(await maySetUp(tx, adapter, organisationId))) return 'operator_only'
  if (!environmentsOf(adapter).some(([key]) => key === entry.environment)) return 'unknown_environment'
  if (entry.fields.some(({ name }) => !Object.hasOwn(adapter.credentials.shape, name)))
    return 'unknown_fields'
  const values = Object.fromEntries(entry.fields.map(({ name, value }) => [name, value]))
  if (checkShape(adapter, values).finding) return 'wrong_form'
  // Tokens of connected shops belong to the environment that issued them.
  if (stored && stored.environment !== entry.environment && stored.shops > 0) return 'shops_connected'
  return null
}

/** Fields of an entry that are stored with the very same value: secrets by fingerprint, others by their value. */
async function equalFields(
  tx: Tx,
  { pool, vault }: Kanal,
  {
    organisationId,
    entry,
    adapter,
    stored,
  }: { organisationId: string; entry: Entry; adapter: IntegrationAdapter; stored: Stored },
): Promise<ReadonlySet<string>> {
  const secrets = secretsOf(adapter)
  const common = entry.fields.filter(({ name }) => Object.hasOwn(stored.fields, name))
  const equalSecrets = await vault.keys
    .withActive(tx, organisationId, (keys) =>
      common.flatMap(({ name, value }) =>
        secrets.has(name) &&
        fingerprintOf(keys, adapter.id, name, value).toString('hex') === stored.fields[name]
          ? [name]
          : [],
      ),
    )
    .catch((error: unknown) => {
      if (error instanceof OrganisationKeyMissingError) return []
      throw error
    })
  const open = common.filter(({ name }) => !secrets.has(name))
  if (open.length === 0) return new Set(equalSecrets)
  const reading = {
    organisationId,
    ownerType: 'integration',
    ownerId: stored.id,
    slug: adapter.id,
    fields: open.map(({ name }) => name),
    consumer: 'settings.import',
    purpose: 'compare',
  } as const
  const equalOpen = await withCredentials(vault, pool, reading, (values) =>
    open.flatMap(({ name, value }) => (values[name] === value ? [name] : [])),
  ).catch((error: unknown) => {
    if (error instanceof CredentialsMissingError) return []
    throw error
  })
  return new Set([...equalSecrets, ...equalOpen])
}
