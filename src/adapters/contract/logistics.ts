import type { LocalizedText } from './language.ts'
import type { ShopSession } from './sessions.ts'

/** How a parcel leaves the seller: fetched by the courier, brought to a counter, or sent by the seller's own courier. */
export type HandOver = 'pickup' | 'dropoff' | 'own_courier'

export interface PackageRef {
  externalOrderId: string
  /** '' when the marketplace ships the order as one parcel without an id of its own. */
  externalPackageId: string
}

export interface PickupSlot {
  id: string
  from: Date
  /** The marketplace's own words for the slot, '' when it gives none. */
  label: string
  recommended: boolean
}
export interface PickupAddress {
  id: string
  label: string
  isDefault: boolean
  slots: readonly PickupSlot[]
}
export interface DropoffBranch {
  id: string
  name: string
  address: string
}
/** What the seller may choose from for one parcel. Only methods listed are allowed. */
export interface ShippingOptions {
  methods: readonly HandOver[]
  pickupAddresses: readonly PickupAddress[]
  dropoffBranches: readonly DropoffBranch[]
  /** Fields the marketplace wants for a method, such as a tracking number or the sender's name. */
  required: Readonly<
    Partial<Record<HandOver, readonly ('address' | 'slot' | 'branch' | 'tracking_number' | 'sender_name')[]>>
  >
}
export interface Arrangement extends PackageRef {
  method: HandOver
  addressId?: string
  slotId?: string
  branchId?: string
  trackingNumber?: string
  courier?: string
  senderName?: string
}

export type LabelState =
  | {
      state: 'ready'
      contentType: 'application/pdf' | 'application/zip' | 'text/html' | 'image/png'
      body: Uint8Array
    }
  /** Being made: ask again after this many milliseconds. */
  | { state: 'processing'; retryAfterMs: number }
  | { state: 'failed'; reason: LocalizedText; providerCode: string }

export interface TrackingEvent {
  at: Date
  description: string
  rawStatus: string
}
export interface Tracking {
  trackingNumber: string | null
  courier: string | null
  events: readonly TrackingEvent[]
}

export interface Logistics {
  options(session: ShopSession, ref: PackageRef): Promise<ShippingOptions>
  /** Arranges shipment. Arranging twice is refused by the marketplace; read the order back before retrying. */
  arrange(session: ShopSession, arrangement: Arrangement): Promise<void>
  tracking(session: ShopSession, ref: PackageRef): Promise<Tracking>
  /** Asks for the shipping label and fetches it once it is made. Calling it again is safe. */
  label(session: ShopSession, ref: PackageRef): Promise<LabelState>
  /** Divides an order into parcels, each a list of line ids. */
  split?(
    session: ShopSession,
    input: { externalOrderId: string; packages: readonly (readonly string[])[] },
  ): Promise<readonly PackageRef[]>
  /** Puts parcels of one buyer together. */
  combine?(session: ShopSession, refs: readonly PackageRef[]): Promise<readonly PackageRef[]>
}
