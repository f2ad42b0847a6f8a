import { AdapterError, type Arrangement, type ShopSession } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { callForShop } from './client.ts'
import { isSituation, situation } from './errors.ts'
import { getPackage, getProviders, isShipped, packageIdOf, packagePath } from './packages.ts'

/**
 * Ships a parcel. The platform has no key against doing it twice, so after an unclear answer the parcel is read
 * back: one that is on its way counts as done. @throws AdapterError
 */
export async function arrange(session: ShopSession, arrangement: Arrangement): Promise<void> {
  const packageId = await packageIdOf(session, arrangement)
  const body = await shipBody(session, packageId, arrangement)
  try {
    await callForShop(session, {
      method: 'POST',
      path: `${packagePath(packageId)}/ship`,
      body,
      idempotent: false,
    })
  } catch (error) {
    const isUnclear =
      isSituation(error, 'alreadyShipped') || (error instanceof AdapterError && error.kind === 'transient')
    if (!isUnclear || !isShipped(await getPackage(session, packageId))) throw error
  }
}

async function shipBody(
  session: ShopSession,
  packageId: string,
  { method, slotId, trackingNumber, courier }: Arrangement,
): Promise<Record<string, JsonOut>> {
  if (method === 'own_courier') {
    return {
      self_shipment: {
        tracking_number: trackingNumber ?? '',
        shipping_provider_id: await providerId(session, packageId, courier ?? ''),
      },
    }
  }
  const [start, end] = (slotId ?? '').split('-').map(Number)
  return {
    handover_method: method === 'pickup' ? 'PICKUP' : 'DROP_OFF',
    ...(method === 'pickup' && start && end ? { pickup_slot: { start_time: start, end_time: end } } : {}),
  }
}

/** A courier by its id or its name; where there is only one, it need not be named. */
async function providerId(session: ShopSession, packageId: string, courier: string): Promise<string> {
  if (/^\d+$/.test(courier)) return courier
  const { delivery_option_id: option } = await getPackage(session, packageId)
  const providers = await getProviders(session, option)
  const named = providers.find(({ name }) => name.toLowerCase() === courier.trim().toLowerCase())
  const chosen = named ?? (courier === '' && providers.length === 1 ? providers[0] : undefined)
  if (!chosen) throw situation('trackingNumber', 'no such courier for this delivery option')
  return chosen.id
}
