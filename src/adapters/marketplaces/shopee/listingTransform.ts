import { z } from 'zod'
import type { ListingStatus, RemoteListing } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { listingStatus } from './statuses.ts'
import { count, flag, instant, list, requiredId, words } from './wire.ts'

const priceInfo = list(z.object({ currency: words, original_price: count }))
const stockInfo = z
  .object({
    summary_info: z.object({ total_available_stock: count }).nullish(),
    seller_stock: z.array(z.object({ location_id: words, stock: count })).nullish(),
  })
  .nullish()

/** One entry of `get_item_base_info`. */
export const wireItem = z.object({
  item_id: requiredId,
  item_name: words,
  item_sku: words,
  item_status: words,
  description: words,
  description_info: z
    .object({
      extended_description: z
        .object({ field_list: list(z.object({ field_type: words, text: words })) })
        .nullish(),
    })
    .nullish(),
  update_time: instant,
  image: z.object({ image_url_list: list(z.string()) }).nullish(),
  price_info: priceInfo,
  stock_info_v2: stockInfo,
  has_model: flag,
})
export type WireItem = z.output<typeof wireItem>

/** The payload of `get_model_list`. */
export const wireModels = z.object({
  tier_variation: list(
    z.object({
      option_list: list(z.object({ option: words, image: z.object({ image_url: words }).nullish() })),
    }),
  ),
  model: list(
    z.object({
      model_id: requiredId,
      model_sku: words,
      model_status: words,
      tier_index: list(count),
      price_info: priceInfo,
      stock_info_v2: stockInfo,
    }),
  ),
})
export type WireModels = z.output<typeof wireModels>

/**
 * The sellable listings of an item: one for each model, or the item itself. Prices are what the seller set,
 * before promotions; quantities are the seller's own stock, which is what a stock write sets.
 */
export function toListings(item: WireItem, models: WireModels | undefined): RemoteListing[] {
  const status = listingStatus(item.item_status)
  const itemImages = item.image?.image_url_list ?? []
  const shared = {
    externalItemId: item.item_id,
    title: item.item_name,
    description: descriptionOf(item),
    updatedAt: item.update_time,
  }
  if (!item.has_model || !models) {
    return [
      {
        ...shared,
        externalVariantId: '',
        sellerSku: item.item_sku,
        variantName: '',
        status,
        rawStatus: item.item_status,
        price: priceOf(item.price_info),
        quantity: quantityOf(item.stock_info_v2),
        imageUrls: itemImages,
      },
    ]
  }
  return models.model.map((model) => {
    const options = model.tier_index.map((index, tier) => models.tier_variation[tier]?.option_list[index])
    const ownImage = options.map((option) => option?.image?.image_url ?? '').find((url) => url !== '')
    const unavailable = model.model_status === 'MODEL_UNAVAILABLE'
    return {
      ...shared,
      externalVariantId: model.model_id,
      sellerSku: model.model_sku,
      variantName: options.flatMap((option) => option?.option || []).join(', '),
      status: unavailable && status === 'live' ? ('unlisted' satisfies ListingStatus) : status,
      rawStatus: unavailable ? `${item.item_status}/${model.model_status}` : item.item_status,
      price: priceOf(model.price_info),
      quantity: quantityOf(model.stock_info_v2),
      imageUrls: ownImage === undefined ? itemImages : [...new Set([ownImage, ...itemImages])],
    }
  })
}

function descriptionOf(item: WireItem): string {
  const extended = item.description_info?.extended_description?.field_list ?? []
  const parts = extended.filter((field) => field.field_type === 'text').map((field) => field.text)
  return parts.length > 0 ? parts.join('\n') : item.description
}

function priceOf([first]: WireItem['price_info']): RemoteListing['price'] {
  return toMoney(first?.original_price ?? 0, first?.currency || 'IDR')
}

function quantityOf(stock: WireItem['stock_info_v2']): number | null {
  if (stock?.seller_stock) return stock.seller_stock.reduce((sum, entry) => sum + entry.stock, 0)
  return stock?.summary_info?.total_available_stock ?? null
}
