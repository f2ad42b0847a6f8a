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
import type { Kanal } from '../context.ts'
import { readEnv } from '../../env.ts'
import { operatorOf } from '../services/operator.ts'
import { SHAPE_LABEL } from './checks/run.ts'
import { environmentsOf } from './endpoints/attempt.ts'
import { integrationIdOf } from './endpoints/integration-id.ts'
import { healthReports, type HealthReport } from './health/report.ts'
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
  /** How the tests of thirty days went; null while nothing is stored. */
  health: HealthReport | null
}

export interface Overview {
  organisation: string
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
}

interface ShopRow extends Omit<ShopCard, 'consentExpiresAt'> {
  integrationId: string
  consentExpiresAt: Date | null
}

const OFFERS = ['mail', 'files'] as const

/** Every registered marketplace, and for the operator every service, with its state in one organisation. */
export async function overviewOf(kanal: Kanal, organisationId: string): Promise<Overview> {
  const tx = autocommit(kanal.pool)
  const [organisations, rows, shops, operator, reports, stored] = await Promise.all([
    tx.query<{ timeZone: string }>('select time_zone as "timeZone" from organisations where id = $1', [
      organisationId,
    ]),
    tx.query<Row>(
      `select id, marketplace, environment, status, last_tested_at as "lastTestedAt", last_cause as "lastCause"
       from integrations where organisation_id = $1`,
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
  ])
  const rowOf = new Map(rows.map((row) => [row.marketplace, row]))
  const healthOf = new Map(reports.map((report) => [report.integrationId, report]))
  const shopsOf = shopsByIntegration(shops)
  const { sandboxes } = readEnv()
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
      health: healthOf.get(id) ?? null,
    }
  }
  const services = operator === organisationId ? [...kanal.services.values()] : []
  return {
    organisation: organisationId,
    timeZone: organisations[0]?.timeZone ?? 'Asia/Jakarta',
    marketplaces: [...kanal.adapters.values()].map(cardOf),
    services: services.map(cardOf),
  }
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
