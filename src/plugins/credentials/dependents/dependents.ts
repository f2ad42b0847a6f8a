import { isService, type IntegrationAdapter, type LocalizedText } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'
import { filesInStore } from '../../services/files/moves.ts'
import { effects } from './words.ts'

/**
 * `blocks`: it cannot be disconnected like this. `loses`: something may be lost for good, so a person has to say that
 * they know. `stops`: it stops until it is connected again.
 */
export type Weight = 'blocks' | 'loses' | 'stops'

export const EFFECTS = [
  'files',
  'open_orders',
  'waiting_pushes',
  'waiting_mail',
  'shops',
  'listings',
  'webhooks',
  'mail',
  'cache',
  'reports',
] as const
export type EffectId = (typeof EFFECTS)[number]

/** One thing that depends on an integration, and what becomes of it when the integration is disconnected. */
export interface Effect {
  id: EffectId
  weight: Weight
  what: LocalizedText
}

interface Counts {
  shops: number
  listings: number
  openOrders: number
  waitingPushes: number
  webhooks: number
}

/** What depends on an integration: the gravest first. Opens nothing. */
export async function dependentsOf(
  tx: Tx,
  adapter: IntegrationAdapter,
  { organisationId, integrationId }: { organisationId: string; integrationId: string },
): Promise<readonly Effect[]> {
  return isService(adapter)
    ? [
        ...(adapter.files ? counted('files', await filesInStore(tx)) : []),
        ...(adapter.mail ? [...counted('waiting_mail', await waitingMail(tx)), effects.mail(0)] : []),
        ...(adapter.cache ? [effects.cache(0)] : []),
        ...(adapter.reports ? [effects.reports(0)] : []),
      ]
    : marketplaceEffects(await countsOf(tx, organisationId, integrationId))
}

const marketplaceEffects = (counts: Counts): Effect[] => [
  ...counted('open_orders', counts.openOrders),
  ...counted('waiting_pushes', counts.waitingPushes),
  ...counted('shops', counts.shops),
  ...counted('listings', counts.listings),
  ...counted('webhooks', counts.webhooks),
]

const counted = (id: EffectId, count: number): Effect[] => (count > 0 ? [effects[id](count)] : [])

async function countsOf(tx: Tx, organisationId: string, integrationId: string): Promise<Counts> {
  const [row] = await tx.query<Counts>(
    `with used as (
       select id from shops where organisation_id = $1 and integration_id = $2 and status <> 'disconnected'
     )
     select (select count(*)::int from used) as shops,
       (select count(*)::int from listings l join used on used.id = l.shop_id where l.sku_id is not null) as listings,
       (select count(*)::int from orders r join used on used.id = r.shop_id
        where r.organisation_id = $1
          and r.status in ('unpaid', 'pending', 'to_ship', 'arranged', 'cancel_requested', 'returning')) as "openOrders",
       (select count(*)::int from outbox_stock o join used on used.id = o.shop_id) as "waitingPushes",
       (select count(*)::int from webhook_inbox
        where organisation_id = $1 and integration_id = $2 and received_at > now() - interval '1 day') as webhooks`,
    [organisationId, integrationId],
  )
  if (!row) throw new Error('What depends on an integration could not be counted')
  return row
}

async function waitingMail(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from notice_deliveries where state in ('queued', 'gathered', 'held')`,
  )
  return row?.count ?? 0
}
