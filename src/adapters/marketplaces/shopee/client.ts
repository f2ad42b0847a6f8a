import type { AdapterError, AppSession, HttpResponse, ShopSession } from '../../contract.ts'
import { writeJson, type JsonOut } from '../../kit/json.ts'
import { withRetry } from '../../kit/retry.ts'
import { readEnvelope, type Envelope } from './envelope.ts'
import { providerError, type Subject } from './errors.ts'
import { sign } from './sign.ts'

export interface Call {
  method: 'GET' | 'POST'
  /** `/api/v2/<module>/<api>`, exactly as signed. */
  path: string
  /** A list becomes a repeated key. */
  query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  body?: JsonOut
  /** A multipart body, in place of JSON. */
  form?: { contentType: string; body: Uint8Array }
  /** Whether the call may be repeated; reads are unless said otherwise. */
  idempotent?: boolean
  /** What the call is about, where Shopee's codes mean different things. */
  about?: Subject
  /** The call writes a dash or a blank where success should be ''. */
  dashIsSuccess?: boolean
  /** Secrets in this call's body, so that an answer quoting them is scrubbed. */
  secrets?: readonly string[]
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

/**
 * A call for the session's shop that is answered with a file; a refusal comes back as an envelope.
 * @throws AdapterError when it is neither, or the failure may pass by itself.
 */
export function downloadForShop(session: ShopSession, call: Call): Promise<Uint8Array | Envelope> {
  return repeat(session, call, async () => {
    const answer = await sendSigned(session, call, session.shop)
    const start = answer.body.find((byte) => byte > 0x20)
    if (answer.status === 200 && start !== 0x7b && answer.body.length > 0) return answer.body
    const envelope = readEnvelope(answer, secretsOf(session, call, session.shop))
    const error = envelopeError(session, envelope, call.about)
    if (error.kind === 'rate_limit' || error.reason === 'http_5xx_provider_down') throw error
    return envelope
  })
}

/** The error an unsuccessful envelope stands for. */
export function envelopeError(session: AppSession, envelope: Envelope, about?: Subject): AdapterError {
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
    const isSuccess = call.dashIsSuccess ? /^[\s-]*$/.test(envelope.error) : envelope.error === ''
    if (!isSuccess) throw envelopeError(session, envelope, call.about)
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
  return readEnvelope(await sendSigned(session, call, shop), secretsOf(session, call, shop))
}

const secretsOf = (session: AppSession, call: Call, shop: ShopSession['shop'] | undefined) => [
  session.credentials['partnerKey'],
  session.credentials['pushKey'],
  shop?.accessToken,
  ...(call.secrets ?? []),
]

function sendSigned(
  session: AppSession,
  call: Call,
  shop: ShopSession['shop'] | undefined,
): Promise<HttpResponse> {
  const { credentials, environment, now, send, signal } = session
  const { method, path, query = {}, body, form } = call
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
  const contentType = form?.contentType ?? 'application/json'
  return send({
    method,
    url: url.href,
    ...(method === 'POST'
      ? { headers: { 'content-type': contentType }, body: form?.body ?? writeJson(body ?? {}) }
      : {}),
    ...(signal ? { signal } : {}),
  })
}
