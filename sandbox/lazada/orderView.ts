import type { Wire } from '../core/wire.ts'
import type { Order, Shop, Unit } from './model.ts'
import { goodsTotal, statusesOf } from './model.ts'
import { isoTime, siteTime } from './times.ts'
import type { World } from './world.ts'

const money = (amount: number): string => amount.toFixed(2)

/** An order's header. The lists misspell one field, and so does this. */
export function orderView(world: World, shop: Shop, order: Order, form: { misspelt: boolean }): Wire {
  const pending = order.units.some((unit) => unit.cancelPending)
  const strange = world.faults.strike('unknown_order_status', {
    shopId: shop.sellerId,
    path: '/rest/order/get',
  })
  return {
    order_id: BigInt(order.id),
    order_number: BigInt(order.id),
    statuses: strange ? [String(strange.params['status'] ?? 'held_by_lazada')] : statusesOf(order),
    price: money(goodsTotal(order)),
    shipping_fee: money(order.shippingFee),
    shipping_fee_original: money(order.shippingFee + 3000),
    shipping_fee_discount_seller: '0.00',
    shipping_fee_discount_platform: '3000.00',
    voucher: money(order.voucher),
    voucher_seller: money(order.voucher),
    voucher_platform: '0.00',
    voucher_code: order.voucher > 0 ? 'HEMAT' : '',
    payment_method: 'COD',
    items_count: order.units.length,
    warehouse_code: order.units[0]?.warehouseCode ?? 'dropshipping',
    created_at: siteTime(order.createdAt),
    updated_at: siteTime(order.updatedAt),
    promised_shipping_times: order.slaAt === null ? '' : siteTime(order.slaAt),
    buyer_note: order.message,
    remarks: '',
    customer_first_name: order.buyerName,
    customer_last_name: '',
    need_cancel_confirm: pending,
    is_cancel_pending: pending,
    address_shipping: {
      first_name: order.buyerName,
      last_name: '',
      phone: '62*******34',
      address1: 'Jl. M*** No. 1',
      address3: 'Indonesia',
      address4: order.city,
      address5: '',
      city: order.city,
      post_code: '12810',
      country: 'Indonesia',
      [form.misspelt ? 'addressDsitrict' : 'addressDistrict']: '',
    },
    address_billing: {},
  }
}

/** One unit of an order, as the platform's live answers have it: without `item_id` and `seller_sku`. */
export function unitView(world: World, shop: Shop, order: Order, unit: Unit): Wire {
  const share = order.units.length > 0 ? order.voucher / order.units.length : 0
  const strange = world.faults.strike('unknown_order_status', {
    shopId: shop.sellerId,
    path: '/rest/orders/items/get',
  })
  return {
    order_item_id: BigInt(unit.id),
    order_id: BigInt(order.id),
    purchase_order_id: '',
    sku: unit.sellerSku,
    sku_id: String(unit.skuId),
    shop_sku: `${unit.itemId}_ID-${unit.skuId}`,
    product_id: String(unit.itemId),
    shop_id: shop.name,
    name: unit.name,
    variation: unit.variation,
    status: strange ? String(strange.params['status'] ?? 'held_by_lazada') : unit.status,
    item_price: unit.price,
    paid_price: unit.price - share,
    currency: 'IDR',
    tax_amount: 0,
    voucher_amount: share,
    voucher_seller: share,
    voucher_platform: 0,
    shipping_amount: order.shippingFee / Math.max(1, order.units.length),
    shipping_type: 'Dropshipping',
    shipment_provider: unit.provider,
    tracking_code: unit.trackingCode,
    package_id: unit.packageId,
    warehouse_code: unit.warehouseCode,
    is_fbl: 0,
    is_digital: 0,
    payment_time: order.paidAt ?? 0,
    sla_time_stamp: order.slaAt === null ? '' : isoTime(order.slaAt),
    reason: unit.reason,
    reason_detail: '',
    cancel_return_initiator: unit.status === 'canceled' ? 'cancellation-customer' : '',
    reverse_order_id: unit.reverseOrderId,
    is_cancel_pending: unit.cancelPending,
    need_cancel_confirm: unit.cancelPending,
    buyer_id: 300210114,
    product_main_image: `${world.publicUrl}/img/${unit.itemId}.svg`,
    created_at: siteTime(order.createdAt),
    updated_at: siteTime(unit.updatedAt),
  }
}
