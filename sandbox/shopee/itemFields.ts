import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { badParam, ShopeeError } from './envelope.ts'
import { imageUrl } from './mediaApi.ts'
import type { Item, ItemAttribute } from './model.ts'
import { attributesOf, BRANDS, isLeaf } from './taxonomy.ts'
import type { World } from './world.ts'

const NAME_LENGTH = { min: 5, max: 255 }
const MIN_DESCRIPTION = 20
const MAX_IMAGES = 9

type Details = Pick<
  Item,
  | 'name'
  | 'description'
  | 'sku'
  | 'categoryId'
  | 'weight'
  | 'brandId'
  | 'brand'
  | 'condition'
  | 'dimension'
  | 'attributes'
  | 'imageIds'
>

/** The describing fields of add_item and update_item; what is not sent stays, and all of it is checked. */
export function readDetails(world: World, body: JsonObject, item: Item | undefined): Details {
  const name = textField(body, 'item_name', item?.name ?? '')
  if (name === '') throw new ShopeeError('error_item_name_empty', 'The item name is empty.')
  if (name.length < NAME_LENGTH.min)
    throw new ShopeeError('error_item_name_is_too_short', 'The item name is too short.')
  if (name.length > NAME_LENGTH.max)
    throw new ShopeeError('error_title_exceeds_max_length', 'The item name is too long.')
  const description = textField(body, 'description', item?.description ?? '')
  if (description.length < MIN_DESCRIPTION)
    throw new ShopeeError(
      'error_desc_length_min_limit',
      `The description needs ${MIN_DESCRIPTION} characters.`,
    )
  const categoryId = body['category_id'] ?? item?.categoryId
  if (typeof categoryId !== 'number' || !isLeaf(categoryId))
    throw new ShopeeError('error_invalid_category', 'The category is invalid or not a leaf.')
  const { brandId, brand } = readBrand(body, item)
  const size = asObject(body['dimension'])
  return {
    name,
    description,
    categoryId,
    sku: textField(body, 'item_sku', item?.sku ?? ''),
    weight: readWeight(body, item),
    brandId,
    brand,
    condition:
      body['condition'] === undefined
        ? (item?.condition ?? 'NEW')
        : body['condition'] === 'USED'
          ? 'USED'
          : 'NEW',
    dimension:
      body['dimension'] === undefined
        ? (item?.dimension ?? { length: 10, width: 10, height: 10 })
        : { length: edge(size, 'length'), width: edge(size, 'width'), height: edge(size, 'height') },
    attributes: readAttributes(body, item, categoryId),
    imageIds: readImages(world, body, item),
  }
}

function textField(body: JsonObject, name: string, current: string): string {
  const value = body[name]
  if (value === undefined) return current
  if (typeof value !== 'string') throw badParam(`${name} should be text`)
  return value
}

function readWeight(body: JsonObject, item: Item | undefined): string {
  const weight = body['weight']
  if (weight === undefined && item) return item.weight
  if (typeof weight !== 'number' || !(weight > 0)) throw badParam('weight should be above 0 kg')
  return String(weight)
}

function edge(size: JsonObject, name: string): number {
  const value = size[`package_${name}`]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
    throw badParam(`package_${name} should be a whole number of cm`)
  return value
}

function readBrand(body: JsonObject, item: Item | undefined): { brandId: number; brand: string } {
  if (body['brand'] === undefined) return { brandId: item?.brandId ?? 0, brand: item?.brand ?? 'NoBrand' }
  const given = asObject(body['brand'])
  if (given['brand_id'] === 0) return { brandId: 0, brand: 'NoBrand' }
  const known = BRANDS.find(
    (brand) => brand.id === given['brand_id'] && brand.name === given['original_brand_name'],
  )
  if (!known) throw new ShopeeError('error_invalid_brand', 'The brand is invalid.')
  return { brandId: known.id, brand: known.name }
}

function readAttributes(
  body: JsonObject,
  item: Item | undefined,
  categoryId: number,
): readonly ItemAttribute[] {
  const known = attributesOf(categoryId)
  const attributes =
    body['attribute_list'] === undefined
      ? (item?.attributes ?? [])
      : asArray(body['attribute_list'])
          .map(asObject)
          .map((row): ItemAttribute => {
            const attribute = known.find(({ id }) => id === row['attribute_id'])
            if (!attribute)
              throw new ShopeeError('error_invalid_attribute', 'The attribute is not of this category.')
            const values = asArray(row['attribute_value_list'])
              .map(asObject)
              .map((value) => {
                const listed = attribute.values.find(({ id }) => id === value['value_id'])
                const own = value['original_value_name']
                if (listed) return { valueId: listed.id, name: listed.english }
                if (value['value_id'] !== 0)
                  throw new ShopeeError('error_value_id_must_equal_zero', 'Own values have value_id 0.')
                if (attribute.inputType !== 2)
                  throw new ShopeeError('error_invalid_attribute', 'Own values are not allowed here.')
                if (typeof own !== 'string' || own === '')
                  throw new ShopeeError('error_value_name_required', 'Own values need original_value_name.')
                return { valueId: 0, name: own }
              })
            return { attributeId: attribute.id, values }
          })
  const missing = known.some(
    ({ id, mandatory }) => mandatory && !attributes.some((each) => each.attributeId === id),
  )
  // Seeded goods carry no attributes and stay editable.
  if (missing && (!item || body['attribute_list'] !== undefined))
    throw new ShopeeError('error_less_required_attribute', 'A mandatory attribute is missing.')
  return attributes
}

function readImages(world: World, body: JsonObject, item: Item | undefined): readonly string[] {
  if (body['image'] === undefined) return item?.imageIds ?? []
  const ids = asArray(asObject(body['image'])['image_id_list'])
  if (ids.length < 1) throw new ShopeeError('error_image_num_min', 'At least one image is needed.')
  if (ids.length > MAX_IMAGES) throw badParam(`At most ${MAX_IMAGES} images are allowed.`)
  return requireImages(world, ids)
}

/** The ids, if all of them were uploaded. */
export function requireImages(world: World, ids: readonly unknown[]): readonly string[] {
  const known = ids.filter((id): id is string => typeof id === 'string' && world.images.has(id))
  if (known.length < ids.length)
    throw new ShopeeError('error_image_unavailable', 'An image is not available.')
  return known
}

/** What add_item and update_item answer. */
export function writtenItem(item: Item, publicUrl: string): Wire {
  const price = item.units[0]?.price ?? 0
  return {
    item_id: item.itemId,
    item_name: item.name,
    description: item.description,
    item_status: item.status,
    category_id: item.categoryId,
    weight: Number(item.weight),
    price_info: { current_price: price, original_price: price },
    images: {
      image_id_list: item.imageIds,
      image_url_list: item.imageIds.map((id) => imageUrl(publicUrl, id)),
    },
    brand: { brand_id: item.brandId, original_brand_name: item.brand },
    condition: item.condition,
    item_dangerous: 0,
  }
}
