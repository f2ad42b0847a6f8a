import type { HttpReply } from '../core/http.ts'
import { asArray, asObject, type JsonObject } from '../core/wire.ts'
import { badParam, bare, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import { readDetails, writtenItem } from './itemFields.ts'
import { editableItem, requireItem } from './itemLookup.ts'
import type { Item, Shop } from './model.ts'
import { bodyInt } from './params.ts'
import { CHANNELS } from './seed.ts'
import { readSellerStock, writeSellerStock } from './sellerStock.ts'
import type { World } from './world.ts'

const MIN_PRICE = 99
const MAX_PRICE = 150_000_000
const DELETABLE = ['NORMAL', 'UNLIST', 'BANNED', 'REVIEWING']

/** Listing new goods, changing and deleting them. */
export const PUBLISHING_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] =
  [
    ['POST', '/api/v2/product/add_item', { kind: 'shop', handle: addItem }],
    ['POST', '/api/v2/product/update_item', { kind: 'shop', handle: updateItem }],
    ['POST', '/api/v2/product/delete_item', { kind: 'shop', handle: deleteItem }],
  ]

function addItem({ body, shop, world }: ShopCallContext): HttpReply {
  for (const name of ['item_name', 'description', 'category_id', 'weight', 'image', 'logistic_info'])
    if (body[name] === undefined) throw badParam(`${name} is required`)
  const details = readDetails(world, body, undefined)
  checkLogistics(body)
  const price = readPrice(body)
  const status = body['item_status'] ?? 'NORMAL'
  if (status !== 'NORMAL' && status !== 'UNLIST') throw badParam('item_status should be NORMAL or UNLIST')
  const now = world.clock.seconds()
  const unit = {
    modelId: 0,
    sku: details.sku,
    name: '',
    tierIndex: [],
    price,
    stock: 0,
    byLocation: null,
    promotion: null,
  }
  writeSellerStock(unit, readSellerStock(shop, body['seller_stock']))
  const item: Item = {
    ...details,
    itemId: nextItemId(world),
    status,
    createTime: now,
    updateTime: now,
    tiers: [],
    hasModels: false,
    units: [unit],
  }
  shop.items.set(item.itemId, item)
  world.createdAt.set(item.itemId, world.clock.ms())
  return wrapped(writtenItem(item, world.publicUrl))
}

function updateItem(context: ShopCallContext): HttpReply {
  const { body, world } = context
  const item = editableItem(context)
  for (const name of ['original_price', 'seller_stock'])
    if (body[name] !== undefined) throw badParam(`${name} cannot be changed here`)
  Object.assign(item, readDetails(world, body, item), { updateTime: world.clock.seconds() })
  return wrapped(writtenItem(item, world.publicUrl))
}

function deleteItem({ body, shop, world }: ShopCallContext): HttpReply {
  const item = requireItem(shop, bodyInt(body, 'item_id', { min: 1 }))
  if (!DELETABLE.includes(item.status))
    throw new ShopeeError('error_cannot_delete_item', 'The item is deleted already.')
  if (item.units.some((unit) => unit.promotion))
    throw new ShopeeError('error_cannt_delete_in_promotion', 'The item is in a promotion.')
  item.status = 'SELLER_DELETE'
  item.updateTime = world.clock.seconds()
  return bare()
}

function checkLogistics(body: JsonObject): void {
  const rows = asArray(body['logistic_info']).map(asObject)
  const known = rows.every(
    (row) => CHANNELS.some(({ id }) => id === row['logistic_id']) && typeof row['enabled'] === 'boolean',
  )
  if (!known || !rows.some((row) => row['enabled'] === true))
    throw new ShopeeError('error_invalid_logistic_info', 'At least one enabled logistics channel is needed.')
}

/** A price in whole rupiah. */
export function readPrice(row: JsonObject): number {
  const price = row['original_price']
  if (typeof price !== 'number' || !Number.isInteger(price) || price < MIN_PRICE || price > MAX_PRICE)
    throw new ShopeeError(
      'error_invalid_price',
      `original_price should be a whole number from ${MIN_PRICE} to ${MAX_PRICE}.`,
    )
  return price
}

function nextItemId(world: World): number {
  const shops: Shop[] = [...world.shops.values()]
  return Math.max(...shops.flatMap((shop) => [...shop.items.keys()])) + world.random.int(1_000, 90_000)
}
