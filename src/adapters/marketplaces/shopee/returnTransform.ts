import { z } from 'zod'
import type { RemoteReturn, RemoteReturnLine, ReturnStatus } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { lineIds, type WireOrder } from './orderTransform.ts'
import { count, id, instant, list, requiredId, words } from './wire.ts'

const REFUND_ONLY = 1

const STATUSES: Readonly<Record<string, ReturnStatus>> = {
  REQUESTED: 'requested',
  PROCESSING: 'in_transit',
  ACCEPTED: 'accepted',
  JUDGING: 'disputed',
  SELLER_DISPUTE: 'disputed',
  CLOSED: 'rejected',
  CANCELLED: 'cancelled',
}

const wireReturnLine = z.object({
  item_id: requiredId,
  model_id: id,
  amount: count,
  refund_amount: z.union([z.number(), z.string()]).nullish(),
})

/** The payload of `get_return_detail`. */
export const wireReturn = z.object({
  return_sn: requiredId,
  order_sn: requiredId,
  status: words,
  reason: words,
  text_reason: words,
  image: list(z.string()),
  refund_amount: count,
  currency: words,
  create_time: instant,
  update_time: instant,
  due_date: instant,
  return_seller_due_date: instant,
  tracking_number: words,
  return_solution: z.union([z.number(), z.string()]).nullish(),
  item: list(wireReturnLine),
})
export type WireReturn = z.output<typeof wireReturn>

export const returnStatus = (raw: string): ReturnStatus =>
  (Object.hasOwn(STATUSES, raw) ? STATUSES[raw] : undefined) ?? 'unknown'

/** A return as Kanal knows it. Its lines are found in the order by item and variant: Shopee names no line. */
export function toReturn(wire: WireReturn, order: WireOrder | undefined): RemoteReturn {
  const currency = wire.currency || 'IDR'
  const createdAt = wire.create_time ?? wire.update_time ?? new Date(0)
  return {
    externalReturnId: wire.return_sn,
    externalOrderId: wire.order_sn,
    status: returnStatus(wire.status),
    rawStatus: wire.status,
    refundOnly: Number(wire.return_solution ?? 0) === REFUND_ONLY,
    reason: wire.reason,
    buyerNote: wire.text_reason,
    imageUrls: wire.image,
    refund: toMoney(wire.refund_amount, currency),
    createdAt,
    updatedAt: wire.update_time ?? createdAt,
    respondBy: wire.return_seller_due_date ?? wire.due_date,
    trackingNumber: wire.tracking_number || null,
    lines: toReturnLines(wire, order, currency),
  }
}

function toReturnLines(wire: WireReturn, order: WireOrder | undefined, currency: string): RemoteReturnLine[] {
  const ids = lineIds(order?.item_list ?? [])
  const taken = new Set<number>()
  const seen = new Map<string, number>()
  return wire.item.map((line) => {
    const at = (order?.item_list ?? []).findIndex(
      (each, index) => !taken.has(index) && each.item_id === line.item_id && each.model_id === line.model_id,
    )
    taken.add(at)
    const sellable = `${line.item_id}:${line.model_id || '0'}`
    const ordinal = (seen.get(sellable) ?? 0) + 1
    seen.set(sellable, ordinal)
    return {
      externalLineId: ids[at] ?? `${sellable}:${ordinal}`,
      externalItemId: line.item_id,
      externalVariantId: line.model_id,
      quantity: line.amount,
      refund: line.refund_amount == null ? null : toMoney(Number(line.refund_amount) || 0, currency),
    }
  })
}
