import { asArray, asObject, type Wire } from '../core/wire.ts'
import { badParam, ShopeeError } from './envelope.ts'
import type { SellableUnit, Shop } from './model.ts'
import { bodyInt } from './params.ts'

const MAX_STOCK = 10_000_000

/** What `seller_stock` of a request says: one number, or one for each location named. */
export type SellerStock = number | ReadonlyMap<string, number>

/** Reads `seller_stock`. A shop with warehouses needs location ids, any other forbids them. */
export function readSellerStock(shop: Shop, value: unknown): SellerStock {
  const rows = asArray(value).map(asObject)
  if (rows.length === 0) throw badParam('seller_stock is required')
  const amounts = rows.map((row) => bodyInt(row, 'stock', { min: 0, max: MAX_STOCK }))
  const locations = rows.map((row) => row['location_id'] ?? '')
  if (shop.warehouses.length === 0) {
    if (rows.length > 1) throw badParam('seller_stock should hold one entry for a shop without warehouses')
    if (locations[0] !== '') throw badParam('location_id is not allowed for this shop')
    return amounts[0] ?? 0
  }
  if (locations.includes('')) throw new ShopeeError('error_busi', 'A multi-warehouse shop needs location_id.')
  const known = locations.every((id) => shop.warehouses.some((place) => place.locationId === id))
  if (!known || new Set(locations).size < locations.length) throw badParam('location_id is wrong')
  return new Map(locations.map((id, index) => [String(id), amounts[index] ?? 0]))
}

/** The unit's stock after a write; locations that were not named keep theirs. */
export function stockAfter(unit: SellableUnit, stock: SellerStock): number {
  if (typeof stock === 'number') return stock
  return [...new Map([...(unit.byLocation ?? []), ...stock]).values()].reduce((sum, each) => sum + each, 0)
}

/** Writes the stock that was read. */
export function writeSellerStock(unit: SellableUnit, stock: SellerStock): void {
  unit.stock = stockAfter(unit, stock)
  if (typeof stock !== 'number') unit.byLocation = new Map([...(unit.byLocation ?? []), ...stock])
}

/** A unit's stock as the product views show it. */
export function sellerStockView(unit: SellableUnit): Wire {
  if (!unit.byLocation) return [{ stock: unit.stock, if_saleable: true }]
  return [...unit.byLocation].map(([location_id, stock]) => ({ location_id, stock, if_saleable: true }))
}
