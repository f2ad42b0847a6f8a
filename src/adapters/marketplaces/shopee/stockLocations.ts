import type { ShopSession, StockTarget } from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import type { WireItem, WireModels } from './listingTransform.ts'
import { shopLocations } from './locations.ts'
import { fetchItems, fetchModels } from './itemDetails.ts'

const PARALLEL_CALLS = 4

export interface LocationStock {
  locationId: string
  stock: number
}

/** The seller's stock of the targets' goods by location, keyed `item/variant`. @throws AdapterError */
export async function stockByLocation(
  session: ShopSession,
  targets: readonly StockTarget[],
): Promise<ReadonlyMap<string, LocationStock[]>> {
  const items = await fetchItems(session, [...new Set(targets.map((target) => target.externalItemId))])
  const found = await mapLimited(items, PARALLEL_CALLS, async (item) => {
    if (!item.has_model) return [[`${item.item_id}/`, placesOf(item.stock_info_v2)] as const]
    const models = await fetchModels(session, item.item_id)
    return models.model.map(
      (model) => [`${item.item_id}/${model.model_id}`, placesOf(model.stock_info_v2)] as const,
    )
  })
  const known = new Map<string, LocationStock[]>(found.flat())
  if (targets.every((target) => known.get(keyOf(target))?.length)) return known
  // Goods that never had a place yet start in the shop's first warehouse.
  const [home] = await shopLocations(session)
  if (!home) return known
  for (const target of targets) {
    if (!known.get(keyOf(target))?.length)
      known.set(keyOf(target), [{ locationId: home.externalLocationId, stock: 0 }])
  }
  return known
}

const keyOf = (target: StockTarget): string => `${target.externalItemId}/${target.externalVariantId}`

function placesOf(stock: (WireItem | WireModels['model'][number])['stock_info_v2']): LocationStock[] {
  return (stock?.seller_stock ?? []).flatMap(({ location_id: locationId, stock: here }) =>
    locationId === '' ? [] : [{ locationId, stock: here }],
  )
}

/**
 * Puts a total over the places that hold the goods: what each has stays while it fits, and the difference is
 * made at the first place with room for it. Places keep their order; the sum is the total.
 */
export function spreadOver(places: readonly LocationStock[], total: number): LocationStock[] {
  const now = places.reduce((sum, place) => sum + place.stock, 0)
  let missing = now - total
  return places.map(({ locationId, stock }) => {
    const taken = missing < 0 ? missing : Math.min(stock, missing)
    missing -= taken
    return { locationId, stock: stock - taken }
  })
}
