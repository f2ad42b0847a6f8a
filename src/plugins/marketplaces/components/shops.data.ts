import type { IntegrationStatus } from '../../../collections/integrations/integrations.ts'
import type { ShopStatus } from '../../../collections/integrations/shops.ts'
import type { Tx } from '../../../database/tx.ts'

export interface ShopCardData {
  id: string
  organisationId: string
  integrationId: string
  name: string
  marketplace: string
  externalShopId: string
  status: ShopStatus
  statusCause: string | null
  linked: number
  unlinked: number
  consentExpiresAt: Date | null
  lastOrderSyncAt: Date | null
  lastImportAt: Date | null
  importing: boolean
  /** The cause that ended the latest import, if it failed. */
  failedImport: string | null
}
export interface ConnectableData {
  id: string
  organisationId: string
  marketplace: string
  status: IntegrationStatus
}

/** The shops of these organisations, the ones that need a hand first, and the integrations that can connect more. */
export async function loadShops(
  tx: Tx,
  organisations: readonly string[],
): Promise<{ shops: readonly ShopCardData[]; integrations: readonly ConnectableData[] }> {
  const [shops, integrations] = await Promise.all([
    tx.query<ShopCardData>(
      `select s.id, s.organisation_id as "organisationId", s.integration_id as "integrationId", s.name, s.marketplace,
         s.external_shop_id as "externalShopId", s.status::text, s.status_cause as "statusCause",
         s.consent_expires_at as "consentExpiresAt", s.last_order_sync_at as "lastOrderSyncAt",
         s.last_import_at as "lastImportAt", l.linked, l.unlinked,
         coalesce(i.status in ('queued', 'running'), false) as importing,
         case when i.status = 'failed' and s.status = 'connected' then coalesce(i.error, 'internal') end as "failedImport"
       from shops s
       cross join lateral (
         select count(*) filter (where sku_id is not null)::int as linked,
                count(*) filter (where sku_id is null)::int as unlinked
         from listings where shop_id = s.id and status <> 'deleted'
       ) l
       left join lateral (
         select status, error from import_runs where shop_id = s.id order by created_at desc limit 1
       ) i on true
       where s.organisation_id = any($1::uuid[])
       order by array_position(array['reconnect', 'connected', 'disconnected'], s.status::text), s.name`,
      [organisations],
    ),
    tx.query<ConnectableData>(
      `select id, organisation_id as "organisationId", marketplace, status::text
       from integrations where organisation_id = any($1::uuid[]) and status <> 'draft' order by marketplace`,
      [organisations],
    ),
  ])
  return { shops, integrations }
}
