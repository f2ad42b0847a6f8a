import { AdapterError, type StockResult } from '../../adapters/contract.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { safeError } from '../../log.ts'
import type { Kanal } from '../context.ts'
import {
  acknowledge,
  dropPushes,
  fail,
  quantityToPublish,
  type DuePush,
  type FailedPush,
  type Publishable,
} from '../inventory/outbox.ts'
import type { ShopRow } from '../marketplaces/rows.ts'
import { withShop } from '../marketplaces/shop-session.ts'
import { logSync, type SyncLogEntry } from './log.ts'

/** Outlasts the slowest send, so that one number at most is on its way to a listing. */
export const PUSH_LEASE_SECONDS = 45
const SEND_WITHIN_MS = 35_000

interface Outcome {
  sent: Publishable
  error: AdapterError | null
}

/**
 * Sends leased listings the quantity they should show at this moment, and notes per listing what the shop said.
 * A failure of the whole call counts for each of them. Never throws for what the shop did.
 */
export async function sendStock(kanal: Kanal, shop: ShopRow, due: readonly DuePush[]): Promise<void> {
  const tx = autocommit(kanal.pool)
  const targets = await quantityToPublish(
    tx,
    due.map(({ listingId }) => listingId),
  )
  const wanted = new Set(targets.map(({ listingId }) => listingId))
  const needless = due.map(({ listingId }) => listingId).filter((id) => !wanted.has(id))
  if (needless.length > 0) await dropPushes(tx, needless)
  if (targets.length === 0) return

  const started = performance.now()
  const outcomes = await send(kanal, shop, targets)
  await settle(kanal, shop, outcomes, performance.now() - started)
}

async function send(kanal: Kanal, shop: ShopRow, targets: readonly Publishable[]): Promise<Outcome[]> {
  try {
    const results = await withShop(
      kanal,
      shop.id,
      'stock.push',
      async ({ adapter, session }) => (adapter.stock ? adapter.stock.set(session, targets) : []),
      AbortSignal.timeout(SEND_WITHIN_MS),
    )
    const byTarget = new Map(results.map((result) => [keyOf(result), result]))
    return targets.map((sent) => ({ sent, error: errorOf(byTarget.get(keyOf(sent))) }))
  } catch (error) {
    const failure = error instanceof AdapterError ? error : unexplained(error)
    if (!(error instanceof AdapterError))
      kanal.log.warn({ shopId: shop.id, err: safeError(error) }, 'stock push failed')
    return targets.map((sent) => ({ sent, error: failure }))
  }
}

const keyOf = (target: { externalItemId: string; externalVariantId: string }): string =>
  `${target.externalItemId}:${target.externalVariantId}`

/** A target the adapter said nothing about may or may not have been set: it is sent again. */
const errorOf = (result: StockResult | undefined): AdapterError | null =>
  result === undefined ? unexplained(undefined) : result.ok ? null : result.error

const unexplained = (cause: unknown): AdapterError =>
  new AdapterError({ kind: 'transient', reason: 'internal', message: 'The stock push did not end', cause })

const isPermanent = ({ kind }: AdapterError): boolean => kind === 'permanent' || kind === 'contract'

const failureOf = ({ sent }: Outcome, error: AdapterError): FailedPush => ({
  listingId: sent.listingId,
  message: error.explanation?.why.id ?? error.reason,
  permanent: isPermanent(error),
  ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
})

async function settle(
  kanal: Kanal,
  shop: ShopRow,
  outcomes: readonly Outcome[],
  durationMs: number,
): Promise<void> {
  const done = outcomes.filter(({ error }) => error === null).map(({ sent }) => sent)
  const failed = outcomes.flatMap((outcome) => (outcome.error ? [failureOf(outcome, outcome.error)] : []))
  await transaction(kanal.pool, async (tx) => {
    const before = await tx.query<{ id: string; quantity: number | null }>(
      'select id, pushed_quantity as quantity from listings where id = any ($1)',
      [outcomes.map(({ sent }) => sent.listingId)],
    )
    const told = new Map(before.map(({ id, quantity }) => [id, quantity]))
    if (done.length > 0) await acknowledge(tx, done)
    if (failed.length > 0) await fail(tx, failed)
    await logSync(
      tx,
      outcomes.map(({ sent, error }): SyncLogEntry => ({
        organisationId: shop.organisationId,
        shopId: shop.id,
        listingId: sent.listingId,
        kind: 'stock',
        result: error === null ? 'ok' : isPermanent(error) ? 'failed' : 'retry',
        summary: error === null ? 'stock.pushed' : 'stock.refused',
        reference: sent.externalItemId,
        before: told.get(sent.listingId) ?? null,
        after: sent.quantity,
        cause: error?.reason ?? null,
        requestId: error?.requestId ?? null,
        durationMs,
      })),
    )
  })
}
