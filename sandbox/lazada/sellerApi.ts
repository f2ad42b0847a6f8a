import { LazadaError, success, wrapped } from './envelope.ts'
import type { Endpoints } from './gateway.ts'
import { parseJsonParam, text } from './params.ts'

/** The seller and the seller's warehouses. */
export const SELLER_ENDPOINTS: Endpoints = [
  [
    'GET',
    '/seller/get',
    {
      kind: 'shop',
      handle: ({ world, shop }) =>
        success({
          seller_id: shop.sellerId,
          short_code: shop.shortCode,
          name: shop.name,
          name_company: shop.company,
          email: shop.email,
          location: shop.city,
          logo_url: `${world.publicUrl}/img/${shop.sellerId}.svg`,
          cb: shop.crossBorder,
          verified: shop.verified,
          status: shop.status,
          marketplaceEaseMode: false,
        }),
    },
  ],
  [
    'GET',
    '/seller/warehouse/get',
    {
      kind: 'shop',
      handle: ({ shop, values }) => {
        const types = parseJsonParam(text(values, 'addressTypes'))
        if (!Array.isArray(types) || !types.includes('warehouse')) {
          throw new LazadaError('MissingParameter', 'addressTypes is invalid', { type: 'ISV' })
        }
        return wrapped({
          module: shop.warehouses.map(({ code, name, address, isDefault }) => ({
            code,
            name,
            detailAddress: address,
            defaultAddress: isDefault,
            status: 'ACTIVE',
          })),
        })
      },
    },
  ],
]
