import type { MarketplaceAdapter } from '../../adapters/contract.ts'
import type { ShopStatus } from '../../collections/integrations/shops.ts'
import type { Tx } from '../../database/tx.ts'

export interface IntegrationRow {
  id: string
  organisationId: string
  marketplace: string
  environment: string
}

export interface ShopRow {
  id: string
  organisationId: string
  integrationId: string
  marketplace: string
  environment: string
  externalShopId: string
  name: string
  status: ShopStatus
  details: Readonly<Record<string, string>>
  accessExpiresAt: Date | null
  /** Whether unpaid orders of this shop hold stock. */
  reserveUnpaid: boolean
  /** How many token pairs were stored so far: names the pair in force. */
  generation: number
}

/** The shop or integration asked for does not exist, or its marketplace has no adapter in this deployment. */
export class NotFoundError extends Error {
  constructor(what: string) {
    super(`${what} was not found.`)
    this.name = 'NotFoundError'
  }
}

/** The shop cannot be called until its owner consents (again). Waiting does not help. */
export class ShopNotConnectedError extends Error {
  readonly status: ShopStatus

  constructor(status: ShopStatus) {
    super(`The shop is not connected: ${status}.`)
    this.name = 'ShopNotConnectedError'
    this.status = status
  }
}

/** @throws NotFoundError */
export async function loadIntegration(tx: Tx, id: string): Promise<IntegrationRow> {
  const [row] = await tx.query<IntegrationRow>(
    `select id, organisation_id as "organisationId", marketplace, environment from integrations where id = $1`,
    [id],
  )
  if (!row) throw new NotFoundError('The integration')
  return row
}

/** @throws NotFoundError */
export async function loadShop(tx: Tx, id: string): Promise<ShopRow> {
  const [row] = await tx.query<ShopRow>(
    `select s.id, s.organisation_id as "organisationId", s.integration_id as "integrationId", s.marketplace,
       i.environment, s.external_shop_id as "externalShopId", s.name, s.status, coalesce(s.details, '{}') as details,
       s.access_expires_at as "accessExpiresAt", coalesce(s.reserve_unpaid, true) as "reserveUnpaid",
       coalesce(t.generation, 0) as generation
     from shops s
     join integrations i on i.id = s.integration_id
     left join token_refreshes t on t.shop_id = s.id
     where s.id = $1`,
    [id],
  )
  if (!row) throw new NotFoundError('The shop')
  return row
}

/** @throws NotFoundError when no adapter of that id is registered. */
export function adapterOf(
  adapters: ReadonlyMap<string, MarketplaceAdapter>,
  marketplace: string,
): MarketplaceAdapter {
  const adapter = adapters.get(marketplace)
  if (!adapter) throw new NotFoundError(`The adapter of "${marketplace}"`)
  return adapter
}
