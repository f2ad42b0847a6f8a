import { z } from 'zod'
import { AdapterError, type ErrorKind, type ShopSession } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { mapLimited } from '../../kit/batches.ts'
import { explain } from '../../kit/explain.ts'
import { envelopeError, tryForShop, type Call } from './client.ts'
import type { Envelope } from './envelope.ts'
import { rowRefusal, type Subject } from './errors.ts'
import { id, list, read, words } from './wire.ts'

const PARALLEL_CALLS = 4
/** What stops one call would stop the next one too. */
const STOPS_THE_SHOP: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['auth', 'permission', 'rate_limit'])
/** Failures that say nothing about the row itself. */
const UNDECIDED: ReadonlySet<ErrorKind> = new Set<ErrorKind>([...STOPS_THE_SHOP, 'transient'])

const row = { item_id: id, model_id: id }
const outcome = z.object({
  success_list: list(z.object({ ...row, stock: z.unknown().optional() })),
  failure_list: list(z.object({ ...row, failed_reason: words })),
})
/** A row of an answer: which item or model it is about, and what Shopee stored. */
export type SuccessRow = z.output<typeof outcome>['success_list'][number]
export type RowKey = Pick<SuccessRow, 'item_id' | 'model_id'>

/** One write of several rows, each of which stands or falls on its own. */
export interface RowWrite<T> {
  targets: readonly T[]
  path: string
  body: JsonOut
  about: Subject
  /** Whether a row of the answer is about the target. */
  isOurs: (row: RowKey, target: T) => boolean
}
export type RowOutcome<T> =
  { target: T; ok: true; rows: readonly SuccessRow[] } | { target: T; ok: false; error: AdapterError }

/**
 * Makes the writes, a few at a time. Shopee tells of refused rows beside a success as well as beside an error;
 * both are read. What stops the shop (consent, limits) stops the remaining writes.
 * @throws AdapterError only when nothing at all was decided.
 */
export async function writeRows<T>(
  session: ShopSession,
  writes: readonly RowWrite<T>[],
): Promise<RowOutcome<T>[]> {
  let stop: AdapterError | undefined
  const outcomes = await mapLimited(writes, PARALLEL_CALLS, async (write) => {
    if (stop) return failAll(write.targets, stop)
    try {
      return await writeOnce(session, write)
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error
      if (STOPS_THE_SHOP.has(error.kind)) stop = error
      return failAll(write.targets, error)
    }
  })
  const flat = outcomes.flat()
  const [first] = flat
  if (first && !first.ok && flat.every((each) => !each.ok && UNDECIDED.has(each.error.kind))) {
    throw stop ?? first.error
  }
  return flat
}

/** Every row says what shall be, not what shall change, so repeating the call does no harm. */
async function writeOnce<T>(session: ShopSession, write: RowWrite<T>): Promise<RowOutcome<T>[]> {
  const { path, body, about, targets } = write
  const call: Call = { method: 'POST', path, body, idempotent: true, about }
  const envelope = await tryForShop(session, call)
  const lists = read(outcome, envelope.response ?? {}, path, envelope.requestId)
  if (envelope.error !== '' && lists.success_list.length + lists.failure_list.length === 0) {
    throw envelopeError(session, envelope, about)
  }
  return targets.map((target): RowOutcome<T> => {
    const failure = lists.failure_list.find((each) => write.isOurs(each, target))
    if (failure) {
      return { target, ok: false, error: refusedRow(session, envelope, about, failure.failed_reason) }
    }
    const rows = lists.success_list.filter((each) => write.isOurs(each, target))
    if (rows.length > 0) return { target, ok: true, rows }
    return { target, ok: false, error: unanswered(session, envelope, about) }
  })
}

function refusedRow(session: ShopSession, envelope: Envelope, about: Subject, reason: string): AdapterError {
  return rowRefusal({
    code: envelope.error || FALLBACK_CODES[about],
    message: reason || envelope.message,
    requestId: envelope.requestId,
    httpStatus: envelope.status,
    retryAfterMs: envelope.retryAfterMs,
    partnerId: session.credentials['partnerId'] ?? '',
    now: session.now(),
    about,
  })
}

/** Codes for refused rows of an answer that has no code itself: those Shopee uses for the same refusal. */
const FALLBACK_CODES: Readonly<Record<Subject, string>> = {
  stock: 'error_busi_update_stock_failed',
  price: 'error_update_price_fail',
  listing: 'error_unlist_item_failed',
}

/** A row in neither list: the error of the whole call, or an answer that keeps silent about it. */
function unanswered(session: ShopSession, envelope: Envelope, about: Subject): AdapterError {
  if (envelope.error !== '') return envelopeError(session, envelope, about)
  return new AdapterError({
    kind: 'contract',
    reason: 'unexpected_response',
    message: 'Shopee answered without this row',
    explanation: explain('unexpected_response', 'Shopee'),
    ...(envelope.requestId ? { requestId: envelope.requestId } : {}),
  })
}

const failAll = <T>(targets: readonly T[], error: AdapterError): RowOutcome<T>[] =>
  targets.map((target) => ({ target, ok: false, error }))
