import { randomInt } from 'node:crypto'
import type { Order, OrderLine, Parcel } from './model.ts'
import type { World } from './world.ts'

const DIGITS = '0123456789'

/** Numbers of orders and parcels are not seeded: a restarted stand-in must not give an old number to a new order. */
export function freshText(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** A parcel that nobody has arranged yet. */
export function newParcel(lines: readonly OrderLine[], logisticsStatus: string): Parcel {
  return {
    packageNumber: `OFG${freshText(14, DIGITS)}`,
    lines,
    logisticsStatus,
    trackingNumber: '',
    document: null,
    events: [],
  }
}

/** Adds a line to the parcel's journey. */
export function noteEvent(world: World, parcel: Parcel, status: string, description: string): void {
  parcel.events.push({ at: world.clock.seconds(), status, description })
}

/** Moves all parcels of an order on. */
export function moveParcels(
  world: World,
  order: Order,
  logisticsStatus: string,
  event: string,
  description: string,
): void {
  for (const parcel of order.parcels) {
    parcel.logisticsStatus = logisticsStatus
    noteEvent(world, parcel, event, description)
  }
}
