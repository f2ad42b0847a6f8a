import type { HttpReply } from '../core/http.ts'
import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { DISPUTE_REASONS, type EvidenceModule } from './disputeReasons.ts'
import { badParam, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import type { ReturnCase, Shop } from './model.ts'
import { pushReturn } from './orderLife.ts'
import { bodyInt, bodyText, optionalQueryInt, queryInt, queryText } from './params.ts'
import type { World } from './world.ts'

const MAX_WINDOW_SECONDS = 15 * 86400

/** The `returns` module: list, detail, accept, dispute. */
export const RETURN_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['GET', '/api/v2/returns/get_return_list', { kind: 'shop', handle: getReturnList }],
  ['GET', '/api/v2/returns/get_return_detail', { kind: 'shop', handle: getReturnDetail }],
  ['POST', '/api/v2/returns/confirm', { kind: 'shop', handle: confirm }],
  ['GET', '/api/v2/returns/get_return_dispute_reason', { kind: 'shop', handle: getDisputeReasons }],
  ['POST', '/api/v2/returns/dispute', { kind: 'shop', handle: dispute }],
]

function getReturnList({ query, shop, world }: ShopCallContext): HttpReply {
  const firstPage = world.options.returnsFirstPage
  const pageNo = queryInt(query, 'page_no', { min: firstPage })
  const pageSize = queryInt(query, 'page_size', { min: 1, max: 100 })
  const status = query.get('status') ?? ''
  const created = window(query, 'create_time')
  const updated = window(query, 'update_time')
  const matching = [...shop.returns.values()].filter(
    (entry) =>
      within(entry.createTime, created) &&
      within(entry.updateTime, updated) &&
      (status === '' || entry.status === status),
  )
  const start = (pageNo - firstPage) * pageSize
  return wrapped({
    more: start + pageSize < matching.length,
    return: matching.slice(start, start + pageSize).map((entry) => returnView(shop, entry)),
  })
}

function getReturnDetail({ query, shop }: ShopCallContext): HttpReply {
  return wrapped(returnView(shop, requireReturn(shop, queryText(query, 'return_sn'))))
}

function confirm({ body, shop, world }: ShopCallContext): HttpReply {
  const entry = requireReturn(shop, bodyText(body, 'return_sn'))
  if (entry.status !== 'REQUESTED' && entry.status !== 'PROCESSING') {
    throw new ShopeeError('error_return_status', 'The return cannot be confirmed in its status.')
  }
  moveReturn(world, shop, entry, 'ACCEPTED')
  return wrapped({ return_sn: entry.sn })
}

function moveReturn(world: World, shop: Shop, entry: ReturnCase, status: ReturnCase['status']): void {
  const old = entry.status
  entry.status = status
  entry.updateTime = world.clock.seconds()
  pushReturn(world, shop, entry, old)
}

function getDisputeReasons({ query, shop }: ShopCallContext): HttpReply {
  requireReturn(shop, queryText(query, 'return_sn'))
  return wrapped({ dispute_reason_list: DISPUTE_REASONS })
}

function dispute({ body, shop, world }: ShopCallContext): HttpReply {
  const entry = requireReturn(shop, bodyText(body, 'return_sn'))
  const email = body['email']
  if (typeof email !== 'string' || !email.includes('@'))
    throw new ShopeeError('dispute.request.param.error', `Input invalid email=[${String(email ?? '')}]`)
  const reasonId = bodyInt(body, 'dispute_reason_id')
  const reason = DISPUTE_REASONS.find((each) => each.dispute_reason === reasonId)
  if (!reason)
    throw new ShopeeError(
      'dispute.request.param.error',
      "Can't raise dispute because the dispute reason is empty",
    )
  if (!['REQUESTED', 'PROCESSING', 'ACCEPTED'].includes(entry.status))
    throw new ShopeeError(
      'error_return_status',
      'Cannot raise dispute because return SN is not in REQUESTED, RETURN_PROCESSING, or RETURN_ACCEPTED',
    )
  checkEvidence(reason.evidence_module_list, asArray(body['image_list']).map(asObject))
  const text = body['dispute_text_reason']
  entry.dispute = { reasonId, email, text: typeof text === 'string' ? text : '' }
  moveReturn(world, shop, entry, 'SELLER_DISPUTE')
  return wrapped({ return_sn: entry.sn, msg: 'dispute return success' })
}

/** Every mandatory module needs one to three pictures. */
function checkEvidence(modules: readonly EvidenceModule[], rows: readonly JsonObject[]): void {
  for (const { module_index, requirement, is_required } of modules) {
    const row = rows.find((each) => each['module_index'] === module_index)
    const images = asArray(row?.['image_url'])
    const proper =
      images.length <= 3 && (images.length > 0 || !row) && (!row || row['requirement'] === requirement)
    if (!proper || (is_required && images.length === 0))
      throw new ShopeeError(
        'dispute.request.param.error',
        `Evidence ${module_index} is missing or not as required.`,
      )
  }
}

function requireReturn(shop: Shop, sn: string): ReturnCase {
  const entry = shop.returns.get(sn)
  if (!entry) throw badParam('return_sn is invalid')
  return entry
}

function window(query: URLSearchParams, name: string): { from: number; to: number } {
  const from = optionalQueryInt(query, `${name}_from`)
  const to = optionalQueryInt(query, `${name}_to`)
  if (from !== undefined && to !== undefined && (to < from || to - from > MAX_WINDOW_SECONDS)) {
    throw badParam(`${name}_to should be later than ${name}_from by at most 15 days`)
  }
  return { from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER }
}

function within(time: number, range: { from: number; to: number }): boolean {
  return time >= range.from && time <= range.to
}

function returnView(shop: Shop, entry: ReturnCase): Wire {
  const order = shop.orders.get(entry.orderSn)
  return {
    return_sn: entry.sn,
    order_sn: entry.orderSn,
    status: entry.status,
    reason: entry.reason,
    text_reason: entry.text,
    refund_amount: entry.refundAmount,
    currency: 'IDR',
    amount_before_discount: entry.refundAmount,
    create_time: entry.createTime,
    update_time: entry.updateTime,
    due_date: entry.createTime + 2 * 86400,
    tracking_number: '',
    needs_logistics: false,
    image: [],
    dispute_reason: entry.dispute ? [String(entry.dispute.reasonId)] : [],
    dispute_text_reason: entry.dispute ? [entry.dispute.text] : [],
    user: { username: order?.buyerName ?? '', email: '****', portrait: '' },
    item: (order?.lines ?? []).map((line) => ({
      item_id: line.itemId,
      model_id: line.modelId,
      name: line.itemName,
      images: [],
      amount: line.quantity,
      item_price: line.price,
      is_add_on_deal: false,
      is_main_item: false,
      add_on_deal_id: 0,
      item_sku: line.itemSku,
      variation_sku: line.modelSku,
    })),
    negotiation_status: '',
    return_refund_type: 'RRBOC',
    return_solution: 1,
    return_refund_request_type: 0,
    validation_type: 'seller_validation',
  }
}
