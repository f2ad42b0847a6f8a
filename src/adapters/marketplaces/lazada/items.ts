import type { ShopSession } from '../../contract.ts'
import type { LazadaClient } from './client.ts'
import { isNotFound } from './errors.ts'
import { wireProduct, type WireProduct } from './transformProduct.ts'
import { read } from './wire.ts'

/** One product, or undefined when the shop has none of that id. @throws AdapterError */
export async function getItem(
  client: LazadaClient,
  session: ShopSession,
  itemId: string,
): Promise<WireProduct | undefined> {
  try {
    const { data, requestId } = await client.forShop(session, {
      method: 'GET',
      path: '/product/item/get',
      params: { item_id: itemId },
    })
    return read(wireProduct, data, 'product/item/get', requestId)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** The ids of an item's SKUs: an update has to name them all. @throws AdapterError when there is no such item. */
export async function skuIdsOf(
  client: LazadaClient,
  session: ShopSession,
  itemId: string,
): Promise<string[]> {
  const { data, requestId } = await client.forShop(session, {
    method: 'GET',
    path: '/product/item/get',
    params: { item_id: itemId },
  })
  return read(wireProduct, data, 'product/item/get', requestId).skus.map((sku) => sku.SkuId)
}
