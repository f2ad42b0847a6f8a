import {
  CAUSES,
  describeCredentials,
  type AnswerRule,
  type DeclaredRequest,
  type HttpCheckDeclaration,
  type IntegrationAdapter,
} from '../contract.ts'
import { isPointer } from './jsonPointer.ts'
import { fieldOf, KNOWN_PLACES, placesIn, pointerOf, SHOP_PLACES } from './template.ts'

/** Headers that belong to the client. */
const NOT_OURS = new Set([
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'accept-encoding',
  'cookie',
])

/** What is wrong with the declared checks of an adapter, one sentence each, ready for its author; empty when nothing. */
export function httpCheckProblems({ checks, credentials }: IntegrationAdapter): string[] {
  if (!checks.some(({ http }) => http)) return []
  const secrets = new Map(describeCredentials(credentials).map(({ key, secret }) => [key, secret]))
  return checks.flatMap((check) => {
    const { http } = check
    if (!http) return []
    return [...requestProblems(http, secrets), ...ruleProblems(http, secrets)].map(
      (problem) => `check "${check.id}": ${problem}`,
    )
  })
}

type Secrets = ReadonlyMap<string, boolean>

function requestProblems({ request, needsShop }: HttpCheckDeclaration, secrets: Secrets): string[] {
  const { method, path, query = {}, headers = {}, json } = request
  const texts = [...Object.values(query), ...Object.values(headers), ...textsIn(json)]
  const literal = path.replace(/\{[^{}]*\}/g, 'x')
  return [
    ...[path, ...texts].flatMap((each) => placeProblems(each, secrets, needsShop ?? false)),
    ...(/^\/(?!\/)[^?#\s\\]*$/.test(literal) && !/(^|\/)\.{1,2}(\/|$)/.test(literal)
      ? []
      : [`the path "${path}" must begin with one slash and hold no query, no ".." and no blanks`]),
    ...placesIn(path).flatMap((place) =>
      secrets.get(fieldOf(place) ?? '') || place === 'shop.accessToken'
        ? [`{${place}} is a secret and must not stand in the path, which is logged`]
        : [],
    ),
    ...Object.keys(headers).flatMap((name) =>
      /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !NOT_OURS.has(name.toLowerCase())
        ? []
        : [`the header "${name}" cannot be set`],
    ),
    ...(json !== undefined && method !== 'POST' ? [`a ${method} has no body`] : []),
    ...timeoutProblems(request),
  ]
}

const timeoutProblems = ({ timeoutMs }: DeclaredRequest): string[] =>
  timeoutMs === undefined || (Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= 10_000)
    ? []
    : ['timeoutMs must be 1 to 10000']

function placeProblems(template: string, secrets: Secrets, needsShop: boolean): string[] {
  return placesIn(template).flatMap((place) => {
    const field = fieldOf(place)
    if (field !== undefined)
      return secrets.has(field)
        ? []
        : [`{${place}} names no field; the fields are ${[...secrets.keys()].join(', ')}`]
    if (SHOP_PLACES.has(place)) return needsShop ? [] : [`{${place}} needs "needsShop: true"`]
    return KNOWN_PLACES.has(place) ? [] : [`{${place}} stands for nothing`]
  })
}

function ruleProblems({ rules, needsShop }: HttpCheckDeclaration, secrets: Secrets): string[] {
  const all = rules.findIndex(({ when }) => Object.keys(when).length === 0)
  return [
    ...(rules.some(({ then }) => then === 'accepted') ? [] : ['no rule accepts an answer']),
    ...(all >= 0 && all < rules.length - 1
      ? [`rule ${all + 1} fits every answer, so that the rest is never read`]
      : []),
    ...rules.flatMap((rule, at) =>
      [...whenProblems(rule), ...thenProblems(rule, secrets, needsShop ?? false)].map(
        (problem) => `rule ${at + 1}: ${problem}`,
      ),
    ),
  ]
}

function whenProblems({ when: { status = [], json = [], header } }: AnswerRule): string[] {
  const isStatus = (value: number): boolean => Number.isInteger(value) && value >= 100 && value <= 599
  const statuses = status.flatMap((each) => {
    const [first, last] = typeof each === 'number' ? [each, each] : each
    return isStatus(first) && isStatus(last) && first <= last
      ? []
      : [`${first}–${last} is no range of statuses`]
  })
  const patterns = [header?.matches, ...json.map(({ matches }) => matches)]
  return [
    ...statuses,
    ...json.flatMap(({ at }) => (isPointer(at) ? [] : [`"${at}" is no JSON pointer`])),
    ...patterns.flatMap((source) =>
      source === undefined || isRegExp(source) ? [] : [`/${source}/ is no regular expression`],
    ),
  ]
}

function thenProblems(rule: AnswerRule, secrets: Secrets, needsShop: boolean): string[] {
  if (rule.then === 'accepted') {
    return Object.values(rule.fact ?? {}).flatMap((fact) =>
      placesIn(fact).flatMap((place) => {
        const pointer = pointerOf(place)
        if (pointer !== undefined) return isPointer(pointer) ? [] : [`{${place}} holds no JSON pointer`]
        const isSecret = secrets.get(fieldOf(place) ?? '') || place === 'shop.accessToken'
        return isSecret
          ? [`{${place}} is a secret and must not be shown`]
          : placeProblems(`{${place}}`, secrets, needsShop)
      }),
    )
  }
  const { then, fields = [], codeAt } = rule
  return [
    ...((CAUSES as readonly string[]).includes(then) ? [] : [`"${then}" is none of the causes`]),
    ...fields.flatMap((field) => (secrets.has(field) ? [] : [`"${field}" is no field`])),
    ...(codeAt === undefined || isPointer(codeAt) ? [] : [`"${codeAt}" is no JSON pointer`]),
  ]
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

function isRegExp(source: string): boolean {
  try {
    return Boolean(new RegExp(source))
  } catch {
    return false
  }
}
