import {
  AdapterError,
  type AnswerPattern,
  type AnswerRule,
  type Cause,
  type ErrorKind,
  type HttpResponse,
  type JsonCondition,
} from '../contract.ts'
import { explain } from './explain.ts'
import { parseJson } from './json.ts'
import { pointAt } from './jsonPointer.ts'
import { retryAfterMs } from './retryAfter.ts'

const KINDS: Partial<Readonly<Record<Cause, ErrorKind>>> = {
  http_401_bad_credential: 'auth',
  signature_mismatch: 'auth',
  wrong_environment: 'auth',
  token_expired: 'auth',
  token_revoked: 'auth',
  http_403_missing_scope: 'permission',
  ip_not_allowlisted: 'permission',
  account_suspended: 'permission',
  http_429_rate_limited: 'rate_limit',
  http_5xx_provider_down: 'transient',
  unexpected_response: 'contract',
}

/** What an answer means by its status alone, where no rule says better. */
function causeOf(status: number): Cause {
  if (status === 401) return 'http_401_bad_credential'
  if (status === 403) return 'http_403_missing_scope'
  if (status === 404 || status === 405) return 'http_404_wrong_endpoint'
  if (status === 429) return 'http_429_rate_limited'
  return status >= 500 ? 'http_5xx_provider_down' : 'unexpected_response'
}

type AcceptingRule = Extract<AnswerRule, { then: 'accepted' }>
type RefusingRule = Exclude<AnswerRule, AcceptingRule>
const isAccepting = (rule: AnswerRule): rule is AcceptingRule => rule.then === 'accepted'

/** An answer that was accepted: the rule that said so, and its JSON, undefined when it is none. */
export interface Accepted {
  rule: AcceptingRule
  body: unknown
}

/**
 * Judges an answer by the first rule that fits. @param who whose answer it is, for the words.
 * @throws AdapterError with the cause of the rule, or of the status where none fits.
 */
export function judge(answer: HttpResponse, rules: readonly AnswerRule[], who: string): Accepted {
  const body = jsonOf(answer)
  const rule = rules.find(({ when }) => fits(when, answer, body))
  if (rule && isAccepting(rule)) return { rule, body }
  const told: Omit<RefusingRule, 'when'> = rule ?? { then: causeOf(answer.status) }
  const code = told.codeAt === undefined ? undefined : pointAt(body, told.codeAt)
  const wait = retryAfterMs(answer.headers)
  throw new AdapterError({
    kind: KINDS[told.then] ?? 'permanent',
    reason: told.then,
    message: `${who} answered ${answer.status}`,
    httpStatus: answer.status,
    providerCode: ['string', 'number'].includes(typeof code)
      ? String(code).slice(0, 80)
      : String(answer.status),
    fields: told.fields ?? [],
    explanation: told.explanation ?? explain(told.then, who),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  })
}

function fits(when: AnswerPattern, { status, headers }: HttpResponse, body: unknown): boolean {
  const isStatus = (each: number | readonly [number, number]): boolean =>
    typeof each === 'number' ? each === status : status >= each[0] && status <= each[1]
  const { header } = when
  return (
    (!when.status || when.status.some(isStatus)) &&
    (!header || new RegExp(header.matches).test(headers[header.name.toLowerCase()] ?? '')) &&
    (when.json ?? []).every((condition) => holds(condition, body))
  )
}

function holds({ at, is, matches }: JsonCondition, body: unknown): boolean {
  const found = pointAt(body, at)
  if (found === undefined) return false
  if (is !== undefined) return found === is
  if (matches === undefined) return true
  return ['string', 'number', 'boolean'].includes(typeof found) && new RegExp(matches).test(String(found))
}

function jsonOf({ body }: HttpResponse): unknown {
  try {
    return parseJson(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
