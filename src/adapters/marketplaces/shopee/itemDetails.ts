import { z } from 'zod'
import type { ShopSession } from '../../contract.ts'
import { batches, fetchKnown, mapLimited } from '../../kit/batches.ts'
import { callForShop } from './client.ts'
import { isNotFound } from './errors.ts'
import { wireItem, wireModels, type WireItem, type WireModels } from './listingTransform.ts'
import { list, read } from './wire.ts'

export const ITEMS_PER_CALL = 50
const PARALLEL_CALLS = 4
const baseInfo = z.object({ item_list: list(wireItem) })

/** Items as Shopee tells them; unknown ones are left out. @throws AdapterError */
export async function fetchItems(session: ShopSession, ids: readonly string[]): Promise<WireItem[]> {
  const items = await mapLimited(batches(ids, ITEMS_PER_CALL), PARALLEL_CALLS, (piece) =>
    fetchKnown(piece, (some) => getItems(session, some), isNotFound),
  )
  return items.flat()
}

async function getItems(session: ShopSession, ids: readonly string[]): Promise<WireItem[]> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/product/get_item_base_info',
    query: { item_id_list: ids.join(',') },
  })
  return read(baseInfo, response, 'get_item_base_info', requestId).item_list
}

/** An item's tiers and models. @throws AdapterError also when the item does not exist. */
export async function fetchModels(session: ShopSession, itemId: string): Promise<WireModels> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/product/get_model_list',
    query: { item_id: itemId },
  })
  return read(wireModels, response, 'get_model_list', requestId)
}
