import { z } from 'zod'
import type { PackageRef, ShopSession } from '../../contract.ts'
import { callForShop } from './client.ts'
import { situation } from './errors.ts'
import { fetchOrders } from './orderFetch.ts'
import type { WireOrder } from './orderTransform.ts'
import { flag, id, instant, list, read, words } from './wire.ts'

const SHIPPED = new Set(['PROCESSING', 'FULFILLING', 'COMPLETED'])

const parcel = z.object({
  package_status: words,
  shipping_type: words,
  delivery_option_id: id,
  shipping_provider_name: words,
  tracking_number: words,
  sender_address: z.object({ name: words, full_address: words }).nullish(),
})
export type WirePackage = z.output<typeof parcel>

/** The parcel a reference means; an order with one parcel need not name it. @throws AdapterError */
export async function packageIdOf(session: ShopSession, ref: PackageRef): Promise<string> {
  return ref.externalPackageId || soleParcel(await orderOf(session, ref.externalOrderId))
}

/** The order of a reference. @throws AdapterError when the shop has none such. */
export async function orderOf(session: ShopSession, externalOrderId: string): Promise<WireOrder> {
  const [order] = await fetchOrders(session, [externalOrderId])
  if (!order) throw situation('orderNotFound', 'order not found')
  return order
}

function soleParcel(order: WireOrder): string {
  const ids = new Set(order.packages.map((each) => each.id).filter((each) => each !== ''))
  const [only] = ids
  if (only === undefined) throw situation('orderChanged', 'the order has no parcel yet')
  if (ids.size > 1) throw situation('split', 'the order has several parcels: name one')
  return only
}

export async function getPackage(session: ShopSession, packageId: string): Promise<WirePackage> {
  const { data, requestId } = await callForShop(session, { method: 'GET', path: packagePath(packageId) })
  return read(parcel, data, 'package', requestId)
}

export const isShipped = ({ package_status: status }: WirePackage): boolean => SHIPPED.has(status)

export const packagePath = (packageId: string): string =>
  `/fulfillment/202309/packages/${encodeURIComponent(packageId)}`

const timeSlots = z.object({
  can_pickup: flag,
  can_drop_off: flag,
  drop_off_point_url: words,
  pickup_slots: list(
    // The platform's own spelling.
    z.object({ start_time: instant, end_time: instant, avaliable: flag }),
  ),
})
export type WireSlots = z.output<typeof timeSlots>

export async function getSlots(session: ShopSession, packageId: string): Promise<WireSlots> {
  const { data, requestId } = await callForShop(session, {
    method: 'GET',
    path: `${packagePath(packageId)}/handover_time_slots`,
  })
  return read(timeSlots, data, 'time slots', requestId)
}

const providers = z.object({ shipping_providers: list(z.object({ id, name: words })) })

/** The couriers a seller may name for parcels he sends himself. */
export async function getProviders(
  session: ShopSession,
  deliveryOptionId: string,
): Promise<readonly { id: string; name: string }[]> {
  const { data, requestId } = await callForShop(session, {
    method: 'GET',
    path: `/logistics/202309/delivery_options/${encodeURIComponent(deliveryOptionId)}/shipping_providers`,
  })
  return read(providers, data, 'shipping providers', requestId).shipping_providers
}
