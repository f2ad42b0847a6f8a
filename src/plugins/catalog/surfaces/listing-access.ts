import type { PayloadRequest } from 'payload'
import { idOf, type Role } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { isUuid } from '../../credentials/crypto/bytes.ts'
import { requireRole, tellDenied, type Caller } from '../../security/endpoint/caller.ts'
import { listingNotAllowed, listingNotFound } from './problems.ts'

export interface ListingRow {
  id: string
  organisationId: string
  shopId: string
  externalItemId: string
  title: string
}

/**
 * The listing named in the path, if the caller has one of the roles in its organisation.
 * @throws Refusal 404 for ids that are unknown or of an organisation the caller has no part in, 403 for members
 * without the role. Both are written down.
 */
export async function listingFor(
  caller: Caller,
  req: PayloadRequest,
  roles: readonly Role[],
): Promise<ListingRow> {
  const id = String(idOf(req.routeParams?.id) ?? '')
  const [listing] = isUuid(id)
    ? await autocommit(caller.kanal.pool).query<ListingRow>(
        `select id, organisation_id as "organisationId", shop_id as "shopId", external_item_id as "externalItemId", title
         from listings where id = $1`,
        [id],
      )
    : []
  const target = { type: 'listing', id: id.slice(0, 64) }
  if (!listing || !caller.roles.has(listing.organisationId)) {
    await tellDenied(caller, null, target)
    throw listingNotFound()
  }
  await requireRole(caller, {
    organisation: listing.organisationId,
    roles,
    target: { ...target, label: listing.title },
    refusal: listingNotAllowed,
  })
  return listing
}
