import {
  describeCredentials,
  isService,
  type AnyCheck,
  type Cause,
  type CredentialFieldDescriptor,
  type CredentialSchema,
  type Explanation,
  type IntegrationAdapter,
  type LocalizedText,
  type MarketplaceAdapter,
  CAUSES,
} from '../../adapters/contract.ts'
import { explain } from '../../adapters/kit/explain.ts'
import type { IntegrationStatus } from '../../collections/integrations/integrations.ts'
import type { ShopStatus } from '../../collections/integrations/shops.ts'
import { autocommit } from '../../database/tx.ts'
import type { Role } from '../../collections/access/roles.ts'
import type { Kanal } from '../context.ts'
import { readEnv } from '../../env.ts'
import { operatorOf } from '../services/operator.ts'
import { SHAPE_LABEL } from './checks/run.ts'
import { environmentsOf } from './endpoints/attempt.ts'
import { integrationIdOf } from './endpoints/integration-id.ts'
import { healthReports, type HealthReport } from './health/report.ts'
import { permissionsOf, type VaultPermission } from './permissions/permissions.ts'
import { describeAllStored } from './store.ts'

export interface FieldCard extends CredentialFieldDescriptor {
  /** When it was stored and, for long values, how it ends; null when nothing is stored. */
  stored: { setAt: string; last4: string | null } | null
}

export interface ShopCard {
  id: string
  name: string
  externalId: string
  status: ShopStatus
  consentExpiresAt: string | null
}

/** Until when the provider takes the stored credentials, as far as anybody knows. */
export interface ExpiryCard {
  /** The last day, `YYYY-MM-DD`. */
  on: string | null
  /** Whole days from today, where the organisation is; negative when the day has passed. */
  daysLeft: number | null
  /** A date was known for what has been replaced since: the new one is asked for. */
  isAsked: boolean
  /** The last day by what the provider says of all its keys, `YYYY-MM-DD`. */
  proposed: string | null
}

/** A storefront of the connection that sellers look for by its own name. */
export interface SurfaceEntry {
  id: string
  name: string
  text: string
  color: string
  /** How its shops connect. */
  hint: LocalizedText
}

/** One marketplace or service on the Integrations page. Holds no secret and no stored value: safe for a browser. */
export interface IntegrationCard {
  id: string
  marketplace: string
  kind: 'marketplace' | 'service'
  name: string
  /** What a service is good for. */
  purpose: LocalizedText | null
  badge: { text: string; color: string }
  surfaces: SurfaceEntry[]
  status: IntegrationStatus
  environment: string | null
  environments: { key: string; label: LocalizedText }[]
  lastTestedAt: string | null
  /** Why the last test did not pass, in general terms. */
  problem: Explanation | null
  /** Version of what is stored, for `expectedVersion`. */
  version: number
  fields: FieldCard[]
  /** What a service can be used for from its card. */
  offers: readonly ('mail' | 'files')[]
  /** Fields that say where the secrets go. */
  destination: readonly string[]
  steps: { id: AnyCheck['id']; label: LocalizedText }[]
  setup: readonly LocalizedText[]
  docsUrl: string
  webhookUrl: string
  shops: ShopCard[]
  expiry: ExpiryCard
  /** The only shops that may use the credentials; null for all. */
  scope: readonly string[] | null
  /** How the tests of thirty days went; null while nothing is stored. */
  health: HealthReport | null
}

export interface Overview {
  organisation: string
  /** What the person who looks may do here. */
  permissions: readonly VaultPermission[]
  timeZone: string
  marketplaces: IntegrationCard[]
  /** Empty for every organisation but the one that runs the deployment. */
  services: IntegrationCard[]
}

interface Row {
  id: string
  marketplace: string
  environment: string
  status: IntegrationStatus
  lastTestedAt: Date | null
  lastCause: string | null
  expiresOn: string | null
  daysLeft: number | null
  isAsked: boolean
  scope: string[] | null
}

interface ShopRow extends Omit<ShopCard, 'consentExpiresAt'> {
  integrationId: string
  consentExpiresAt: Date | null
}

const OFFERS = ['mail', 'files'] as const

/**
 * Every registered marketplace, and for the operator every service, with its state in one organisation, for somebody
 * with this role there.
 */
