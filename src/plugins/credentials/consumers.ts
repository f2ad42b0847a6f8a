import { ConsumerNotAllowedError, CredentialInputError } from './errors.ts'
import type { OwnerType } from './owner.ts'

/** The closed list of code that may open stored credentials, and whose. */
export const CONSUMERS = {
  /** Consent links and turning a consent code into tokens. */
  'marketplace.authorize': ['integration'],
  /** Calls on behalf of a connected shop. */
  'marketplace.call': ['integration', 'shop'],
  /** Renewing a shop's tokens. */
  'marketplace.refresh': ['integration', 'shop'],
  /** Checking the signature of incoming webhooks. */
  'webhook.intake': ['integration'],
  /** Testing a connection again without anything typed. */
  'connection.test': ['integration', 'shop'],
  /** Using a system service: sending mail, reporting an error, keeping a file. */
  'service.call': ['integration'],
  /** Going back to values of before. */
  'credential.rollback': ['integration'],
  /** Showing one value to a person who proved who they are and said why. */
  'credential.reveal': ['integration'],
  /** Sealing settings into a bundle for another Kanal. */
  'settings.export': ['integration'],
  /** Telling what of a bundle is stored already; only fields that are no secrets. */
  'settings.import': ['integration'],
  /** Showing in the form what is stored; only fields that are no secrets. */
  'settings.show': ['integration'],
} as const satisfies Record<string, readonly OwnerType[]>

export type Consumer = keyof typeof CONSUMERS

/** Consumers that act for one shop, and must name it: its organisation may have left it out. */
const FOR_A_SHOP: ReadonlySet<Consumer> = new Set<Consumer>(['marketplace.call', 'marketplace.refresh'])

/** Who opens credentials and what for; the purpose is written down beside the time. */
export interface Reading {
  consumer: Consumer
  /** The shop an integration's credentials are opened for. */
  shopId?: string
  /** A short code such as `orders.fetch`. */
  purpose: string
}

/** @throws ConsumerNotAllowedError unless declared above. @throws CredentialInputError for an unusable purpose. */
export function assertAllowed({ consumer, purpose }: Reading, ownerType: OwnerType): void {
  const allowed: readonly OwnerType[] | undefined = Object.hasOwn(CONSUMERS, consumer)
    ? CONSUMERS[consumer]
    : undefined
  if (!allowed?.includes(ownerType)) throw new ConsumerNotAllowedError(consumer, ownerType)
  if (!/^[a-z][a-z0-9._-]{0,63}$/.test(purpose))
    throw new CredentialInputError('The purpose must be a short code')
}

/** Whether credentials that only some shops may use can be opened for this. `scope` is null when all shops may. */
export const isInScope = ({ consumer, shopId }: Reading, scope: readonly string[] | null): boolean =>
  scope === null || !FOR_A_SHOP.has(consumer) || (shopId !== undefined && scope.includes(shopId))
