import { z } from 'zod'
import type { Logistics, ShippingOptions } from '../../contract.ts'
import { callForShop } from './client.ts'
import { label } from './label.ts'
import { getPackage, getSlots, packageIdOf, type WireSlots } from './packages.ts'
import { arrange } from './ship.ts'
import { combine, split } from './splitting.ts'
import { count, list, read, words } from './wire.ts'

const tracked = z.object({ tracking: list(z.object({ description: words, update_time_millis: count })) })

/** Parcels: options, shipping, tracking, labels, dividing and combining. */
export const tiktokShopLogistics: Logistics = {
  async options(session, ref): Promise<ShippingOptions> {
    const packageId = await packageIdOf(session, ref)
    const parcel = await getPackage(session, packageId)
    if (parcel.shipping_type === 'SELLER') {
      return {
        methods: ['own_courier'],
        pickupAddresses: [],
        dropoffBranches: [],
        required: { own_courier: ['tracking_number'] },
      }
    }
    const slots = await getSlots(session, packageId)
    return {
      methods: [
        ...(slots.can_pickup ? ['pickup' as const] : []),
        ...(slots.can_drop_off ? ['dropoff' as const] : []),
      ],
      pickupAddresses: slots.can_pickup
        ? [
            {
              id: '',
              label: parcel.sender_address?.full_address ?? '',
              isDefault: true,
              slots: slots.pickup_slots.flatMap(toSlot),
            },
          ]
        : [],
      dropoffBranches: [],
      // In South-East Asia the platform takes the method from Seller Center, so nothing is demanded here.
      required: {},
    }
  },

  arrange,

  async tracking(session, ref) {
    const parcel = await getPackage(session, await packageIdOf(session, ref))
    const { data, requestId } = await callForShop(session, {
      method: 'GET',
      path: `/fulfillment/202309/orders/${encodeURIComponent(ref.externalOrderId)}/tracking`,
    })
    const { tracking } = read(tracked, data, 'tracking', requestId)
    return {
      trackingNumber: parcel.tracking_number || null,
      courier: parcel.shipping_provider_name || null,
      events: tracking.map(({ description, update_time_millis: at }) => ({
        at: new Date(at),
        description,
        rawStatus: parcel.package_status,
      })),
    }
  },

  label,
  split,
  combine,
}

function toSlot(slot: WireSlots['pickup_slots'][number]) {
  const { start_time: from, end_time: to, avaliable: isFree } = slot
  if (!from || !to || !isFree) return []
  return [{ id: `${from.getTime() / 1000}-${to.getTime() / 1000}`, from, label: '', recommended: false }]
}
