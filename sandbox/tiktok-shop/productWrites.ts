import type { HttpReply } from '../core/http.ts'
import { asArray, asObject, type JsonObject } from '../core/wire.ts'
import { CATEGORIES } from './catalogue.ts'
import { ApiError, badParam, success } from './envelope.ts'
import type { CallContext, ShopCallContext } from './gateway.ts'
import { mainStatus, type Product, type Shelf, type Shop, type Sku } from './model.ts'
import { bodyObjects, bodyText, bodyTexts } from './params.ts'
import { platformsOf, requireProduct } from './lookups.ts'
import { pushAudit, pushProductChanged, pushProductCreated, pushProductStatus } from './webhooks.ts'
import type { World } from './world.ts'

const AUDIT_SECONDS = 5
const MAX_PRICE = 100_000_000

/** Creates a product: PENDING until its audit, then on sale. */
export function createProduct({ world, shop, body }: ShopCallContext): HttpReply {
  const key = typeof body['idempotency_key'] === 'string' ? `create:${body['idempotency_key']}` : ''
  const before = key ? shop.products.get(shop.answered.get(key) ?? '') : undefined
  if (before) return success(createdView(before))
  const platforms = platformsOf(bodyTexts(body, 'listing_platforms', 2)) ?? ['TIKTOK_SHOP' as const]
  const categoryId = bodyText(body, 'category_id')
  if (!CATEGORIES.some((category) => category.id === categoryId))
    throw new ApiError(12052024, 'The category is not a leaf category.')
  const now = world.clock.seconds()
  const isDraft = body['save_mode'] === 'AS_DRAFT'
  const product: Product = {
    id: world.newId(),
    title: titleOf(body),
    description: descriptionOf(body),
    categoryId,
    images: imagesOf(world, body),
    weightKg: weightOf(body),
    statuses: new Map(platforms.map((platform) => [platform, isDraft ? 'DRAFT' : 'PENDING'])),
    auditing: !isDraft,
    skus: bodyObjects(body, 'skus', 100).map((entry, _, all) => skuOf(world, shop, entry, all.length)),
    createTime: now,
    updateTime: now,
  }
  shop.products.set(product.id, product)
  if (key) shop.answered.set(key, product.id)
  pushProductCreated(world, shop, product)
  if (!isDraft) audit(world, shop, product)
  return success(createdView(product))
}

const createdView = (product: Product) => ({
  product_id: product.id,
  skus: product.skus.map((sku) => ({ id: sku.id, seller_sku: sku.sellerSku })),
  warnings: [],
})

function audit(world: World, shop: Shop, product: Product): void {
  world.later(AUDIT_SECONDS, () => {
    product.auditing = false
    product.updateTime = world.clock.seconds()
    for (const [platform, status] of product.statuses)
      if (status === 'PENDING') product.statuses.set(platform, 'ACTIVATE')
    pushAudit(world, shop, product, 'APPROVED')
    pushProductStatus(world, shop, product, 'PRODUCT_FIRST_PASS_REVIEW')
  })
}

/** Replaces only the top-level properties that are given. A live product keeps selling while it is audited. */
export function editProduct({ world, shop, body, params }: ShopCallContext): HttpReply {
  const product = requireProduct(shop, params['id'] ?? '')
  if (['FREEZE', 'DELETED'].includes(mainStatus(product)))
    throw new ApiError(12052901, 'Not allowed in the present status.')
  const changed: string[] = []
  const next = { title: product.title, description: product.description, images: product.images }
  if ('title' in body) changed.push(((next.title = titleOf(body)), 'title'))
  if ('description' in body) changed.push(((next.description = descriptionOf(body)), 'description'))
  if ('main_images' in body) changed.push(((next.images = imagesOf(world, body)), 'main_images'))
  Object.assign(product, next)
  product.updateTime = world.clock.seconds()
  product.auditing = true
  audit(world, shop, product)
  pushProductChanged(world, shop, product, changed)
  return success({ product_id: product.id, skus: createdView(product).skus, audit: { status: 'AUDITING' } })
}

