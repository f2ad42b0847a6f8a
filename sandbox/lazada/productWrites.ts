import { asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { LazadaError, success, type ErrorDetail } from './envelope.ts'
import type { ShopCallContext } from './gateway.ts'
import type { Bucket, Product, Shop, Sku } from './model.ts'
import { nodes, readPayload, skuRows } from './payload.ts'
import { pushProduct, pushQuality, pushShallowStock } from './pushEvents.ts'
import { CATEGORIES } from './seed.ts'
import type { World } from './world.ts'

const MAX_SKUS = 50
const REVIEW_SECONDS = 2

/** One change that has been judged; it is made only when the whole call is right. */
type Change = () => void

/** Creates a product; it goes through review. */
export function createProduct({ world, shop, values }: ShopCallContext) {
  const product = asObject(readPayload(values, { json: true })['Product'])
  const attributes = asObject(product['Attributes'])
  const rows = skuRows(product)
  if (!CATEGORIES.some((category) => category.id === Number(product['PrimaryCategory']))) {
    throw new LazadaError('201', 'E201: Invalid Category')
  }
  if (rows.length === 0) throw new LazadaError('207', 'E207: SKU is missing')
  if (rows.length > MAX_SKUS) throw new LazadaError('4171', 'E4171: More than 50 SKUs')
  mandatory(attributes, ['name'])
  if (String(attributes['name']).length > 255)
    refuseField('500', 'name', 'The name is longer than 255 characters')
  if (!attributes['brand'] && !attributes['brand_id'])
    throw new LazadaError('4108', 'E4108: brand is mandatory')
  const images = imagesOf(world, product)
  if (images.length === 0) throw new LazadaError('4139', 'E4139: The main image is missing')
  for (const row of rows)
    mandatory(row, [
      'SellerSku',
      'price',
      'package_weight',
      'package_length',
      'package_width',
      'package_height',
    ])
  checkProperties(rows)
  const item = newProduct(world, shop, product, attributes, rows, images)
  shop.items.set(item.itemId, item)
  pushProduct(world, shop.sellerId, item, 3, 'PUBLISHED')
  world.later(REVIEW_SECONDS, () => {
    item.status = 'Active'
    item.updatedAt = world.clock.ms()
    pushQuality(world, shop.sellerId, item, 'APPROVED')
  })
  return success({
    item_id: item.itemId,
    item_status: item.status,
    sku_list: item.skus.map((sku): Wire => ({
      seller_sku: sku.sellerSku,
      shop_sku: `${item.itemId}_ID-${sku.skuId}`,
      sku_id: sku.skuId,
    })),
  })

  function checkProperties(all: readonly JsonObject[]): void {
    const codes = all.map((row) => String(row['SellerSku']))
    const taken = new Set([...shop.items.values()].flatMap((each) => each.skus.map((sku) => sku.sellerSku)))
    if (new Set(codes).size < codes.length || codes.some((code) => taken.has(code))) {
      throw new LazadaError('4126', 'E4126: The seller SKU is duplicated')
    }
    const sets = all.map((row) => Object.keys(asObject(row['saleProp'])).sort().join())
    if (new Set(sets).size > 1) throw new LazadaError('4113', 'E4113: The SKUs have different property sets')
    const combinations = all.map((row) => JSON.stringify(asObject(row['saleProp'])))
    if (new Set(combinations).size < combinations.length) {
      throw new LazadaError('4112', 'E4112: Two SKUs have equal properties')
    }
  }
}

function newProduct(
  world: World,
  shop: Shop,
  product: JsonObject,
  attributes: JsonObject,
  rows: readonly JsonObject[],
  images: string[],
): Product {
  const now = world.clock.ms()
  const all = [...world.shops.values()].flatMap((each) => [...each.items.values()])
  let skuId = Math.max(...all.flatMap((item) => item.skus.map((sku) => sku.skuId)))
  const { name, description = '', brand = 'No Brand', ...rest } = attributes
  return {
    itemId: Math.max(...all.map((item) => item.itemId)) + world.random.int(1, 90),
    name: String(name),
    description: String(description),
    categoryId: Number(product['PrimaryCategory']),
    brand: String(brand),
    weightKg: String(rows[0]?.['package_weight'] ?? ''),
    attributes: Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)])),
    status: 'Pending QC',
    createdAt: now,
    updatedAt: now,
    images,
    skus: rows.map((row): Sku => ({
      skuId: (skuId += world.random.int(1, 90)),
      sellerSku: String(row['SellerSku']),
      options: Object.fromEntries(
        Object.entries(asObject(row['saleProp'])).map(([key, value]) => [key, String(value)]),
      ),
      price: Number(row['price']),
      status: 'active',
      buckets: shop.warehouses.map((warehouse): Bucket => ({
        warehouseCode: warehouse.code,
        sellable: warehouse.isDefault ? Number(row['quantity'] ?? 0) : 0,
        withheld: 0,
        occupied: 0,
      })),
    })),
  }
}

