import type { Tx } from '../../database/tx.ts'

/** A listing whose shop must be told its stock, leased to one worker. */
export interface DuePush {
  listingId: string
  externalItemId: string
  externalVariantId: string
  /** Failed tries so far. */
  attempts: number
}

export interface Publishable {
  listingId: string
  externalItemId: string
  externalVariantId: string
  /** Units the shop should show now. */
  quantity: number
  /** Version this quantity belongs to; hand it back when the shop has confirmed. */
  version: number
}

/** Queues every live listing of these SKUs that was told an older number. Stock changes do this themselves. */
export async function queuePushes(
  tx: Tx,
  input: { organisationId: string; skuIds: readonly string[] },
): Promise<void> {
  await tx.query('select kanal_queue_pushes($1, $2)', [input.organisationId, input.skuIds])
}

/** Shops with listings to be told something, and when the first of them is due. */
export const dueShops = (
  tx: Tx,
): Promise<{ organisationId: string; shopId: string; dueAt: Date; waiting: number }[]> =>
  tx.query(
    `select organisation_id as "organisationId", shop_id as "shopId",
       min(greatest(due_at, lease_until)) as "dueAt", count(*)::integer as waiting
     from outbox_stock group by organisation_id, shop_id order by 3`,
  )

/**
 * Leases up to `limit` due listings of a shop to `worker`, the urgent first. A leased listing is handed to nobody
 * else until the lease ends, so let it outlast the slowest request: then one number at most is on its way.
 */
export const claimDue = (
  tx: Tx,
  input: { shopId: string; limit: number; leaseSeconds: number; worker: string },
): Promise<DuePush[]> =>
  tx.query(
    `with due as (
       select listing_id from outbox_stock
       where shop_id = $1 and due_at <= clock_timestamp() and (lease_until is null or lease_until < clock_timestamp())
       order by urgent desc, due_at limit $2 for update skip locked)
     update outbox_stock x
     set lease_until = clock_timestamp() + make_interval(secs => $3), leased_by = $4
     from due join listings g on g.id = due.listing_id
     where x.listing_id = due.listing_id
     returning x.listing_id as "listingId", g.external_item_id as "externalItemId",
       g.external_variant_id as "externalVariantId", x.attempts`,
    [input.shopId, input.limit, input.leaseSeconds, input.worker],
  )

/**
 * What these listings should show, read at the moment of sending. Listings that are no longer live or linked, or
 * whose SKU nobody has counted, are left out: `dropPushes` them.
 */
export const quantityToPublish = (tx: Tx, listingIds: readonly string[]): Promise<Publishable[]> =>
  tx.query(
    `select g.id as "listingId", g.external_item_id as "externalItemId", g.external_variant_id as "externalVariantId",
       a.quantity, a.version
     from (select organisation_id, array_agg(distinct sku_id) as skus from listings
           where id = any($1) and sku_id is not null group by organisation_id) o
       cross join lateral kanal_publishable(o.organisation_id, o.skus) a
       join listings g on g.organisation_id = o.organisation_id and g.sku_id = a.sku_id
     where g.id = any($1) and g.status = 'live' and a.version > 0
     order by g.id`,
    [listingIds],
  )

/** Forgets those of the listings that there is nothing to tell: no longer live, no longer linked, or never counted. */
export async function dropPushes(tx: Tx, listingIds: readonly string[]): Promise<void> {
  await tx.query(
    `delete from outbox_stock x using listings g
     where x.listing_id = any($1) and g.id = x.listing_id and (g.status <> 'live' or not exists (
       select from kanal_publishable(g.organisation_id, array[g.sku_id]) a where a.version > 0))`,
    [listingIds],
  )
}

/**
 * Notes what shops have confirmed. An older confirmation never overwrites a newer one; a listing whose stock moved
 * on meanwhile stays due.
 */
export async function acknowledge(
  tx: Tx,
  confirmed: readonly Pick<Publishable, 'listingId' | 'quantity' | 'version'>[],
): Promise<void> {
  await tx.query('select kanal_acknowledge_pushes($1, $2, $3)', [
    confirmed.map(({ listingId }) => listingId),
    confirmed.map(({ quantity }) => quantity),
    confirmed.map(({ version }) => version),
  ])
}

export interface FailedPush {
  listingId: string
  /** For the seller; no secret in it. */
  message: string
  /** Nothing will change by trying again: the listing is flagged and rests until its stock changes. */
  permanent: boolean
  /** How long the shop asked us to wait, in milliseconds. */
  retryAfterMs?: number
}

/** Seconds until the next try: 1, 2, 4 … up to 5 minutes, spread by up to a half so that shops do not move in step. */
const BACKOFF = `least(300, power(2, least(x.attempts, 10))) * (0.75 + random() / 2)`

/** Ends the lease of listings a shop did not take: they are tried again later, or flagged when that is useless. */
export async function fail(tx: Tx, failed: readonly FailedPush[]): Promise<void> {
  const values = [
    failed.map(({ listingId }) => listingId),
    failed.map(({ message }) => message),
    failed.map(({ permanent }) => permanent),
    failed.map(({ retryAfterMs }) => (retryAfterMs ?? 0) / 1000),
  ]
  const given = 'unnest($1::uuid[], $2::text[], $3::boolean[], $4::float8[]) f(id, message, permanent, wait)'
  await tx.query('select from outbox_stock where listing_id = any($1) order by listing_id for update', [
    values[0],
  ])
  await tx.query(
    `update outbox_stock x
     set lease_until = null, leased_by = null, attempts = x.attempts + 1, last_error = f.message,
       due_at = clock_timestamp() + make_interval(secs => greatest(f.wait, ${BACKOFF}))
     from ${given} where x.listing_id = f.id`,
    values,
  )
  await tx.query(
    `with flagged as (update listings g set push_error = f.message from ${given}
       where g.id = f.id and f.permanent and $4::float8[] is not null returning g.id)
     delete from outbox_stock x using flagged where x.listing_id = flagged.id`,
    values,
  )
}
