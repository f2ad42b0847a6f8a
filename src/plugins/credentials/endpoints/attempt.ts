import {
  describeCredentials,
  isService,
  type EnvironmentDescriptor,
  type IntegrationAdapter,
} from '../../../adapters/contract.ts'
import { autocommit } from '../../../database/tx.ts'
import { readEnv } from '../../../env.ts'
import { integrationAdapterOf } from '../../context.ts'
import { offeredEnvironments } from '../../marketplaces/environments.ts'
import { refuseWhileFilesInside } from '../../services/files/in-use.ts'
import { operatorOf } from '../../services/operator.ts'
import { admitFast } from '../../services/cache/limits.ts'
import type { Finding, OutcomeLine } from '../checks/events.ts'
import { describeStored, type CredentialDescription } from '../store.ts'
import { integrationIdOf } from './integration-id.ts'
import type { VaultPermission } from '../permissions/permissions.ts'
import { requireVault } from '../permissions/require.ts'
import type { Caller, Told } from '../../security/endpoint/caller.ts'
import type { TestInput } from './input.ts'
import { malformed } from '../../security/endpoint/refusal.ts'
import { tooManyTests, typeSecretsAgain } from './problem.ts'

const TESTS_PER_MINUTE = 6

/** What a person typed for one marketplace or service, next to what is stored. */
export interface Attempt {
  caller: Caller
  adapter: IntegrationAdapter
  environment: EnvironmentDescriptor
  organisationId: string
  integrationId: string
  /** The environment the stored credentials are for; null when there is no integration yet. */
  storedEnvironment: string | null
  stored: CredentialDescription
  input: TestInput
  /** Nothing typed, nothing taken away, same environment. */
  unchanged: boolean
  /** Names of the fields set or cleared, for the audit. */
  touched: readonly string[]
}

/** Environments a seller may choose: stand-ins only where this deployment runs them. */
export const environmentsOf = (
  adapter: IntegrationAdapter,
  sandboxes: Readonly<Record<string, string>> = readEnv().sandboxes,
): [string, EnvironmentDescriptor][] => Object.entries(offeredEnvironments(adapter, Object.values(sandboxes)))

export const ownerOf = ({
  organisationId,
  integrationId,
  adapter,
}: Pick<Attempt, 'organisationId' | 'integrationId' | 'adapter'>) =>
  ({ organisationId, ownerType: 'integration', ownerId: integrationId, slug: adapter.id }) as const

/**
 * Everything that is decided before a marketplace is asked: may this person, is this a marketplace and an
 * environment of ours, are the fields its fields, and would a stored key travel to another destination?
 * @throws Refusal
 */
export async function prepareAttempt(
  caller: Caller,
  input: TestInput,
  permission: VaultPermission,
): Promise<Attempt> {
  const organisationId = input.organisation.toLowerCase()
  const adapter = integrationAdapterOf(caller.kanal, input.marketplace)
  const futureId = integrationIdOf(organisationId, input.marketplace)
  await requireVault(caller, permission, {
    organisation: organisationId,
    target: { type: 'integration', id: futureId, label: input.marketplace },
  })
  const tx = autocommit(caller.kanal.pool)
  if (!adapter || (isService(adapter) && (await operatorOf(tx)) !== organisationId))
    throw malformed(['marketplace'])
  const environment = environmentsOf(adapter).find(([key]) => key === input.environment)?.[1]
  if (!environment) throw malformed(['environment'])
  const unknown = Object.keys(input.changes).filter((key) => !Object.hasOwn(adapter.credentials.shape, key))
  if (unknown.length > 0) throw malformed(unknown.map((key) => `changes.${key}`))

  const [row] = await tx.query<{ id: string; environment: string }>(
    'select id, environment from integrations where organisation_id = $1 and marketplace = $2',
    [organisationId, adapter.id],
  )
  const integrationId = row?.id ?? futureId
  const stored = await describeStored(tx, {
    organisationId,
    ownerType: 'integration',
    ownerId: integrationId,
  })
  const storedEnvironment = row?.environment ?? null
  const isElsewhere = storedEnvironment !== null && storedEnvironment !== input.environment
  const isRedirected = adapter.destination?.some((key) => (input.changes[key]?.op ?? 'keep') !== 'keep')
  if (isRedirected) await refuseWhileFilesInside(tx, adapter)
  if (isElsewhere || isRedirected) {
    const secrets = new Set(
      describeCredentials(adapter.credentials).flatMap(({ key, secret }) => (secret ? [key] : [])),
    )
    const carried = stored.fields.filter(
      ({ field }) => secrets.has(field) && (input.changes[field]?.op ?? 'keep') === 'keep',
    )
    if (carried.length > 0)
      throw typeSecretsAgain(
        carried.map(({ field }) => field),
        isElsewhere ? 'environment' : 'address',
      )
  }
  const touched = Object.entries(input.changes).flatMap(([field, { op }]) => (op === 'keep' ? [] : [field]))
  return {
    caller,
    adapter,
    environment,
    organisationId,
    integrationId,
    storedEnvironment,
    stored,
    input,
    unchanged: touched.length === 0 && !isElsewhere,
    touched,
  }
}

/** Counts a test of this person. @throws Refusal 429 after six within a minute. */
export async function admitTest({ kanal, userId }: Caller): Promise<void> {
  const limit = { subject: `connection.test:${userId}`, most: TESTS_PER_MINUTE, windowSeconds: 60 }
  const wait = await admitFast(kanal, limit)
  if (wait > 0) throw tooManyTests(wait)
}

/** The last line of a report. */
export const outcomeOf = (
  caller: Caller,
  finding: Finding,
  rest: Pick<OutcomeLine, 'saved' | 'canOverride' | 'version'> & Partial<Pick<OutcomeLine, 'duplicates'>>,
): OutcomeLine => ({
  type: 'outcome',
  duplicates: [],
  ...finding,
  ...rest,
  status: rest.saved || finding.verdict === 'accepted' ? 200 : 422,
  requestId: caller.requestId,
})

/** The audit row of an integration, ready but for what happened. */
export const toldOf = (
  attempt: Pick<Attempt, 'organisationId' | 'integrationId' | 'adapter'>,
  told: Pick<Told, 'action' | 'outcome' | 'reason' | 'fields'>,
): Told => ({
  organisationId: attempt.organisationId,
  target: { type: 'integration', id: attempt.integrationId, label: attempt.adapter.name },
  ...told,
})
