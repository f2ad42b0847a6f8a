import {
  AdapterError,
  type AppSession,
  type Cause,
  type ErrorKind,
  type HttpRequest,
  type HttpResponse,
  type ShopSession,
} from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { parseJson, writeJson, type JsonOut } from '../../kit/json.ts'
import { withRetry } from '../../kit/retry.ts'
import { retryAfterMs } from '../../kit/retryAfter.ts'
import { scrub } from '../../kit/scrub.ts'
import { apiBaseOf } from './countries.ts'
import { providerError, type Detail } from './errors.ts'
import { multipart, type FilePart } from './multipart.ts'
import { sign } from './sign.ts'
import type { Unconfirmed } from './unconfirmed.ts'

/** As much of a page as says what kind of page it is. */
const PAGE_START_BYTES = 20_000
/** Lazada throttles by the second, so a short wait is the right first one. */
const RETRY_BUDGET = { attempts: 4, baseMs: 1_000, capMs: 8_000, totalWaitMs: 12_000 }

export interface Call {
  method: 'GET' | 'POST'
  /** The API path without `/rest`, exactly as signed. */
  path: string
  /** Business parameters; absent and empty ones are not sent. */
  params?: Readonly<Record<string, string | number | undefined>>
  /** A file goes along unsigned, as multipart. */
  file?: FilePart
  /** Whether the call may be repeated; reads (GET) are unless said otherwise. */
  idempotent?: boolean
  /** Secrets in this call's parameters, so that an answer quoting them is scrubbed. */
  secrets?: readonly string[]
}

/** A successful answer: code 0, and no refusal in a second layer either. */
export interface Reply {
  requestId: string
  /** The whole body: some calls put their payload beside the envelope's own fields. */
  flat: Readonly<Record<string, unknown>>
  /** `data`, also where it is wrapped in `result`; or `result.module`. */
  data: unknown
  /** `result` of the calls that wrap twice. */
  result: unknown
}

export interface LazadaClient {
  unconfirmed: Unconfirmed
  /** A call signed as the app, at the country's host. @throws AdapterError */
  asApp(session: AppSession, call: Call): Promise<Reply>
  /** A token call, at the authorisation host. @throws AdapterError */
  forToken(session: AppSession, call: Call): Promise<Reply>
  /** A call signed for the session's shop, at the host of its country. @throws AdapterError */
  forShop(session: ShopSession, call: Call): Promise<Reply>
}

/** The one way to Lazada: signs, sends, and reads both layers of the envelope. */
export function createClient(unconfirmed: Unconfirmed): LazadaClient {
  const insist = (
    session: AppSession,
    base: string,
    call: Call,
    shop?: ShopSession['shop'],
  ): Promise<Reply> =>
    withRetry(() => exchange(session, base, call, shop, unconfirmed), {
      idempotent: call.idempotent ?? call.method === 'GET',
      budget: RETRY_BUDGET,
      signal: session.signal,
    })
  return {
    unconfirmed,
    asApp: (session, call) => insist(session, apiBaseOf(session.environment.apiBaseUrl, undefined), call),
    forToken: (session, call) => insist(session, tokenBaseOf(session, unconfirmed), call),
    forShop: (session, call) => {
      const { shop, environment } = session
      return insist(session, apiBaseOf(environment.apiBaseUrl, shop.details), call, shop)
    },
  }
}

/** One parameter holding JSON text, big numbers exact. */
export const jsonText = (value: JsonOut): string => writeJson(value)

/** A list of ids as the JSON text Lazada expects: numbers, not strings. */
export const idList = (ids: readonly string[]): string => writeJson(ids.map((each) => numeric(each)))

/** An id as the number Lazada expects, exact at any length. Ids that are not digits stay text. */
export const numeric = (externalId: string): bigint | string =>
  /^\d{1,20}$/.test(externalId) ? BigInt(externalId) : externalId

function tokenBaseOf({ environment }: AppSession, { tokenHost }: Unconfirmed): string {
  // A stand-in's consent page may have another name in the browser than in our own network.
  if (environment.local || tokenHost === 'country') return environment.apiBaseUrl.replace(/\/+$/, '')
  return `${new URL(environment.consentBaseUrl).origin}/rest`
}

