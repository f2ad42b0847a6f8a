import type { Grant, MarketplaceAdapter, ShopInfo } from '../../adapters/contract.ts'
import { transaction, type Tx } from '../../database/tx.ts'
import { startImport } from '../catalog/start.ts'
import type { Kanal } from '../context.ts'
import { ensureOrganisationKey } from '../credentials/vault.ts'
import { resumePushes } from '../sync/resume-pushes.ts'
import { ConsentProblem } from './consent-problems.ts'
import type { ConsentOrigin } from './consent-state.ts'
import { forgetWarnings, noteConsentEnd } from './consent-end.ts'
import { createTokenGroup, storeGrant } from './grants.ts'
import { recoverShop } from './notices.ts'

export interface ShopGrant {
  grant: Grant
  info: ShopInfo | null
}

export interface ConnectedShop {
  id: string
  name: string
  externalShopId: string
  /** Whether this organisation had the shop before: its history is kept. */
  isReconnected: boolean
}

interface Connection {
  origin: ConsentOrigin
  grants: readonly ShopGrant[]
  adapter: MarketplaceAdapter
  visitor: { ip?: string; userAgent?: string }
}

const UNIQUE_VIOLATION = '23505'

/**
 * Stores consented shops with their tokens, all or none, and enqueues the import of their catalogues.
 * @throws ConsentProblem `shop_taken` when another organisation has one of them.
 */
export async function connectShops(kanal: Kanal, connection: Connection): Promise<readonly ConnectedShop[]> {
  await ensureOrganisationKey(kanal.vault, kanal.pool, connection.origin.organisationId)
  try {
    return await transaction(kanal.pool, async (tx) => {
      const connected: ConnectedShop[] = []
      const groups = await groupsOf(tx, connection)
      for (const grant of connection.grants) {
        connected.push(await connectShop(tx, kanal, connection, grant, groups.get(grant.grant.tokenGroup)))
      }
      return connected
    })
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code !== UNIQUE_VIOLATION || constraint !== 'shops_one_organisation_key') throw error
    throw new ConsentProblem('shop_taken', { cause: error })
  }
}

/** A group for each token pair that several of the shops share. */
async function groupsOf(
  tx: Tx,
  { origin, grants }: Connection,
): Promise<ReadonlyMap<string | undefined, string>> {
  const { organisationId } = origin
  const groups = new Map<string, string>()
  for (const { grant } of grants) {
    const name = grant.tokenGroup
    if (name && !groups.has(name)) groups.set(name, await createTokenGroup(tx, { organisationId, name }))
  }
  return groups
}

async function connectShop(
  tx: Tx,
  kanal: Kanal,
  { origin, adapter, visitor }: Connection,
  { grant, info }: ShopGrant,
  groupId: string | undefined,
): Promise<ConnectedShop> {
  const { organisationId, marketplace } = origin
  const [shop] = await tx.query<{ id: string; name: string; isReconnected: boolean }>(
    `insert into shops as s (organisation_id, name, marketplace, external_shop_id, region, status, integration_id)
     values ($1, coalesce($2, $3), $4, $5, $6, 'connected', $7)
     on conflict (organisation_id, marketplace, external_shop_id) do update
     set name = coalesce($2, s.name), region = coalesce($6, s.region), status = 'connected', status_cause = null,
       integration_id = $7, updated_at = now()
     returning id, name, xmax <> 0 as "isReconnected"`,
    [
      organisationId,
      info?.name || null,
      `${adapter.name} ${grant.externalShopId}`,
      marketplace,
      grant.externalShopId,
      info?.region || null,
      origin.integrationId,
    ],
  )
  if (!shop) throw new Error('A shop was stored but did not come back')
  const shopId = shop.id
  await storeGrant(
    tx,
    kanal.vault,
    { organisationId, shopId, marketplace, grant, actorId: origin.userId },
    groupId,
  )
  await noteConsentEnd(tx, { organisationId, shopId, fromShop: info?.consentExpiresAt ?? null })
  await forgetWarnings(tx, shopId)
  await recoverShop(tx, { id: shopId, organisationId, name: shop.name, marketplace })
  await tx.query('update token_refreshes set consented_at = clock_timestamp() where shop_id = $1', [shop.id])
  await kanal.audit.record(tx, {
    organisationId,
    actor: { type: 'user', id: origin.userId },
    action: shop.isReconnected ? 'shop.reconnect' : 'shop.connect',
    target: { type: 'shop', id: shop.id, label: shop.name },
    outcome: 'ok',
    ...visitor,
  })
  if (adapter.products) await startImport(tx, { organisationId, shopId: shop.id, requestedBy: origin.userId })
  // What changed while it was away waits in the outbox, or was never queued.
  if (shop.isReconnected) await resumePushes(tx, { organisationId, shopId: shop.id })
  return { ...shop, externalShopId: grant.externalShopId }
}
