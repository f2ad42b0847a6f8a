import { z } from 'zod'
import type { ShopInfo, ShopSession } from '../../contract.ts'
import { callForShop } from './client.ts'
import { instant, read, words } from './wire.ts'

const shopInfo = z.object({ shop_name: words, region: words, status: words, expire_time: instant })

/** The shop's name, state and the end of its consent. @throws AdapterError */
export async function getShopInfo(session: ShopSession): Promise<ShopInfo> {
  const { flat, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/shop/get_shop_info',
  })
  const info = read(shopInfo, flat, 'get_shop_info', requestId)
  return {
    externalId: session.shop.externalId,
    name: info.shop_name,
    region: info.region,
    status: info.status === 'NORMAL' ? 'active' : 'suspended',
    consentExpiresAt: info.expire_time,
  }
}
