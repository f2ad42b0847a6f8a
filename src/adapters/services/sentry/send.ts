import { AdapterError, type HttpResponse, type ServiceSession } from '../../contract.ts'
import { atFault, serviceFailure } from '../../kit/serviceFailure.ts'
import { text } from '../../kit/text.ts'
import { readDsn } from './credentials.ts'
import type { TrimmedEvent } from './trim.ts'

const FIELDS = ['dsn']
const TIMEOUT_MS = 6_000

const REFUSED = {
  what: text('Sentry menolak DSN ini.', 'Sentry refused this DSN.'),
  why: text(
    'Kuncinya dinonaktifkan, dihapus, atau bukan milik proyek itu.',
    'Its key was disabled, deleted, or is not of that project.',
  ),
  remedy: text(
    'Salin DSN yang aktif dari Settings › Client Keys, lalu uji lagi.',
    'Copy an active DSN from Settings › Client Keys, then test again.',
  ),
}
const NOT_SENTRY = {
  what: text('Yang menjawab bukan Sentry.', 'What answered is not Sentry.'),
  why: text('Jawabannya tidak menyebut nomor laporan.', 'Its answer names no report.'),
  remedy: text('Periksa server pada DSN, lalu uji lagi.', 'Check the server in the DSN, then test again.'),
}

/** An envelope with one event, as Sentry's ingest reads it. */
export function envelopeOf(event: TrimmedEvent, sentAt: Date): Uint8Array {
  const payload = JSON.stringify(event)
  const header = { event_id: event.event_id, sent_at: sentAt.toISOString() }
  const item = { type: 'event', length: Buffer.byteLength(payload), content_type: 'application/json' }
  return Buffer.from(`${JSON.stringify(header)}\n${JSON.stringify(item)}\n${payload}\n`)
}

/**
 * Posts an envelope and returns Sentry's answer, whatever its status.
 * @throws AdapterError when there was none.
 */
export async function post(session: ServiceSession, envelope: string | Uint8Array): Promise<HttpResponse> {
  const { url } = readDsn(session.credentials.dsn ?? '')
  try {
    return await session.send({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-sentry-envelope' },
      body: envelope,
      timeoutMs: TIMEOUT_MS,
      ...(session.signal ? { signal: session.signal } : {}),
    })
  } catch (error) {
    throw error instanceof AdapterError ? atFault(error, FIELDS) : error
  }
}

/** The number of the report, out of Sentry's answer. @throws AdapterError for any other answer. */
export function receiptOf({ status, body }: HttpResponse, who: string): string {
  const fail = (reason: Parameters<typeof serviceFailure>[0], explanation?: typeof REFUSED): AdapterError =>
    serviceFailure(reason, {
      who,
      message: `${who}: answered ${status}`,
      fields: reason.startsWith('http_429') || reason.startsWith('http_5xx') ? [] : FIELDS,
      providerCode: String(status),
      ...(explanation ? { explanation } : {}),
    })
  if (status === 401 || status === 403) throw fail('http_401_bad_credential', REFUSED)
  if (status === 404 || status === 405) throw fail('http_404_wrong_endpoint')
  if (status === 413) throw fail('request_refused')
  if (status === 429) throw fail('http_429_rate_limited')
  if (status >= 500) throw fail('http_5xx_provider_down')
  if (status !== 200) throw fail('unexpected_response', NOT_SENTRY)
  try {
    const { id } = JSON.parse(Buffer.from(body).toString()) as { id?: unknown }
    if (typeof id === 'string' && /^[0-9a-f-]{32,36}$/.test(id)) return id
  } catch {
    throw fail('unexpected_response', NOT_SENTRY)
  }
  throw fail('unexpected_response', NOT_SENTRY)
}
