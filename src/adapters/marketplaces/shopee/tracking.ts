import { z } from 'zod'
import type { PackageRef, ShopSession, Tracking } from '../../contract.ts'
import { callForShop, envelopeError, tryForShop } from './client.ts'
import { parcelRef } from './shipping.ts'
import { instant, list, read, words } from './wire.ts'

const trackingNumber = z.object({ tracking_number: words })
export const wireJourney = z.object({
  tracking_info: list(z.object({ update_time: instant, description: words, logistics_status: words })),
})

/** The courier's number of a parcel; null while there is none. @throws AdapterError */
export async function fetchTrackingNumber(session: ShopSession, ref: PackageRef): Promise<string | null> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/logistics/get_tracking_number',
    query: parcelRef(ref),
  })
  return read(trackingNumber, response, 'get_tracking_number', requestId).tracking_number || null
}

/** A parcel's number and journey, oldest step first. A parcel without a journey yet has no steps. */
export async function tracking(session: ShopSession, ref: PackageRef): Promise<Tracking> {
  const [number, events] = await Promise.all([fetchTrackingNumber(session, ref), journey(session, ref)])
  return { trackingNumber: number, courier: null, events }
}

async function journey(session: ShopSession, ref: PackageRef): Promise<Tracking['events']> {
  const envelope = await tryForShop(session, {
    method: 'GET',
    path: '/api/v2/logistics/get_tracking_info',
    query: parcelRef(ref),
  })
  if (envelope.error !== '') {
    const error = envelopeError(session, envelope)
    if (error.kind !== 'permanent') throw error
    return []
  }
  return toEvents(read(wireJourney, envelope.response ?? {}, 'get_tracking_info', envelope.requestId))
}

export function toEvents({ tracking_info: steps }: z.output<typeof wireJourney>): Tracking['events'] {
  return steps
    .flatMap((step) =>
      step.update_time
        ? [{ at: step.update_time, description: step.description, rawStatus: step.logistics_status }]
        : [],
    )
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}
