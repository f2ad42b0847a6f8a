import { AdapterError, type Explanation } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { CODES } from './errorCodes.ts'
import type { ErrorRule } from './errorRule.ts'
import { RULES, type RuleName } from './errorTable.ts'
import { NAME } from './name.ts'

const MANY_MEANINGS = 36009004
/** One code for everything the gateway dislikes; the first matching text decides. */
const GATEWAY_TEXTS: readonly (readonly [RegExp, RuleName])[] = [
  [/timestamp/i, 'clock'],
  [/(another|other|different|wrong) region|region.*(mismatch|not match)/i, 'region'],
  [/access[-_ ]?token/i, 'tokenExpired'],
  [/app[-_ ]?key/i, 'appKey'],
  [/shop[-_ ]?id.*invalid|invalid.*shop[-_ ]?id/i, 'cipher'],
]

/** The situation a code and its text stand for, or undefined when the platform says something we do not know. */
export function ruleNameFor(code: number, message: string): RuleName | undefined {
  if (code !== MANY_MEANINGS) return CODES.get(code)
  return GATEWAY_TEXTS.find(([pattern]) => pattern.test(message))?.[1] ?? 'request'
}

export interface ProviderFailure {
  code: number
  /** Already scrubbed of secrets. */
  message: string
  requestId: string
  httpStatus: number
  retryAfterMs: number | undefined
  appKey: string
}

/** The adapter error for an envelope whose code is not 0. */
export function providerError(failure: ProviderFailure): AdapterError {
  const { code, message, requestId, httpStatus, retryAfterMs, appKey } = failure
  const name = ruleNameFor(code, message) ?? byStatus(httpStatus)
  const rule: ErrorRule | undefined = name && RULES[name]
  return new AdapterError({
    kind: rule?.kind ?? 'permanent',
    reason: rule?.reason ?? 'unexpected_response',
    message: `${NAME} ${code}: ${message}`,
    providerCode: String(code),
    httpStatus,
    fields: rule?.fields ?? [],
    explanation: rule?.explanation({ appKey }) ?? unknownRefusal(message || String(code)),
    ...(requestId ? { requestId } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

function byStatus(httpStatus: number): RuleName | undefined {
  if (httpStatus === 429) return 'rate'
  return httpStatus >= 500 ? 'server' : undefined
}

/** One thing of a batch that was refused although the call as such succeeded. */
export interface BatchFailure {
  code: string
  message: string
  detail: { extra_errors: readonly { code: string; message: string }[] }
}

/** The adapter error for one refused thing of a batch; the first inner error says more than the outer one. */
export function batchError(failure: BatchFailure, requestId: string, appKey: string): AdapterError {
  const inner = failure.detail.extra_errors.find(({ code }) => CODES.has(Number(code)))
  const { code, message } = CODES.has(Number(failure.code)) ? failure : (inner ?? failure)
  return providerError({
    code: Number(code),
    message,
    requestId,
    httpStatus: 200,
    retryAfterMs: undefined,
    appKey,
  })
}

/** The adapter error for a situation we notice ourselves, worded like the platform's. */
export function situation(
  name: RuleName,
  message: string,
  context: { requestId?: string } = {},
): AdapterError {
  const rule = RULES[name]
  return new AdapterError({
    kind: rule.kind,
    reason: rule.reason,
    message: `${NAME}: ${message}`,
    explanation: rule.explanation({ appKey: '' }),
    ...(context.requestId ? { requestId: context.requestId } : {}),
  })
}

/** Whether an error stands for one of the given situations. */
export function isSituation(error: unknown, ...names: readonly RuleName[]): error is AdapterError {
  if (!(error instanceof AdapterError) || error.providerCode === undefined) return false
  const name = CODES.get(Number(error.providerCode))
  return name !== undefined && names.includes(name)
}

function unknownRefusal(message: string): Explanation {
  return {
    what: text(`${NAME} menolak permintaan ini.`, `${NAME} refused this request.`),
    why: text(`Pesan dari ${NAME}: "${message}".`, `Message from ${NAME}: "${message}".`),
    remedy: text(
      'Periksa data itu di Seller Center. Jika berulang, kirim kode permintaan ke dukungan Kanal.',
      'Check it in Seller Center. If it repeats, send the request code to Kanal support.',
    ),
  }
}
