import { AdapterError, type MarketplaceAdapter, type ShopSession } from '../../adapters/contract.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { OutsideScopeError } from '../credentials/errors.ts'
import { withCredentials } from '../credentials/read.ts'
import { stopOutside } from '../credentials/scope/scope.ts'
import { withApp } from './app-session.ts'
import { budgetOf } from './budget/budget.ts'
import { endpointClassOf } from './budget/buckets.ts'
import { adapterOf, loadShop, ShopNotConnectedError, type ShopRow } from './rows.ts'
import { isDue, isTokenRefused, markReconnect, refreshShopToken } from './tokens.ts'

export interface ShopCall {
  adapter: MarketplaceAdapter
  session: ShopSession
  shop: ShopRow
}

/**
 * Calls `fn` with a session of one connected shop. The access token is renewed ahead of its expiry, and once more
 * when the marketplace refuses it: `fn` then runs a second time, so it must bear repeating. Requests keep to the
 * shop's budget, which all processes share. Hold no transaction.
 * @param purpose a short code such as `orders.fetch`, written down beside the time; it names the share of the budget.
 * @throws ShopNotConnectedError when the shop needs consent or is outside the scope of the app's keys, NotFoundError, AdapterError, and what `fn` throws.
 */
export async function withShop<T>(
  kanal: Kanal,
  shopId: string,
  purpose: string,
  fn: (call: ShopCall) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await callRenewed(kanal, shopId, purpose, fn, signal)
  } catch (error) {
    if (!(error instanceof OutsideScopeError)) throw error
    await standStill(kanal, shopId)
    throw new ShopNotConnectedError('reconnect')
  }
}

/** A shop that came in after its owner had left it out, such as by a new consent. */
const standStill = (kanal: Kanal, shopId: string): Promise<unknown> =>
  transaction(kanal.pool, async (tx) => {
    const { organisationId, integrationId } = await loadShop(tx, shopId)
    return stopOutside(tx, organisationId, integrationId)
  })

async function callRenewed<T>(
  kanal: Kanal,
  shopId: string,
  purpose: string,
  fn: (call: ShopCall) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const shop = await usableShop(kanal, shopId)
  try {
    return await callShop(kanal, shop, purpose, fn, signal)
  } catch (error) {
    if (!isTokenRefused(error)) throw error
    await refreshShopToken(kanal, shopId, { refused: shop.generation })
  }
  const renewed = await connectedShop(kanal, shopId)
  try {
    return await callShop(kanal, renewed, purpose, fn, signal)
  } catch (error) {
    if (isTokenRefused(error)) await markReconnect(kanal, renewed, error)
    throw error
  }
}

async function connectedShop(kanal: Kanal, shopId: string): Promise<ShopRow> {
  const shop = await loadShop(autocommit(kanal.pool), shopId)
  if (shop.status !== 'connected') throw new ShopNotConnectedError(shop.status)
  return shop
}

async function usableShop(kanal: Kanal, shopId: string): Promise<ShopRow> {
  const shop = await connectedShop(kanal, shopId)
  const now = kanal.now()
  if (!isDue(adapterOf(kanal.adapters, shop.marketplace), shop, now)) return shop
  try {
    await refreshShopToken(kanal, shopId)
  } catch (error) {
    const stillValid = shop.accessExpiresAt !== null && shop.accessExpiresAt > now
    const mayPass =
      error instanceof AdapterError && (error.kind === 'transient' || error.kind === 'rate_limit')
    if (stillValid && mayPass) return shop
    throw error
  }
  return connectedShop(kanal, shopId)
}

function callShop<T>(
  kanal: Kanal,
  shop: ShopRow,
  purpose: string,
  fn: (call: ShopCall) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const integration = { ...shop, id: shop.integrationId }
  const budget = budgetOf(kanal.pool)
  const endpointClass = endpointClassOf(purpose)
  return withApp(
    kanal,
    integration,
    { consumer: 'marketplace.call', purpose, shopId: shop.id, ...(signal ? { signal } : {}) },
    ({ adapter, session }) =>
      withCredentials(
        kanal.vault,
        kanal.pool,
        {
          organisationId: shop.organisationId,
          ownerType: 'shop',
          ownerId: shop.id,
          slug: shop.marketplace,
          consumer: 'marketplace.call',
          purpose,
          fields: ['access_token'],
        },
        async (tokens) => {
          try {
            return await fn({
              adapter,
              shop,
              session: {
                ...session,
                send: budget.pace(session.send, { shop, endpointClass, limits: adapter.limits }, kanal.now),
                shop: {
                  externalId: shop.externalShopId,
                  accessToken: tokens.access_token ?? '',
                  details: shop.details,
                },
              },
            })
          } catch (error) {
            if (error instanceof AdapterError && error.kind === 'rate_limit' && error.retryAfterMs) {
              await budget.hold(shop.id, error.retryAfterMs)
            }
            throw error
          }
        },
      ),
  )
}
