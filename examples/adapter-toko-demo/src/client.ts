import type { AppSession, HttpResponse, ShopSession } from 'kanal/adapter'
import { hmacSha256Hex, parseJson, withRetry } from 'kanal/adapter/kit'
import { refusal, unreadable } from './errors.ts'

export interface Call {
  method: 'GET' | 'POST'
  path: string
  query?: Readonly<Record<string, string>>
  body?: unknown
  /** Whether doing it twice is the same as doing it once; reads are unless said otherwise. */
  idempotent?: boolean
}

/** A call signed as the app. @throws AdapterError */
export const callAsApp = (session: AppSession, call: Call): Promise<unknown> => insist(session, call, '')

/** A call signed for the session's shop. @throws AdapterError */
export const callForShop = (session: ShopSession, call: Call): Promise<unknown> =>
  insist(session, call, session.shop.accessToken)

function insist(session: AppSession, call: Call, token: string): Promise<unknown> {
  const { idempotent = call.method === 'GET' } = call
  return withRetry(async () => read(await send(session, call, token), session, token), {
    idempotent,
    signal: session.signal,
  })
}

function send(
  session: AppSession,
  { method, path, query, body }: Call,
  token: string,
): Promise<HttpResponse> {
  const { credentials, environment, now, signal } = session
  const target = query ? `${path}?${new URLSearchParams(query)}` : path
  const time = String(Math.floor(now().getTime() / 1000))
  const content = body === undefined ? '' : JSON.stringify(body)
  return session.send({
    method,
    url: environment.apiBaseUrl + target,
    headers: {
      'x-app': credentials['appKey'] ?? '',
      'x-time': time,
      'x-token': token,
      'x-sign': sign(credentials['appSecret'] ?? '', [method, target, time, token, content]),
      ...(content && { 'content-type': 'application/json' }),
    },
    ...(content && { body: content }),
    ...(signal && { signal }),
  })
}

/** Toko Demo signs verb, path with query, Unix seconds, token and body, one a line. */
export const sign = (secret: string, parts: readonly string[]): string =>
  hmacSha256Hex(secret, parts.join('\n'))

/** The object an answer carries. @throws AdapterError when it is a refusal, or no answer at all. */
function read(answer: HttpResponse, { credentials }: AppSession, token: string): unknown {
  let body: unknown
  try {
    body = parseJson(new TextDecoder().decode(answer.body))
  } catch {
    throw unreadable(answer)
  }
  if (answer.status === 200) return body
  throw refusal(answer, body, [credentials['appSecret'], token])
}
