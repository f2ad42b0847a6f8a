import { z } from 'zod'
import type { Capabilities, Publishing, RemoteListing, ShopSession } from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import { callForShop } from './client.ts'
import { isNotFound } from './errors.ts'
import { fetchItems, fetchModels, ITEMS_PER_CALL } from './itemDetails.ts'
import { toListings, type WireItem } from './listingTransform.ts'
import { setLive } from './setLive.ts'
import { count, flag, list, read, requiredId } from './wire.ts'

const PARALLEL_CALLS = 4
/** Everything but what was deleted. */
const STATUSES = ['NORMAL', 'UNLIST', 'BANNED', 'REVIEWING'] as const

const itemList = z.object({
  item: list(z.object({ item_id: requiredId })),
  total_count: count,
  has_next_page: flag,
  next_offset: count,
})

/** Products, variants flattened, `pageSize` items a page (at most 50). */
export function shopeeProducts(
  pageSize: number,
  publishing: Publishing,
): NonNullable<Capabilities['products']> {
  return {
    async list(session, { cursor }) {
      const { response, requestId } = await callForShop(session, {
        method: 'GET',
        path: '/api/v2/product/get_item_list',
        query: {
          offset: cursor ?? '0',
          page_size: Math.min(pageSize, ITEMS_PER_CALL),
          item_status: STATUSES,
        },
      })
      const page = read(itemList, response, 'get_item_list', requestId)
      const ids = page.item.map((item) => item.item_id)
      return {
        items: await listingsOf(session, ids),
        next: page.has_next_page ? String(page.next_offset) : null,
        total: page.total_count,
      }
    },

    get: (session, externalItemIds) => listingsOf(session, [...new Set(externalItemIds)]),

    setLive,
    publishing,
  }
}

/** Items that vanish between two calls are left out. */
async function listingsOf(session: ShopSession, ids: readonly string[]): Promise<RemoteListing[]> {
  const items = await fetchItems(session, ids)
  const listings = await mapLimited(items, PARALLEL_CALLS, (item) => variantsOf(session, item))
  return listings.flat()
}

async function variantsOf(session: ShopSession, item: WireItem): Promise<RemoteListing[]> {
  if (!item.has_model) return toListings(item, undefined)
  try {
    return toListings(item, await fetchModels(session, item.item_id))
  } catch (error) {
    if (isNotFound(error)) return []
    throw error
  }
}
