import type { AdapterError } from './failures.ts'
import type { LocalizedText } from './language.ts'
import type { ShopSession } from './sessions.ts'
import type { Money } from './values.ts'

export interface PriceTarget {
  externalItemId: string
  externalVariantId: string
  price: Money
}
export type PriceResult = Omit<PriceTarget, 'price'> & ({ ok: true } | { ok: false; error: AdapterError })

export interface Prices {
  /** Sets prices. One result per target, in any order; throws only when nothing was decided. */
  set(session: ShopSession, targets: readonly PriceTarget[]): Promise<readonly PriceResult[]>
}

/** A product to publish: what every marketplace needs, plus its own attributes by their own names. */
export interface ListingDraft {
  title: string
  description: string
  categoryId: string
  brandId: string | null
  imageRefs: readonly string[]
  weightGrams: number
  packageCm: { length: number; width: number; height: number } | null
  condition: 'new' | 'used'
  attributes: Readonly<Record<string, string | readonly string[]>>
  /** One entry without options for a product without variants. */
  variants: readonly {
    sellerSku: string
    options: Readonly<Record<string, string>>
    price: Money
    quantity: number
    imageRef: string | null
  }[]
}
export interface Publishing {
  /** Uploads one picture and returns the marketplace's reference to it. */
  uploadImage(
    session: ShopSession,
    image: { body: Uint8Array; contentType: string; fileName: string },
  ): Promise<string>
  create(session: ShopSession, draft: ListingDraft): Promise<{ externalItemId: string }>
  /** Changes only what is named. */
  update(
    session: ShopSession,
    input: { externalItemId: string; title?: string; description?: string; imageRefs?: readonly string[] },
  ): Promise<void>
}

export type ToggleResult = { externalItemId: string } & ({ ok: true } | { ok: false; error: AdapterError })

/** A reason the marketplace accepts for cancelling, with its own code. */
export interface CancelReason {
  code: string
  label: LocalizedText
  /** The marketplace wants to know which items are out of stock. */
  needsLines: boolean
}
export interface Cancellation {
  reasons: readonly CancelReason[]
  cancel(
    session: ShopSession,
    input: { externalOrderId: string; reasonCode: string; externalLineIds: readonly string[] },
  ): Promise<void>
  /** Answers a buyer's request to cancel. */
  answer?(
    session: ShopSession,
    input: { externalOrderId: string; accept: boolean; reasonCode?: string },
  ): Promise<void>
}

/** A warehouse as the marketplace knows it. */
export interface RemoteLocation {
  externalLocationId: string
  name: string
  isDefault: boolean
}

/** Messages the marketplace could not deliver and keeps for us. */
export interface LostMessages {
  pull(
    session: ShopSession,
  ): Promise<{ messages: readonly Uint8Array[]; confirm: string | null; more: boolean }>
  confirm(session: ShopSession, token: string): Promise<void>
}
