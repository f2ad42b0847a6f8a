import type { MarketplaceAdapter } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { dismiss, supersede } from '../notifications/dismiss.ts'
import type { NoticeKind } from '../notifications/kinds.ts'
import { notify } from '../notifications/notify.ts'
import { recover } from '../notifications/recover.ts'
import type { WarningDays } from './consent-end.ts'

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

/**
 * Tells that a shop's consent ends in so many days, or has ended. There is one open warning per shop: a nearer one takes
 * the place of the one before, so that a renewal is told once.
 */
export async function tellConsentEnd(
  tx: Tx,
  adapters: Adapters,
  shop: NoticedShop,
  days: WarningDays,
): Promise<void> {
  const params = paramsOf(adapters, shop)
  const incident = { organisationId: shop.organisationId, dedupeKey: shop.id }
  await supersede(tx, { ...incident, kind: 'consent.expiring' })
  if (days === 0) await notify(tx, { ...incident, kind: 'consent.expired', params })
  else await notify(tx, { ...incident, kind: 'consent.expiring', params: { ...params, days } })
}

/** Closes the warnings about a consent that has been given anew. */
export async function recoverConsent(tx: Tx, { organisationId, id }: NoticedShop): Promise<void> {
  await recover(tx, { organisationId, kind: 'consent.expired', dedupeKey: id })
  await recover(tx, { organisationId, kind: 'consent.expiring', dedupeKey: id })
}

/** What is told of a shop's connection, for as long as it is one. */
const ABOUT_SHOPS = [
  'shop.reconnect',
  'consent.expiring',
  'consent.expired',
  'pushes.missing',
] as const satisfies readonly NoticeKind[]

/** Closes everything that was told about a shop's connection without a word: the shop was disconnected on purpose. */
export async function dismissShop(
  tx: Tx,
  { organisationId, id }: Pick<NoticedShop, 'organisationId' | 'id'>,
): Promise<void> {
  for (const kind of ABOUT_SHOPS) await dismiss(tx, { organisationId, kind, dedupeKey: id })
}

/** Tells that a shop's orders have to be looked for, because the marketplace does not tell of them. */
export async function tellPushesMissing(tx: Tx, adapters: Adapters, shop: NoticedShop): Promise<void> {
  await notify(tx, {
    organisationId: shop.organisationId,
    kind: 'pushes.missing',
    dedupeKey: shop.id,
    params: paramsOf(adapters, shop),
  })
}

/** Tells that the marketplace tells of a shop's orders again, if it was told that it does not. */
export async function recoverPushes(
  tx: Tx,
  { organisationId, id }: Pick<NoticedShop, 'organisationId' | 'id'>,
): Promise<void> {
  await recover(tx, { organisationId, kind: 'pushes.missing', dedupeKey: id })
}

/** Closes everything that was told about a shop's connection: it works again. */
export async function recoverShop(tx: Tx, shop: NoticedShop): Promise<void> {
  await recover(tx, { organisationId: shop.organisationId, kind: 'shop.reconnect', dedupeKey: shop.id })
  await recoverConsent(tx, shop)
}
