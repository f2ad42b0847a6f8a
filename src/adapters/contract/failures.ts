import type { LocalizedText } from './language.ts'

/** What to do about a failure: decides retry, refresh, or telling the seller. */
export type ErrorKind = 'auth' | 'permission' | 'rate_limit' | 'transient' | 'permanent' | 'contract'

/** The closed list of causes a call can fail for. */
export const CAUSES = [
  'invalid_format',
  'dns_not_found',
  'tcp_refused',
  'tcp_timeout',
  'tls_untrusted',
  'tls_expired',
  'tls_hostname',
  'blocked_address',
  'redirect_refused',
  'http_401_bad_credential',
  'http_403_missing_scope',
  'http_404_wrong_endpoint',
  'http_429_rate_limited',
  'http_5xx_provider_down',
  'clock_skew',
  'signature_mismatch',
  'wrong_environment',
  'wrong_region',
  'token_expired',
  'token_revoked',
  'ip_not_allowlisted',
  'account_suspended',
  'quota_exceeded',
  'request_refused',
  'unexpected_response',
  'internal',
] as const
export type Cause = (typeof CAUSES)[number]

/** Only `rejected` says the credential is wrong; `unverified` says we could not find out. */
export type Verdict = 'accepted' | 'rejected' | 'unverified'

/** The three parts of every message to a seller: what happened, why, and what to do now. */
export interface Explanation {
  what: LocalizedText
  why: LocalizedText
  remedy: LocalizedText
}

/** The one error an adapter throws. Carries no secret: provider text is scrubbed by the HTTP layer. */
export class AdapterError extends Error {
  /** By name, not by class: a bundler may load this file twice, and either copy must know the other's errors. */
  static override [Symbol.hasInstance](value: unknown): value is AdapterError {
    return value instanceof Error && value.name === 'AdapterError'
  }

  readonly kind: ErrorKind
  readonly reason: Cause
  /** The provider's own code, for support; never the whole message to a seller. */
  readonly providerCode: string | undefined
  readonly requestId: string | undefined
  readonly httpStatus: number | undefined
  /** How long the provider asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** Keys of the credential fields at fault. */
  readonly fields: readonly string[]
  readonly explanation: Explanation | undefined

  constructor(input: {
    kind: ErrorKind
    reason: Cause
    message: string
    providerCode?: string
    requestId?: string
    httpStatus?: number
    retryAfterMs?: number
    fields?: readonly string[]
    explanation?: Explanation
    cause?: unknown
  }) {
    super(input.message, { cause: input.cause })
    this.name = 'AdapterError'
    this.kind = input.kind
    this.reason = input.reason
    this.providerCode = input.providerCode
    this.requestId = input.requestId
    this.httpStatus = input.httpStatus
    this.retryAfterMs = input.retryAfterMs
    this.fields = input.fields ?? []
    this.explanation = input.explanation
  }
}
