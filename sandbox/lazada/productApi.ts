import { createHash } from 'node:crypto'
import type { Wire } from '../core/wire.ts'
import { flat, LazadaError, success } from './envelope.ts'
import type { CallContext, Endpoints, ShopCallContext } from './gateway.ts'
import type { Product } from './model.ts'
import { instant, number, parseJsonParam, text } from './params.ts'
import { productView } from './productView.ts'
import {
  adjustSellable,
  createProduct,
  updatePriceQuantity,
  updateProduct,
  updateSellable,
} from './productWrites.ts'
import { CATEGORIES } from './seed.ts'

const FILTERS: Readonly<Record<string, (item: Product) => boolean>> = {
  all: () => true,
  live: (item) => item.status === 'Active',
  inactive: (item) => item.status === 'InActive',
  deleted: (item) => item.status === 'Deleted',
  pending: (item) => item.status === 'Pending QC',
  rejected: (item) => item.status === 'Suspended',
  'sold-out': (item) => item.skus.every((sku) => sku.buckets.every((bucket) => bucket.sellable === 0)),
}

/** The product module, pictures and categories. */
export const PRODUCT_ENDPOINTS: Endpoints = [
  ['GET', '/products/get', { kind: 'shop', handle: listProducts }],
  ['GET', '/product/item/get', { kind: 'shop', handle: getItem }],
  ['POST', '/product/create', { kind: 'shop', handle: createProduct }],
  ['POST', '/product/update', { kind: 'shop', handle: updateProduct }],
  ['POST', '/product/price_quantity/update', { kind: 'shop', handle: updatePriceQuantity }],
  ['POST', '/product/stock/sellable/update', { kind: 'shop', handle: updateSellable }],
  ['POST', '/product/stock/sellable/adjust', { kind: 'shop', handle: adjustSellable }],
  ['POST', '/image/upload', { kind: 'shop', handle: uploadImage }],
  ['GET', '/category/tree/get', { kind: 'public', handle: categories }],
  ['GET', '/category/attributes/get', { kind: 'public', handle: attributes }],
  ['GET', '/category/brands/query', { kind: 'public', handle: brands }],
]

function listProducts({ world, shop, values }: ShopCallContext) {
  const filter = FILTERS[text(values, 'filter')]
  if (!filter) throw new LazadaError('36', 'E036: Invalid status filter')
  const limit = number(values, 'limit', { min: 1, max: 50, fallback: 20, code: '19' })
  const offset = number(values, 'offset', { min: 0, max: 10_000, fallback: 0, code: '14' })
  const createdAfter = instant(values, 'create_after') ?? 0
  const createdBefore = instant(values, 'create_before') ?? Infinity
  const updatedAfter = instant(values, 'update_after') ?? 0
  const updatedBefore = instant(values, 'update_before') ?? Infinity
  const codes = values.has('sku_seller_list')
    ? parseJsonParam(values.get('sku_seller_list') ?? '')
    : undefined
  if (codes !== undefined && (!Array.isArray(codes) || codes.length > 100)) {
    throw new LazadaError('5', 'E005: Invalid Request Format')
  }
  const found = [...shop.items.values()].filter(
    (item) =>
      filter(item) &&
      item.createdAt >= createdAfter &&
      item.createdAt <= createdBefore &&
      item.updatedAt >= updatedAfter &&
      item.updatedAt <= updatedBefore &&
      (!codes || item.skus.some((sku) => codes.includes(sku.sellerSku))),
  )
  // Newest first.
  found.sort((a, b) => b.createdAt - a.createdAt || b.itemId - a.itemId)
  return success({
    total_products: found.length,
    products: found.slice(offset, offset + limit).map((item) => productView(world, item)),
  })
}

function getItem({ world, shop, values }: ShopCallContext) {
  const item = shop.items.get(Number(text(values, 'item_id')))
  if (!item || item.status === 'Deleted') throw new LazadaError('208', 'E208: Item does not exist')
  return success(productView(world, item))
}

function uploadImage({ world, files }: ShopCallContext) {
  const file = files.get('image')
  if (!file) throw new LazadaError('300', 'E300: Image is missing')
  const { bytes } = file
  const isPng = bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n'
  const isJpeg = bytes.subarray(0, 3).toString('hex') === 'ffd8ff'
  const { maxImageBytes } = world.options
  if ((!isPng && !isJpeg) || bytes.length > maxImageBytes) {
    throw new LazadaError('302', `E302: The image must be JPG or PNG of at most ${maxImageBytes} bytes`)
  }
  if (
    isPng &&
    [16, 20].some((at) => bytes.length < 24 || bytes.readUInt32BE(at) < 330 || bytes.readUInt32BE(at) > 5000)
  ) {
    throw new LazadaError('302', 'E302: The sides of the image must have 330 to 5000 pixels')
  }
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32)
  const name = `${hash}.${isPng ? 'png' : 'jpg'}`
  world.pictures.set(name, { contentType: isPng ? 'image/png' : 'image/jpeg', bytes })
  return success({ image: { url: `${world.publicUrl}/p/${name}`, hash_code: hash } })
}

function categories() {
  return success(
    CATEGORIES.map(({ id, name }): Wire => ({ category_id: id, name, leaf: true, var: true, children: [] })),
  )
}

function attributes({ values }: CallContext) {
  const id = Number(text(values, 'primary_category_id'))
  if (!CATEGORIES.some((category) => category.id === id))
    throw new LazadaError('57', 'E057: No attribute sets linked')
  const field = (name: string, type: 'normal' | 'sku', mandatory: boolean): Wire => ({
    name,
    label: name,
    input_type: 'text',
    attribute_type: type,
    is_mandatory: mandatory ? 1 : 0,
    is_sale_prop: 0,
    options: [],
  })
  return success([
    field('name', 'normal', true),
    field('brand', 'normal', true),
    field('description', 'normal', false),
    field('SellerSku', 'sku', true),
    field('price', 'sku', true),
    field('package_weight', 'sku', true),
    field('package_length', 'sku', true),
    field('package_width', 'sku', true),
    field('package_height', 'sku', true),
  ])
}

function brands({ values }: CallContext) {
  const start = number(values, 'startRow', { min: 0, max: 1_000_000, fallback: 0, code: '14' })
  const size = number(values, 'pageSize', { min: 1, max: 200, fallback: 20, code: '19' })
  const all = ['No Brand', 'Rumah Nusantara', 'Laweyan', 'Ayu', 'Sekar', 'Dapur Ibu'].map((name, index) => ({
    brand_id: 30_000 + index,
    name,
    name_en: name,
    global_identifier: name.toLowerCase().replaceAll(' ', '_'),
  }))
  return flat({
    data: {
      module: all.slice(start, start + size),
      total_record: all.length,
      start_row: start,
      page_size: size,
    },
  })
}
