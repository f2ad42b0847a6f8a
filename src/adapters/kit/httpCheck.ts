import type {
  AnswerRule,
  AppSession,
  Check,
  HttpCheckDeclaration,
  LocalizedText,
  ShopSession,
} from '../contract.ts'
import { judge } from './judge.ts'
import { filled, headerSafe } from './template.ts'

type CheckSession = AppSession & { shop?: ShopSession['shop'] }
/** A check made of data; `http` is what Kanal looks at when the adapter is registered. */
export type HttpCheck<Id = Check['id']> = Omit<Check, 'id'> & { id: Id; http: HttpCheckDeclaration }

/** Rules for an unsigned request: whatever is answered, a refusal too, somebody is there – unless it is down. */
export const SOMEBODY_ANSWERS: readonly AnswerRule[] = [
  { when: { status: [[500, 599]] }, then: 'http_5xx_provider_down' },
  { when: {}, then: 'accepted', fact: { id: '{environment.host}', en: '{environment.host}' } },
]

/**
 * A connection check out of its declaration: sends the one request through the session's guarded client, and judges
 * the answer by the rules. @param who the provider's name, for the words of failures.
 */
export function httpCheck<Id extends HttpCheckDeclaration['id']>(
  who: string,
  declaration: HttpCheckDeclaration & { id: Id },
): HttpCheck<Id> {
  const { id, label, needsShop } = declaration
  return {
    id,
    label,
    ...(needsShop === undefined ? {} : { needsShop }),
    http: declaration,
    run: (session) => runDeclared(who, declaration, session),
  }
}

async function runDeclared(
  who: string,
  { request, rules }: HttpCheckDeclaration,
  session: CheckSession,
): Promise<LocalizedText | undefined> {
  const { method, path, query = {}, headers = {}, json, timeoutMs } = request
  const target = filled(path, session, { escape: encodeURIComponent })
  const search = new URLSearchParams(
    Object.entries(query).map(([name, template]) => [name, filled(template, session)]),
  ).toString()
  const body = json === undefined ? undefined : JSON.stringify(filledJson(json, session))
  const answer = await session.send({
    method,
    url: `${session.environment.apiBaseUrl.replace(/\/+$/, '')}${target}${search && `?${search}`}`,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...Object.fromEntries(
        Object.entries(headers).map(([name, template]) => [
          name,
          filled(template, session, { escape: headerSafe }),
        ]),
      ),
    },
    ...(body === undefined ? {} : { body }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(session.signal ? { signal: session.signal } : {}),
  })
  const { rule, body: told } = judge(answer, rules, who)
  if (!rule.fact) return undefined
  const [id, en] = [rule.fact.id, rule.fact.en].map((each) => filled(each, session, { answer: told }))
  return { id: id ?? '', en: en ?? '' }
}

function filledJson(value: unknown, session: CheckSession): unknown {
  if (typeof value === 'string') return filled(value, session)
  if (Array.isArray(value)) return value.map((each) => filledJson(each, session))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledJson(each, session)]))
}
