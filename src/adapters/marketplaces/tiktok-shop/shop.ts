import { z } from 'zod'
import type { AppSession, RemoteLocation, ShopInfo, ShopSession } from '../../contract.ts'
import { callForShop, callWithToken } from './client.ts'
import { isSituation, situation } from './errors.ts'
import { flag, list, read, requiredId, words } from './wire.ts'

export const SHOPS_PATH = '/authorization/202309/shops'

const shops = z.object({
  shops: list(
    z.object({ id: requiredId, name: words, region: words, seller_type: words, cipher: z.string().min(1) }),
  ),
})
export type AuthorisedShop = z.output<typeof shops>['shops'][number]

/** The shops a token is good for, with the cipher each call for them carries. @throws AdapterError */
export async function authorisedShops(
  session: AppSession,
  accessToken: string,
): Promise<readonly AuthorisedShop[]> {
  const { data, requestId } = await callWithToken(
    session,
    { accessToken },
    { method: 'GET', path: SHOPS_PATH, cipher: false },
  )
  return read(shops, data, 'authorised shops', requestId).shops
}

const activeShops = z.object({ shops: list(z.object({ id: requiredId })) })

/** The shop's name, region and state. @throws AdapterError when the token is not good for this shop. */
export async function getShopInfo(session: ShopSession): Promise<ShopInfo> {
  const { externalId, accessToken } = session.shop
  const mine = (await authorisedShops(session, accessToken)).find((shop) => shop.id === externalId)
  if (!mine) throw situation('cipher', 'the shop is not among the authorised ones')
  return {
    externalId,
    name: mine.name,
    region: mine.region,
    status: (await isActive(session)) ? 'active' : 'suspended',
    consentExpiresAt: null,
  }
}

/** Without the scope for it the question stays open, and an authorised shop counts as active. */
async function isActive(session: ShopSession): Promise<boolean> {
  try {
    const { data, requestId } = await callForShop(session, {
      method: 'GET',
      path: '/seller/202309/shops',
      cipher: false,
    })
    const active = read(activeShops, data, 'active shops', requestId).shops
    return active.some((shop) => shop.id === session.shop.externalId)
  } catch (error) {
    if (isSituation(error, 'scope')) return true
    throw error
  }
}

const warehouses = z.object({
  warehouses: list(
    z.object({ id: requiredId, name: words, effect_status: words, type: words, is_default: flag }),
  ),
})

/** The warehouses goods are sold from; places for returns are left out. @throws AdapterError */
export async function salesWarehouses(session: ShopSession): Promise<readonly RemoteLocation[]> {
  const { data, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/logistics/202309/warehouses',
  })
  return read(warehouses, data, 'warehouses', requestId)
    .warehouses.filter(
      ({ type, effect_status }) => type === 'SALES_WAREHOUSE' && effect_status !== 'DISABLED',
    )
    .map(({ id, name, is_default }) => ({ externalLocationId: id, name, isDefault: is_default }))
}
