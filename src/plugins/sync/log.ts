import type { Tx } from '../../database/tx.ts'

export interface SyncLogEntry {
  organisationId: string
  shopId: string | null
  listingId?: string | null
  kind: 'order' | 'stock' | 'import' | 'poll' | 'token' | 'webhook'
  result: 'ok' | 'retry' | 'failed' | 'skipped'
  /** A stable code such as `order.applied`, or a sentence that holds no buyer's data. */
  summary: string
  /** What it concerns, such as an order number. */
  reference?: string | null
  before?: string | number | null
  after?: string | number | null
  /** A cause of the closed taxonomy, or a short code; never a provider's text. */
  cause?: string | null
  requestId?: string | null
  durationMs?: number | null
}

/** Writes sync log rows in one statement, in the transaction of what they tell about. */
export async function logSync(tx: Tx, entries: readonly SyncLogEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => ({
    organisation_id: entry.organisationId,
    shop_id: entry.shopId,
    listing_id: entry.listingId ?? null,
    kind: entry.kind,
    result: entry.result,
    summary: entry.summary,
    reference: entry.reference ?? null,
    before: entry.before?.toString() ?? null,
    after: entry.after?.toString() ?? null,
    cause: entry.cause ?? null,
    request_id: entry.requestId ?? null,
    duration_ms: entry.durationMs == null ? null : Math.round(entry.durationMs),
  }))
  await tx.query(
    `insert into sync_log (organisation_id, shop_id, listing_id, kind, result, summary, reference, before, after,
       cause, request_id, duration_ms, created_at, updated_at)
     select r.organisation_id, r.shop_id, r.listing_id, r.kind::enum_sync_log_kind, r.result::enum_sync_log_result,
       r.summary, r.reference, r.before, r.after, r.cause, r.request_id, r.duration_ms, at, at
     from json_to_recordset($1::json) as r(organisation_id uuid, shop_id uuid, listing_id uuid, kind text,
       result text, summary text, reference text, before text, after text, cause text, request_id text,
       duration_ms integer), (select clock_timestamp() as at) clock`,
    [JSON.stringify(rows)],
  )
}
