import type { HttpReply } from '../core/http.ts'
import { badParam, flat, list, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import { optionalQueryInt } from './params.ts'

/** The `shop` module. */
export const SHOP_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['GET', '/api/v2/shop/get_shop_info', { kind: 'shop', handle: getShopInfo }],
  ['GET', '/api/v2/shop/get_profile', { kind: 'shop', handle: getProfile }],
  ['GET', '/api/v2/shop/get_warehouse_detail', { kind: 'shop', handle: getWarehouseDetail }],
]

function getShopInfo({ app, shop, world }: ShopCallContext): HttpReply {
  const grant = world.tokens.grant(app.partnerId, shop.shopId)
  return flat({
    shop_name: shop.name,
    region: 'ID',
    status: shop.status,
    is_cb: false,
    is_sip: false,
    sip_affi_shops: [],
    auth_time: grant?.authTime ?? 0,
    expire_time: grant?.expireTime ?? 0,
    is_upgraded_cbsc: false,
    merchant_id: null,
    shop_fulfillment_flag: 'Others',
    is_main_shop: false,
    is_direct_shop: false,
    linked_main_shop_id: 0,
    linked_direct_shop_list: [],
    is_one_awb: false,
    is_mart_shop: false,
    is_outlet_shop: false,
  })
}

function getProfile({ shop, world }: ShopCallContext): HttpReply {
  return wrapped({
    shop_logo: `${world.publicUrl}/img/${shop.shopId}.svg`,
    description: shop.description,
    shop_name: shop.name,
    invoice_issuer: '',
  })
}

function getWarehouseDetail({ query, shop }: ShopCallContext): HttpReply {
  const type = optionalQueryInt(query, 'warehouse_type') ?? 1
  if (type !== 1 && type !== 2) throw badParam('warehouse_type should be 1 or 2')
  if (shop.warehouses.length === 0)
    throw new ShopeeError(
      'warehouse.error_not_in_whitelist',
      'The shop is not in the multi-warehouse whitelist.',
    )
  const places = type === 1 ? shop.warehouses : shop.warehouses.slice(0, 1)
  return list(
    places.map((place) => ({
      warehouse_id: place.warehouseId,
      warehouse_name: place.name,
      warehouse_type: type,
      location_id: place.locationId,
      address_id: place.warehouseId + 500_000,
      region: 'ID',
      state: '',
      city: place.city,
      district: '',
      town: '',
      address: place.address,
      zipcode: '',
      state_code: '',
      holiday_mode_state: 0,
    })),
  )
}
