import { z } from 'zod'
import type { RemoteLocation, ShopInfo, ShopSession } from '../../contract.ts'
import type { LazadaClient } from './client.ts'
import { countryOf } from './countries.ts'
import { flag, id, list, read, words } from './wire.ts'

const seller = z.object({ seller_id: id, name: words, status: words, location: words })
const warehouses = list(z.object({ code: words, name: words, defaultAddress: flag }))

/** The seller's name and state. Lazada tells the end of a consent only with its tokens. @throws AdapterError */
export async function getSeller(client: LazadaClient, session: ShopSession): Promise<ShopInfo> {
  const { data, requestId } = await client.forShop(session, { method: 'GET', path: '/seller/get' })
  const info = read(seller, data, 'seller/get', requestId)
  return {
    externalId: info.seller_id || session.shop.externalId,
    name: info.name,
    region: countryOf(session.shop.details).toUpperCase(),
    status: info.status.toUpperCase() === 'ACTIVE' ? 'active' : 'suspended',
    consentExpiresAt: null,
  }
}

/** The seller's warehouses; more than one makes it a multi-warehouse shop. @throws AdapterError */
export async function getWarehouses(
  client: LazadaClient,
  session: ShopSession,
): Promise<readonly RemoteLocation[]> {
  const { data, requestId } = await client.forShop(session, {
    method: 'GET',
    path: '/seller/warehouse/get',
    params: { addressTypes: '["warehouse"]' },
  })
  return read(warehouses, data, 'seller/warehouse/get', requestId).map(({ code, name, defaultAddress }) => ({
    externalLocationId: code,
    name: name || code,
    isDefault: defaultAddress,
  }))
}
