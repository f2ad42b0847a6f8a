import { AdapterError, type Grant, type MarketplaceAdapter } from '../../adapters/contract.ts'
import { wait } from '../../adapters/kit/retry.ts'
import { autocommit, transaction, type Tx } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { withCredentials } from '../credentials/read.ts'
import { ensureOrganisationKey } from '../credentials/vault.ts'
import { logSync } from '../sync/log.ts'
import { withApp } from './app-session.ts'
import { storePair } from './grants.ts'
import {
  failLease,
  failureOf,
  LEASE_SECONDS,
  readRefreshState,
  spendLease,
  takeLease,
  type Lease,
} from './lease.ts'
import { stopShops } from './reconnect.ts'
import { adapterOf, loadShop, ShopNotConnectedError, type ShopRow } from './rows.ts'

const CALL_TIMEOUT_MS = 60_000
const POLL_MS = { first: 25, most: 250 }

/** Whether the access token should be renewed before it is used. */
export const isDue = (
  adapter: MarketplaceAdapter,
  shop: Pick<ShopRow, 'accessExpiresAt'>,
  now: Date,
): boolean =>
  shop.accessExpiresAt !== null &&
  shop.accessExpiresAt.getTime() - adapter.authorize.refreshAheadSeconds * 1_000 <= now.getTime()

/** Whether a failure says that the shop's token is at fault, rather than the app's own keys. */
export const isTokenRefused = (error: unknown): error is AdapterError =>
  error instanceof AdapterError &&
  error.kind === 'auth' &&
  (error.reason === 'token_expired' || error.reason === 'token_revoked')

/**
 * Renews a shop's tokens, and with them those of all shops that share its token pair, when they are due, or when the
 * pair of generation `refused` is still in force. However many processes ask at once, for whichever of these shops, one
 * calls the marketplace and the others wait for its result, because a refresh token may be spent only once. The new
 * pair is committed before anyone uses it. If this process dies between the marketplace's answer and the commit, the
 * next one repeats the call with the old token, which marketplaces answer alike for a while; after that the shops need
 * consent again. Hold no transaction.
 * @throws ShopNotConnectedError, NotFoundError, AdapterError (`auth`: the shops are now in `reconnect`).
 */
export async function refreshShopToken(
  kanal: Kanal,
  shopId: string,
  { refused }: { refused?: number } = {},
): Promise<void> {
  const tx = autocommit(kanal.pool)
  const before = await readRefreshState(tx, shopId)
  const deadline = performance.now() + LEASE_SECONDS * 1_000
  for (let pause = POLL_MS.first; performance.now() < deadline; pause = Math.min(pause * 2, POLL_MS.most)) {
    const shop = await loadShop(tx, shopId)
    if (shop.status !== 'connected') throw new ShopNotConnectedError(shop.status)
    const isNeeded =
      refused === undefined
        ? isDue(adapterOf(kanal.adapters, shop.marketplace), shop, kanal.now())
        : shop.generation === refused
    if (!isNeeded || shop.generation !== before.generation) return
    const lease = await takeLease(tx, shopId, before)
    if (lease) return refreshUnderLease(kanal, shop, lease)
    await wait(pause)
    const state = await readRefreshState(tx, shopId)
    if (state.generation === before.generation && state.attempts > before.attempts && !state.isLeased) {
      throw failureOf(state.lastError)
    }
  }
  throw failureOf(null)
}

async function refreshUnderLease(kanal: Kanal, shop: ShopRow, lease: Lease): Promise<void> {
  const started = performance.now()
  try {
    const grant = await callRefresh(kanal, shop)
    await ensureOrganisationKey(kanal.vault, kanal.pool, shop.organisationId)
    await transaction(kanal.pool, async (tx) => {
      if (!(await spendLease(tx, lease))) return
      const members = await lockMembers(tx, lease)
      for (const shopId of members) {
        const { organisationId, marketplace } = shop
        await storePair(tx, kanal.vault, { organisationId, shopId, marketplace, grant, actorId: null })
      }
      if (members.includes(shop.id)) await mergeDetails(tx, shop.id, grant)
      const durationMs = performance.now() - started
      await logSync(
        tx,
        members.map((shopId) => ({
          organisationId: shop.organisationId,
          shopId,
          kind: 'token',
          result: 'ok',
          summary: 'token.refreshed',
          durationMs,
        })),
      )
    })
  } catch (error) {
    await transaction(kanal.pool, async (tx) => {
      if (!(await failLease(tx, lease, error)) || !isTokenRefused(error)) return
      const { reason, requestId } = error
      await stopShops(tx, kanal, await lockMembers(tx, lease), {
        cause: reason,
        requestId,
        summary: 'token.refused',
      })
    })
    throw error
  }
}

/** The shops the pair is for. One that was disconnected or consented again meanwhile keeps what it has. */
async function lockMembers(tx: Tx, { groupId }: Lease): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select s.id from shops s join token_refreshes t on t.shop_id = s.id
     where t.group_id = $1 and s.status <> 'disconnected'
     order by s.id for update`,
    [groupId],
  )
  return rows.map(({ id }) => id)
}

/** Details belong to one shop: those that share its tokens keep their own. */
async function mergeDetails(tx: Tx, shopId: string, { details }: Grant): Promise<void> {
  await tx.query(`update shops set details = coalesce(details, '{}') || $2::jsonb where id = $1`, [
    shopId,
    JSON.stringify(details),
  ])
}

function callRefresh(kanal: Kanal, shop: ShopRow): Promise<Grant> {
  const purpose = 'token.refresh'
  const consumer = 'marketplace.refresh'
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS)
  const integration = { ...shop, id: shop.integrationId }
  return withApp(kanal, integration, { consumer, purpose, shopId: shop.id, signal }, ({ adapter, session }) =>
    withCredentials(
      kanal.vault,
      kanal.pool,
      {
        organisationId: shop.organisationId,
        ownerType: 'shop',
        ownerId: shop.id,
        slug: shop.marketplace,
        consumer,
        purpose,
        fields: ['refresh_token'],
      },
      (tokens) =>
        adapter.authorize.refresh(session, {
          externalShopId: shop.externalShopId,
          refreshToken: tokens.refresh_token ?? '',
          details: shop.details,
        }),
    ),
  )
}

/** Stops using a shop whose token was refused although it is the one in force. */
export async function markReconnect(kanal: Kanal, shop: ShopRow, error: AdapterError): Promise<void> {
  await transaction(kanal.pool, async (tx) => {
    const [current] = await tx.query<{ generation: number }>(
      'select generation from token_refreshes where shop_id = $1 for update',
      [shop.id],
    )
    if (current && current.generation !== shop.generation) return
    const { reason, requestId } = error
    await stopShops(tx, kanal, [shop.id], { cause: reason, requestId, summary: 'token.refused' })
  })
}
