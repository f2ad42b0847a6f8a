import type { HttpReply } from '../core/http.ts'
import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { badParam, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import { requireImages } from './itemFields.ts'
import { editableItem } from './itemLookup.ts'
import type { Item, SellableUnit, Shop, Tier } from './model.ts'
import { bodyInt, bodyList, bodyText } from './params.ts'
import { readPrice } from './publishingApi.ts'
import { readSellerStock, sellerStockView, writeSellerStock } from './sellerStock.ts'
import type { World } from './world.ts'

const MAX_TIERS = 2
const MAX_MODELS = 50
const MAX_PRICE_RATIO = 7
/** A new item is not known everywhere at once. */
const SETTLING_SECONDS = 5

/** Variants of an item. */
export const VARIATION_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['POST', '/api/v2/product/init_tier_variation', { kind: 'shop', handle: initTiers }],
]

/** Gives an item its tiers and models; those it had before are gone. */
function initTiers(context: ShopCallContext): HttpReply {
  const { body, shop, world } = context
  const settledAt =
    (world.createdAt.get(bodyInt(body, 'item_id', { min: 1 })) ?? 0) +
    SETTLING_SECONDS * 1000 * world.options.timeScale
  if (world.clock.ms() < settledAt) throw new ShopeeError('error_item_not_found', 'Product not found')
  const item = editableItem(context)
  if (item.units.some((unit) => unit.promotion))
    throw new ShopeeError('error_cannt_init_tier_in_promotion', 'The item is in a promotion.')
  const tiers = readTiers(world, body)
  const units = readModels(world, shop, item, tiers, bodyList(body, 'model', MAX_MODELS).map(asObject))
  item.tiers = tiers
  item.units = units
  item.hasModels = true
  item.updateTime = world.clock.seconds()
  return wrapped({ item_id: item.itemId, tier_variation: tiers.map(tierView), model: units.map(modelView) })
}

/** Tiers in the present form, or in the older one. */
function readTiers(world: World, body: JsonObject): readonly Tier[] {
  const present = asArray(body['standardise_tier_variation']).map(asObject)
  const older = asArray(body['tier_variation']).map(asObject)
  const tiers =
    present.length > 0
      ? present.map((tier) => ({
          name: bodyText(tier, 'variation_name'),
          options: asArray(tier['variation_option_list'])
            .map(asObject)
            .map((option) => ({
              name: bodyText(option, 'variation_option_name'),
              image: option['image_id'],
            })),
        }))
      : older.map((tier) => ({
          name: bodyText(tier, 'name'),
          options: asArray(tier['option_list'])
            .map(asObject)
            .map((option) => ({
              name: bodyText(option, 'option'),
              image: asObject(option['image'])['image_id'],
            })),
        }))
  if (tiers.length < 1 || tiers.length > MAX_TIERS) throw badParam('One or two tiers are allowed.')
  return tiers.map(({ name, options }, index): Tier => {
    const pictured = options.filter((option) => option.image !== undefined && option.image !== '')
    if (options.length === 0) throw badParam('A tier needs options.')
    if (new Set(options.map((option) => option.name)).size < options.length)
      throw new ShopeeError('error_model_duplicate_name', 'An option occurs twice.')
    if (pictured.length > 0 && (index > 0 || pictured.length < options.length))
      throw badParam('Option images are for the first tier, all options or none.')
    return {
      name,
      options: options.map((option) => option.name),
      imageIds: requireImages(
        world,
        pictured.map((option) => option.image),
      ),
    }
  })
}

function readModels(
  world: World,
  shop: Shop,
  item: Item,
  tiers: readonly Tier[],
  rows: readonly JsonObject[],
): SellableUnit[] {
  const seen = new Set<string>()
  let modelId = Math.max(180_000_000_000, ...[...world.shops.values()].flatMap(modelIds))
  const units = rows.map((row): SellableUnit => {
    const tierIndex = asArray(row['tier_index']).map(Number)
    if (
      tierIndex.length !== tiers.length ||
      !tierIndex.every((at, tier) => tiers[tier]?.options[at] !== undefined)
    )
      throw badParam('tier_index is invalid')
    if (seen.has(tierIndex.join()))
      throw new ShopeeError('error_model_duplicate_tier_variation_index', 'A model occurs twice.')
    seen.add(tierIndex.join())
    const sku = row['model_sku'] ?? ''
    if (typeof sku !== 'string' || sku.length > 100)
      throw badParam('model_sku should be text of at most 100 characters')
    const unit: SellableUnit = {
      modelId: (modelId += world.random.int(1_000, 90_000)),
      sku,
      name: tierIndex.map((at, tier) => tiers[tier]?.options[at]).join(','),
      tierIndex,
      price: readPrice(row),
      stock: 0,
      byLocation: null,
      promotion: null,
    }
    writeSellerStock(unit, readSellerStock(shop, row['seller_stock']))
    return unit
  })
  const prices = units.map((unit) => unit.price)
  if (Math.max(...prices) > MAX_PRICE_RATIO * Math.min(...prices))
    throw new ShopeeError(
      'error_price_out_of_range',
      `${item.name}: the dearest model may cost at most ${MAX_PRICE_RATIO} times the cheapest.`,
    )
  return units
}

const modelIds = (shop: Shop): number[] =>
  [...shop.items.values()].flatMap((item) => item.units.map((unit) => unit.modelId))

const tierView = (tier: Tier): Wire => ({
  name: tier.name,
  option_list: tier.options.map((option, index) => ({
    option,
    ...(tier.imageIds[index] === undefined ? {} : { image: { image_id: tier.imageIds[index] } }),
  })),
})

const modelView = (unit: SellableUnit): Wire => ({
  tier_index: unit.tierIndex,
  model_id: unit.modelId,
  model_sku: unit.sku,
  price_info: [{ original_price: unit.price }],
  seller_stock: sellerStockView(unit),
})
