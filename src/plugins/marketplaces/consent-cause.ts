import type { AdapterError, Cause } from '../../adapters/contract.ts'
import type { ConsentProblemCode } from './consent-problems.ts'

/** `request_refused` is what a marketplace says of a code it does not like without naming a reason. */
const PROBLEM_OF: Readonly<Record<Exclude<Cause, 'unexpected_response'>, ConsentProblemCode>> = {
  invalid_format: 'keys_refused',
  dns_not_found: 'unreachable',
  tcp_refused: 'unreachable',
  tcp_timeout: 'unreachable',
  tls_untrusted: 'unreachable',
  tls_expired: 'unreachable',
  tls_hostname: 'unreachable',
  blocked_address: 'unreachable',
  redirect_refused: 'unreachable',
  http_401_bad_credential: 'keys_refused',
  http_403_missing_scope: 'permission_missing',
  http_404_wrong_endpoint: 'not_understood',
  http_429_rate_limited: 'unreachable',
  http_5xx_provider_down: 'unreachable',
  clock_skew: 'clock_skew',
  signature_mismatch: 'keys_refused',
  wrong_environment: 'wrong_environment',
  wrong_region: 'wrong_region',
  token_expired: 'code_refused',
  token_revoked: 'code_refused',
  ip_not_allowlisted: 'ip_refused',
  account_suspended: 'suspended',
  quota_exceeded: 'unreachable',
  request_refused: 'code_refused',
  internal: 'internal',
}

/** What a failed call during a consent means for the seller. */
export function problemOf({ kind, reason, httpStatus }: AdapterError): ConsentProblemCode {
  if (reason !== 'unexpected_response') return PROBLEM_OF[reason]
  // Without any call having been answered, it was the seller's way back that brought no usable code.
  return kind === 'contract' || httpStatus !== undefined ? 'not_understood' : 'code_refused'
}
