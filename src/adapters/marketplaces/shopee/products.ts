import { z } from 'zod'
import type { Capabilities, RemoteListing, ShopSession } from '../../contract.ts'
import { batches, fetchKnown, mapLimited } from '../../kit/batches.ts'
import { callForShop } from './client.ts'
import { isNotFound } from './errors.ts'
import { toListings, wireItem, wireModels, type WireItem } from './transform.ts'
import { count, flag, list, read, requiredId } from './wire.ts'

const ITEMS_PER_CALL = 50
const PARALLEL_CALLS = 4
/** Everything but what was deleted. */
const STATUSES = ['NORMAL', 'UNLIST', 'BANNED', 'REVIEWING'] as const

const itemList = z.object({
  item: list(z.object({ item_id: requiredId })),
  total_count: count,
  has_next_page: flag,
  next_offset: count,
})
const baseInfo = z.object({ item_list: list(wireItem) })

export const shopeeProducts: NonNullable<Capabilities['products']> = {
  async list(session, { cursor }) {
    const { response, requestId } = await callForShop(session, {
      method: 'GET',
      path: '/api/v2/product/get_item_list',
      query: { offset: cursor ?? '0', page_size: ITEMS_PER_CALL, item_status: STATUSES },
    })
    const page = read(itemList, response, 'get_item_list', requestId)
    const ids = page.item.map((item) => item.item_id)
    return {
      items: await listingsOf(session, ids),
      next: page.has_next_page ? String(page.next_offset) : null,
      total: page.total_count,
    }
  },

  async get(session, externalItemIds) {
    const pieces = batches([...new Set(externalItemIds)], ITEMS_PER_CALL)
    const found: RemoteListing[] = []
    for (const ids of pieces) found.push(...(await listingsOf(session, ids)))
    return found
  },
}

/** At most 50 items. Items that vanish between two calls are left out. */
async function listingsOf(session: ShopSession, ids: readonly string[]): Promise<RemoteListing[]> {
  const items = await fetchKnown(ids, (some) => getItems(session, some), isNotFound)
  const listings = await mapLimited(items, PARALLEL_CALLS, (item) => variantsOf(session, item))
  return listings.flat()
}

async function getItems(session: ShopSession, ids: readonly string[]): Promise<WireItem[]> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/product/get_item_base_info',
    query: { item_id_list: ids.join(',') },
  })
  return read(baseInfo, response, 'get_item_base_info', requestId).item_list
}

async function variantsOf(session: ShopSession, item: WireItem): Promise<RemoteListing[]> {
  if (!item.has_model) return toListings(item, undefined)
  try {
    const { response, requestId } = await callForShop(session, {
      method: 'GET',
      path: '/api/v2/product/get_model_list',
      query: { item_id: item.item_id },
    })
    return toListings(item, read(wireModels, response, 'get_model_list', requestId))
  } catch (error) {
    if (isNotFound(error)) return []
    throw error
  }
}
