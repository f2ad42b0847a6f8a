import type { HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'
import { badParam, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import { activeQuantity, goodsTotal, type Order } from './model.ts'
import { queryInt, queryText } from './params.ts'

const COMMISSION = 0.08
const SERVICE = 0.02
const PROCESSING_FEE = 1250

/** The `payment` module: what the seller gets for completed orders. */
export const PAYMENT_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['GET', '/api/v2/payment/get_escrow_list', { kind: 'shop', handle: getEscrowList }],
  ['GET', '/api/v2/payment/get_escrow_detail', { kind: 'shop', handle: getEscrowDetail }],
]

interface Income {
  readonly goods: number
  readonly commission: number
  readonly service: number
  readonly payout: number
}

function incomeOf(order: Order): Income {
  const goods = goodsTotal(order)
  const commission = Math.round(goods * COMMISSION)
  const service = Math.round(goods * SERVICE)
  return { goods, commission, service, payout: goods - commission - service - PROCESSING_FEE }
}

function getEscrowList({ query, shop }: ShopCallContext): HttpReply {
  const from = queryInt(query, 'release_time_from')
  const to = queryInt(query, 'release_time_to')
  if (from > to) throw badParam('release_time_from should not be later than release_time_to')
  const pageSize = query.has('page_size') ? queryInt(query, 'page_size', { min: 1, max: 100 }) : 40
  const pageNo = query.has('page_no') ? queryInt(query, 'page_no', { min: 1 }) : 1
  const released = [...shop.orders.values()].filter(
    (o) => o.status === 'COMPLETED' && o.updateTime >= from && o.updateTime <= to,
  )
  const start = (pageNo - 1) * pageSize
  return wrapped({
    escrow_list: released.slice(start, start + pageSize).map((order) => ({
      order_sn: order.sn,
      payout_amount: incomeOf(order).payout,
      escrow_release_time: order.updateTime,
    })),
    more: start + pageSize < released.length,
  })
}

function getEscrowDetail({ query, shop }: ShopCallContext): HttpReply {
  const order = shop.orders.get(queryText(query, 'order_sn'))
  if (!order) throw new ShopeeError('order_not_found', 'The order is not found.')
  if (order.payTime === null) throw new ShopeeError('income_not_found', 'The order has no income yet.')
  const income = incomeOf(order)
  return wrapped({
    order_sn: order.sn,
    buyer_user_name: order.buyerName,
    return_order_sn_list: [...shop.returns.values()]
      .filter((entry) => entry.orderSn === order.sn)
      .map((entry) => entry.sn),
    order_income: {
      escrow_amount: income.payout,
      escrow_amount_after_adjustment: income.payout,
      total_adjustment_amount: 0,
      buyer_total_amount: income.goods + order.shippingFee,
      original_price: income.goods,
      order_original_price: income.goods,
      order_discounted_price: income.goods,
      order_selling_price: income.goods,
      order_seller_discount: 0,
      seller_discount: 0,
      shopee_discount: 0,
      voucher_from_seller: 0,
      voucher_from_shopee: 0,
      coins: 0,
      buyer_paid_shipping_fee: order.shippingFee,
      estimated_shipping_fee: order.shippingFee,
      actual_shipping_fee: order.shippingFee,
      final_shipping_fee: 0,
      shopee_shipping_rebate: 0,
      commission_fee: income.commission,
      service_fee: income.service,
      seller_order_processing_fee: PROCESSING_FEE,
      seller_transaction_fee: 0,
      campaign_fee: 0,
      cost_of_goods_sold: income.goods,
      original_cost_of_goods_sold: income.goods,
      original_shopee_discount: 0,
      seller_return_refund: 0,
      escrow_tax: 0,
      withholding_tax: 0,
      buyer_payment_method: 'ShopeePay',
      order_adjustment: [],
      items: order.lines.map((line): Wire => ({
        item_id: line.itemId,
        item_name: line.itemName,
        item_sku: line.itemSku,
        model_id: line.modelId,
        model_name: line.modelName,
        model_sku: line.modelSku,
        line_item_id: line.orderItemId,
        original_price: line.price * activeQuantity(line),
        selling_price: line.price * activeQuantity(line),
        discounted_price: line.price * activeQuantity(line),
        seller_discount: 0,
        shopee_discount: 0,
        activity_type: line.promotion?.promotionType ?? '',
        activity_id: line.promotion?.promotionId ?? 0,
        is_main_item: false,
        quantity_purchased: activeQuantity(line),
      })),
    },
    buyer_payment_info: {
      buyer_payment_method: 'ShopeePay',
      buyer_total_amount: income.goods + order.shippingFee,
      merchant_subtotal: income.goods,
      shipping_fee: order.shippingFee,
      seller_voucher: 0,
      shopee_voucher: 0,
      shopee_coins_redeemed: 0,
      buyer_service_fee: 0,
    },
  })
}
