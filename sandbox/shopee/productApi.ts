import type { HttpReply } from '../core/http.ts'
import { badParam, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import { requireItem } from './itemLookup.ts'
import type { Item, Shop } from './model.ts'
import { optionalQueryInt, queryInt, queryList } from './params.ts'
import { updatePrice, updateStock, unlistItems } from './productWrites.ts'
import { itemBaseInfo, modelList } from './productView.ts'

const STATUSES = ['NORMAL', 'BANNED', 'UNLIST', 'REVIEWING', 'SELLER_DELETE', 'SHOPEE_DELETE']
const MAX_OFFSET = 100_000

/** The `product` module. */
export const PRODUCT_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['GET', '/api/v2/product/get_item_list', { kind: 'shop', handle: getItemList }],
  ['GET', '/api/v2/product/get_item_base_info', { kind: 'shop', handle: getItemBaseInfo }],
  ['GET', '/api/v2/product/get_model_list', { kind: 'shop', handle: getModelList }],
  ['GET', '/api/v2/product/search_item', { kind: 'shop', handle: searchItem }],
  ['GET', '/api/v2/product/get_item_promotion', { kind: 'shop', handle: getItemPromotion }],
  ['POST', '/api/v2/product/update_stock', { kind: 'shop', handle: updateStock }],
  ['POST', '/api/v2/product/update_price', { kind: 'shop', handle: updatePrice }],
  ['POST', '/api/v2/product/unlist_item', { kind: 'shop', handle: unlistItems }],
]

function getItemList({ query, shop }: ShopCallContext): HttpReply {
  const offset = queryInt(query, 'offset', { min: 0 })
  const pageSize = queryInt(query, 'page_size', { min: 1, max: 100 })
  if (offset > MAX_OFFSET) throw badParam('offset is too deep, please use next_offset')
  const statuses = query.getAll('item_status')
  if (statuses.length === 0) throw badParam('item_status is required')
  const wrong = statuses.find((status) => !STATUSES.includes(status))
  if (wrong !== undefined)
    throw badParam(`item_status is invalid: ${wrong}. Repeat the key for several values.`)
  const from = optionalQueryInt(query, 'update_time_from') ?? 0
  const to = optionalQueryInt(query, 'update_time_to') ?? Number.MAX_SAFE_INTEGER
  if (from > to) throw badParam('update_time_from should not be later than update_time_to')
  const matching = itemsOf(shop).filter(
    (item) => statuses.includes(item.status) && item.updateTime >= from && item.updateTime <= to,
  )
  const page = matching.slice(offset, offset + pageSize)
  const end = offset + page.length
  const more = end < matching.length
  return wrapped({
    item: page.map((item) => ({
      item_id: item.itemId,
      item_status: item.status,
      update_time: item.updateTime,
      tag: { kit: false },
    })),
    total_count: matching.length,
    has_next_page: more,
    ...(more ? { next_offset: end } : {}),
  })
}

function getItemBaseInfo({ query, shop, world }: ShopCallContext): HttpReply {
  const ids = itemIds(query)
  return wrapped({
    item_list: ids.flatMap((id) => {
      const item = shop.items.get(id)
      return item ? [itemBaseInfo(item, world.publicUrl)] : []
    }),
  })
}

function getModelList({ query, shop, world }: ShopCallContext): HttpReply {
  return wrapped(modelList(requireItem(shop, queryInt(query, 'item_id', { min: 1 })), world.publicUrl))
}

function searchItem({ query, shop }: ShopCallContext): HttpReply {
  const pageSize = queryInt(query, 'page_size', { min: 1, max: 100 })
  const rawOffset = query.get('offset') ?? ''
  const start =
    rawOffset === '' ? 0 : Number(Buffer.from(rawOffset, 'base64url').toString('latin1').replace('item:', ''))
  if (!Number.isSafeInteger(start)) throw badParam('offset is invalid')
  const name = query.get('item_name')?.toLowerCase() ?? ''
  const sku = query.get('item_sku')?.toLowerCase() ?? ''
  if (name === '' && sku === '' && !query.has('attribute_status')) {
    throw badParam('at least one of item_name, attribute_status, item_sku is required')
  }
  const statuses = query.getAll('item_status')
  const matching = itemsOf(shop).filter((item) => {
    if (statuses.length > 0 && !statuses.includes(item.status)) return false
    if (sku !== '')
      return [item.sku, ...item.units.map((unit) => unit.sku)].some((code) =>
        code.toLowerCase().includes(sku),
      )
    return item.name.toLowerCase().includes(name)
  })
  const page = matching.slice(start, start + pageSize)
  const end = start + page.length
  return wrapped({
    item_id_list: page.map((item) => item.itemId),
    total_count: matching.length,
    next_offset: end < matching.length ? Buffer.from(`item:${end}`, 'latin1').toString('base64url') : '',
  })
}

function getItemPromotion({ query, shop }: ShopCallContext): HttpReply {
  const items = itemIds(query).map((id) => requireItem(shop, id))
  return wrapped({
    success_list: items.map((item) => ({
      item_id: item.itemId,
      promotion: item.units.flatMap((unit) =>
        unit.promotion
          ? [
              {
                promotion_type: unit.promotion.promotionType,
                promotion_id: unit.promotion.promotionId,
                model_id: unit.modelId,
                start_time: unit.promotion.startTime,
                end_time: unit.promotion.endTime,
                promotion_staging: 'ongoing',
                promotion_stock_info_v2: { summary_info: { total_reserved_stock: unit.promotion.reserved } },
              },
            ]
          : [],
      ),
    })),
    failure_list: [],
  })
}

function itemsOf(shop: Shop): Item[] {
  return [...shop.items.values()].sort((a, b) => a.itemId - b.itemId)
}

function itemIds(query: URLSearchParams): number[] {
  const ids = [...new Set(queryList(query, 'item_id_list').map(Number))]
  if (ids.length < 1 || ids.length > 50) throw badParam('item_id_list should hold 1 to 50 ids')
  if (!ids.every((id) => Number.isSafeInteger(id) && id > 0))
    throw badParam('item_id_list should hold integers')
  return ids
}
