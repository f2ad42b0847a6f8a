import type { Wire } from '../core/wire.ts'
import { deliveryOption } from './catalogue.ts'
import { goodsTotal, type Order, type Shop, type Unit } from './model.ts'
import { orderTotal, parcelsOf } from './orderLife.ts'
import type { World } from './world.ts'

const SHIP_SECONDS = 2 * 86_400
const money = (amount: number): string => String(amount)

/** An order as search and detail show it. The address appears only after payment and hold. */
export function orderView(world: World, shop: Shop, order: Order, path: string): Wire {
  const option = deliveryOption(order.deliveryOptionId)
  const parcels = parcelsOf(shop, order)
  const unknown = world.faults.strike('unknown_order_status', { path, shopId: shop.id })
  const isKnownAddress = order.paidTime > 0 && order.status !== 'ON_HOLD' && order.status !== 'UNPAID'
  const provider = option.providers.find((each) => each.id === parcels[0]?.providerId)
  return {
    id: order.id,
    status: unknown ? String(unknown.params['status'] ?? 'AWAITING_MOON_LANDING') : order.status,
    commerce_platform: order.platform,
    create_time: order.createTime,
    update_time: order.updateTime,
    ...(order.paidTime
      ? {
          paid_time: order.paidTime,
          rts_sla_time: order.paidTime + SHIP_SECONDS,
          shipping_due_time: order.paidTime + 3 * SHIP_SECONDS,
        }
      : {}),
    ...(order.shippedTime ? { rts_time: order.shippedTime } : {}),
    ...(order.collectionTime ? { collection_time: order.collectionTime } : {}),
    ...(order.deliveryTime ? { delivery_time: order.deliveryTime } : {}),
    ...(order.cancelTime
      ? {
          cancel_time: order.cancelTime,
          cancel_reason: order.cancelReason,
          cancellation_initiator: order.cancelledBy,
        }
      : {}),
    user_id: `749${order.id.slice(3)}`,
    buyer_email: `v${order.id.slice(-8)}@scs.example`,
    buyer_message: order.message,
    fulfillment_type: 'FULFILLMENT_BY_SELLER',
    shipping_type: option.shippingType,
    delivery_type: 'HOME_DELIVERY',
    delivery_option_id: option.id,
    delivery_option_name: option.name,
    shipping_provider: provider?.name ?? '',
    shipping_provider_id: provider?.id ?? '',
    tracking_number: parcels[0]?.trackingNumber ?? '',
    warehouse_id: order.units[0]?.warehouseId ?? '',
    packages: parcels.map(({ id }) => ({ id })),
    split_or_combine_tag:
      parcels[0]?.tag === 'COMBINE' ? 'COMBINED' : parcels[0]?.tag === 'SPLIT' ? 'SPLIT' : '',
    is_cod: false,
    is_on_hold_order: world.options.holdsOrders,
    is_buyer_request_cancel: order.cancelRequestId !== '',
    is_sample_order: false,
    order_type: 'NORMAL',
    payment: paymentView(order),
    ...(isKnownAddress ? { recipient_address: addressView(order) } : {}),
    line_items: order.units.map((unit) => unitView(shop, order, unit)),
  }
}

function paymentView(order: Order): Wire {
  const goods = goodsTotal(order)
  return {
    currency: 'IDR',
    total_amount: `${orderTotal(order)}.00`,
    sub_total: money(goods),
    shipping_fee: money(order.shippingFee),
    seller_discount: '0',
    platform_discount: '0',
    original_total_product_price: money(goods),
    original_shipping_fee: money(order.shippingFee),
    tax: '0',
    buyer_service_fee: '0',
    shipping_insurance_fee: '0',
    item_insurance_fee: '0',
  }
}

function addressView(order: Order): Wire {
  return {
    name: `${order.buyer.slice(0, 1)}***`,
    phone_number: '(+62)812*****89',
    region_code: 'ID',
    postal_code: '12***',
    full_address: `Indonesia, ${order.city}, Jl. M*** No. 1*`,
    district_info: [
      { address_level_name: 'country', address_name: 'Indonesia', address_level: 'L0' },
      { address_level_name: 'province', address_name: 'Provinsi', address_level: 'L1' },
      { address_level_name: 'city', address_name: order.city, address_level: 'L2' },
    ],
  }
}

function unitView(shop: Shop, order: Order, unit: Unit): Wire {
  const parcel = shop.parcels.get(unit.packageId)
  const display =
    order.status === 'ON_HOLD' || order.status === 'PARTIALLY_SHIPPING' ? 'AWAITING_SHIPMENT' : order.status
  return {
    id: unit.id,
    sku_id: unit.skuId,
    product_id: unit.productId,
    product_name: unit.productName,
    sku_name: unit.skuName,
    sku_image: unit.image,
    seller_sku: unit.sellerSku,
    currency: 'IDR',
    original_price: money(unit.price),
    sale_price: money(unit.price),
    seller_discount: '0',
    platform_discount: '0',
    display_status: unit.cancelled ? 'CANCELLED' : display,
    package_id: unit.packageId,
    package_status: parcel?.status ?? '',
    tracking_number: parcel?.trackingNumber ?? '',
    is_gift: false,
    ...(unit.cancelled ? { cancel_reason: order.cancelReason, cancel_user: order.cancelledBy } : {}),
  }
}

/** The parts of an order's price. */
export function priceDetailView(order: Order): Wire {
  const goods = goodsTotal(order)
  return {
    currency: 'IDR',
    total: money(orderTotal(order)),
    payment: money(orderTotal(order)),
    sku_list_price: money(goods),
    sku_sale_price: money(goods),
    subtotal: money(goods),
    subtotal_deduction_seller: '0',
    subtotal_deduction_platform: '0',
    shipping_list_price: money(order.shippingFee),
    shipping_sale_price: money(order.shippingFee),
    tax_amount: '0',
    tax_rate: '0',
    line_items: order.units.map((unit) => ({
      id: unit.id,
      sku_list_price: money(unit.price),
      sku_sale_price: money(unit.price),
    })),
  }
}
