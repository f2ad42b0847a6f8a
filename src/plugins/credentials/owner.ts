import { isUuid } from './crypto/bytes.ts'
import type { FieldPlace } from './crypto/envelope.ts'
import { CredentialInputError } from './errors.ts'

export type OwnerType = 'integration' | 'shop'

/** Whose credentials: an integration (keys the seller typed) or a shop (tokens its consent gave). */
export interface CredentialOwner {
  organisationId: string
  ownerType: OwnerType
  ownerId: string
}

/** An owner plus the adapter it belongs to, which every value is bound to. */
export interface BoundOwner extends CredentialOwner {
  /** The adapter's id. */
  slug: string
}

/** The owner with its ids in canonical spelling. @throws CredentialInputError when an id is not a UUID. */
export function canonical<O extends CredentialOwner>(owner: O): O {
  const organisationId = owner.organisationId.toLowerCase()
  const ownerId = owner.ownerId.toLowerCase()
  if (!isUuid(organisationId) || !isUuid(ownerId)) throw new CredentialInputError('The id must be a UUID')
  return { ...owner, organisationId, ownerId }
}

/** Where one version of one field of an owner is sealed for. Expects a canonical owner. */
export const placeOf = (owner: BoundOwner, field: string, version: number): FieldPlace => ({
  organisationId: owner.organisationId,
  slug: owner.slug,
  recordId: `${owner.ownerType}:${owner.ownerId}`,
  field,
  version,
})
