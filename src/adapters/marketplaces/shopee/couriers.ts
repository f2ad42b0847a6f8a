import { z } from 'zod'
import type { ShopSession } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { callForShop } from './client.ts'
import { flag, id, list, read, requiredId, words } from './wire.ts'

const channels = z.object({
  logistics_channel_list: list(
    z.object({
      logistics_channel_id: requiredId,
      enabled: flag,
      mask_channel_id: id,
      fee_type: words,
      size_list: list(z.object({ size_id: id })),
    }),
  ),
})

/**
 * The couriers a new product is offered with: those the shop has switched on. Couriers whose fee the seller
 * names for every product are left to Seller Centre. @throws AdapterError
 */
export async function couriersFor(session: ShopSession): Promise<JsonOut[]> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/logistics/get_channel_list',
  })
  const all = read(channels, response, 'get_channel_list', requestId).logistics_channel_list
  return all
    .filter((each) => each.enabled && each.mask_channel_id === '' && each.fee_type !== 'CUSTOM_PRICE')
    .map((each) => ({
      logistic_id: BigInt(each.logistics_channel_id),
      enabled: true,
      ...(each.fee_type === 'SIZE_SELECTION' && each.size_list[0]
        ? { size_id: each.size_list[0].size_id }
        : {}),
    }))
}
