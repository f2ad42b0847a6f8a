import { z } from 'zod'
import type { RemoteReturn } from '../../contract.ts'
import { returnStatus } from './statuses.ts'
import { decimal, id, instant, list, moneyOf, requiredId, words } from './wire.ts'

const refundAmount = z.object({ currency: words, refund_total: decimal }).nullish()

/** A return as the search answers it; the fields Kanal reads. */
export const wireReturn = z.object({
  return_id: requiredId,
  order_id: requiredId,
  return_type: words,
  return_status: words,
  arbitration_status: words,
  return_reason: words,
  return_reason_text: words,
  return_tracking_number: words,
  can_buyer_keep_item: z.boolean().nullish(),
  create_time: instant,
  update_time: instant,
  seller_next_action_response: list(z.object({ action: words, deadline: instant })),
  return_line_items: list(z.object({ order_line_item_id: id, sku_id: id, refund_amount: refundAmount })),
  refund_amount: refundAmount,
})
export type WireReturn = z.output<typeof wireReturn>

/** A return as Kanal knows it; its units are counted under the order lines they were folded into. */
export function toReturn(
  wire: WireReturn,
  unitOf: (unitId: string) => { lineId: string; productId: string } | undefined,
): RemoteReturn {
  const currency = wire.refund_amount?.currency || 'IDR'
  const createdAt = wire.create_time ?? wire.update_time ?? new Date(0)
  return {
    externalReturnId: wire.return_id,
    externalOrderId: wire.order_id,
    status: returnStatus(wire.return_status, wire.arbitration_status),
    rawStatus: wire.return_status,
    refundOnly: wire.return_type === 'REFUND' || wire.can_buyer_keep_item === true,
    reason: wire.return_reason,
    buyerNote: wire.return_reason_text,
    imageUrls: [],
    refund: moneyOf(wire.refund_amount?.refund_total ?? '', currency),
    createdAt,
    updatedAt: wire.update_time ?? createdAt,
    respondBy: wire.seller_next_action_response.find((each) => each.deadline)?.deadline ?? null,
    trackingNumber: wire.return_tracking_number || null,
    lines: linesOf(wire, currency, unitOf),
  }
}

function linesOf(
  wire: WireReturn,
  currency: string,
  unitOf: Parameters<typeof toReturn>[1],
): RemoteReturn['lines'] {
  const lines = new Map<string, RemoteReturn['lines'][number]>()
  for (const unit of wire.return_line_items) {
    const order = unitOf(unit.order_line_item_id)
    const externalLineId = order?.lineId ?? unit.order_line_item_id
    const before = lines.get(externalLineId)
    const refund = unit.refund_amount ? moneyOf(unit.refund_amount.refund_total, currency).amount : null
    const sum = refund === null && !before?.refund ? null : (refund ?? 0) + (before?.refund?.amount ?? 0)
    lines.set(externalLineId, {
      externalLineId,
      externalItemId: order?.productId ?? '',
      externalVariantId: unit.sku_id,
      quantity: (before?.quantity ?? 0) + 1,
      refund: sum === null ? null : { amount: sum, currency },
    })
  }
  return [...lines.values()]
}
