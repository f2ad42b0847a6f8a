import type { Wire } from '../core/wire.ts'
import { activeQuantity, goodsTotal, type Order, type OrderLine, type Parcel } from './model.ts'
import { mayCancelPart } from './cancellation.ts'
import type { World } from './world.ts'

type Fields = Record<string, Wire>

/** The status as the API shows it; the fault makes it one nobody has heard of. */
export function shownStatus(world: World, order: Order, path: string): string {
  const fault = world.faults.strike('unknown_order_status', { shopId: order.shopId, path })
  return fault ? String(fault.params['status'] ?? 'ON_HOLD_BY_SHOPEE') : order.status
}

/** Order detail: the fields that always come, and the optional ones that were asked for. */
export function orderDetail(world: World, order: Order, optional: readonly string[], path: string): Wire {
  const detail: Fields = {
    order_sn: order.sn,
    region: 'ID',
    currency: 'IDR',
    cod: false,
    order_status: shownStatus(world, order, path),
    message_to_seller: order.message,
    create_time: order.createTime,
    update_time: order.updateTime,
    days_to_ship: 2,
    ship_by_date: order.shipByDate,
    booking_sn: '',
    can_full_cancel_order: order.status === 'UNPAID' || order.status === 'READY_TO_SHIP',
    can_partial_cancel_order: mayCancelPart(order),
    buyer_preference_for_partial_cancellation: 0,
  }
  const builders = OPTIONAL_FIELDS
  for (const name of optional) {
    const build = builders[name]
    if (build) Object.assign(detail, build(order, world))
  }
  return detail
}

const OPTIONAL_FIELDS: Readonly<Record<string, (order: Order, world: World) => Fields>> = {
  buyer_user_id: (o) => ({ buyer_user_id: o.buyerUserId }),
  buyer_username: (o) => ({ buyer_username: o.buyerName }),
  estimated_shipping_fee: (o) => ({ estimated_shipping_fee: o.shippingFee }),
  recipient_address: (o) => ({ recipient_address: maskedAddress(o) }),
  actual_shipping_fee: () => ({ actual_shipping_fee: 0 }),
  actual_shipping_fee_confirmed: () => ({ actual_shipping_fee_confirmed: false }),
  goods_to_declare: () => ({ goods_to_declare: false }),
  note: (o) => ({ note: o.note }),
  note_update_time: (o) => ({ note_update_time: o.noteUpdateTime }),
  item_list: (o, world) => ({ item_list: o.lines.map((line) => lineView(line, world)) }),
  pay_time: (o) => ({ pay_time: o.payTime }),
  dropshipper: () => ({ dropshipper: null }),
  dropshipper_phone: () => ({ dropshipper_phone: null }),
  split_up: (o) => ({ split_up: o.parcels.length > 1 }),
  buyer_cancel_reason: (o) => ({ buyer_cancel_reason: o.buyerCancelReason }),
  cancel_by: (o) => ({ cancel_by: o.cancelBy }),
  cancel_reason: (o) => ({ cancel_reason: o.cancelReason }),
  buyer_cpf_id: () => ({ buyer_cpf_id: null }),
  fulfillment_flag: () => ({ fulfillment_flag: 'fulfilled_by_local_seller' }),
  pickup_done_time: (o) => ({ pickup_done_time: o.pickupDoneTime ?? 0 }),
  package_list: (o) => ({ package_list: o.parcels.map((parcel) => packageView(o, parcel)) }),
  shipping_carrier: (o) => ({ shipping_carrier: o.channel.name, checkout_shipping_carrier: o.channel.name }),
  payment_method: (o) => ({ payment_method: o.payTime === null ? '' : 'ShopeePay' }),
  total_amount: (o) => (o.payTime === null ? {} : { total_amount: goodsTotal(o) + o.shippingFee }),
  invoice_data: () => ({ invoice_data: null }),
  order_chargeable_weight_gram: (o) => ({ order_chargeable_weight_gram: weightGrams(o) }),
  return_request_due_date: () => ({ return_request_due_date: 0 }),
  edt: (o) => ({ edt_from: o.shipByDate, edt_to: o.shipByDate === 0 ? 0 : o.shipByDate + 3 * 86400 }),
  payment_info: () => ({ payment_info: null }),
  international_label: () => ({ international_label: null }),
}

function weightGrams(order: Order): number {
  return Math.round(order.lines.reduce((sum, line) => sum + line.weightKg * line.quantity, 0) * 1000)
}

function maskedAddress(order: Order): Wire {
  return {
    name: `${order.buyerName.slice(0, 1)}****${order.buyerName.slice(-1)}`,
    phone: `******${String(order.buyerUserId).slice(-2)}`,
    town: '****',
    district: '****',
    city: order.city,
    state: '****',
    region: 'ID',
    zipcode: '****',
    full_address: '****',
    geolocation: null,
  }
}

function lineView(line: OrderLine, world: World): Wire {
  const promotion = line.promotion
  return {
    item_id: line.itemId,
    item_name: line.itemName,
    item_sku: line.itemSku,
    model_id: line.modelId,
    model_name: line.modelName,
    model_sku: line.modelSku,
    model_quantity_purchased: line.quantity,
    model_original_price: line.price,
    model_discounted_price: line.price,
    wholesale: false,
    weight: line.weightKg,
    add_on_deal: false,
    main_item: false,
    add_on_deal_id: 0,
    promotion_type: promotion?.promotionType ?? '',
    promotion_id: promotion?.promotionId ?? 0,
    promotion_list: promotion
      ? [{ promotion_type: promotion.promotionType, promotion_id: promotion.promotionId }]
      : [],
    order_item_id: line.orderItemId,
    line_item_id: line.orderItemId,
    promotion_group_id: 0,
    image_info: { image_url: `${world.publicUrl}/img/${line.itemId}.svg` },
    product_location_id: ['IDZ'],
    is_prescription_item: false,
    is_b2c_owned_item: false,
    active_qty: activeQuantity(line),
    cancel_requested_qty: 0,
    cancelled_qty: line.cancelledQuantity,
    return_requested_qty: 0,
    returned_qty: 0,
  }
}

function packageView(order: Order, parcel: Parcel): Wire {
  return {
    package_number: parcel.packageNumber,
    logistics_status: parcel.logisticsStatus,
    logistics_channel_id: order.channel.id,
    shipping_carrier: order.channel.name,
    allow_self_design_awb: true,
    parcel_chargeable_weight_gram: weightGrams(order),
    group_shipment_id: null,
    item_list: parcel.lines.map((line) => ({
      item_id: line.itemId,
      model_id: line.modelId,
      model_quantity: activeQuantity(line),
      order_item_id: line.orderItemId,
      promotion_group_id: 0,
      product_location_id: 'IDZ',
    })),
  }
}
