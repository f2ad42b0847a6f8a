import {
  describeCredentials,
  type Cause,
  type CheckId,
  type CredentialFieldDescriptor,
  type Explanation,
  type LocalizedText,
  type MarketplaceAdapter,
  CAUSES,
} from '../../adapters/contract.ts'
import { explain } from '../../adapters/kit/explain.ts'
import type { IntegrationStatus } from '../../collections/integrations/integrations.ts'
import type { ShopStatus } from '../../collections/integrations/shops.ts'
import { autocommit } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { SHAPE_LABEL } from './checks/run.ts'
import { environmentsOf } from './endpoints/attempt.ts'
import { integrationIdOf } from './endpoints/integration-id.ts'
import { describeStored } from './store.ts'

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

/** One marketplace on the Integrations page. Holds no secret and no stored value: safe for a browser. */
export interface IntegrationCard {
  id: string
  marketplace: string
  name: string
  badge: { text: string; color: string }
  status: IntegrationStatus
  environment: string | null
  environments: { key: string; label: LocalizedText }[]
  lastTestedAt: string | null
  /** Why the last test did not pass, in general terms. */
  problem: Explanation | null
  /** Version of what is stored, for `expectedVersion`. */
  version: number
  fields: FieldCard[]
  steps: { id: CheckId; label: LocalizedText }[]
  setup: readonly LocalizedText[]
  docsUrl: string
  webhookUrl: string
  shops: ShopCard[]
}

export interface Overview {
  organisation: string
  timeZone: string
  marketplaces: IntegrationCard[]
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

/** Every registered marketplace with the state of its integration in one organisation. */
export async function overviewOf(kanal: Kanal, organisationId: string): Promise<Overview> {
  const tx = autocommit(kanal.pool)
  const [organisations, rows, shops] = await Promise.all([
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
  ])
  const cards = [...kanal.adapters.values()].map(async (adapter): Promise<IntegrationCard> => {
    const row = rows.find(({ marketplace }) => marketplace === adapter.id)
    const id = row?.id ?? integrationIdOf(organisationId, adapter.id)
    const stored = await describeStored(tx, { organisationId, ownerType: 'integration', ownerId: id })
    return {
      id,
      marketplace: adapter.id,
      name: adapter.name,
      badge: adapter.badge,
      status: row?.status ?? 'draft',
      environment: row?.environment ?? null,
      environments: environmentsOf(adapter).map(([key, { label }]) => ({ key, label })),
      lastTestedAt: row?.lastTestedAt?.toISOString() ?? null,
      problem: problemOf(adapter, row),
      version: stored.version,
      fields: fieldsOf(adapter, stored.fields),
      steps: stepsOf(adapter),
      setup: adapter.setup,
      docsUrl: adapter.docsUrl,
      webhookUrl: `${kanal.publicUrl}/webhooks/${adapter.id}/${id}`,
      shops: shops
        .filter(({ integrationId }) => integrationId === id)
        .map(({ integrationId: _, consentExpiresAt, ...shop }) => ({
          ...shop,
          consentExpiresAt: consentExpiresAt?.toISOString() ?? null,
        })),
    }
  })
  return {
    organisation: organisationId,
    timeZone: organisations[0]?.timeZone ?? 'Asia/Jakarta',
    marketplaces: await Promise.all(cards),
  }
}

const fieldsOf = (
  adapter: MarketplaceAdapter,
  stored: readonly { field: string; setAt: Date; last4: string | null }[],
): FieldCard[] =>
  describeCredentials(adapter.credentials).map((field) => {
    const value = stored.find((each) => each.field === field.key)
    return { ...field, stored: value ? { setAt: value.setAt.toISOString(), last4: value.last4 } : null }
  })

const stepsOf = (adapter: MarketplaceAdapter): IntegrationCard['steps'] => [
  { id: 'shape', label: SHAPE_LABEL },
  ...adapter.checks.flatMap(({ id, label }) => (id === 'shape' ? [] : [{ id, label }])),
]

function problemOf(adapter: MarketplaceAdapter, row: Row | undefined): Explanation | null {
  const cause = CAUSES.find((each): each is Cause => each === row?.lastCause)
  return row && cause && row.status !== 'active' ? explain(cause, adapter.name) : null
}
