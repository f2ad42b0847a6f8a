import type { HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'
import {
  AFTER_DECISION,
  openCancellation,
  setReturnStatus,
  settleCancellation,
  waitingFor,
} from './afterSales.ts'
import { ApiError, success } from './envelope.ts'
import type { EndpointRow, ShopCallContext } from './gateway.ts'
import type { Cancellation, Order, ReturnCase, Shop, Unit } from './model.ts'
import { answerCancelRequest, cancelOrder, orderTotal } from './orderLife.ts'
import { bodyText, bodyTexts, bodyWindow, pageOf, queryInt, queryText, queryWord, sortKey } from './params.ts'

const ANSWER_SECONDS = 48 * 3600
const UNPAID_REASONS = [
  'seller_cancel_unpaid_reason_out_of_stock',
  'seller_cancel_unpaid_reason_wrong_price',
  'seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed',
]
const PAID_REASONS = ['seller_cancel_reason_out_of_stock', 'seller_cancel_reason_wrong_price']
const REJECT_REASONS = [
  [
    'order_manage_list_action_respond_popup_reject_reason_invalid_cancellation_reason',
    'Alasan pembatalan tidak berlaku',
  ],
  ['order_manage_list_action_respond_popup_reject_reason_buyer_agree', 'Pembeli setuju untuk melanjutkan'],
  ['seller_reject_apply_product_has_been_packed', 'Produk sudah dikemas'],
] as const

const of = { kind: 'shop', scope: 'seller.return_refund.basic' } as const
const base = '/return_refund/202309'

/** Cancellations, refunds and returns. */
export const RETURN_ENDPOINTS: readonly EndpointRow[] = [
  ['POST', `${base}/cancellations/search`, { ...of, handle: searchCancellations }],
  ['POST', `${base}/cancellations`, { ...of, handle: cancel }],
  [
    'POST',
    `${base}/cancellations/:id/approve`,
    { ...of, handle: (context: ShopCallContext) => answerCancellation(context, true) },
  ],
  [
    'POST',
    `${base}/cancellations/:id/reject`,
    { ...of, handle: (context: ShopCallContext) => answerCancellation(context, false) },
  ],
  ['POST', `${base}/returns/search`, { ...of, handle: searchReturns }],
  [
    'POST',
    `${base}/returns/:id/approve`,
    { ...of, handle: (context: ShopCallContext) => decide(context, 'approve') },
  ],
  [
    'POST',
    `${base}/returns/:id/reject`,
    { ...of, handle: (context: ShopCallContext) => decide(context, 'reject') },
  ],
  ['GET', `${base}/reject_reasons`, { ...of, handle: rejectReasons }],
]

function searchCancellations({ shop, body, query }: ShopCallContext): HttpReply {
  const size = queryInt(query, 'page_size', { min: 1, max: 50, fallback: 10 })
  const field = queryWord(query, 'sort_field', ['create_time', 'update_time'])
  const ids = bodyTexts(body, 'cancel_ids', 50)
  const orderIds = bodyTexts(body, 'order_ids', 50)
  const types = bodyTexts(body, 'cancel_types', 2)
  const updated = bodyWindow(body, 'update_time')
  const hits = [...shop.cancellations.values()].filter(
    (each) =>
      updated(each.updateTime) &&
      (!ids || ids.includes(each.id)) &&
      (!orderIds || orderIds.includes(each.orderId)) &&
      (!types || types.includes(each.type)),
  )
  const time = (each: Cancellation): number => (field === 'update_time' ? each.updateTime : each.createTime)
  const page = pageOf(
    hits.map((row) => ({ key: sortKey(time(row), row.id), row })),
    query,
    size,
  )
  return success({
    cancellations: page.rows.map((each) => cancellationView(shop, each)),
    total_count: hits.length,
    next_page_token: page.next,
  })
}

function cancellationView(shop: Shop, each: Cancellation): Wire {
  const order = shop.orders.get(each.orderId)
  return {
    cancel_id: each.id,
    order_id: each.orderId,
    cancel_type: each.type,
    cancel_status: each.status,
    role: each.role,
    cancel_reason: each.reason,
    cancel_reason_text: each.reason,
    create_time: each.createTime,
    update_time: each.updateTime,
    ...(each.status === 'CANCELLATION_REQUEST_PENDING'
      ? {
          seller_next_action_response: [
            { action: 'SELLER_RESPOND_CANCEL', deadline: each.createTime + ANSWER_SECONDS },
          ],
        }
      : {}),
    refund_amount: { currency: 'IDR', refund_total: String(order ? orderTotal(order) : 0) },
    cancel_line_items:
      order?.units.map((unit) => ({ order_line_item_id: unit.id, sku_id: unit.skuId })) ?? [],
  }
}

/** The seller cancels a whole order. */
function cancel({ world, shop, body, query }: ShopCallContext): HttpReply {
  const order = shop.orders.get(bodyText(body, 'order_id'))
  if (!order) throw new ApiError(25007006, 'The order does not exist.')
  const key = `cancel:${query.get('idempotency_key') ?? ''}`
  const before = key === 'cancel:' ? undefined : shop.cancellations.get(shop.answered.get(key) ?? '')
  if (before) return success({ cancel_id: before.id, cancel_status: before.status })
  const reason = bodyText(body, 'cancel_reason')
  const allowed = allowedReasons(order, world.options.sellerCancelsUnpaid)
  if (!allowed) throw new ApiError(25001003, 'The order status does not allow a cancellation.')
  if (!allowed.includes(reason)) {
    const known = [...UNPAID_REASONS, ...PAID_REASONS].includes(reason)
    throw new ApiError(known ? 25001021 : 25001014, 'The reason does not fit the order status.')
  }
  if ('order_line_item_ids' in body) throw new ApiError(25005010, 'Single lines may not be cancelled here.')
  const cancellation = openCancellation(world, shop, order, 'CANCEL', 'SELLER', reason)
  if (key !== 'cancel:') shop.answered.set(key, cancellation.id)
  cancelOrder(world, shop, order, 'SELLER', reason)
  settleCancellation(world, shop, cancellation, 'CANCELLATION_REQUEST_COMPLETE')
  return success({ cancel_id: cancellation.id, cancel_status: 'CANCELLATION_REQUEST_SUCCESS' })
}

function allowedReasons(order: Order, unpaidToo: boolean): readonly string[] | undefined {
  if (order.status === 'UNPAID') return unpaidToo ? UNPAID_REASONS : undefined
  return order.status === 'ON_HOLD' || order.status === 'AWAITING_SHIPMENT' ? PAID_REASONS : undefined
}

function answerCancellation(
  { world, shop, params, body, query }: ShopCallContext,
  accept: boolean,
): HttpReply {
  const cancellation = shop.cancellations.get(params['id'] ?? '')
  const order = shop.orders.get(cancellation?.orderId ?? '')
  if (!cancellation || !order) throw new ApiError(25007006, 'The cancellation does not exist.')
  const key = query.get('idempotency_key') ?? ''
  if (key !== '' && shop.answered.get(`answer:${key}`) === cancellation.id) return success({})
  if (cancellation.status !== 'CANCELLATION_REQUEST_PENDING')
    throw new ApiError(25001010, 'Already completed.')
  if (!accept && !REJECT_REASONS.some(([name]) => name === bodyText(body, 'reject_reason'))) {
    throw new ApiError(25001014, 'The reject reason is unknown.')
  }
  if (key !== '') shop.answered.set(`answer:${key}`, cancellation.id)
  answerCancelRequest(world, shop, order, accept)
  return success({})
}

function searchReturns({ shop, body, query }: ShopCallContext): HttpReply {
  const size = queryInt(query, 'page_size', { min: 10, max: 50, fallback: 10 })
  const field = queryWord(query, 'sort_field', ['create_time', 'update_time'])
  const ids = bodyTexts(body, 'return_ids', 50)
  const orderIds = bodyTexts(body, 'order_ids', 50)
  const updated = bodyWindow(body, 'update_time')
  const hits = [...shop.returns.values()].filter(
    (each) =>
      updated(each.updateTime) &&
      (!ids || ids.includes(each.id)) &&
      (!orderIds || orderIds.includes(each.orderId)),
  )
  const time = (each: ReturnCase): number => (field === 'update_time' ? each.updateTime : each.createTime)
  const page = pageOf(
    hits.map((row) => ({ key: sortKey(time(row), row.id), row })),
    query,
    size,
  )
  return success({
    return_orders: page.rows.map((each) => returnView(shop, each)),
    total_count: hits.length,
    next_page_token: page.next,
  })
}

function returnView(shop: Shop, each: ReturnCase): Wire {
  const waiting = waitingFor(each)
  const units = shop.orders.get(each.orderId)?.units.filter((unit) => each.unitIds.includes(unit.id)) ?? []
  const amount = (total: number): Wire => ({
    currency: 'IDR',
    refund_total: String(total),
    refund_subtotal: String(total),
  })
  return {
    return_id: each.id,
    order_id: each.orderId,
    return_type: each.type,
    return_status: each.status,
    arbitration_status: '',
    role: 'BUYER',
    return_reason: each.reason,
    return_reason_text: 'Barang yang datang tidak sesuai',
    shipment_type: 'PLATFORM',
    return_tracking_number: each.trackingNumber,
    can_buyer_keep_item: each.type === 'REFUND',
    create_time: each.createTime,
    update_time: each.updateTime,
    ...(waiting
      ? {
          seller_next_action_response: [
            { action: waiting.action, deadline: each.updateTime + ANSWER_SECONDS },
          ],
        }
      : {}),
    return_line_items: units.map((unit: Unit) => ({
      return_line_item_id: `6${unit.id.slice(1)}`,
      order_line_item_id: unit.id,
      sku_id: unit.skuId,
      product_name: unit.productName,
      seller_sku: unit.sellerSku,
      refund_amount: amount(unit.price),
    })),
    refund_amount: amount(each.refund),
  }
}

function decide(
  { world, shop, params, body, query }: ShopCallContext,
  verb: 'approve' | 'reject',
): HttpReply {
  const returnCase = shop.returns.get(params['id'] ?? '')
  if (!returnCase) throw new ApiError(25020005, 'The return does not exist.')
  const key = query.get('idempotency_key') ?? ''
  if (key !== '' && shop.answered.get(`decide:${key}`) === returnCase.id) return success({})
  const decision = bodyText(body, 'decision')
  if (waitingFor(returnCase)?.[verb] !== decision)
    throw new ApiError(25020003, 'The status or type does not allow this decision.')
  if (verb === 'reject' && !REJECT_REASONS.some(([name]) => name === bodyText(body, 'reject_reason'))) {
    throw new ApiError(25001014, 'The reject reason is unknown.')
  }
  if (key !== '') shop.answered.set(`decide:${key}`, returnCase.id)
  for (const status of AFTER_DECISION[decision] ?? []) setReturnStatus(world, shop, returnCase, status)
  return success({})
}

function rejectReasons({ query, shop }: ShopCallContext): HttpReply {
  const id = queryText(query, 'return_or_cancel_id')
  if (!shop.returns.has(id) && !shop.cancellations.has(id)) throw new ApiError(25007006, 'Not found.')
  return success({ reasons: REJECT_REASONS.map(([name, text]) => ({ name, text })) })
}
