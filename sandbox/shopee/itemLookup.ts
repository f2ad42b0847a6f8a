import { ShopeeError } from './envelope.ts'
import type { ShopCallContext } from './gateway.ts'
import type { Item, Shop } from './model.ts'
import { bodyInt } from './params.ts'

/** Statuses in which an item can be changed. */
export const EDITABLE: readonly string[] = ['NORMAL', 'UNLIST']

/** The item, or the platform's refusal. */
export function requireItem(shop: Shop, itemId: number): Item {
  const item = shop.items.get(itemId)
  if (!item) throw new ShopeeError('error_item_not_found', 'Product not found')
  return item
}

/** The item a request is about, if it can be changed. */
export function editableItem({ body, shop }: ShopCallContext): Item {
  const item = requireItem(shop, bodyInt(body, 'item_id', { min: 1 }))
  if (!EDITABLE.includes(item.status))
    throw new ShopeeError('error_item_uneditable', 'The item cannot be edited in its status.')
  return item
}
