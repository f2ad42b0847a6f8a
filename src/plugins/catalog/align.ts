import type { Tx } from '../../database/tx.ts'
import { acknowledge, queuePushes, quantityToPublish } from '../inventory/outbox.ts'

/** A number we sent this recently may not have shown in what the shop answered. */
const SETTLING_SECONDS = 120

/**
 * Makes a shop show our numbers. Listings that show the right one are noted as told; the others are queued, also
 * when we had told them before and the shop shows something else now: our stock is the truth, the shop's a copy.
 */
export async function alignShop(
  tx: Tx,
  input: { organisationId: string; listingIds: readonly string[]; askedAt: Date },
): Promise<void> {
  const targets = await quantityToPublish(tx, input.listingIds)
  if (targets.length === 0) return
  const observed = new Map(
    (
      await tx.query<{ id: string; quantity: number | null }>(
        'select id, observed_quantity as quantity from listings where id = any ($1)',
        [targets.map(({ listingId }) => listingId)],
      )
    ).map(({ id, quantity }) => [id, quantity]),
  )
  const right = targets.filter(({ listingId, quantity }) => observed.get(listingId) === quantity)
  if (right.length > 0) await acknowledge(tx, right)
  const wrong = targets.filter(({ listingId, quantity }) => {
    const shown = observed.get(listingId)
    return shown != null && shown !== quantity
  })
  if (wrong.length === 0) return
  const stale = await tx.query<{ skuId: string }>(
    `update listings set pushed_version = null, updated_at = now()
     where id = any ($1) and (pushed_at is null or pushed_at < $2::timestamptz - make_interval(secs => $3))
     returning sku_id as "skuId"`,
    [wrong.map(({ listingId }) => listingId), input.askedAt, SETTLING_SECONDS],
  )
  if (stale.length > 0) {
    await queuePushes(tx, {
      organisationId: input.organisationId,
      skuIds: [...new Set(stale.map(({ skuId }) => skuId))],
    })
  }
}
