import { AdapterError, type AnswerRule, type HttpResponse, type ServiceSession } from '../../contract.ts'
import { pointAt } from '../../kit/jsonPointer.ts'
import { judge } from '../../kit/judge.ts'
import { atFault } from '../../kit/serviceFailure.ts'
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

const RULES: readonly AnswerRule[] = [
  { when: { status: [200], json: [{ at: '/id', matches: '^[0-9a-f-]{32,36}$' }] }, then: 'accepted' },
  {
    when: { status: [401, 403] },
    then: 'http_401_bad_credential',
    fields: FIELDS,
    explanation: REFUSED,
  },
  { when: { status: [404, 405] }, then: 'http_404_wrong_endpoint', fields: FIELDS },
  { when: { status: [413] }, then: 'request_refused', fields: FIELDS },
  { when: { status: [429] }, then: 'http_429_rate_limited' },
  { when: { status: [[500, 599]] }, then: 'http_5xx_provider_down' },
  { when: {}, then: 'unexpected_response', fields: FIELDS, explanation: NOT_SENTRY },
]

/** The number of the report, out of Sentry's answer. @throws AdapterError for any other answer. */
export const receiptOf = (answer: HttpResponse, who: string): string =>
  String(pointAt(judge(answer, RULES, who).body, '/id'))
