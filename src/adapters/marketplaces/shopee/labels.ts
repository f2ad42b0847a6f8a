import { z } from 'zod'
import type { AdapterError, LabelState, PackageRef, ShopSession } from '../../contract.ts'
import { downloadForShop, envelopeError, tryForShop } from './client.ts'
import { providerError } from './errors.ts'
import { fileKind } from './fileKind.ts'
import { parcelRef } from './shipping.ts'
import { fetchTrackingNumber } from './tracking.ts'
import { list, read, words } from './wire.ts'

const LABEL_POLL_MS = 3_000
const TRACKING_POLL_MS = 10_000
const FALLBACK_TYPE = 'NORMAL_AIR_WAYBILL'
const NOT_MADE = 'logistics.shipping_document_should_print_first'
const COMES_LATER = 'logistics.download_later'

const results = z.object({
  result_list: list(
    z.object({
      status: words,
      suggest_shipping_document_type: words,
      fail_error: words,
      fail_message: words,
    }),
  ),
})
type Row = z.output<typeof results>['result_list'][number]

/**
 * The air waybill of a parcel: asked for once, then fetched when it is made. May be called as often as needed;
 * a label Shopee failed to make is asked for again. @throws AdapterError for what is wrong with the shop.
 */
export async function label(session: ShopSession, ref: PackageRef): Promise<LabelState> {
  const offered = await ask(session, ref, 'get_shipping_document_parameter')
  if (offered.fail_error !== '') return refused(session, offered)
  const type = offered.suggest_shipping_document_type || FALLBACK_TYPE
  const known = await ask(session, ref, 'get_shipping_document_result', { shipping_document_type: type })
  if (known.status === 'READY') return download(session, ref, type)
  if (known.status === 'PROCESSING') return { state: 'processing', retryAfterMs: LABEL_POLL_MS }
  if (known.status !== 'FAILED' && known.fail_error !== NOT_MADE) return refused(session, known)
  const trackingNumber = await fetchTrackingNumber(session, ref)
  if (trackingNumber === null) return { state: 'processing', retryAfterMs: TRACKING_POLL_MS }
  const created = await ask(session, ref, 'create_shipping_document', {
    tracking_number: trackingNumber,
    shipping_document_type: type,
  })
  if (created.fail_error !== '') return refused(session, created)
  const made = await ask(session, ref, 'get_shipping_document_result', { shipping_document_type: type })
  if (made.status === 'READY') return download(session, ref, type)
  if (made.status === 'FAILED' || (made.fail_error !== '' && made.fail_error !== NOT_MADE))
    return refused(session, made)
  return { state: 'processing', retryAfterMs: LABEL_POLL_MS }
}

/** One of the calls that answer a row for each parcel, as an error of its own when all rows failed. */
async function ask(
  session: ShopSession,
  ref: PackageRef,
  api: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Row> {
  const envelope = await tryForShop(session, {
    method: 'POST',
    path: `/api/v2/logistics/${api}`,
    body: { order_list: [{ ...parcelRef(ref), ...fields }] },
    idempotent: true,
  })
  const [row] = read(results, envelope.response ?? {}, api, envelope.requestId).result_list
  if (row && (envelope.error === '' || row.fail_error !== '')) return row
  const error = envelopeError(session, envelope)
  if (error.kind !== 'permanent') throw error
  return {
    status: '',
    suggest_shipping_document_type: '',
    fail_error: envelope.error,
    fail_message: envelope.message,
  }
}

async function download(session: ShopSession, ref: PackageRef, type: string): Promise<LabelState> {
  const answer = await downloadForShop(session, {
    method: 'POST',
    path: '/api/v2/logistics/download_shipping_document',
    body: { shipping_document_type: type, order_list: [parcelRef(ref)] },
    idempotent: true,
  })
  if (answer instanceof Uint8Array) {
    const contentType = fileKind(answer)
    if (contentType) return { state: 'ready', contentType, body: answer }
    return failedAs(rowError(session, { fail_error: 'logistics.package_print_failed', fail_message: '' }))
  }
  if (answer.error === COMES_LATER) return { state: 'processing', retryAfterMs: LABEL_POLL_MS }
  const error = envelopeError(session, answer)
  if (error.kind === 'auth' || error.kind === 'permission') throw error
  return failedAs(error)
}

const refused = (session: ShopSession, row: Pick<Row, 'fail_error' | 'fail_message'>): LabelState =>
  failedAs(
    rowError(session, {
      fail_error: row.fail_error || 'logistics.package_print_failed',
      fail_message: row.fail_message,
    }),
  )

function rowError(session: ShopSession, row: Pick<Row, 'fail_error' | 'fail_message'>): AdapterError {
  return providerError({
    code: row.fail_error,
    message: row.fail_message,
    requestId: undefined,
    httpStatus: 200,
    retryAfterMs: undefined,
    partnerId: session.credentials['partnerId'] ?? '',
    now: session.now(),
  })
}

function failedAs(error: AdapterError): LabelState {
  const { explanation, providerCode = '' } = error
  if (!explanation) throw error
  return { state: 'failed', reason: explanation.why, providerCode }
}
