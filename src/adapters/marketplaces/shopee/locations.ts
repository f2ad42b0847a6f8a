import { z } from 'zod'
import type { RemoteLocation, ShopSession } from '../../contract.ts'
import { envelopeError, tryForShop } from './client.ts'
import { list, read, words } from './wire.ts'

const PICKUP_WAREHOUSES = 1
const warehouses = list(z.object({ location_id: words, warehouse_name: words }))

/**
 * The shop's warehouses in Shopee's order, the first taken as the default; none for an ordinary shop, which
 * Shopee answers with a refusal of its own. @throws AdapterError
 */
export async function shopLocations(session: ShopSession): Promise<RemoteLocation[]> {
  const envelope = await tryForShop(session, {
    method: 'GET',
    path: '/api/v2/shop/get_warehouse_detail',
    query: { warehouse_type: PICKUP_WAREHOUSES },
  })
  if (/(^|\.)error_not_in_whitelist$/.test(envelope.error)) return []
  if (envelope.error !== '') throw envelopeError(session, envelope)
  const found = read(warehouses, envelope.response, 'get_warehouse_detail', envelope.requestId)
  const byId = new Map(
    found.flatMap((place) => (place.location_id ? [[place.location_id, place] as const] : [])),
  )
  return [...byId.values()].map((place, index) => ({
    externalLocationId: place.location_id,
    name: place.warehouse_name || place.location_id,
    isDefault: index === 0,
  }))
}
