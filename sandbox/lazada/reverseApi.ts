import { asArray, type Wire } from '../core/wire.ts'
import { LazadaError, success, wrapped } from './envelope.ts'
import type { Endpoints, ShopCallContext } from './gateway.ts'
import type { Order, ReverseOrder, Shop, Unit } from './model.ts'
import { answerCancel, cancelUnits, openReverse, refund, setReverseStatus } from './orderLife.ts'
import { idList, number, parseJsonParam, text } from './params.ts'

const CANCEL_REASONS = [
  { reason_id: '10000019', reason_name: 'Sourcing Delay(cannot meet deadline)' },
  { reason_id: '10000021', reason_name: 'Out of Stock' },
  { reason_id: '10000023', reason_name: 'Wrong Price or Pricing Error' },
]
const REFUSAL_REASONS = [
  { reason_id: '20000101', text: 'Barang yang kembali bukan milik kami' },
  { reason_id: '20000102', text: 'Barang rusak oleh pembeli' },
]
const CANCELLABLE = ['pending', 'packed', 'ready_to_ship']

/** Cancellations and returns. The catalogue lists most writes as GET; both verbs work. */
export const REVERSE_ENDPOINTS: Endpoints = [
  ['GET|POST', '/order/reverse/cancel/validate', { kind: 'shop', handle: validate }],
  ['GET|POST', '/order/reverse/cancel/create', { kind: 'shop', handle: create }],
  ['GET|POST', '/order/reverse/cancel/seller/decide', { kind: 'shop', handle: decideCancel }],
  ['GET|POST', '/reverse/getreverseordersforseller', { kind: 'shop', handle: list }],
  ['GET', '/order/reverse/reason/list', { kind: 'shop', handle: reasons }],
  ['GET|POST', '/order/reverse/return/update', { kind: 'shop', handle: update }],
  ['GET|POST', '/order/reverse/onlyrefund/seller/decide', { kind: 'shop', handle: decideRefund }],
]

function cancellable({ shop, values }: ShopCallContext): { order: Order; units: Unit[] } {
  const order = shop.orders.get(text(values, 'order_id'))
  if (!order) throw new LazadaError('115', 'E0115: The order id is invalid')
  const ids = idList(values, 'order_item_id_list', 100, '102')
  const units = ids.map((id) => {
    const unit = order.units.find((each) => each.id === id)
    if (!unit) throw new LazadaError('122', 'E0122: The order item does not belong to the order')
    if (!CANCELLABLE.includes(unit.status))
      throw new LazadaError('107', 'E0107: The item cannot be cancelled')
    return unit
  })
  return { order, units }
}

function validate(context: ShopCallContext) {
  cancellable(context)
  return success({
    tip_type: 'NORMAL',
    tip_content: 'Stok SKU dapat menjadi 0 setelah pembatalan dengan alasan stok habis atau harga salah.',
    reason_options: CANCEL_REASONS,
  })
}

function create(context: ShopCallContext) {
  const { world, shop, values } = context
  const { order, units } = cancellable(context)
  const reason = CANCEL_REASONS.find((each) => each.reason_id === text(values, 'reason_id'))
  if (!reason) throw new LazadaError('104', 'E0104: The reason is invalid')
  // Cancelling one packed item cancels its whole package.
  const packages = new Set(units.map((unit) => unit.packageId).filter(Boolean))
  const all = order.units.filter((unit) => units.includes(unit) || packages.has(unit.packageId))
  openReverse(world, shop, order, all, {
    type: 'CANCEL',
    reasonId: reason.reason_id,
    reasonText: reason.reason_name,
    status: 'CANCEL_SUCCESS',
  })
  cancelUnits(world, shop, order, all, reason.reason_name)
  return success({ tip_type: 'NORMAL', tip_content: '' })
}

function decideCancel({ world, shop, values }: ShopCallContext) {
  const reverse = reverseOf(shop, text(values, 'reverse_order_id'))
  const agree = text(values, 'agree_cancel')
  const open = reverse.type === 'CANCEL' && reverse.lines.some((line) => line.status === 'CANCEL_INIT')
  if (!open) throw new LazadaError('107', 'E0107: The request is not open')
  if (agree !== 'true' && agree !== 'false') throw new LazadaError('101', 'E0101: agree_cancel is invalid')
  answerCancel(world, shop, reverse, agree === 'true')
  return success({})
}

function reverseOf(shop: Shop, id: string): ReverseOrder {
  const reverse = shop.reverses.get(id)
  if (!reverse) throw new LazadaError('123', 'E0123: The reverse order does not exist')
  return reverse
}

function list({ shop, values }: ShopCallContext) {
  const page = number(values, 'page_no', { min: 1, max: 10_000, fallback: 1, code: '100' })
  const size = number(values, 'page_size', { min: 1, max: 100, fallback: 10, code: '100' })
  const wantedTypes = values.has('request_type_list')
    ? asArray(parseJsonParam(values.get('request_type_list') ?? '')).map(String)
    : undefined
  const from = Number(values.get('ReverseOrderLineModifiedTimeRangeStart') ?? 0)
  const to = Number(values.get('ReverseOrderLineModifiedTimeRangeEnd') ?? Infinity)
  const id = values.get('reverse_order_id')
  const orderId = values.get('trade_order_id')
  const found = [...shop.reverses.values()].filter(
    (reverse) =>
      (!id || reverse.id === id) &&
      (!orderId || reverse.orderId === orderId) &&
      (!wantedTypes || wantedTypes.includes(reverse.type)) &&
      reverse.lines.some((line) => line.modifiedAt >= from && line.modifiedAt <= to),
  )
  found.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const items = found.slice((page - 1) * size, page * size).map((reverse) => reverseView(shop, reverse))
  return wrapped({ total: found.length, page_no: page, page_size: size, items })
}