async function exchange(
  session: AppSession,
  base: string,
  call: Call,
  shop: ShopSession['shop'] | undefined,
  unconfirmed: Unconfirmed,
): Promise<Reply> {
  const { credentials, now, send } = session
  const appKey = credentials['appKey'] ?? ''
  const appSecret = credentials['appSecret'] ?? ''
  const business = textsOf(call.params ?? {})
  const system: Record<string, string> = {
    app_key: appKey,
    timestamp: String(now().getTime()),
    sign_method: 'sha256',
    ...(shop ? { access_token: shop.accessToken } : {}),
    ...(unconfirmed.partnerId ? { partner_id: unconfirmed.partnerId } : {}),
  }
  system['sign'] = sign(appSecret, call.path, { ...system, ...business })
  const isPost = call.method === 'POST'
  const query = new URLSearchParams(isPost ? system : { ...system, ...business })
  const answer = await send({
    method: call.method,
    url: `${base}${call.path}?${query.toString()}`,
    ...(isPost ? bodyOf(business, call.file) : {}),
    ...(session.signal ? { signal: session.signal } : {}),
  })
  return readReply(answer, {
    appKey,
    now: now(),
    quotaResetUtcHour: unconfirmed.quotaResetUtcHour,
    secrets: [appSecret, shop?.accessToken, ...(call.secrets ?? [])],
  })
}

function textsOf(params: NonNullable<Call['params']>): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(params)) {
    // An empty value is signed by some of Lazada's own SDKs and left out by others: it is never sent.
    if (value !== undefined && value !== '') texts[name] = String(value)
  }
  return texts
}

function bodyOf(
  fields: Readonly<Record<string, string>>,
  file: FilePart | undefined,
): Pick<HttpRequest, 'headers' | 'body'> {
  if (file) {
    const { contentType, body } = multipart(fields, file)
    return { headers: { 'content-type': contentType }, body }
  }
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams(fields).toString(),
  }
}

interface Reading {
  appKey: string
  now: Date
  quotaResetUtcHour: number
  secrets: readonly (string | undefined)[]
}

/** Reads an answer; provider texts are scrubbed of the given secrets. @throws AdapterError unless it is a success. */
export function readReply(answer: HttpResponse, reading: Reading): Reply {
  const { status } = answer
  const flat = parseObject(answer.body)
  const code = flat?.['code']
  if (flat === undefined || (typeof code !== 'string' && typeof code !== 'number'))
    throw withoutEnvelope(answer)
  const requestId = typeof flat['request_id'] === 'string' ? flat['request_id'] : ''
  const refuse = (refusal: unknown, message: unknown, detail: readonly Detail[] = []): AdapterError =>
    providerError({
      code: String(refusal),
      message: scrub(String(message ?? ''), reading.secrets),
      detail: detail.map((row) => ({ ...row, message: scrub(row.message, reading.secrets) })),
      requestId,
      httpStatus: status,
      appKey: reading.appKey,
      now: reading.now,
      quotaResetUtcHour: reading.quotaResetUtcHour,
    })
  if (String(code) !== '0') throw refuse(code, flat['message'], detailOf(flat['detail']))
  const result = asObject(flat['result'])
  if (isFalse(result?.['success'])) {
    const inner = result?.['error_code'] ?? result?.['errorCode']
    throw refuse(inner || 'unsuccessful', result?.['error_msg'] ?? result?.['errorMsg'])
  }
  return {
    requestId,
    flat,
    data: flat['data'] ?? result?.['data'] ?? result?.['module'],
    result,
  }
}

const isFalse = (value: unknown): boolean => value === false || value === 'false'

function detailOf(value: unknown): Detail[] {
  if (!Array.isArray(value)) return []
  return value.map((entry: unknown) => {
    const row = asObject(entry) ?? {}
    const say = (name: string): string => (typeof row[name] === 'string' ? row[name] : '')
    return { field: say('field'), message: say('message'), sellerSku: say('seller_sku') }
  })
}

/** The page with which the gateway turns callers away that are not on the app's list, also under status 200. */
function turnsAway({ status, body }: HttpResponse): boolean {
  const page = new TextDecoder().decode(body.subarray(0, PAGE_START_BYTES)).trimStart()
  return page.startsWith('<') && (status === 403 || /punish|_____tmd_____/i.test(page))
}

function withoutEnvelope(answer: HttpResponse): AdapterError {
  const { status: httpStatus } = answer
  const [kind, reason]: [ErrorKind, Cause] =
    httpStatus >= 500
      ? ['transient', 'http_5xx_provider_down']
      : httpStatus === 429
        ? ['rate_limit', 'http_429_rate_limited']
        : httpStatus === 404
          ? ['permanent', 'http_404_wrong_endpoint']
          : turnsAway(answer)
            ? ['permission', 'ip_not_allowlisted']
            : ['contract', 'unexpected_response']
  const waitMs = retryAfterMs(answer.headers)
  return new AdapterError({
    kind,
    reason,
    message: `Lazada answered ${httpStatus} without an envelope`,
    httpStatus,
    explanation: explain(reason, 'Lazada'),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  })
}

function parseObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    return asObject(parseJson(new TextDecoder().decode(body)))
  } catch {
    return undefined
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
