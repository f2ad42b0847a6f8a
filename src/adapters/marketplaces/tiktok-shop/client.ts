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
import { retryAfterMs } from '../../kit/retryAfter.ts'
import { scrub } from '../../kit/scrub.ts'
import { tokenBaseUrlOf } from './environments.ts'
import { providerError } from './errors.ts'
import { NAME } from './name.ts'
import { sign } from './sign.ts'

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/<category>/<version>/<resource>`, exactly as signed. */
  path: string
  /** A list is joined with commas; empty values are not sent. */
  query?: Readonly<Record<string, string | number | readonly string[] | undefined>>
  body?: JsonOut
  /** A `multipart/form-data` body, which is not signed. */
  form?: { contentType: string; body: Uint8Array }
  /** False for the few paths that refuse a shop cipher. */
  cipher?: boolean
  /** Whether the call may be repeated; reads are unless said otherwise. */
  idempotent?: boolean
  timeoutMs?: number
}

/** What the platform answered, whether it is a success or not. */
export interface Envelope {
  status: number
  /** 0 is success, and nothing else is. */
  code: number
  message: string
  requestId: string
  retryAfterMs: number | undefined
  data: unknown
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** A signed call for the session's shop. @throws AdapterError */
export function callForShop(session: ShopSession, call: Call): Promise<Envelope> {
  return callWithToken(session, session.shop, call)
}

/** A signed call with a token that is not (yet) a stored shop's. An empty token is left out. @throws AdapterError */
export function callWithToken(
  session: AppSession,
  shop: { accessToken: string; details?: Readonly<Record<string, string>> },
  call: Call,
): Promise<Envelope> {
  return insist(session, call.idempotent ?? call.method === 'GET', () => exchange(session, shop, call))
}

/** A call to the token host: unsigned, its secrets in the query. Never repeated. @throws AdapterError */
export function callTokenHost(
  session: AppSession,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<Envelope> {
  const { credentials } = session
  const all = { app_key: credentials['appKey'] ?? '', app_secret: credentials['appSecret'] ?? '', ...query }
  return insist(session, false, async () => {
    const answer = await session.send({
      method: 'GET',
      url: `${tokenBaseUrlOf(session.environment).replace(/\/+$/, '')}${path}?${queryString(all)}`,
      ...(session.signal ? { signal: session.signal } : {}),
    })
    return readEnvelope(answer, Object.values(all).slice(1))
  })
}

function insist(session: AppSession, idempotent: boolean, run: () => Promise<Envelope>): Promise<Envelope> {
  const attempt = async (): Promise<Envelope> => {
    const envelope = await run()
    if (envelope.code !== 0) throw envelopeError(session, envelope)
    return envelope
  }
  return withRetry(attempt, { idempotent, signal: session.signal })
}

/** The error an unsuccessful envelope stands for. */
export function envelopeError(session: AppSession, envelope: Envelope): AdapterError {
  return providerError({
    code: envelope.code,
    message: envelope.message,
    requestId: envelope.requestId,
    httpStatus: envelope.status,
    retryAfterMs: envelope.retryAfterMs,
    appKey: session.credentials['appKey'] ?? '',
  })
}

async function exchange(
  session: AppSession,
  shop: { accessToken: string; details?: Readonly<Record<string, string>> },
  call: Call,
): Promise<Envelope> {
  const { credentials, environment, now, send, signal } = session
  const appSecret = credentials['appSecret'] ?? ''
  const body = call.body === undefined ? undefined : writeJson(call.body)
  const query: Record<string, string> = {
    app_key: credentials['appKey'] ?? '',
    timestamp: String(Math.floor(now().getTime() / 1000)),
    ...(call.cipher === false ? {} : { shop_cipher: shop.details?.['shopCipher'] ?? '' }),
  }
  for (const [key, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query[key] = Array.isArray(value) ? value.join(',') : String(value)
  }
  // How the server counts empty values in a signature is not known, so none are sent.
  for (const key of Object.keys(query)) if (query[key] === '') delete query[key]
  query['sign'] = sign(appSecret, { path: call.path, query, ...(body === undefined ? {} : { body }) })
  const content = call.form?.body ?? body
  const answer = await send({
    method: call.method,
    url: `${environment.apiBaseUrl.replace(/\/+$/, '')}${call.path}?${queryString(query)}`,
    headers: {
      ...(call.form ? { 'content-type': call.form.contentType } : JSON_TYPE),
      ...(shop.accessToken ? { 'x-tts-access-token': shop.accessToken } : {}),
    },
    ...(content === undefined ? {} : { body: content }),
    ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
    ...(signal ? { signal } : {}),
  })
  return readEnvelope(answer, [appSecret, shop.accessToken])
}

const queryString = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&')

/** Reads an answer's envelope; its text is scrubbed of the given secrets. @throws AdapterError when it has none. */
export function readEnvelope(answer: HttpResponse, secrets: readonly (string | undefined)[]): Envelope {
  const { status, headers } = answer
  const waitMs = retryAfterMs(headers)
  const body = parseObject(answer.body)
  const code = body?.['code']
  if (body === undefined || (typeof code !== 'number' && !(typeof code === 'string' && /^\d+$/.test(code)))) {
    if (status === 429) throw withoutEnvelope('rate_limit', 'http_429_rate_limited', status, waitMs)
    if (status >= 500) throw withoutEnvelope('transient', 'http_5xx_provider_down', status, waitMs)
    if (status === 404) throw withoutEnvelope('permanent', 'http_404_wrong_endpoint', status)
    throw withoutEnvelope('contract', 'unexpected_response', status)
  }
  const message = typeof body['message'] === 'string' ? body['message'] : ''
  return {
    status,
    code: Number(code),
    message: scrub(message, secrets),
    requestId: typeof body['request_id'] === 'string' ? body['request_id'] : '',
    retryAfterMs: waitMs,
    data: body['data'] ?? undefined,
  }
}

function withoutEnvelope(kind: ErrorKind, reason: Cause, httpStatus: number, waitMs?: number): AdapterError {
  return new AdapterError({
    kind,
    reason,
    message: `${NAME} answered ${httpStatus} without an envelope`,
    httpStatus,
    explanation: explain(reason, NAME),
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
