import { z } from 'zod'
import type { RemoteReturn, RemoteReturnLine, ReturnStatus } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { returnStatus } from './statuses.ts'
import { linesOf, type WireUnit } from './transformOrder.ts'
import { count, flag, group, id, instant, list, requiredId, words } from './wire.ts'

const wireReturnLine = z.object({
  reverse_order_line_id: id,
  trade_order_line_id: id,
  platform_sku_id: id,
  product: group({ product_id: id }),
  reason_text: words,
  reverse_status: words,
  refund_amount: count,
  is_dispute: flag,
  tracking_number: words,
  sla: instant,
  return_order_line_gmt_create: instant,
  return_order_line_gmt_modified: instant,
})
export type WireReturnLine = z.output<typeof wireReturnLine>

/** One entry of `/reverse/getreverseordersforseller`. */
export const wireReturn = z.object({
  reverse_order_id: requiredId,
  request_type: words,
  trade_order_id: id,
  reverse_order_lines: list(wireReturnLine),
})
export type WireReturn = z.output<typeof wireReturn>

export interface ReturnReading {
  currency: string
  /** What an amount is divided by to be in major units. */
  divisor: number
  /** The order's units, to find the lines they were folded into. */
  units: readonly WireUnit[]
}

/** Statuses that wait for somebody come before those that are over: a return is as open as its openest line. */
const OPENNESS: readonly ReturnStatus[] = [
  'unknown',
  'disputed',
  'requested',
  'accepted',
  'in_transit',
  'received',
  'refunded',
  'rejected',
  'cancelled',
]

/** A return as Kanal knows it; its lines carry the ids of the order's lines. */
export function toReturn(wire: WireReturn, reading: ReturnReading): RemoteReturn {
  const { reverse_order_lines: lines } = wire
  const statuses = lines.map(statusOf)
  const status = OPENNESS.find((each) => statuses.includes(each)) ?? 'unknown'
  const created = lines.flatMap((line) => line.return_order_line_gmt_create?.getTime() ?? [])
  const modified = lines.flatMap((line) => line.return_order_line_gmt_modified?.getTime() ?? [])
  const due = lines.flatMap((line) => line.sla?.getTime() ?? [])
  const refund = lines.reduce((sum, line) => sum + line.refund_amount, 0)
  const createdAt = new Date(created.length > 0 ? Math.min(...created) : 0)
  return {
    externalReturnId: wire.reverse_order_id,
    externalOrderId: wire.trade_order_id,
    status,
    rawStatus: [...new Set(lines.map((line) => line.reverse_status))].sort().join(','),
    refundOnly: wire.request_type === 'ONLY_REFUND',
    reason: lines.find((line) => line.reason_text !== '')?.reason_text ?? '',
    buyerNote: '',
    imageUrls: [],
    refund: toMoney(refund / reading.divisor, reading.currency),
    createdAt,
    updatedAt: modified.length > 0 ? new Date(Math.max(...modified)) : createdAt,
    respondBy: due.length > 0 ? new Date(Math.min(...due)) : null,
    trackingNumber: lines.find((line) => line.tracking_number !== '')?.tracking_number ?? null,
    lines: foldLines(lines, reading),
  }
}

const statusOf = (line: WireReturnLine): ReturnStatus => {
  const status = returnStatus(line.reverse_status)
  const open = status !== 'refunded' && status !== 'cancelled' && status !== 'rejected'
  return line.is_dispute && open ? 'disputed' : status
}

function foldLines(lines: readonly WireReturnLine[], reading: ReturnReading): RemoteReturnLine[] {
  const lineOfUnit = new Map<string, string>()
  for (const [lineId, units] of linesOf(reading.units)) {
    for (const unit of units) lineOfUnit.set(unit.order_item_id, lineId)
  }
  const folded = new Map<string, { wire: WireReturnLine; quantity: number; refund: number }>()
  for (const wire of lines) {
    const key = lineOfUnit.get(wire.trade_order_line_id) ?? wire.trade_order_line_id
    const before = folded.get(key)
    folded.set(key, {
      wire,
      quantity: (before?.quantity ?? 0) + 1,
      refund: (before?.refund ?? 0) + wire.refund_amount,
    })
  }
  return [...folded].map(([externalLineId, { wire, quantity, refund }]) => ({
    externalLineId,
    externalItemId: wire.product.product_id,
    externalVariantId: wire.platform_sku_id,
    quantity,
    refund: toMoney(refund / reading.divisor, reading.currency),
  }))
}
