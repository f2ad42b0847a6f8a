import type { Cancellation } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { callForShop } from './client.ts'
import { fetchOrder } from './orderDetails.ts'
import { lineRef, pickLines } from './orderLines.ts'
import type { WireLine, WireOrder } from './orderTransform.ts'
import { refusal } from './refusal.ts'

const OUT_OF_STOCK = 'OUT_OF_STOCK'

/**
 * Cancelling by the seller, and answering a buyer who asks to. Naming some of an order's lines cancels only
 * those where Shopee allows it for the order. Elsewhere goods out of stock end the whole order, as in Seller
 * Centre, and any other reason is refused.
 */
export const cancellation: Cancellation = {
  reasons: [
    { code: OUT_OF_STOCK, label: text('Stok habis', 'Out of stock'), needsLines: true },
    { code: 'CUSTOMER_REQUEST', label: text('Permintaan pembeli', 'Customer request'), needsLines: false },
    { code: 'COD_NOT_SUPPORTED', label: text('COD tidak didukung', 'COD not supported'), needsLines: false },
  ],

  async cancel(session, { externalOrderId, reasonCode, externalLineIds }) {
    if (reasonCode === OUT_OF_STOCK && externalLineIds.length === 0) {
      throw refusal(
        'OUT_OF_STOCK needs the lines',
        text('Barang yang habis belum dipilih.', 'The goods that are out of stock are not chosen.'),
        text('Pilih barang yang habis, lalu batalkan lagi.', 'Choose the goods, then cancel again.'),
      )
    }
    const named = externalLineIds.length > 0 ? await fetchOrder(session, externalOrderId) : undefined
    const lines = named ? pickLines(named, externalLineIds) : []
    await callForShop(session, {
      method: 'POST',
      path: '/api/v2/order/cancel_order',
      body: {
        order_sn: externalOrderId,
        cancel_reason: reasonCode,
        ...whatToCancel(named, lines, reasonCode),
      },
      idempotent: false,
    })
  },

  async answer(session, { externalOrderId, accept }) {
    await callForShop(session, {
      method: 'POST',
      path: '/api/v2/order/handle_buyer_cancellation',
      body: { order_sn: externalOrderId, operation: accept ? 'ACCEPT' : 'REJECT' },
      idempotent: false,
    })
  },
}

function whatToCancel(order: WireOrder | undefined, lines: readonly WireLine[], reasonCode: string) {
  const isPart = order !== undefined && lines.length < order.item_list.length
  if (isPart && order.can_partial_cancel_order) {
    return {
      partial_cancel_item_list: lines.map((line) => ({
        ...lineRef(line),
        model_quantity: line.model_quantity_purchased - line.cancelled_qty,
      })),
    }
  }
  if (isPart && reasonCode !== OUT_OF_STOCK) {
    throw refusal(
      'the order cannot be cancelled in part',
      text(
        'Shopee hanya mengizinkan pembatalan seluruh pesanan ini.',
        'Shopee only cancels this order whole.',
      ),
      text('Batalkan seluruh pesanan, atau biarkan.', 'Cancel the whole order, or leave it.'),
    )
  }
  if (reasonCode !== OUT_OF_STOCK) return {}
  return {
    item_list: lines.map((line) => ({ item_id: BigInt(line.item_id), model_id: BigInt(line.model_id || 0) })),
  }
}
