import type { CheckId } from './checks.ts'
import type { Cause, Explanation } from './failures.ts'
import type { LocalizedText } from './language.ts'
import type { ServiceCheckId } from './service.ts'

/**
 * Text with places for values: `{credentials.appKey}` is what the seller entered, `{environment.host}` the server that
 * is asked, `{time.seconds}` the Unix time, `{shop.accessToken}` and `{shop.externalId}` the shop of a check that
 * needs one. In facts also `{answer/data/name}`, the place in the answer's JSON that this JSON pointer names.
 */
export type Template = string

/** One request below the environment's address. */
export interface DeclaredRequest {
  method: 'GET' | 'HEAD' | 'POST'
  /** Begins with a slash; values in it are escaped. Holds no secret: paths are logged. */
  path: Template
  query?: Readonly<Record<string, Template>>
  headers?: Readonly<Record<string, Template>>
  /** Sent as JSON; every text in it is a template. */
  json?: unknown
  timeoutMs?: number
}

/** What must be so at one place of the answer's JSON. With neither `is` nor `matches`, it must only be there. */
export interface JsonCondition {
  /** A JSON pointer: `/data/shops/0/name`; empty for the whole answer. */
  at: string
  is?: string | number | boolean | null
  /** A regular expression; numbers are compared as text. */
  matches?: string
}

/** An answer that all given conditions hold for. */
export interface AnswerPattern {
  /** Any of these: a status, or first and last of a range. */
  status?: readonly (number | readonly [first: number, last: number])[]
  json?: readonly JsonCondition[]
  /** A header that is there, and matches this regular expression. */
  header?: { name: string; matches: string }
}

/** What an answer means: that the question of the check is answered with yes, or why not. */
export type AnswerRule = { when: AnswerPattern } & (
  | { then: 'accepted'; fact?: { id: Template; en: Template } }
  | {
      then: Cause
      /** Keys of the fields at fault. */
      fields?: readonly string[]
      /** Better words than those Kanal has for the cause. */
      explanation?: Explanation
      /** Where the answer says the provider's own code. */
      codeAt?: string
    }
)

/**
 * A check as data: one request, and rules of which the first that fits decides. What no rule fits is judged by its
 * status alone. For checks that need a signature there is `run`.
 */
export interface HttpCheckDeclaration {
  id: CheckId | ServiceCheckId
  label: LocalizedText
  needsShop?: boolean
  request: DeclaredRequest
  rules: readonly AnswerRule[]
}
