import type { Wire } from '../core/wire.ts'
import type { Item, SellableUnit } from './model.ts'

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
    summary_info: { total_reserved_stock: reserved, total_available_stock: Math.max(0, unit.stock - reserved) },
    seller_stock: [{ stock: unit.stock, if_saleable: true }],
    shopee_stock: [],
    advance_stock: { sellable_advance_stock: 0, in_transit_advance_stock: 0 },
  }
}

/** One entry of get_item_base_info. */
export function itemBaseInfo(item: Item, publicUrl: string): Wire {
  const unit = item.units[0]
  const imageUrl = `${publicUrl}/img/${item.itemId}.svg`
  return {
    item_id: item.itemId,
    category_id: item.categoryId,
    item_name: item.name,
    description: item.description,
    description_type: 'normal',
    item_sku: item.sku,
    create_time: item.createTime,
    update_time: item.updateTime,
    attribute_list: [],
    ...(item.hasModels || !unit ? {} : { price_info: priceInfo(unit), stock_info_v2: stockInfo(unit) }),
    image: { image_url_list: [imageUrl], image_id_list: [`id-sandbox-${item.itemId}`], image_ratio: '1:1' },
    weight: item.weight,
    dimension: { package_length: 20, package_width: 15, package_height: 8 },
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
    condition: 'NEW',
    size_chart: '',
    item_status: item.status,
    deboost: 'FALSE',
    has_model: item.hasModels,
    has_promotion: item.units.some((u) => u.promotion !== null),
    video_info: [],
    brand: { brand_id: item.brand === 'NoBrand' ? 0 : 1_100_000 + item.brand.length, original_brand_name: item.brand },
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
      option_list: tier.options.map((option) => ({
        option,
        ...(index === 0
          ? { image: { image_id: `id-sandbox-${item.itemId}`, image_url: `${publicUrl}/img/${item.itemId}.svg` } }
          : {}),
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
