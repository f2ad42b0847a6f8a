import type { ListingDraft } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { text } from '../../kit/text.ts'
import { toMajor } from './majorUnits.ts'
import { refusal } from './refusal.ts'
import { tierIndex, type DraftTier } from './tiers.ts'

/** How variants are written: the present form, or the one Shopee calls deprecated. */
export type VariationForm = 'standardised' | 'classic'

/** What a new product needs that is asked of Shopee first. */
export interface Surroundings {
  couriers: readonly JsonOut[]
  attributes: readonly JsonOut[]
  brand: JsonOut
  /** Where new stock lies, in a shop with warehouses. */
  locationId: string | null
}

/** The body of `add_item`. Variants come later, so a product with variants starts hidden. */
export function itemBody(draft: ListingDraft, around: Surroundings, hasVariants: boolean): JsonOut {
  const [first] = draft.variants
  if (!first) {
    throw refusal(
      'a draft without a variant',
      text('Produk belum memiliki harga dan stok.', 'The product has no price and stock yet.'),
      text('Isi harga dan stok, lalu kirim lagi.', 'Fill in price and stock, then send again.'),
      ['variants'],
    )
  }
  return {
    item_name: draft.title,
    description: draft.description,
    category_id: BigInt(draft.categoryId),
    original_price: toMajor(first.price),
    seller_stock: sellerStock(hasVariants ? 0 : first.quantity, around.locationId),
    ...(hasVariants ? {} : { item_sku: first.sellerSku }),
    weight: draft.weightGrams / 1000,
    ...(draft.packageCm
      ? {
          dimension: {
            package_length: Math.ceil(draft.packageCm.length),
            package_width: Math.ceil(draft.packageCm.width),
            package_height: Math.ceil(draft.packageCm.height),
          },
        }
      : {}),
    image: { image_id_list: draft.imageRefs },
    logistic_info: around.couriers,
    attribute_list: around.attributes,
    brand: around.brand,
    condition: draft.condition === 'used' ? 'USED' : 'NEW',
    item_status: hasVariants ? 'UNLIST' : 'NORMAL',
  }
}

/** The body of `init_tier_variation`. */
export function variationBody(
  externalItemId: string,
  draft: ListingDraft,
  tiers: readonly DraftTier[],
  locationId: string | null,
  form: VariationForm,
): JsonOut {
  return {
    item_id: BigInt(externalItemId),
    ...(form === 'classic'
      ? { tier_variation: tiers.map(classicTier) }
      : { standardise_tier_variation: tiers.map(standardisedTier) }),
    model: draft.variants.map((variant) => ({
      tier_index: tierIndex(tiers, variant.options),
      model_sku: variant.sellerSku,
      original_price: toMajor(variant.price),
      seller_stock: sellerStock(variant.quantity, locationId),
    })),
  }
}

const sellerStock = (stock: number, locationId: string | null): JsonOut => [
  { stock, ...(locationId === null ? {} : { location_id: locationId }) },
]

const standardisedTier = (tier: DraftTier): JsonOut => ({
  variation_id: 0,
  variation_name: tier.name,
  variation_option_list: tier.options.map((option) => ({
    variation_option_id: 0,
    variation_option_name: option.name,
    ...(option.imageRef === null ? {} : { image_id: option.imageRef }),
  })),
})

const classicTier = (tier: DraftTier): JsonOut => ({
  name: tier.name,
  option_list: tier.options.map((option) => ({
    option: option.name,
    ...(option.imageRef === null ? {} : { image: { image_id: option.imageRef } }),
  })),
})
