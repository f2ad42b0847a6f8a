import { z } from 'zod'
import { AdapterError, type Cancellation, type CancelReason, type ShopSession } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { idList, type LazadaClient } from './client.ts'
import { RULES } from './errorTable.ts'
import { unitsOfLines, type WireUnit } from './transformOrder.ts'
import { getUnitsOf } from './units.ts'
import { list, read, requiredId, words } from './wire.ts'

/** Reasons by the ids they have in Indonesia. Other countries have other ids, so the wording counts there. */
const REASONS: readonly (CancelReason & { wording: RegExp })[] = [
  {
    code: '10000021',
    label: text('Stok habis', 'Out of stock'),
    needsLines: true,
    wording: /out of stock|stok|habis/i,
  },
  {
    code: '10000019',
    label: text('Barang terlambat tersedia', 'Sourcing delay'),
    needsLines: false,
    wording: /sourcing|delay|terlambat/i,
  },
  {
    code: '10000023',
    label: text('Harga salah', 'Wrong price'),
    needsLines: true,
    wording: /pric|harga/i,
  },
]
const CANCELLABLE = new Set(['unpaid', 'pending', 'topack', 'packed', 'toship', 'ready_to_ship'])

const validated = z.object({
  reason_options: list(z.object({ reason_id: requiredId, reason_name: words })),
})

/** Cancelling by the seller, and answering a buyer who asks for it. */
export function lazadaCancellation(client: LazadaClient): Cancellation {
  return {
    reasons: REASONS.map(({ code, label, needsLines }) => ({ code, label, needsLines })),

    async cancel(session, { externalOrderId, reasonCode, externalLineIds }) {
      const units = await getUnitsOf(client, session, externalOrderId)
      const wanted = externalLineIds.length > 0 ? unitsOfLines(units, externalLineIds) : units
      const open = wanted.filter((unit) => CANCELLABLE.has(unit.status.toLowerCase()))
      if (open.length === 0) throw changed(session, 'no unit can be cancelled')
      const params = {
        order_id: externalOrderId,
        order_item_id_list: idList(open.map((unit) => unit.order_item_id)),
      }
      const { data, requestId } = await client.forShop(session, {
        method: 'GET',
        path: '/order/reverse/cancel/validate',
        params,
      })
      const { reason_options: offered } = read(validated, data ?? {}, 'cancel/validate', requestId)
      await client.forShop(session, {
        method: 'GET',
        path: '/order/reverse/cancel/create',
        params: { ...params, reason_id: chosenReason(session, offered, reasonCode) },
        idempotent: false,
      })
    },

    async answer(session, { externalOrderId, accept, reasonCode }) {
      const units = await getUnitsOf(client, session, externalOrderId)
      const requests = pendingRequests(units)
      if (requests.length === 0) throw changed(session, 'the buyer has no open request')
      for (const reverseOrderId of requests) {
        await client.forShop(session, {
          method: 'POST',
          path: '/order/reverse/cancel/seller/decide',
          params: { reverse_order_id: reverseOrderId, agree_cancel: String(accept), reason_code: reasonCode },
          idempotent: false,
        })
      }
    },
  }
}

function pendingRequests(units: readonly WireUnit[]): string[] {
  const asked = units.filter((unit) => unit.is_cancel_pending || unit.need_cancel_confirm)
  return [...new Set(asked.map((unit) => unit.reverse_order_id).filter(Boolean))]
}

function chosenReason(
  session: ShopSession,
  offered: readonly { reason_id: string; reason_name: string }[],
  wanted: string,
): string {
  const known = REASONS.find((reason) => reason.code === wanted)
  const chosen =
    offered.find((option) => option.reason_id === wanted) ??
    offered.find((option) => known?.wording.test(option.reason_name))
  if (chosen) return chosen.reason_id
  const { kind, reason, explanation } = RULES.reversal
  throw new AdapterError({
    kind,
    reason,
    message: `Lazada offers no such reason for this order: ${offered.map((each) => each.reason_name).join(', ')}`,
    explanation: explanation({ appKey: session.credentials['appKey'] ?? '' }),
  })
}

function changed(session: ShopSession, why: string): AdapterError {
  const { kind, reason, explanation } = RULES.orderChanged
  const appKey = session.credentials['appKey'] ?? ''
  return new AdapterError({
    kind,
    reason,
    message: `Lazada order: ${why}`,
    explanation: explanation({ appKey }),
  })
}