/** Changes texts, pictures and the status of SKUs; not meant for price and stock. */
export function updateProduct({ world, shop, values, path }: ShopCallContext) {
  const product = asObject(readPayload(values, { json: true })['Product'])
  const item = itemOf(shop, product['ItemId'])
  if (world.struck('edit_collision', { shopId: shop.sellerId, path })) {
    throw new LazadaError('4147', 'E4147: The item is edited at the same time')
  }
  if (!('Attributes' in product)) throw new LazadaError('4108', 'E4108: The Attributes node is mandatory')
  const attributes = asObject(product['Attributes'])
  const rows = skuRows(product)
  if (rows.length === 0 || rows.some((row) => !row['SkuId']))
    throw new LazadaError('4216', 'E4216: SkuId is mandatory')
  const images = imagesOf(world, product)
  const skus = rows.map((row) => ({ sku: skuOf(item, row), status: row['Status'] }))
  for (const { status } of skus) {
    if (status !== undefined && !['active', 'inactive', 'deleted'].includes(String(status))) {
      refuseField('501', 'Status', 'Invalid status')
    }
  }
  for (const { sku, status } of skus) if (status !== undefined) sku.status = String(status) as Sku['status']
  if (attributes['name']) item.name = String(attributes['name'])
  if (attributes['description'] !== undefined) item.description = String(attributes['description'])
  if (images.length > 0) item.images = images
  if (item.status === 'Active' || item.status === 'InActive') {
    item.status = item.skus.some((sku) => sku.status === 'active') ? 'Active' : 'InActive'
  }
  touch(world, shop, item)
  return success({})
}

/** Sets prices and total quantities. */
export function updatePriceQuantity(context: ShopCallContext) {
  return writeRows(context, { json: true }, ({ sku, row }) => {
    const changes: Change[] = []
    if (row['Price'] !== undefined) {
      const price = Number(row['Price'])
      if (!(price > 0)) return 'Price: Price must be above 0'
      changes.push(() => (sku.price = price))
    }
    for (const { bucket, quantity } of quantities(sku, row, 'Quantity')) {
      if (!bucket) return 'WarehouseCode: Unknown warehouse'
      const held = bucket.withheld + bucket.occupied
      if (!(quantity >= held)) return 'Quantity: Total stock may not fall under held stock'
      changes.push(() => (bucket.sellable = quantity - held))
    }
    return changes
  })
}

/** Sets absolute sellable quantities. */
export function updateSellable(context: ShopCallContext) {
  return writeRows(context, { json: context.world.options.jsonStock }, ({ sku, row, shop }) =>
    quantities(sku, row, 'SellableQuantity').map(({ bucket, quantity }): Change | string => {
      if (!bucket) return 'WarehouseCode: Unknown warehouse'
      if (!Number.isInteger(quantity) || quantity < 0) return 'SellableQuantity: Negative sellable'
      if (shop.campaign && quantity < bucket.sellable) return CAMPAIGN
      return () => (bucket.sellable = quantity)
    }),
  )
}

/** Moves sellable quantities by a difference. */
export function adjustSellable(context: ShopCallContext) {
  return writeRows(context, { json: context.world.options.jsonStock }, ({ sku, row, shop }) =>
    quantities(sku, row, 'SellableQuantity').map(({ bucket, quantity }): Change | string => {
      if (!bucket) return 'WarehouseCode: Unknown warehouse'
      if (!Number.isInteger(quantity) || bucket.sellable + quantity < 0) return NEGATIVE
      if (shop.campaign && quantity < 0) return CAMPAIGN
      return () => (bucket.sellable += quantity)
    }),
  )
}

const CAMPAIGN = 'campaign'
const NEGATIVE = 'negative'