export async function overviewOf(kanal: Kanal, organisationId: string, role: Role): Promise<Overview> {
  const tx = autocommit(kanal.pool)
  const [organisations, rows, shops, operator, reports, stored, permissions] = await Promise.all([
    tx.query<{ timeZone: string }>('select time_zone as "timeZone" from organisations where id = $1', [
      organisationId,
    ]),
    tx.query<Row>(
      `select i.id, i.marketplace, i.environment, i.status, i.last_tested_at as "lastTestedAt",
         i.last_cause as "lastCause", to_char(h.expires_on, 'YYYY-MM-DD') as "expiresOn",
         h.expires_on - (now() at time zone o.time_zone::text)::date as "daysLeft",
         coalesce(h.expiry_asked, false) as "isAsked", h.scope_shops as scope
       from integrations i
       join organisations o on o.id = i.organisation_id
       left join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id
         and h.organisation_id = i.organisation_id
       where i.organisation_id = $1`,
      [organisationId],
    ),
    tx.query<ShopRow>(
      `select id, name, external_shop_id as "externalId", status, integration_id as "integrationId",
         consent_expires_at as "consentExpiresAt"
       from shops where organisation_id = $1 and status <> 'disconnected' order by name, id`,
      [organisationId],
    ),
    operatorOf(tx),
    healthReports(tx, organisationId),
    describeAllStored(tx, { organisationId, ownerType: 'integration' }),
    permissionsOf(tx, organisationId, role),
  ])
  const rowOf = new Map(rows.map((row) => [row.marketplace, row]))
  const healthOf = new Map(reports.map((report) => [report.integrationId, report]))
  const shopsOf = shopsByIntegration(shops)
  const { sandboxes } = readEnv()
  const timeZone = organisations[0]?.timeZone ?? 'Asia/Jakarta'
  const cardOf = (adapter: IntegrationAdapter): IntegrationCard => {
    const row = rowOf.get(adapter.id)
    const id = row?.id ?? integrationIdOf(organisationId, adapter.id)
    const { version, fields } = stored.get(id) ?? NOTHING_STORED
    return {
      id,
      marketplace: adapter.id,
      kind: isService(adapter) ? 'service' : 'marketplace',
      purpose: isService(adapter) ? adapter.purpose : null,
      name: adapter.name,
      badge: adapter.badge,
      surfaces: surfacesOf(kanal.adapters.get(adapter.id)),
      status: row?.status ?? 'draft',
      environment: row?.environment ?? null,
      environments: environmentsOf(adapter, sandboxes).map(([key, { label }]) => ({ key, label })),
      lastTestedAt: row?.lastTestedAt?.toISOString() ?? null,
      problem: problemOf(adapter, row),
      version,
      fields: fieldsOf(adapter, fields),
      offers: isService(adapter) ? OFFERS.filter((each) => adapter[each]) : [],
      destination: adapter.destination ?? [],
      steps: stepsOf(adapter),
      setup: adapter.setup,
      docsUrl: adapter.docsUrl,
      webhookUrl: `${kanal.publicUrl}/webhooks/${adapter.id}/${id}`,
      shops: shopsOf.get(id) ?? [],
      expiry: {
        on: row?.expiresOn ?? null,
        daysLeft: row?.daysLeft ?? null,
        isAsked: row?.isAsked ?? false,
        proposed: proposedEnd(adapter, fields, timeZone),
      },
      scope: row?.scope ?? null,
      health: healthOf.get(id) ?? null,
    }
  }
  const services = operator === organisationId ? [...kanal.services.values()] : []
  return {
    organisation: organisationId,
    permissions,
    timeZone,
    marketplaces: [...kanal.adapters.values()].map(cardOf),
    services: services.map(cardOf),
  }
}

const DAY_MS = 86_400_000

/** When secrets stored last would end, at a provider whose keys live so long. */
function proposedEnd(
  { credentials, keyLifetimeDays }: IntegrationAdapter,
  stored: readonly { field: string; setAt: Date }[],
  timeZone: string,
): string | null {
  if (keyLifetimeDays === undefined) return null
  const secrets = new Set(descriptorsOf(credentials).flatMap(({ key, secret }) => (secret ? [key] : [])))
  const times = stored.flatMap(({ field, setAt }) => (secrets.has(field) ? [setAt.getTime()] : []))
  if (times.length === 0) return null
  const end = new Date(Math.max(...times) + keyLifetimeDays * DAY_MS)
  // In Swedish a date is written as ISO does.
  return new Intl.DateTimeFormat('sv', { timeZone }).format(end)
}

const NOTHING_STORED = { version: 0, fields: [] } as const

function shopsByIntegration(rows: readonly ShopRow[]): Map<string, ShopCard[]> {
  const shops = new Map<string, ShopCard[]>()
  for (const { integrationId, consentExpiresAt, ...shop } of rows) {
    const card = { ...shop, consentExpiresAt: consentExpiresAt?.toISOString() ?? null }
    shops.set(integrationId, [...(shops.get(integrationId) ?? []), card])
  }
  return shops
}

/** Adapters do not change while a process runs, and describing a schema costs more than reading a row. */
const descriptors = new WeakMap<CredentialSchema, readonly CredentialFieldDescriptor[]>()

function descriptorsOf(schema: CredentialSchema): readonly CredentialFieldDescriptor[] {
  const known = descriptors.get(schema) ?? describeCredentials(schema)
  descriptors.set(schema, known)
  return known
}

const fieldsOf = (
  adapter: IntegrationAdapter,
  stored: readonly { field: string; setAt: Date; last4: string | null }[],
): FieldCard[] =>
  descriptorsOf(adapter.credentials).map((field) => {
    const value = stored.find((each) => each.field === field.key)
    return { ...field, stored: value ? { setAt: value.setAt.toISOString(), last4: value.last4 } : null }
  })

const surfacesOf = (adapter: MarketplaceAdapter | undefined): SurfaceEntry[] =>
  (adapter?.surfaces ?? []).flatMap(({ id, name, badge, connectHint }) =>
    connectHint ? [{ id, name, ...badge, hint: connectHint }] : [],
  )

const stepsOf = (adapter: IntegrationAdapter): IntegrationCard['steps'] => [
  { id: 'shape', label: SHAPE_LABEL },
  ...adapter.checks.flatMap(({ id, label }) => (id === 'shape' ? [] : [{ id, label }])),
]

function problemOf(adapter: IntegrationAdapter, row: Row | undefined): Explanation | null {
  const cause = CAUSES.find((each): each is Cause => each === row?.lastCause)
  return row && cause && row.status !== 'active' ? explain(cause, adapter.name) : null
}
