import { z } from 'zod'
import type { ListingStatus, RemoteListing, RemoteOrder, RemoteOrderLine } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { listingStatus, orderStatus } from './statuses.ts'
import { count, flag, id, instant, list, requiredId, words } from './wire.ts'

const priceInfo = list(z.object({ currency: words, original_price: count }))
const stockInfo = z
  .object({
    summary_info: z.object({ total_available_stock: count }).nullish(),
    seller_stock: z.array(z.object({ stock: count })).nullish(),
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

const wireLine = z.object({
  item_id: requiredId,
  item_name: words,
  item_sku: words,
  model_id: id,
  model_name: words,
  model_sku: words,
  model_quantity_purchased: count,
  model_original_price: count,
  model_discounted_price: count,
  promotion_type: words,
  order_item_id: id,
  line_item_id: id,
  image_info: z.object({ image_url: words }).nullish(),
  cancelled_qty: count,
  returned_qty: count,
})
type WireLine = z.output<typeof wireLine>

/** One entry of `get_order_detail`. */
export const wireOrder = z.object({
  order_sn: requiredId,
  order_status: words,
  currency: words,
  create_time: instant,
  update_time: instant,
  pay_time: instant,
  ship_by_date: instant,
  total_amount: count,
  buyer_username: words,
  message_to_seller: words,
  recipient_address: z
    .object({ name: words, phone: words, city: words, district: words, full_address: words })
    .nullish(),
  shipping_carrier: words,
  checkout_shipping_carrier: words,
  package_list: list(z.object({ shipping_carrier: words })),
  cancel_reason: words,
  buyer_cancel_reason: words,
  item_list: list(wireLine),
})
export type WireOrder = z.output<typeof wireOrder>

/** An order as Kanal knows it. Before payment Shopee names no total; then it is the sum of the lines. */
export function toOrder(order: WireOrder): RemoteOrder {
  const currency = order.currency || 'IDR'
  const lines = toLines(order.item_list, currency)
  const ofLines = lines.reduce((sum, line) => sum + line.unitPrice.amount * line.quantity, 0)
  const createdAt = order.create_time ?? order.update_time ?? new Date(0)
  const { recipient_address: recipient } = order
  return {
    externalOrderId: order.order_sn,
    status: orderStatus(order.order_status),
    rawStatus: order.order_status,
    createdAt,
    updatedAt: order.update_time ?? createdAt,
    paidAt: order.pay_time,
    shipBy: order.ship_by_date,
    total: order.total_amount > 0 ? toMoney(order.total_amount, currency) : { amount: ofLines, currency },
    salesSurface: null,
    buyer: { name: order.buyer_username, note: order.message_to_seller },
    recipient: {
      name: recipient?.name ?? '',
      phone: recipient?.phone ?? '',
      city: recipient?.city || (recipient?.district ?? ''),
      fullAddress: recipient?.full_address ?? '',
    },
    courier:
      order.package_list.find((parcel) => parcel.shipping_carrier !== '')?.shipping_carrier ||
      order.shipping_carrier ||
      order.checkout_shipping_carrier ||
      null,
    trackingNumber: null,
    cancelReason: order.cancel_reason || order.buyer_cancel_reason || null,
    lines,
  }
}

function toLines(wireLines: readonly WireLine[], currency: string): RemoteOrderLine[] {
  const seen = new Map<string, number>()
  return wireLines.map((line) => {
    const { item_id: itemId, model_id: modelId, order_item_id: orderItemId, line_item_id: lineItemId } = line
    const sellable = `${itemId}:${modelId || '0'}`
    const own = [orderItemId, sellable, lineItemId].filter((part) => part !== '').join(':')
    const ordinal = (seen.get(own) ?? 0) + 1
    seen.set(own, ordinal)
    const identified = orderItemId !== '' || lineItemId !== ''
    return {
      externalLineId: identified && ordinal === 1 ? own : `${own}:${ordinal}`,
      externalItemId: itemId,
      externalVariantId: modelId,
      sellerSku: line.model_sku || line.item_sku,
      title: line.item_name,
      variantName: line.model_name,
      quantity: line.model_quantity_purchased,
      cancelledQuantity: line.cancelled_qty,
      returnedQuantity: line.returned_qty,
      unitPrice: toMoney(unitPriceOf(line), currency),
      imageUrl: line.image_info?.image_url || null,
    }
  })
}

/** In bundle deals Shopee leaves the discounted price 0; elsewhere 0 is a gift. */
function unitPriceOf(line: WireLine): number {
  const inBundle = line.model_discounted_price === 0 && /bundle/i.test(line.promotion_type)
  return inBundle ? line.model_original_price : line.model_discounted_price
}
