import { AdapterError, type Cause, type ErrorKind, type HttpResponse } from 'kanal/adapter'
import { explain, retryAfterMs, scrub } from 'kanal/adapter/kit'
import { z } from 'zod'

const NAME = 'Toko Demo'

interface Meaning {
  kind: ErrorKind
  reason: Cause
  /** The field of the form that is at fault. */
  field?: 'appKey' | 'appSecret'
}

/** What Toko Demo's codes mean: the cause decides the words a seller reads, the kind what Kanal does. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  bad_signature: { kind: 'auth', reason: 'signature_mismatch', field: 'appSecret' },
  unknown_app: { kind: 'auth', reason: 'wrong_environment', field: 'appKey' },
  wrong_time: { kind: 'permanent', reason: 'clock_skew' },
  ip_refused: { kind: 'permission', reason: 'ip_not_allowlisted' },
  token_expired: { kind: 'auth', reason: 'token_expired' },
  consent_gone: { kind: 'auth', reason: 'token_revoked' },
  no_permission: { kind: 'permission', reason: 'http_403_missing_scope' },
  shop_closed: { kind: 'permission', reason: 'account_suspended' },
  not_found: { kind: 'permanent', reason: 'request_refused' },
  quantity_locked: { kind: 'permanent', reason: 'request_refused' },
}
const TOO_FAST: Meaning = { kind: 'rate_limit', reason: 'http_429_rate_limited' }
const DOWN: Meaning = { kind: 'transient', reason: 'http_5xx_provider_down' }
const GONE: Meaning = { kind: 'permanent', reason: 'http_404_wrong_endpoint' }
const ODD: Meaning = { kind: 'contract', reason: 'unexpected_response' }

const envelope = z.object({
  error: z.string(),
  message: z.string().default(''),
  request_id: z.string().optional(),
})

/** The error for an answer that is a refusal; its words are scrubbed of the given secrets. */
export function refusal(
  answer: HttpResponse,
  body: unknown,
  secrets: readonly (string | undefined)[],
): AdapterError {
  const told = envelope.safeParse(body)
  if (!told.success) return unreadable(answer)
  const { error: code, message, request_id: requestId } = told.data
  return failure(MEANINGS[code] ?? byStatus(answer.status), {
    message: `${code}: ${scrub(message, secrets)}`,
    providerCode: code,
    httpStatus: answer.status,
    retryAfterMs: retryAfterMs(answer.headers),
    requestId,
  })
}

/** The error for an answer that is not what was agreed. */
export const unreadable = (answer: HttpResponse): AdapterError =>
  failure(byStatus(answer.status), {
    message: `unreadable answer, status ${answer.status}`,
    httpStatus: answer.status,
    retryAfterMs: retryAfterMs(answer.headers),
  })

/** The error for one row of a batch. */
export const rowRefusal = (code: string): AdapterError =>
  failure(MEANINGS[code] ?? ODD, { message: code, providerCode: code })

/** Reads a value by its schema. @throws AdapterError naming the place that is not as agreed, never the value. */
export function readAs<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw failure(ODD, { message: `${what}: unexpected value at "${result.error.issues[0]?.path.join('.')}"` })
}

/** The error Kanal shows and acts on. */
export function failure(
  { kind, reason, field }: Meaning,
  details: Pick<AdapterError, 'message'> & Partial<Omit<AdapterError, 'kind' | 'reason'>>,
): AdapterError {
  return new AdapterError({
    ...details,
    kind,
    reason,
    message: `${NAME} ${details.message}`,
    fields: field ? [field] : [],
    explanation: explain(reason, NAME),
  })
}

function byStatus(status: number): Meaning {
  if (status === 429) return TOO_FAST
  if (status >= 500) return DOWN
  return status === 404 ? GONE : ODD
}
