import { ApiError } from './envelope.ts'
import { deliveryOption } from './catalogue.ts'
import type { Order, Parcel, Shop } from './model.ts'
import { commitShipped, parcelsOf, setStatus } from './orderLife.ts'
import type { World } from './world.ts'

const LABEL_SECONDS = 2

/** Ships a parcel: a courier's number, PROCESSING, and the orders whose parcels are all shipped move on. */
export function shipParcel(
  world: World,
  shop: Shop,
  parcel: Parcel,
  own?: { trackingNumber: string; providerId: string },
): void {
  if (parcel.status === 'CANCELLED') throw new ApiError(21011041, 'The package is cancelled.')
  if (parcel.status !== 'TO_FULFILL') throw new ApiError(21011006, 'The package has been shipped already.')
  const orders = ordersOf(shop, parcel)
  if (orders.some((order) => order.cancelRequestId !== ''))
    throw new ApiError(21011007, 'An after-sale request is open.')
  const option = deliveryOption(parcel.deliveryOptionId)
  if (option.shippingType === 'SELLER') {
    if (!own?.trackingNumber) throw new ApiError(21011022, 'self_shipment.tracking_number is required.')
    const known = option.providers.some((provider) => provider.id === own.providerId)
    if (!known) throw new ApiError(21004015, 'The shipping provider is invalid.')
    parcel.trackingNumber = own.trackingNumber
    parcel.providerId = own.providerId
  } else {
    parcel.trackingNumber = `JX${String(world.random.int(1_000_000_000, 9_999_999_999))}`
    parcel.providerId = option.providers[0].id
  }
  const now = world.clock.seconds()
  parcel.status = 'PROCESSING'
  parcel.updateTime = now
  parcel.labelReadyAt = world.clock.ms() + LABEL_SECONDS * 1000 * world.options.timeScale
  parcel.events.push({ description: 'Paket siap diserahkan', atMs: world.clock.ms() })
  for (const order of orders) {
    order.shippedTime = now
    commitShipped(shop, order, parcel)
    const isWhole = parcelsOf(shop, order).every((each) => each.status !== 'TO_FULFILL')
    setStatus(world, order, isWhole ? 'AWAITING_COLLECTION' : 'PARTIALLY_SHIPPING')
  }
}

export function ordersOf(shop: Shop, parcel: Parcel): Order[] {
  return parcel.orderIds.flatMap((id) => shop.orders.get(id) ?? [])
}

/** Courier news for all parcels of an order. */
export function moveParcels(
  world: World,
  shop: Shop,
  order: Order,
  status: Parcel['status'],
  description: string,
): void {
  for (const parcel of parcelsOf(shop, order)) {
    parcel.status = status
    parcel.updateTime = world.clock.seconds()
    parcel.events.push({ description, atMs: world.clock.ms() })
  }
}
