import { AdapterError, type Arrangement, type PackageRef, type ShopSession } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { callForShop } from './client.ts'
import { fetchOrder } from './orderDetails.ts'

const NEEDS_NO_PARCEL = 'logistics.ship_order_not_need_pacakge_number'
const ARRANGED_ALREADY: ReadonlySet<string | undefined> = new Set([
  'logistics.package_already_shipped',
  'logistics.ship_order_not_ready_to_ship',
  'logistics.order_status_error',
])

/** How Shopee wants a parcel named: an empty number is an error to it, so it is left out. */
export const parcelRef = ({ externalOrderId, externalPackageId }: PackageRef): Record<string, string> => ({
  order_sn: externalOrderId,
  ...(externalPackageId === '' ? {} : { package_number: externalPackageId }),
})

/**
 * Arranges shipment of one parcel. Each write follows a definite refusal of the one before, so nothing is
 * arranged twice. @throws AdapterError
 */
export async function arrange(session: ShopSession, arrangement: Arrangement): Promise<void> {
  try {
    await ship(session, arrangement)
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error
    const { providerCode } = error
    if (providerCode === NEEDS_NO_PARCEL && arrangement.externalPackageId !== '') {
      return arrange(session, { ...arrangement, externalPackageId: '' })
    }
    const mayRetry = arrangement.method === 'pickup' && ARRANGED_ALREADY.has(providerCode)
    if (!mayRetry || !(await waitsForNewPickup(session, arrangement))) throw error
    await callForShop(session, {
      method: 'POST',
      path: '/api/v2/logistics/update_shipping_order',
      body: { ...parcelRef(arrangement), pickup: pickup(arrangement) },
      idempotent: false,
    })
  }
}

async function ship(session: ShopSession, arrangement: Arrangement): Promise<void> {
  await callForShop(session, {
    method: 'POST',
    path: '/api/v2/logistics/ship_order',
    body: { ...parcelRef(arrangement), ...handOver(arrangement) },
    idempotent: false,
  })
}

/** The courier came in vain: such an order is arranged anew through a call of its own. */
async function waitsForNewPickup(session: ShopSession, { externalOrderId }: Arrangement): Promise<boolean> {
  return (await fetchOrder(session, externalOrderId)).order_status === 'RETRY_SHIP'
}

/** The chosen method with its fields; Shopee wants the method named even when it needs none. */
export function handOver(arrangement: Arrangement): { readonly [key: string]: JsonOut } {
  const { method, branchId, senderName, trackingNumber, courier } = arrangement
  switch (method) {
    case 'pickup':
      return { pickup: pickup(arrangement) }
    case 'dropoff':
      return {
        dropoff: {
          ...(branchId ? { branch_id: BigInt(branchId) } : {}),
          ...(senderName ? { sender_real_name: senderName } : {}),
          ...(trackingNumber ? { tracking_number: trackingNumber } : {}),
          ...(courier ? { slug: courier } : {}),
        },
      }
    case 'own_courier':
      return { non_integrated: trackingNumber ? { tracking_number: trackingNumber } : {} }
  }
}

const pickup = ({ addressId, slotId, trackingNumber }: Arrangement): JsonOut => ({
  ...(addressId ? { address_id: BigInt(addressId) } : {}),
  ...(slotId ? { pickup_time_id: slotId } : {}),
  ...(trackingNumber ? { tracking_number: trackingNumber } : {}),
})
