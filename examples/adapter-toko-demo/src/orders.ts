import type { Orders, OrderStatus, RemoteOrder } from 'kanal/adapter'
import { batches } from 'kanal/adapter/kit'
import { z } from 'zod'
import { callForShop } from './client.ts'
import { readAs } from './errors.ts'
import { id, instant, rupiah } from './wire.ts'

const PER_CALL = 20
/** A status that is not here stays readable: Kanal shows it raw and calls it unknown. */
const STATUSES: Readonly<Record<string, OrderStatus>> = {
  waiting_payment: 'unpaid',
  to_pack: 'to_ship',
  packed: 'arranged',
  sent: 'in_transit',
  received: 'completed',
  cancelled: 'cancelled',
}

const page = z.object({
  orders: z.array(z.object({ id, updated_at: instant })),
  next: z.string().nullable(),
})
const wireOrder = z.object({
  id,
  status: z.string(),
  created_at: instant,
  updated_at: instant,
  total: rupiah,
  buyer: z.string(),
  address: z.string(),
  lines: z.array(
    z.object({
      product_id: id,
      sku: z.string(),
      title: z.string(),
      quantity: z.number().int(),
      price: rupiah,
    }),
  ),
})
const details = z.object({ orders: z.array(wireOrder) })

/** Orders: listed oldest change first, so that what is sold meanwhile comes on a later page. */
export const orders: Orders = {
  maxWindowDays: 30,

  async listUpdated(session, { from, to, cursor }) {
    const query = { from: from.toISOString(), to: to.toISOString(), ...(cursor && { after: cursor }) }
    const answer = await callForShop(session, { method: 'GET', path: '/orders', query })
    const { orders: found, next } = readAs(page, answer, 'orders')
    return {
      items: found.map((order) => ({ externalOrderId: order.id, updatedAt: order.updated_at })),
      next,
      total: null,
    }
  },

  async get(session, externalOrderIds) {
    const found: RemoteOrder[] = []
    for (const ids of batches([...new Set(externalOrderIds)], PER_CALL)) {
      const query = { ids: ids.join(',') }
      const answer = await callForShop(session, { method: 'GET', path: '/order-details', query })
      found.push(...readAs(details, answer, 'order details').orders.map(toOrder))
    }
    return found
  },
}

function toOrder(order: z.output<typeof wireOrder>): RemoteOrder {
  const status = STATUSES[order.status] ?? 'unknown'
  return {
    externalOrderId: order.id,
    status,
    rawStatus: order.status,
    createdAt: order.created_at,
    updatedAt: order.updated_at,
    paidAt: null,
    shipBy: null,
    total: order.total,
    salesSurface: null,
    buyer: { name: order.buyer, note: '' },
    recipient: { name: order.buyer, phone: '', city: '', fullAddress: order.address },
    courier: null,
    trackingNumber: null,
    cancelReason: null,
    lines: order.lines.map((line) => ({
      // Toko Demo has no ids for lines; a product stands on one line of an order only.
      externalLineId: `${line.product_id}::0`,
      externalItemId: line.product_id,
      externalVariantId: '',
      sellerSku: line.sku,
      title: line.title,
      variantName: '',
      quantity: line.quantity,
      cancelledQuantity: status === 'cancelled' ? line.quantity : 0,
      returnedQuantity: 0,
      unitPrice: line.price,
      imageUrl: null,
    })),
  }
}
