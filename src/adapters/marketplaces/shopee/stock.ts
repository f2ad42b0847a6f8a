import { z } from 'zod'
import {
  AdapterError,
  type Capabilities,
  type ErrorKind,
  type ShopSession,
  type StockResult,
  type StockTarget,
} from '../../contract.ts'
import { batches, mapLimited } from '../../kit/batches.ts'
import { explain } from '../../kit/explain.ts'
import { envelopeError, tryForShop, type Envelope } from './client.ts'
import { stockRefusal } from './errors.ts'
import { count, id, list, read, words } from './wire.ts'

const MODELS_PER_CALL = 50
const PARALLEL_CALLS = 4
/** What stops one item's call would stop the next one's too. */
const STOPS_THE_SHOP: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['auth', 'permission', 'rate_limit'])
/** Failures that say nothing about the quantity itself. */
const UNDECIDED: ReadonlySet<ErrorKind> = new Set<ErrorKind>([...STOPS_THE_SHOP, 'transient'])

const outcome = z.object({
  success_list: list(z.object({ model_id: id, stock: z.unknown() })),
  failure_list: list(z.object({ model_id: id, failed_reason: words })),
})
type Outcome = z.output<typeof outcome>

export const shopeeStock: NonNullable<Capabilities['stock']> = {
  async set(session, targets) {
    let stop: AdapterError | undefined
    const calls = [...byItem(targets).values()].flatMap((ofItem) => batches(ofItem, MODELS_PER_CALL))
    const results = await mapLimited(calls, PARALLEL_CALLS, async (ofItem) => {
      if (stop) return failAll(ofItem, stop)
      try {
        return await setItem(session, ofItem)
      } catch (error) {
        if (!(error instanceof AdapterError)) throw error
        if (STOPS_THE_SHOP.has(error.kind)) stop = error
        return failAll(ofItem, error)
      }
    })
    const flat = results.flat()
    const [first] = flat
    if (first && !first.ok && flat.every((result) => !result.ok && UNDECIDED.has(result.error.kind))) {
      throw stop ?? first.error
    }
    return flat
  },
}

/** Rows of the same call stand or fall together when Shopee rejects its form, so an outdated link stays apart. */
function byItem(targets: readonly StockTarget[]): Map<string, StockTarget[]> {
  const items = new Map<string, StockTarget[]>()
  for (const target of targets) {
    const key = `${target.externalItemId}${target.externalVariantId === '' ? '' : '/variants'}`
    const ofItem = items.get(key)
    if (ofItem) ofItem.push(target)
    else items.set(key, [target])
  }
  return items
}

/** One call: up to 50 models of one item. The quantities are absolute, so repeating the call does no harm. */
async function setItem(session: ShopSession, targets: readonly StockTarget[]): Promise<StockResult[]> {
  const envelope = await tryForShop(session, {
    method: 'POST',
    path: '/api/v2/product/update_stock',
    body: {
      item_id: BigInt(targets[0]?.externalItemId ?? 0),
      stock_list: targets.map((target) => ({
        model_id: BigInt(target.externalVariantId || 0),
        seller_stock: [{ stock: target.quantity }],
      })),
    },
    idempotent: true,
    about: 'stock',
  })
  const lists = read(outcome, envelope.response ?? {}, 'update_stock', envelope.requestId)
  if (envelope.error !== '' && lists.success_list.length + lists.failure_list.length === 0) {
    throw envelopeError(session, envelope, 'stock')
  }
  return targets.map((target) => resultOf(session, target, targets.length, lists, envelope))
}

function resultOf(
  session: ShopSession,
  target: StockTarget,
  asked: number,
  { success_list: done, failure_list: refused }: Outcome,
  envelope: Envelope,
): StockResult {
  const { externalItemId, externalVariantId, quantity } = target
  // An item without models comes back with model 0 or with none at all; a lone row can only be ours.
  const isOurs = (row: { model_id: string }): boolean =>
    row.model_id === externalVariantId || (asked === 1 && row.model_id === '')
  const failure = refused.find(isOurs)
  if (failure) {
    const error = stockRefusal({
      code: envelope.error || 'error_busi_update_stock_failed',
      message: failure.failed_reason || envelope.message,
      requestId: envelope.requestId,
      httpStatus: envelope.status,
      retryAfterMs: envelope.retryAfterMs,
      partnerId: session.credentials['partnerId'] ?? '',
      now: session.now(),
    })
    return { externalItemId, externalVariantId, ok: false, error }
  }
  const success = done.find(isOurs)
  if (success) {
    const stored = success.stock == null ? quantity : count.parse(success.stock)
    return { externalItemId, externalVariantId, ok: true, quantity: stored }
  }
  return { externalItemId, externalVariantId, ok: false, error: unanswered(session, envelope) }
}

/** A row in neither list: the error of the whole call, or an answer that keeps silent about it. */
function unanswered(session: ShopSession, envelope: Envelope): AdapterError {
  if (envelope.error !== '') return envelopeError(session, envelope, 'stock')
  return new AdapterError({
    kind: 'contract',
    reason: 'unexpected_response',
    message: 'Shopee update_stock answered without this model',
    explanation: explain('unexpected_response', 'Shopee'),
    ...(envelope.requestId ? { requestId: envelope.requestId } : {}),
  })
}

const failAll = (targets: readonly StockTarget[], error: AdapterError): StockResult[] =>
  targets.map(({ externalItemId, externalVariantId }) => ({
    externalItemId,
    externalVariantId,
    ok: false,
    error,
  }))
