import { type RemoteOrder, STATUS_RANK } from '../../adapters/contract.ts'
import { normaliseSkuCode } from '../../collections/catalog/skus.ts'
import type { Tx } from '../../database/tx.ts'

export interface ApplyOrderInput {
  organisationId: string
  shop: { id: string; marketplace: string; reserveUnpaid: boolean }
  order: RemoteOrder
  source: 'webhook' | 'poll' | 'user'
  inboxId?: string
}

export interface AppliedOrder {
  /** `stale`: something newer is stored already. `unchanged`: exactly this version is. */
  outcome: 'created' | 'updated' | 'stale' | 'unchanged'
  orderId: string
  /** Units an open order lacks. */
  shortQuantity: number
  /** Units of an open order whose listing nobody has linked to a SKU. */
  unlinkedQuantity: number
  /** A status this marketplace never told us about: stored raw, no stock moved, somebody should look. */
  unknownStatus: boolean
}

/** PostgreSQL keeps no NUL in text, and one in a buyer's note must not stop an order. */
const withoutNul = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '') : value

const lineOf = (line: RemoteOrder['lines'][number]): Record<string, unknown> => ({
  external_line_id: line.externalLineId,
  external_item_id: line.externalItemId,
  external_variant_id: line.externalVariantId,
  seller_sku: line.sellerSku,
  sku_code: normaliseSkuCode(line.sellerSku),
  title: line.title,
  variant_name: line.variantName,
  quantity: line.quantity,
  cancelled: Math.min(Math.max(line.cancelledQuantity, 0), line.quantity),
  returned: Math.min(Math.max(line.returnedQuantity, 0), line.quantity),
  unit_price: line.unitPrice.amount,
  currency: line.unitPrice.currency,
  image_url: line.imageUrl,
})

const messageOf = (order: RemoteOrder): Record<string, unknown> => ({
  external_order_id: order.externalOrderId,
  status: order.status,
  status_rank: STATUS_RANK[order.status],
  raw_status: order.rawStatus,
  sales_surface: order.salesSurface,
  remote_updated_at: order.updatedAt,
  placed_at: order.createdAt,
  paid_at: order.paidAt,
  ship_by: order.shipBy,
  total: order.total.amount,
  currency: order.total.currency,
  buyer_name: order.buyer.name,
  buyer_note: order.buyer.note,
  recipient: order.recipient,
  courier: order.courier,
  tracking_number: order.trackingNumber,
  cancel_reason: order.cancelReason,
  lines: order.lines.map(lineOf),
})

/**
 * Carries what a marketplace says about an order into the books: the order with its lines and history, the stock it
 * holds, ships or gives back, and the listings whose shops must hear of it. An order is never refused: what is
 * missing is recorded as short. The same message again changes nothing, and messages of one order end in the same
 * state in whatever order they arrive. Takes one round trip; the transaction holds the locks of the SKUs involved
 * until it ends, so do no network work after it.
 */
export async function applyOrder(tx: Tx, input: ApplyOrderInput): Promise<AppliedOrder> {
  const [row] = await tx.query<Omit<AppliedOrder, 'unknownStatus'>>(
    `select outcome, order_id as "orderId", short_quantity as "shortQuantity", unlinked_quantity as "unlinkedQuantity"
     from kanal_apply_order($1, $2, $3, $4, $5, $6, $7)`,
    [
      input.organisationId,
      input.shop.id,
      input.shop.marketplace,
      input.shop.reserveUnpaid,
      input.source,
      input.inboxId ?? null,
      JSON.stringify(messageOf(input.order), withoutNul),
    ],
  )
  if (!row) throw new Error('The database gave no outcome for an order')
  return { ...row, unknownStatus: input.order.status === 'unknown' }
}
