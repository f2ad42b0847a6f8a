import { AdapterError, type Grant, type MarketplaceAdapter } from '../../adapters/contract.ts'
import { wait } from '../../adapters/kit/retry.ts'
import { autocommit, transaction, type Tx } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { Secret } from '../credentials/crypto/secret.ts'
import { withCredentials } from '../credentials/read.ts'
import { applyChanges } from '../credentials/store.ts'
import { ensureOrganisationKey, type Vault } from '../credentials/vault.ts'
import { logSync } from '../sync/log.ts'
import { withApp } from './app-session.ts'
import { endLease, failureOf, LEASE_SECONDS, readRefreshState, takeLease } from './lease.ts'
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
 * Stores what a consent or a refresh gave, as the pair in force from the commit on. Call `ensureOrganisationKey`
 * before the transaction.
 */
export async function storeGrant(
  tx: Tx,
  vault: Vault,
  input: {
    organisationId: string
    shopId: string
    marketplace: string
    grant: Grant
    actorId: string | null
  },
): Promise<void> {
  const { organisationId, shopId, marketplace, grant, actorId } = input
  await applyChanges(tx, vault, {
    organisationId,
    ownerType: 'shop',
    ownerId: shopId,
    slug: marketplace,
    actorId,
    changes: {
      access_token: { op: 'set', value: new Secret(grant.accessToken) },
      refresh_token: { op: 'set', value: new Secret(grant.refreshToken) },
    },
  })
  await tx.query(
    `update shops set access_expires_at = $2, details = coalesce(details, '{}') || $3::jsonb, updated_at = now()
     where id = $1`,
    [shopId, grant.accessExpiresAt, JSON.stringify(grant.details)],
  )
  await tx.query(
    `insert into token_refreshes (shop_id, organisation_id, generation, attempts) values ($1, $2, 1, 0)
     on conflict (shop_id) do update
     set generation = token_refreshes.generation + 1, attempts = token_refreshes.attempts + 1,
         lease_id = null, lease_until = null, last_error = null, updated_at = now()`,
    [shopId, organisationId],
  )
}

/**
 * Renews a shop's tokens when they are due, or when the pair of generation `refused` is still in force. However
 * many processes ask at once, one calls the marketplace and the others wait for its result, because a refresh
 * token may be spent only once. The new pair is committed before anyone uses it. If this process dies between the
 * marketplace's answer and the commit, the next one repeats the call with the old token, which marketplaces
 * answer alike for a while; after that the shop needs consent again. Hold no transaction.
 * @throws ShopNotConnectedError, NotFoundError, AdapterError (`auth`: the shop is now in `reconnect`).
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
    const leaseId = await takeLease(tx, shopId, before)
    if (leaseId) return refreshUnderLease(kanal, shop, leaseId)
    await wait(pause)
    const state = await readRefreshState(tx, shopId)
    if (state.generation === before.generation && state.attempts > before.attempts && !state.isLeased) {
      throw failureOf(state.lastError)
    }
  }
  throw failureOf(null)
}

async function refreshUnderLease(kanal: Kanal, shop: ShopRow, leaseId: string): Promise<void> {
  const started = performance.now()
  try {
    const grant = await callRefresh(kanal, shop)
    await ensureOrganisationKey(kanal.vault, kanal.pool, shop.organisationId)
    await transaction(kanal.pool, async (tx) => {
      if (!(await holdsLease(tx, shop, leaseId))) return
      await storeGrant(tx, kanal.vault, {
        organisationId: shop.organisationId,
        shopId: shop.id,
        marketplace: shop.marketplace,
        grant,
        actorId: null,
      })
      await logSync(tx, [
        {
          organisationId: shop.organisationId,
          shopId: shop.id,
          kind: 'token',
          result: 'ok',
          summary: 'token.refreshed',
          durationMs: performance.now() - started,
        },
      ])
    })
  } catch (error) {
    if (isTokenRefused(error)) await markReconnect(kanal, shop, error)
    await endLease(autocommit(kanal.pool), shop.id, leaseId, error)
    throw error
  }
}

/** A shop that was disconnected or consented again meanwhile keeps what it has. */
async function holdsLease(tx: Tx, shop: ShopRow, leaseId: string): Promise<boolean> {
  const [row] = await tx.query<{ status: string; holds: boolean }>(
    `select s.status, t.lease_id is not distinct from $2::uuid as holds
     from shops s join token_refreshes t on t.shop_id = s.id
     where s.id = $1 for update`,
    [shop.id, leaseId],
  )
  return row !== undefined && row.holds && row.status !== 'disconnected'
}

function callRefresh(kanal: Kanal, shop: ShopRow): Promise<Grant> {
  const purpose = 'token.refresh'
  const consumer = 'marketplace.refresh'
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS)
  const integration = { ...shop, id: shop.integrationId }
  return withApp(kanal, integration, { consumer, purpose, signal }, ({ adapter, session }) =>
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

/** Stops using a shop whose consent no longer works, and says why; the seller connects it again. */
export async function markReconnect(kanal: Kanal, shop: ShopRow, error: AdapterError): Promise<void> {
  await transaction(kanal.pool, async (tx) => {
    const rows = await tx.query(
      `update shops s set status = 'reconnect', status_cause = $2, updated_at = now()
       where s.id = $1 and s.status = 'connected'
         and not exists (select from token_refreshes t where t.shop_id = s.id and t.generation <> $3)
       returning s.id`,
      [shop.id, error.reason, shop.generation],
    )
    if (rows.length === 0) return
    await logSync(tx, [
      {
        organisationId: shop.organisationId,
        shopId: shop.id,
        kind: 'token',
        result: 'failed',
        summary: 'token.refused',
        cause: error.reason,
        requestId: error.requestId ?? null,
      },
    ])
  })
}