interface RowContext {
  readonly shop: Shop
  readonly item: Product
  readonly sku: Sku
  readonly row: JsonObject
}

/** Judges all rows before changing any: the platform refuses a call as a whole. */
function writeRows(
  { world, shop, values, path }: ShopCallContext,
  forms: { json: boolean },
  judge: (context: RowContext) => readonly (Change | string)[] | string,
) {
  const rows = skuRows(asObject(readPayload(values, forms)['Product']))
  if (rows.length === 0) throw new LazadaError('30', 'E030: Empty Request')
  if (rows.length > MAX_SKUS) throw new LazadaError('204', 'E204: Too many SKUs in one request')
  const where = { shopId: shop.sellerId, path }
  if (world.struck('edit_collision', where))
    throw new LazadaError('4154', 'E4154: The item is edited too fast')
  const changes: Change[] = []
  const detail: ErrorDetail[] = []
  const failing = world.struck('partial_failure', where) ? rows[0] : undefined
  const touched = new Set<Product>()
  for (const row of rows) {
    const item = itemOf(shop, row['ItemId'])
    const sku = skuOf(item, row)
    touched.add(item)
    const judged = row === failing ? 'SkuId: Please try again' : judge({ shop, item, sku, row })
    for (const each of typeof judged === 'string' ? [judged] : judged) {
      if (typeof each !== 'string') changes.push(each)
      else if (each === CAMPAIGN)
        throw new LazadaError('4170', 'E4170: Stock may not be lowered during the campaign')
      else if (each === NEGATIVE) throw new LazadaError('212', 'E212: Negative sellable')
      else {
        const [field = '', message = ''] = each.split(': ')
        detail.push({ field, message, seller_sku: sku.sellerSku })
      }
    }
  }
  if (detail.length > 0) throw new LazadaError('501', 'E501: Update product failed', { detail })
  for (const change of changes) change()
  for (const item of touched) touch(world, shop, item)
  return success({})
}

/** What a row asks for: one number for the default warehouse, or one per named warehouse. */
function quantities(
  sku: Sku,
  row: JsonObject,
  field: string,
): { bucket: Bucket | undefined; quantity: number }[] {
  const named = nodes(asObject(row['MultiWarehouseInventories'])['MultiWarehouseInventory']).map(asObject)
  if (named.length > 0) {
    return named.map((each) => ({
      bucket: sku.buckets.find((bucket) => bucket.warehouseCode === each['WarehouseCode']),
      // Both spellings were seen to work inside a warehouse row.
      quantity: Number(each[field] ?? each['Quantity']),
    }))
  }
  return row[field] === undefined ? [] : [{ bucket: sku.buckets[0], quantity: Number(row[field]) }]
}

function itemOf(shop: Shop, id: unknown): Product {
  const item = shop.items.get(Number(id))
  if (!item || item.status === 'Deleted') throw new LazadaError('4137', 'E4137: The item is not found')
  return item
}

function skuOf(item: Product, row: JsonObject): Sku {
  const id = Number(row['SkuId'])
  const sku = item.skus.find((each) => each.skuId === id && each.status !== 'deleted')
  if (!sku) throw new LazadaError('207', 'E207: SKU does not exist')
  return sku
}

/** Only pictures of the platform's own host may be used. */
function imagesOf(world: World, product: JsonObject): string[] {
  const urls = nodes(asObject(product['Images'])['Image']).map(String)
  if (urls.some((url) => !url.startsWith(`${world.publicUrl}/`))) {
    throw new LazadaError('4138', 'E4138: External image URLs are not allowed')
  }
  return urls
}

function mandatory(fields: JsonObject, names: readonly string[]): void {
  for (const name of names) {
    if (fields[name] === undefined || fields[name] === '')
      throw new LazadaError('4108', `E4108: ${name} is mandatory`)
  }
}

function refuseField(code: '500' | '501', field: string, message: string): never {
  const verb = code === '500' ? 'Create' : 'Update'
  throw new LazadaError(code, `E${code}: ${verb} product failed`, { detail: [{ field, message }] })
}

function touch(world: World, shop: Shop, item: Product): void {
  item.updatedAt = world.clock.ms()
  pushProduct(world, shop.sellerId, item, 4, 'EDITED_UPDATED')
  for (const sku of item.skus) pushShallowStock(world, shop.sellerId, sku)
}
