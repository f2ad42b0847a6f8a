import {
  AdapterError,
  type AppSession,
  type Cause,
  type ErrorKind,
  type HttpResponse,
  type ShopSession,
} from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { parseJson, writeJson, type JsonOut } from '../../kit/json.ts'
import { withRetry } from '../../kit/retry.ts'
import { scrub } from '../../kit/scrub.ts'
import { providerError } from './errors.ts'
import { sign } from './sign.ts'

export interface Call {
  method: 'GET' | 'POST'
  /** `/api/v2/<module>/<api>`, exactly as signed. */
  path: string
  /** A list becomes a repeated key. */
  query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  body?: JsonOut
  /** Whether the call may be repeated; reads are unless said otherwise. */
  idempotent?: boolean
  /** What the call is about, where Shopee's codes mean different things. */
  about?: 'stock'
  /** Secrets in this call's body, so that an answer quoting them is scrubbed. */
  secrets?: readonly string[]
}

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

/** A call signed as the app. @throws AdapterError */
export function callAsApp(session: AppSession, call: Call): Promise<Envelope> {
  return insist(session, call, undefined)
}

/** A call signed for the session's shop. @throws AdapterError */
export function callForShop(session: ShopSession, call: Call): Promise<Envelope> {
  return insist(session, call, session.shop)
}

/**
 * A call for the session's shop whose refusals come back as an envelope, for the APIs that answer rows and an
 * error together. @throws AdapterError when there is no envelope, or the failure may pass by itself.
 */
export function tryForShop(session: ShopSession, call: Call): Promise<Envelope> {
  return repeat(session, call, async () => {
    const envelope = await exchange(session, call, session.shop)
    const error = envelope.error === '' ? undefined : envelopeError(session, envelope, call.about)
    if (error && (error.kind === 'transient' || error.kind === 'rate_limit') && envelope.response == null)
      throw error
    return envelope
  })
}

/** The error an unsuccessful envelope stands for. */
export function envelopeError(session: AppSession, envelope: Envelope, about?: 'stock'): AdapterError {
  return providerError({
    code: envelope.error,
    message: envelope.message,
    requestId: envelope.requestId,
    httpStatus: envelope.status,
    retryAfterMs: envelope.retryAfterMs,
    partnerId: session.credentials['partnerId'] ?? '',
    now: session.now(),
    ...(about ? { about } : {}),
  })
}

function insist(session: AppSession, call: Call, shop: ShopSession['shop'] | undefined): Promise<Envelope> {
  return repeat(session, call, async () => {
    const envelope = await exchange(session, call, shop)
    if (envelope.error !== '') throw envelopeError(session, envelope, call.about)
    return envelope
  })
}

function repeat<T>(session: AppSession, call: Call, run: () => Promise<T>): Promise<T> {
  return withRetry(run, { idempotent: call.idempotent ?? call.method === 'GET', signal: session.signal })
}

async function exchange(
  session: AppSession,
  call: Call,
  shop: ShopSession['shop'] | undefined,
): Promise<Envelope> {
  const { credentials, environment, now, send, signal } = session
  const { method, path, query = {}, body } = call
  const partnerId = credentials['partnerId'] ?? ''
  const timestamp = Math.floor(now().getTime() / 1000)
  const signedShop = shop && { accessToken: shop.accessToken, shopId: shop.externalId }
  const url = new URL(`${environment.apiBaseUrl.replace(/\/+$/, '')}${path}`)
  const params = url.searchParams
  params.set('partner_id', partnerId)
  params.set('timestamp', String(timestamp))
  params.set(
    'sign',
    sign(credentials['partnerKey'] ?? '', {
      partnerId,
      path,
      timestamp,
      ...(signedShop ? { shop: signedShop } : {}),
    }),
  )
  if (signedShop) {
    params.set('access_token', signedShop.accessToken)
    params.set('shop_id', signedShop.shopId)
  }
  for (const [key, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? (value as readonly string[]) : [value]) {
      if (each !== undefined) params.append(key, String(each))
    }
  }
  const response = await send({
    method,
    url: url.href,
    ...(method === 'POST'
      ? { headers: { 'content-type': 'application/json' }, body: writeJson(body ?? {}) }
      : {}),
    ...(signal ? { signal } : {}),
  })
  return readEnvelope(response, [
    credentials['partnerKey'],
    credentials['pushKey'],
    shop?.accessToken,
    ...(call.secrets ?? []),
  ])
}

/** Reads an answer's envelope; its text is scrubbed of the given secrets. @throws AdapterError when it has none. */
export function readEnvelope(answer: HttpResponse, secrets: readonly (string | undefined)[]): Envelope {
  const { status, headers } = answer
  const retryAfterMs = retryAfter(headers['retry-after'])
  const flat = parseObject(answer.body)
  if (status === 429 && flat?.['error'] === undefined) {
    throw withoutEnvelope('rate_limit', 'http_429_rate_limited', status, retryAfterMs)
  }
  if (flat === undefined || typeof flat['error'] !== 'string') {
    if (status >= 500) throw withoutEnvelope('transient', 'http_5xx_provider_down', status, retryAfterMs)
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
    retryAfterMs,
    flat,
    response: flat['response'],
    headers,
  }
}

function withoutEnvelope(
  kind: ErrorKind,
  reason: Cause,
  httpStatus: number,
  retryAfterMs?: number,
): AdapterError {
  return new AdapterError({
    kind,
    reason,
    message: `Shopee answered ${httpStatus} without an envelope`,
    httpStatus,
    explanation: explain(reason, 'Shopee'),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
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

function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header)
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
