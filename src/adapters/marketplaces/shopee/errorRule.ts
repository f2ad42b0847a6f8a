import type { Cause, ErrorKind, Explanation, LocalizedText } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'

/** What the wording of an explanation may mention. */
export interface ErrorContext {
  partnerId: string
}
export interface ErrorRule {
  kind: ErrorKind
  reason: Cause
  /** Credential fields at fault. */
  fields: readonly string[]
  explanation: (context: ErrorContext) => Explanation
}

type Wording = Partial<Record<keyof Explanation, LocalizedText | ((context: ErrorContext) => LocalizedText)>>

/** A situation of the given kind and cause, in its own words where the common ones do not fit. */
export function rule(
  kind: ErrorKind,
  reason: Cause,
  wording: Wording = {},
  fields: readonly string[] = [],
): ErrorRule {
  const say = (part: keyof Explanation, context: ErrorContext): LocalizedText => {
    const own = wording[part]
    return typeof own === 'function' ? own(context) : (own ?? explain(reason, 'Shopee')[part])
  }
  const explanation = (context: ErrorContext): Explanation => ({
    what: say('what', context),
    why: say('why', context),
    remedy: say('remedy', context),
  })
  return { kind, reason, fields, explanation }
}

/** Shopee understood, and says no. */
export const refused = (why: LocalizedText, remedy: LocalizedText): ErrorRule =>
  rule('permanent', 'request_refused', { why, remedy })