function titleOf(body: JsonObject): string {
  const title = bodyText(body, 'title')
  if (/\p{Extended_Pictographic}/u.test(title)) throw new ApiError(12052932, 'The title has emoji.')
  if (title.length < 25 || title.length > 255)
    throw new ApiError(12052051, 'The title should have 25 to 255 characters.')
  return title
}

function descriptionOf(body: JsonObject): string {
  const description = bodyText(body, 'description')
  if (description.length > 10_000) throw new ApiError(12052013, 'The description is too long.')
  return description
}

function imagesOf(world: World, body: JsonObject): string[] {
  const uris = bodyObjects(body, 'main_images', 9).map((image) => bodyText(image, 'uri'))
  const isKnown = (uri: string): boolean =>
    [...world.shops.values()].some(
      (shop) =>
        shop.uploads.has(uri) || [...shop.products.values()].some((each) => each.images.includes(uri)),
    )
  if (!uris.every(isKnown)) throw new ApiError(12052300, 'The image uri does not come from Upload Image.')
  return uris
}

function weightOf(body: JsonObject): string {
  const weight = asObject(body['package_weight'])
  if (weight['unit'] !== 'KILOGRAM') throw badParam('Invalid parameter package_weight.unit')
  return bodyText(weight, 'value')
}

function skuOf(world: World, shop: Shop, entry: JsonObject, of: number): Sku {
  const attributes = asArray(entry['sales_attributes']).map(asObject)
  if (attributes.length === 0 && of > 1)
    throw new ApiError(12052104, 'sales_attributes is required with several SKUs.')
  const price = asObject(entry['price'])
  if (price['currency'] !== 'IDR') throw new ApiError(12052084, 'The currency is not valid for the region.')
  const shelves = bodyObjects(entry, 'inventory', 20).map((stock): [string, Shelf] => {
    const place = shop.warehouses.find((each) => each.id === stock['warehouse_id'])
    if (!place) throw new ApiError(12052097, 'The warehouse does not exist.')
    if (place.type !== 'SALES_WAREHOUSE') throw new ApiError(12052532, 'Not a sales warehouse.')
    return [place.id, { available: quantityOf(world, stock['quantity']), committed: 0 }]
  })
  return {
    id: world.newId(),
    sellerSku: typeof entry['seller_sku'] === 'string' ? entry['seller_sku'] : '',
    options: attributes.map((each) => ({
      name: String(each['name'] ?? ''),
      value: String(each['value_name'] ?? ''),
    })),
    price: priceOf(price['amount']),
    shelves: new Map(shelves),
    promotionFloor: 0,
  }
}

/** @throws ApiError when it is not a whole number in the documented range. */
export function quantityOf(world: World, value: unknown): number {
  const least = world.options.acceptsZeroQuantity ? 0 : 1
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > 99_999) {
    throw new ApiError(12019024, `The quantity should be from ${least} to 99999.`)
  }
  return value
}

/** @throws ApiError when it is not a decimal text in the documented range. */
export function priceOf(value: unknown): number {
  if (typeof value !== 'string' || !/^\d+(\.0+)?$/.test(value))
    throw new ApiError(12052012, 'The price format is invalid.')
  const price = Number(value)
  if (price < 100 || price > MAX_PRICE)
    throw new ApiError(12052073, 'The price should be from 100 to 100000000.')
  return price
}

/** Takes a picture; its uri is what other calls take. */
export function uploadImage({ world, request, grant }: CallContext): HttpReply {
  const text = request.body.toString('latin1')
  if (!/name="data"/.test(text)) throw new ApiError(12038002, 'No file in the field data.')
  if (!/filename="[^"]+"/.test(text)) throw new ApiError(12038004, 'The file cannot be read.')
  const uri = `tos-sandbox/${world.newId()}`
  for (const shopId of grant.shopIds) world.shops.get(shopId)?.uploads.add(uri)
  return success({
    uri,
    url: `${world.publicUrl}/img/${uri.slice('tos-sandbox/'.length)}.svg`,
    height: 400,
    width: 400,
    use_case: 'MAIN_IMAGE',
  })
}
