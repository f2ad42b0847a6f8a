import { z } from 'zod'
import { AdapterError, type RemoteListing } from '../../../adapters/contract.ts'
import { WAREHOUSE } from '../../../collections/access/roles.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import type { AuditOutcome } from '../../audit/actions.ts'
import { adapterOf, loadShop, ShopNotConnectedError, type ShopRow } from '../../marketplaces/rows.ts'
import { withShop } from '../../marketplaces/shop-session.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { tell, type Caller } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import type { Refusal } from '../../security/endpoint/refusal.ts'
import { listingFor, type ListingRow } from './listing-access.ts'
import { listingGone, notSwitchable, shopNotConnected, switchRefused, unreadAfterSwitch } from './problems.ts'
import { storeShown, surfacesOf } from './store.ts'

const input = z.strictObject({ surface: z.string().min(1).max(64), live: z.boolean() })
type Switch = z.output<typeof input>

/**
 * `POST /api/listings/:id/surfaces` with `{ surface, live }` → `{ surfaces }`: shows or hides a listing on one
 * storefront, with every variant of its item, and stores what the marketplace says came of it. To undo it, switch
 * back. It goes on when the person leaves, because the marketplace has decided by then.
 */
export const surfaceEndpoint = endpoint({
  path: '/:id/surfaces',
  method: 'post',
  audit: ['listing.show', 'listing.hide'],
  stepUp: 'none',
  run: async (caller, req) => {
    const listing = await listingFor(caller, req, WAREHOUSE)
    const wanted = await readInput(req, input)
    const { pool, adapters } = caller.kanal
    const shop = await loadShop(autocommit(pool), listing.shopId)
    const adapter = adapterOf(adapters, shop.marketplace)
    if (!adapter.surfaces?.some(({ id }) => id === wanted.surface) || !adapter.products?.setLive) {
      throw notSwitchable(adapter.name)
    }
    await switchOn(caller, { listing, shop, wanted, marketplace: adapter.name })
    return answer({ surfaces: await readBack(caller, { listing, shop, wanted, marketplace: adapter.name }) })
  },
})

interface Work {
  listing: ListingRow
  shop: ShopRow
  wanted: Switch
  marketplace: string
}

/** @throws Refusal when the marketplace did not do it; written down as failed. */
async function switchOn(caller: Caller, work: Work): Promise<void> {
  const { listing, shop, wanted, marketplace } = work
  const { surface, live } = wanted
  const { externalItemId } = listing
  try {
    const [result] = await withShop(caller.kanal, shop.id, 'listing.switch', ({ adapter, session }) =>
      adapter.products?.setLive
        ? adapter.products.setLive(session, [{ externalItemId, live, surfaces: [surface] }])
        : Promise.resolve([]),
    )
    if (!result) throw unanswered()
    if (!result.ok) throw result.error
  } catch (error) {
    const failed = refusalFor(error, shop, (cause) => switchRefused(cause, marketplace))
    if (!failed) throw error
    await writeDown(caller, work, 'failed', failed.problem.code)
    throw failed
  }
}

/** What the marketplace says now, stored. @throws Refusal when it could not be read: the change itself is done. */
async function readBack(caller: Caller, work: Work) {
  const { listing, shop, marketplace } = work
  const { pool } = caller.kanal
  const askedAt = caller.kanal.now()
  let listings: readonly RemoteListing[]
  try {
    listings = await withShop(caller.kanal, shop.id, 'listing.read', ({ adapter, session }) =>
      adapter.products ? adapter.products.get(session, [listing.externalItemId]) : Promise.resolve([]),
    )
  } catch (error) {
    await writeDown(caller, work, 'ok')
    throw refusalFor(error, shop, (cause) => unreadAfterSwitch(cause, marketplace)) ?? error
  }
  if (listings.length === 0) {
    await writeDown(caller, work, 'ok')
    throw listingGone(marketplace)
  }
  return transaction(pool, async (tx) => {
    await storeShown(tx, { shop, askedAt, listings })
    await tell(tx, caller, toldOf(work, 'ok'))
    return surfacesOf(tx, listing.id)
  })
}

const unanswered = (): AdapterError =>
  new AdapterError({ kind: 'contract', reason: 'unexpected_response', message: 'no result for the item' })

const refusalFor = (
  error: unknown,
  shop: ShopRow,
  explained: (cause: AdapterError) => Refusal,
): Refusal | null =>
  error instanceof ShopNotConnectedError
    ? shopNotConnected(shop.name)
    : error instanceof AdapterError
      ? explained(error)
      : null

const toldOf = ({ listing, wanted }: Work, outcome: AuditOutcome, reason?: string) => ({
  organisationId: listing.organisationId,
  action: wanted.live ? ('listing.show' as const) : ('listing.hide' as const),
  target: { type: 'listing', id: listing.id, label: listing.title },
  outcome,
  fields: [wanted.surface],
  ...(reason ? { reason } : {}),
})

const writeDown = (caller: Caller, work: Work, outcome: AuditOutcome, reason?: string): Promise<void> =>
  tell(autocommit(caller.kanal.pool), caller, toldOf(work, outcome, reason))
