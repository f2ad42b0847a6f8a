import type { HttpReply } from '../core/http.ts'
import { DELIVERY_OPTIONS } from './catalogue.ts'
import { ApiError, success } from './envelope.ts'
import type { CallContext, EndpointRow, ShopCallContext } from './gateway.ts'
import { queryWord } from './params.ts'
import { cipherOf } from './tokens.ts'

/** Authorised shops, active shops, warehouses and ways of sending. */
export const SHOP_ENDPOINTS: readonly EndpointRow[] = [
  [
    'GET',
    '/authorization/202309/shops',
    { kind: 'seller', scope: 'seller.authorization.info', handle: authorisedShops },
  ],
  ['GET', '/seller/202309/shops', { kind: 'seller', scope: 'seller.shop.info', handle: activeShops }],
  [
    'GET',
    '/seller/202309/permissions',
    { kind: 'seller', scope: 'seller.shop.info', handle: () => success({ permissions: [] }) },
  ],
  ['GET', '/logistics/202309/warehouses', { kind: 'shop', scope: 'seller.logistics', handle: warehouses }],
  [
    'GET',
    '/logistics/202309/warehouses/:id/delivery_options',
    { kind: 'shop', scope: 'seller.logistics', handle: deliveryOptions },
  ],
  [
    'GET',
    '/logistics/202309/delivery_options/:id/shipping_providers',
    { kind: 'shop', scope: 'seller.fulfillment.basic', handle: providers },
  ],
]

function authorisedShops({ world, grant }: CallContext): HttpReply {
  return success({
    shops: grant.shopIds.flatMap((id) => {
      const shop = world.shops.get(id)
      return shop
        ? [
            {
              id,
              name: shop.name,
              region: 'ID',
              seller_type: 'LOCAL',
              cipher: cipherOf(grant.appKey, id),
              code: shop.code,
            },
          ]
        : []
    }),
  })
}

function activeShops({ world, grant }: CallContext): HttpReply {
  return success({
    shops: grant.shopIds.filter((id) => world.shops.get(id)?.active).map((id) => ({ id, region: 'ID' })),
  })
}

function warehouses({ shop }: ShopCallContext): HttpReply {
  return success({
    warehouses: shop.warehouses.map((place) => ({
      id: place.id,
      entity_id: place.id.slice(0, 12),
      name: place.name,
      effect_status: 'ENABLED',
      type: place.type,
      sub_type: 'DOMESTIC_WAREHOUSE',
      is_default: place.isDefault,
      address: {
        region: 'Indonesia',
        region_code: 'ID',
        state: place.province,
        city: place.city,
        distict: '',
        full_address: `${place.address}, ${place.city}, ${place.province}`,
        geolocation: { latitude: '-6.9', longitude: '107.6' },
      },
    })),
  })
}

function deliveryOptions({ shop, params, query }: ShopCallContext): HttpReply {
  if (!shop.warehouses.some((place) => place.id === params['id']))
    throw new ApiError(12052097, 'The warehouse does not exist.')
  queryWord(query, 'scope', ['WAREHOUSE', 'PRODUCT'])
  return success({
    delivery_options: DELIVERY_OPTIONS.map(({ id, name, type }) => ({
      id,
      name,
      type,
      description: '',
      dimension_limit: { max_height: 60, max_length: 60, max_width: 60, unit: 'CM' },
      weight_limit: { max_weight: 20000, min_weight: 1, unit: 'GRAM' },
      platform: ['TIKTOK_SHOP', 'TOKOPEDIA'],
    })),
  })
}

function providers({ params }: ShopCallContext): HttpReply {
  const option = DELIVERY_OPTIONS.find((each) => each.id === params['id'])
  if (!option) throw new ApiError(21008116, 'The delivery option is not subscribed.')
  return success({ shipping_providers: option.providers.map((each) => ({ ...each })) })
}
