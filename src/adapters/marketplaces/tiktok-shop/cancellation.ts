import { z } from 'zod'
import type { Cancellation, CancelReason, ShopSession } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { callForShop } from './client.ts'
import { situation } from './errors.ts'
import { fetchOrders } from './orderFetch.ts'
import { rejectReasons } from './rejectReasons.ts'
import type { Settings } from './settings.ts'
import { list, nextPage, read, requiredId, words } from './wire.ts'

const OUT_OF_STOCK = 'seller_cancel_reason_out_of_stock'
const WRONG_PRICE = 'seller_cancel_reason_wrong_price'
const NOT_PAID = 'seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed'
/** The same reason has another name while the order waits for payment. */
const WHILE_UNPAID: Readonly<Record<string, string>> = {
  [OUT_OF_STOCK]: 'seller_cancel_unpaid_reason_out_of_stock',
  [WRONG_PRICE]: 'seller_cancel_unpaid_reason_wrong_price',
}

const REASONS: readonly CancelReason[] = [
  { code: OUT_OF_STOCK, label: text('Stok habis', 'Out of stock'), needsLines: false },
  { code: WRONG_PRICE, label: text('Harga salah', 'Wrong price'), needsLines: false },
]
const UNPAID_REASON: CancelReason = {
  code: NOT_PAID,
  label: text('Pembeli tidak membayar tepat waktu', 'The buyer did not pay in time'),
  needsLines: false,
}

const pending = z.object({
  ...nextPage,
  cancellations: list(z.object({ cancel_id: requiredId, cancel_status: words })),
})
const PENDING = 'CANCELLATION_REQUEST_PENDING'

/** Cancelling whole orders (Indonesia knows no partial cancellation), and answering buyers who ask for it. */
export function cancellation({ unconfirmed }: Settings): Cancellation {
  return {
    reasons: unconfirmed.sellerMayCancelUnpaid ? [...REASONS, UNPAID_REASON] : REASONS,

    async cancel(session, { externalOrderId, reasonCode }) {
      const [order] = await fetchOrders(session, [externalOrderId])
      if (!order) throw situation('orderNotFound', 'order not found')
      const reason = order.status === 'UNPAID' ? (WHILE_UNPAID[reasonCode] ?? reasonCode) : reasonCode
      await callForShop(session, {
        method: 'POST',
        path: '/return_refund/202309/cancellations',
        query: { idempotency_key: `kanal-cancel-${externalOrderId}` },
        body: { order_id: externalOrderId, cancel_reason: reason },
        idempotent: true,
      })
    },

    async answer(session, { externalOrderId, accept, reasonCode }) {
      const cancelId = await pendingCancellation(session, externalOrderId)
      const reason = accept ? undefined : (reasonCode ?? (await rejectReasons(session, cancelId))[0]?.id)
      await callForShop(session, {
        method: 'POST',
        path: `/return_refund/202309/cancellations/${encodeURIComponent(cancelId)}/${accept ? 'approve' : 'reject'}`,
        query: { idempotency_key: `kanal-${accept ? 'approve' : 'reject'}-${cancelId}` },
        ...(accept ? {} : { body: { reject_reason: reason ?? '' } }),
        idempotent: true,
      })
    },
  }
}

async function pendingCancellation(session: ShopSession, externalOrderId: string): Promise<string> {
  const { data, requestId } = await callForShop(session, {
    method: 'POST',
    path: '/return_refund/202309/cancellations/search',
    query: { page_size: 10 },
    body: { order_ids: [externalOrderId], cancel_types: ['BUYER_CANCEL'] },
    idempotent: true,
  })
  const { cancellations } = read(pending, data, 'cancellations search', requestId)
  const open = cancellations.find((each) => each.cancel_status === PENDING)
  if (!open) throw situation('settled', 'no cancellation request is open', { requestId })
  return open.cancel_id
}
