import { AdapterError, type Cause, type ErrorKind, type HttpResponse } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { parseJson } from '../../kit/json.ts'
import { retryAfterMs } from '../../kit/retryAfter.ts'
import { scrub } from '../../kit/scrub.ts'

/** What Shopee answered, whether it is a success or not. */
export interface Envelope {
  status: number
  /** '' is success, and nothing else is. */
  error: string
  message: string
  requestId: string
  retryAfterMs: number | undefined
  /** The whole body: some calls put their payload beside the envelope's own fields. */
  flat: Readonly<Record<string, unknown>>
  /** The payload of the calls that wrap it. */
  response: unknown
  headers: Readonly<Record<string, string>>
}

/** Reads an answer's envelope; its text is scrubbed of the given secrets. @throws AdapterError when it has none. */
export function readEnvelope(answer: HttpResponse, secrets: readonly (string | undefined)[]): Envelope {
  const { status, headers } = answer
  const waitMs = retryAfterMs(headers)
  const flat = parseObject(answer.body)
  if (status === 429 && flat?.['error'] === undefined) {
    throw withoutEnvelope('rate_limit', 'http_429_rate_limited', status, waitMs)
  }
  if (flat === undefined || typeof flat['error'] !== 'string') {
    if (status >= 500) throw withoutEnvelope('transient', 'http_5xx_provider_down', status, waitMs)
    if (status === 404) throw withoutEnvelope('permanent', 'http_404_wrong_endpoint', status)
    // The edge turns undeclared addresses away before any API can write an envelope.
    if (status === 403) throw withoutEnvelope('permission', 'ip_not_allowlisted', status)
    throw withoutEnvelope('contract', 'unexpected_response', status)
  }
  const message = typeof flat['message'] === 'string' ? flat['message'] : ''
  return {
    status,
    error: status === 429 && flat['error'] === '' ? 'error_rate_limit' : flat['error'],
    message: scrub(message, secrets),
    requestId: typeof flat['request_id'] === 'string' ? flat['request_id'] : '',
    retryAfterMs: waitMs,
    flat,
    response: flat['response'],
    headers,
  }
}

function withoutEnvelope(kind: ErrorKind, reason: Cause, httpStatus: number, waitMs?: number): AdapterError {
  return new AdapterError({
    kind,
    reason,
    message: `Shopee answered ${httpStatus} without an envelope`,
    httpStatus,
    explanation: explain(reason, 'Shopee'),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  })
}

function parseObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value = parseJson(new TextDecoder().decode(body))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
