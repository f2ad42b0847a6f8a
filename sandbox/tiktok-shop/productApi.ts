import type { HttpReply } from '../core/http.ts'
import { CATEGORIES } from './catalogue.ts'
import { ApiError, badParam, success, type BatchFailure } from './envelope.ts'
import type { EndpointRow, ShopCallContext } from './gateway.ts'
import { platformsOf, requireProduct } from './lookups.ts'
import { mainStatus, type Platform, type Product, type ProductStatus } from './model.ts'
import { bodyTexts, bodyTime, pageOf, queryInt, sortKey } from './params.ts'
import { createProduct, editProduct, uploadImage } from './productWrites.ts'
import { productView, searchView } from './productView.ts'
import { pushProductStatus } from './webhooks.ts'

const STATUSES = [
  'ALL',
  'DRAFT',
  'PENDING',
  'FAILED',
  'ACTIVATE',
  'SELLER_DEACTIVATED',
  'PLATFORM_DEACTIVATED',
  'FREEZE',
  'DELETED',
]
const MAX_HITS = 10_000

const basic = { kind: 'shop', scope: 'seller.product.basic' } as const
const write = { kind: 'shop', scope: 'seller.product.write' } as const
const remove = { kind: 'shop', scope: 'seller.product.delete' } as const

/** Products: search, detail, writing, showing and hiding. */
export const PRODUCT_ENDPOINTS: readonly EndpointRow[] = [
  ...['202309', '202312', '202502'].map((version): EndpointRow => [
    'POST',
    `/product/${version}/products/search`,
    { ...basic, handle: search },
  ]),
  // Fixed words come before `:id`, which would match them.
  [
    'POST',
    '/product/202309/products/activate',
    { ...basic, handle: (context: ShopCallContext) => toggle(context, 'ACTIVATE') },
  ],
  [
    'POST',
    '/product/202309/products/deactivate',
    { ...basic, handle: (context: ShopCallContext) => toggle(context, 'SELLER_DEACTIVATED') },
  ],
  [
    'POST',
    '/product/202309/products/recover',
    { ...remove, handle: (context: ShopCallContext) => toggle(context, 'SELLER_DEACTIVATED', 'DELETED') },
  ],
  [
    'DELETE',
    '/product/202309/products',
    { ...remove, handle: (context: ShopCallContext) => toggle(context, 'DELETED') },
  ],
  ['POST', '/product/202309/products', { ...write, handle: createProduct }],
  ['GET', '/product/202309/products/:id', { ...basic, handle: getProduct }],
  ...['202309', '202509'].map((version): EndpointRow => [
    'POST',
    `/product/${version}/products/:id/partial_edit`,
    { ...write, handle: editProduct },
  ]),
  ['GET', '/product/202309/categories', { ...basic, handle: categories }],
  ['GET', '/product/202309/brands', { ...basic, handle: brands }],
  [
    'POST',
    '/product/202309/images/upload',
    { kind: 'seller', scope: 'seller.product.basic', multipart: true, handle: uploadImage },
  ],
]

function search({ shop, body, query }: ShopCallContext): HttpReply {
  const size = queryInt(query, 'page_size', { min: 1, max: 100 })
  const status = typeof body['status'] === 'string' ? body['status'] : 'ALL'
  if (!STATUSES.includes(status)) throw badParam(`Invalid parameter status: ${status}`)
  const platforms = platformsOf(bodyTexts(body, 'listing_platforms', 2))
  if (platforms && status === 'ALL')
    throw new ApiError(12052910, 'listing_platforms needs a status other than ALL.')
  const skus = bodyTexts(body, 'seller_skus', 10)
  const skuIds = bodyTexts(body, 'sku_ids', 10)
  const within = (field: 'create' | 'update') => {
    const from = bodyTime(body, `${field}_time_ge`) ?? 0
    const to = bodyTime(body, `${field}_time_le`) ?? Number.MAX_SAFE_INTEGER
    return (time: number): boolean => time >= from && time <= to
  }
  const [created, updated] = [within('create'), within('update')]
  const hits = [...shop.products.values()].filter(
    (product) =>
      created(product.createTime) &&
      updated(product.updateTime) &&
      matches(product, status, platforms) &&
      (!skus || product.skus.some((sku) => skus.includes(sku.sellerSku))) &&
      (!skuIds || product.skus.some((sku) => skuIds.includes(sku.id))),
  )
  if (hits.length > MAX_HITS)
    throw new ApiError(12052180, 'More than 10,000 products match; narrow the filter.')
  const page = pageOf(
    hits.map((row) => ({ key: sortKey(row.createTime, row.id), row })),
    query,
    size,
  )
  return success({
    total_count: hits.length,
    next_page_token: page.next,
    products: page.rows.map(searchView),
  })
}

