import { ShopeeError } from './envelope.ts'
import type { Item, Shop } from './model.ts'

/** The item, or the platform's refusal. */
export function requireItem(shop: Shop, itemId: number): Item {
  const item = shop.items.get(itemId)
  if (!item) throw new ShopeeError('error_item_not_found', 'Product not found')
  return item
}
