import { z } from 'zod'
import type { PackageRef, ShopSession } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { callForShop } from './client.ts'
import { lineRef, pickLines } from './orderLines.ts'
import { fetchOrder } from './orderDetails.ts'
import { refusal } from './refusal.ts'
import { list, read, requiredId } from './wire.ts'

const splitOrder = z.object({ package_list: list(z.object({ package_number: requiredId })) })

/** Divides an order into parcels. Shopee wants every line in exactly one of them. @throws AdapterError */
export async function split(
  session: ShopSession,
  { externalOrderId, packages }: { externalOrderId: string; packages: readonly (readonly string[])[] },
): Promise<PackageRef[]> {
  const order = await fetchOrder(session, externalOrderId)
  const { response, requestId } = await callForShop(session, {
    method: 'POST',
    path: '/api/v2/order/split_order',
    body: {
      order_sn: externalOrderId,
      package_list: packages.map((ids) => ({ item_list: pickLines(order, ids).map(lineRef) })),
    },
    idempotent: false,
  })
  const answer = read(splitOrder, response, 'split_order', requestId)
  return answer.package_list.map((parcel) => ({ externalOrderId, externalPackageId: parcel.package_number }))
}

/** Puts the parcels of one split order together again; Shopee joins parcels of different orders by itself. */
export async function combine(session: ShopSession, refs: readonly PackageRef[]): Promise<PackageRef[]> {
  const [externalOrderId, ...others] = new Set(refs.map((ref) => ref.externalOrderId))
  if (externalOrderId === undefined || others.length > 0) {
    throw refusal(
      'parcels of different orders cannot be combined',
      text('Shopee hanya menggabungkan paket dari satu pesanan.', 'Shopee only joins parcels of one order.'),
      text('Pilih paket dari satu pesanan.', 'Choose parcels of one order.'),
    )
  }
  await callForShop(session, {
    method: 'POST',
    path: '/api/v2/order/unsplit_order',
    body: { order_sn: externalOrderId },
    idempotent: false,
  })
  return [{ externalOrderId, externalPackageId: '' }]
}