/** Amounts of this group are in cents. */
function reverseView(shop: Shop, reverse: ReverseOrder): Wire {
  const order = shop.orders.get(reverse.orderId)
  return {
    reverse_order_id: BigInt(reverse.id),
    request_type: reverse.type,
    is_rtm: true,
    shipping_type: 'DROPSHIPPING',
    trade_order_id: BigInt(reverse.orderId),
    reverse_order_lines: reverse.lines.map((line): Wire => {
      const unit = order?.units.find((each) => each.id === line.unitId)
      return {
        reverse_order_line_id: BigInt(line.id),
        trade_order_line_id: BigInt(line.unitId),
        seller_sku_id: unit?.sellerSku ?? '',
        platform_sku_id: unit?.skuId ?? 0,
        product: {
          product_id: unit?.itemId ?? 0,
          product_sku: `${unit?.itemId ?? 0}_ID-${unit?.skuId ?? 0}`,
        },
        reason_code: reverse.reasonId,
        reason_text: reverse.reasonText,
        reverse_status: line.status,
        ofc_status: '',
        refund_amount: (unit?.price ?? 0) * 100,
        refund_payment_method: 'COD',
        item_unit_price: (unit?.price ?? 0) * 100,
        is_need_refund: true,
        is_dispute: reverse.disputed,
        tracking_number: '',
        sla: reverse.createdAt + 2 * 86_400_000,
        buyer: { buyer_id: 300210114 },
        trade_order_gmt_create: Math.floor((order?.createdAt ?? 0) / 1000),
        return_order_line_gmt_create: Math.floor(reverse.createdAt / 1000),
        return_order_line_gmt_modified: Math.floor(line.modifiedAt / 1000),
      }
    }),
  }
}

function reasons({ shop, values }: ShopCallContext) {
  const lineId = text(values, 'reverse_order_line_id')
  const known = [...shop.reverses.values()].some((reverse) =>
    reverse.lines.some((line) => line.id === lineId),
  )
  if (!known) throw new LazadaError('102', 'E0102: The line id is invalid')
  return success(REFUSAL_REASONS.map((reason) => ({ ...reason, muti_language_text: reason.text })))
}

function openReturn({ shop, values }: ShopCallContext, type: ReverseOrder['type']): ReverseOrder {
  const reverse = reverseOf(shop, text(values, 'reverse_order_id'))
  const ids = idList(values, 'reverse_order_item_ids', 100, '102')
  if (reverse.type !== type || !ids.every((id) => reverse.lines.some((line) => line.id === id))) {
    throw new LazadaError('124', 'E0124: The line does not belong to the reverse order')
  }
  return reverse
}

function update(context: ShopCallContext) {
  const { world, shop, values } = context
  const reverse = openReturn(context, 'RETURN')
  const action = text(values, 'action')
  const status = reverse.lines[0]?.status
  const must = (...allowed: readonly string[]): void => {
    if (!allowed.includes(status ?? '')) throw new LazadaError('108', `E0108: ${action} is not allowed now`)
  }
  const refusal = (): void => {
    if (!REFUSAL_REASONS.some((each) => each.reason_id === text(values, 'reason_id'))) {
      throw new LazadaError('104', 'E0104: The reason is invalid')
    }
    text(values, 'comment')
  }
  switch (action) {
    case 'agreeReturn':
      must('RTM_INIT')
      setReverseStatus(world, shop, reverse, 'RTM_SHIPPING_BACK')
      break
    case 'refuseReturn':
      must('RTM_INIT')
      refusal()
      setReverseStatus(world, shop, reverse, 'RTM_CANCELED')
      break
    case 'confirmDelivery':
      must('RTM_SHIPPING_BACK')
      setReverseStatus(world, shop, reverse, 'RTM_RECEIVE_ITEM')
      break
    case 'agreeRefund':
    case 'instantRefund':
      must('RTM_INIT', 'RTM_RECEIVE_ITEM')
      refund(world, shop, reverse)
      break
    case 'refuseRefund':
      must('RTM_RECEIVE_ITEM')
      refusal()
      setReverseStatus(world, shop, reverse, 'REFUND_REJECTED')
      break
    default:
      throw new LazadaError('101', 'E0101: The action is invalid')
  }
  return success({})
}

function decideRefund(context: ShopCallContext) {
  const { world, shop, values } = context
  const reverse = openReturn(context, 'ONLY_REFUND')
  if (reverse.lines[0]?.status !== 'REFUND_INIT') throw new LazadaError('108', 'E0108: Not allowed now')
  const action = text(values, 'action')
  if (action === 'agreeRefund') refund(world, shop, reverse)
  else if (action === 'startDispute') {
    reverse.disputed = true
    setReverseStatus(world, shop, reverse, 'REFUND_PENDING')
  } else throw new LazadaError('101', 'E0101: The action is invalid')
  return success({})
}
