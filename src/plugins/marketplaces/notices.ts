import type { MarketplaceAdapter } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { notify } from '../notifications/notify.ts'
import { recover } from '../notifications/recover.ts'
import { WARNING_DAYS, type WarningDays } from './consent-end.ts'

export interface NoticedShop {
  id: string
  organisationId: string
  name: string
  marketplace: string
}

type Adapters = ReadonlyMap<string, Pick<MarketplaceAdapter, 'name'>>

const paramsOf = (adapters: Adapters, { name, marketplace }: NoticedShop) => ({
  shop: name,
  marketplace: adapters.get(marketplace)?.name ?? marketplace,
})

/** Tells that a shop cannot be used until it is connected again. */
export async function tellReconnect(tx: Tx, adapters: Adapters, shop: NoticedShop): Promise<void> {
  await notify(tx, {
    organisationId: shop.organisationId,
    kind: 'shop.reconnect',
    dedupeKey: shop.id,
    params: paramsOf(adapters, shop),
  })
}

/** Tells that a shop's consent ends in so many days, or has ended. */
export async function tellConsentEnd(
  tx: Tx,
  adapters: Adapters,
  shop: NoticedShop,
  days: WarningDays,
): Promise<void> {
  const params = paramsOf(adapters, shop)
  const { organisationId } = shop
  if (days === 0) {
    await notify(tx, { organisationId, kind: 'consent.expired', dedupeKey: shop.id, params })
    return
  }
  await notify(tx, {
    organisationId,
    kind: 'consent.expiring',
    dedupeKey: warningKey(shop.id, days),
    params: { ...params, days },
  })
}

/** One incident per threshold: a second one of the same key would only count up and tell nobody. */
const warningKey = (shopId: string, days: WarningDays): string => `${shopId}:${days}`

/** Closes the warnings about a consent that has been given anew. */
export async function recoverConsent(tx: Tx, shop: NoticedShop): Promise<void> {
  const { organisationId, id } = shop
  await recover(tx, { organisationId, kind: 'consent.expired', dedupeKey: id })
  for (const days of WARNING_DAYS) {
    await recover(tx, { organisationId, kind: 'consent.expiring', dedupeKey: warningKey(id, days) })
  }
}

/** Closes everything that was told about a shop's connection: it works again. */
export async function recoverShop(tx: Tx, shop: NoticedShop): Promise<void> {
  await recover(tx, { organisationId: shop.organisationId, kind: 'shop.reconnect', dedupeKey: shop.id })
  await recoverConsent(tx, shop)
}
