import { createLogger } from '../../../log.ts'
import { internal, Refusal } from './refusal.ts'

const log = createLogger('endpoints')

/** `no-transform` keeps compression from holding lines back until the stream ends. */
export const ANSWER_HEADERS = {
  'cache-control': 'no-store, no-transform',
  'x-content-type-options': 'nosniff',
}

/** A JSON answer that no cache keeps. */
export const answer = (
  body: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response => Response.json(body, { status, headers: { ...ANSWER_HEADERS, ...headers } })

/** What may be said about an error: a refusal as it is, anything else without its inner details. */
export function refusalOf(error: unknown, requestId: string): Refusal {
  if (error instanceof Refusal) return error
  log.error({ err: error, requestId }, 'endpoint failed')
  return internal()
}