function matches(product: Product, status: string, platforms: readonly Platform[] | undefined): boolean {
  if (platforms) return platforms.every((platform) => product.statuses.get(platform) === status)
  return status === 'ALL' || mainStatus(product) === status
}

function getProduct({ shop, params, world }: ShopCallContext): HttpReply {
  return success(productView(requireProduct(shop, params['id'] ?? ''), world.publicUrl))
}

/** Up to 20 products at once; those that cannot be changed are named, the others have changed. */
function toggle(
  { world, shop, body }: ShopCallContext,
  to: ProductStatus,
  onlyFrom?: ProductStatus,
): HttpReply {
  const ids = bodyTexts(body, 'product_ids', 20)
  if (!ids || ids.length === 0) throw badParam('Missing required parameter: product_ids')
  const platforms = platformsOf(bodyTexts(body, 'listing_platforms', 2)) ?? ['TIKTOK_SHOP' as const]
  const errors: BatchFailure[] = []
  for (const id of ids) {
    const product = shop.products.get(id)
    const refusal = product
      ? refusalOf(product, to, onlyFrom)
      : ([12052032, 'The product does not exist.'] as const)
    if (refusal || !product) {
      errors.push({ code: refusal?.[0] ?? 0, message: refusal?.[1] ?? '', detail: { product_id: id } })
      continue
    }
    const targets = to === 'DELETED' || onlyFrom ? [...product.statuses.keys()] : platforms
    for (const platform of targets) product.statuses.set(platform, to)
    product.updateTime = world.clock.seconds()
    pushProductStatus(world, shop, product, 'PRODUCT_STATUS_CHANGED')
  }
  return success({ ...(errors.length > 0 ? { errors: errors.map((each) => ({ ...each })) } : {}) })
}

function refusalOf(
  product: Product,
  to: ProductStatus,
  onlyFrom?: ProductStatus,
): readonly [number, string] | undefined {
  const status = mainStatus(product)
  if (onlyFrom && status !== onlyFrom) return [12052901, 'Not allowed in the present status.']
  if (!onlyFrom && status === 'DELETED') return [12052032, 'The product does not exist.']
  if (to === 'ACTIVATE' && ['PLATFORM_DEACTIVATED', 'FREEZE', 'PENDING'].includes(status)) {
    return [12052901, 'Not allowed in the present status.']
  }
  return undefined
}

function categories(): HttpReply {
  return success({
    categories: CATEGORIES.map(({ id, name }) => ({
      id,
      parent_id: '0',
      local_name: name,
      is_leaf: true,
      permission_statuses: ['AVAILABLE'],
    })),
  })
}

function brands({ query }: ShopCallContext): HttpReply {
  queryInt(query, 'page_size', { min: 1, max: 100 })
  return success({
    brands: [
      {
        id: '7082427311584347905',
        name: 'Rumah Nusantara',
        authorized_status: 'UNAUTHORIZED',
        is_t1_brand: false,
        brand_status: 'ONLINE',
      },
    ],
    total_count: 1,
    next_page_token: '',
  })
}
