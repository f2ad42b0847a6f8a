import type { Wire } from '../core/wire.ts'
import { imageUrl } from './mediaApi.ts'
import type { Item, SellableUnit, Tier } from './model.ts'
import { sellerStockView } from './sellerStock.ts'

function priceInfo(unit: SellableUnit): Wire {
  return [
    {
      currency: 'IDR',
      original_price: unit.price,
      current_price: unit.price,
      inflated_price_of_original_price: unit.price,
      inflated_price_of_current_price: unit.price,
      sip_item_price: 0,
      sip_item_price_source: '',
    },
  ]
}

/** `stock` is what the seller has put up; promotion stock is part of it and not sold outside the promotion. */
function stockInfo(unit: SellableUnit): Wire {
  const reserved = unit.promotion?.reserved ?? 0
  return {
    summary_info: {
      total_reserved_stock: reserved,
      total_available_stock: Math.max(0, unit.stock - reserved),
    },
    seller_stock: sellerStockView(unit),
    shopee_stock: [],
    advance_stock: { sellable_advance_stock: 0, in_transit_advance_stock: 0 },
  }
}

/** One entry of get_item_base_info. */
export function itemBaseInfo(item: Item, publicUrl: string): Wire {
  const unit = item.units[0]
  const ids = item.imageIds
  const image =
    ids.length === 0
      ? { image_url_list: [tileUrl(item, publicUrl)], image_id_list: [`id-sandbox-${item.itemId}`] }
      : { image_url_list: ids.map((id) => imageUrl(publicUrl, id)), image_id_list: ids }
  return {
    item_id: item.itemId,
    category_id: item.categoryId,
    item_name: item.name,
    description: item.description,
    description_type: 'normal',
    item_sku: item.sku,
    create_time: item.createTime,
    update_time: item.updateTime,
    attribute_list: item.attributes.map(({ attributeId, values }) => ({
      attribute_id: attributeId,
      attribute_value_list: values.map((value) => ({
        value_id: value.valueId,
        original_value_name: value.name,
        value_unit: '',
      })),
    })),
    ...(item.hasModels || !unit ? {} : { price_info: priceInfo(unit), stock_info_v2: stockInfo(unit) }),
    image: { ...image, image_ratio: '1:1' },
    weight: item.weight,
    dimension: {
      package_length: item.dimension.length,
      package_width: item.dimension.width,
      package_height: item.dimension.height,
    },
    logistic_info: [
      {
        logistic_id: 8003,
        logistic_name: 'SPX Standard',
        enabled: true,
        shipping_fee: 0,
        size_id: 0,
        is_free: false,
        estimated_shipping_fee: 12000,
      },
    ],
    pre_order: { is_pre_order: false, days_to_ship: 2 },
    wholesales: [],
    condition: item.condition,
    size_chart: '',
    item_status: item.status,
    deboost: 'FALSE',
    has_model: item.hasModels,
    has_promotion: item.units.some((u) => u.promotion !== null),
    video_info: [],
    brand: { brand_id: item.brandId, original_brand_name: item.brand },
    item_dangerous: 0,
    gtin_code: '',
    tag: { kit: false },
  }
}

/** The payload of get_model_list. */
export function modelList(item: Item, publicUrl: string): Wire {
  return {
    tier_variation: item.tiers.map((tier, index) => ({
      name: tier.name,
      option_list: tier.options.map((option, at) => ({
        option,
        ...(index === 0 ? { image: optionImage(item, tier, at, publicUrl) } : {}),
      })),
    })),
    model: item.hasModels
      ? item.units.map((unit) => ({
          model_id: unit.modelId,
          tier_index: unit.tierIndex,
          model_sku: unit.sku,
          model_status: 'MODEL_NORMAL',
          model_name: unit.name,
          price_info: priceInfo(unit),
          promotion_id: unit.promotion?.promotionId ?? 0,
          has_promotion: unit.promotion !== null,
          pre_order: { is_pre_order: false, days_to_ship: 2 },
          stock_info_v2: stockInfo(unit),
          gtin_code: '',
          weight: item.weight,
          is_fulfillment_by_shopee: false,
        }))
      : [],
  }
}

const tileUrl = (item: Item, publicUrl: string): string => `${publicUrl}/img/${item.itemId}.svg`

function optionImage(item: Item, tier: Tier, at: number, publicUrl: string): Wire {
  const id = tier.imageIds[at]
  if (id === undefined) return { image_id: `id-sandbox-${item.itemId}`, image_url: tileUrl(item, publicUrl) }
  return { image_id: id, image_url: imageUrl(publicUrl, id) }
}
