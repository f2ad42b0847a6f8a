import type { AppSession, MarketplaceAdapter } from '../../adapters/contract.ts'
import type { Kanal } from '../context.ts'
import type { Consumer } from '../credentials/consumers.ts'
import { callWithCredentials } from '../credentials/lifecycle/fallback.ts'
import { environmentOf } from './environments.ts'
import { adapterOf, type IntegrationRow } from './rows.ts'

export interface AppCall {
  adapter: MarketplaceAdapter
  session: AppSession
}

/**
 * Calls `fn` with a session made as the app, before or besides any shop. `fn` may use the network, so hold no
 * transaction; the session dies with it. While a key of before is still valid, `fn` runs a second time with it when
 * the new one is refused, so it must bear repeating.
 * @param purpose a short code such as `consent.exchange`, written down beside the time.
 * @param shopId the shop the call is for, unless it is made before there is one.
 * @throws AdapterError, CredentialsMissingError, NotFoundError, OutsideScopeError, and what `fn` throws.
 */
export async function withApp<T>(
  kanal: Kanal,
  integration: IntegrationRow,
  reading: { consumer?: Consumer; purpose: string; shopId?: string; signal?: AbortSignal },
  fn: (call: AppCall) => Promise<T> | T,
): Promise<T> {
  const adapter = adapterOf(kanal.adapters, integration.marketplace)
  const environment = environmentOf(adapter, integration.environment)
  return callWithCredentials(
    kanal,
    {
      organisationId: integration.organisationId,
      ownerType: 'integration',
      ownerId: integration.id,
      slug: integration.marketplace,
      consumer: reading.consumer ?? 'marketplace.authorize',
      purpose: reading.purpose,
      ...(reading.shopId ? { shopId: reading.shopId } : {}),
    },
    (credentials) =>
      fn({
        adapter,
        session: {
          environment,
          credentials,
          send: kanal.send,
          now: kanal.now,
          ...(reading.signal ? { signal: reading.signal } : {}),
        },
      }),
  )
}
