import { AdapterError, type Cause, type ErrorKind } from '../contract.ts'
import { explain } from '../kit/explain.ts'

const CAUSE_OF_CODE: Readonly<Record<string, Cause>> = {
  KANAL_BLOCKED_ADDRESS: 'blocked_address',
  ENOTFOUND: 'dns_not_found',
  EAI_AGAIN: 'dns_not_found',
  EAI_FAIL: 'dns_not_found',
  ENODATA: 'dns_not_found',
  ECONNREFUSED: 'tcp_refused',
  ECONNRESET: 'tcp_refused',
  EPIPE: 'tcp_refused',
  UND_ERR_SOCKET: 'tcp_refused',
  ETIMEDOUT: 'tcp_timeout',
  EHOSTUNREACH: 'tcp_timeout',
  ENETUNREACH: 'tcp_timeout',
  EHOSTDOWN: 'tcp_timeout',
  ENETDOWN: 'tcp_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'tcp_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'tcp_timeout',
  UND_ERR_BODY_TIMEOUT: 'tcp_timeout',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_hostname',
  HOSTNAME_MISMATCH: 'tls_hostname',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_untrusted',
  CERT_UNTRUSTED: 'tls_untrusted',
  CERT_REVOKED: 'tls_untrusted',
  CERT_REJECTED: 'tls_untrusted',
  CERT_SIGNATURE_FAILURE: 'tls_untrusted',
  CERT_CHAIN_TOO_LONG: 'tls_untrusted',
  INVALID_CA: 'tls_untrusted',
  INVALID_PURPOSE: 'tls_untrusted',
  EPROTO: 'tls_untrusted',
  HPE_INVALID_CONSTANT: 'unexpected_response',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'unexpected_response',
  UND_ERR_HEADERS_OVERFLOW: 'unexpected_response',
}

const KIND_OF_CAUSE: Partial<Record<Cause, ErrorKind>> = {
  dns_not_found: 'transient',
  tcp_refused: 'transient',
  tcp_timeout: 'transient',
  unexpected_response: 'contract',
}

/** The cause behind an error of Node's network stack or of undici, looking through wrapped errors. */
export function causeOfNetworkError(error: unknown): Cause {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; depth += 1) {
    const code = (each as NodeJS.ErrnoException).code ?? ''
    const cause = CAUSE_OF_CODE[code]
    if (cause) return cause
    if (code.startsWith('ERR_SSL_')) return 'tls_untrusted'
    if (code.startsWith('HPE_')) return 'unexpected_response'
    each = each instanceof AggregateError ? each.errors[0] : each.cause
  }
  return 'internal'
}

/** The adapter error for a cause at a host, explained in general terms. */
export function httpFailure(reason: Cause, host: string, message: string, cause?: unknown): AdapterError {
  return new AdapterError({
    kind: KIND_OF_CAUSE[reason] ?? 'permanent',
    reason,
    message: `${host}: ${message}`,
    explanation: explain(reason, host),
    ...(cause === undefined ? {} : { cause }),
  })
}
