import { expect, it } from 'vitest'
import { causeOfNetworkError, httpFailure } from './failures.ts'

const coded = (code: string): Error => Object.assign(new Error(code), { code })

it.each([
  ['ENOTFOUND', 'dns_not_found'],
  ['EAI_AGAIN', 'dns_not_found'],
  ['ECONNREFUSED', 'tcp_refused'],
  ['ECONNRESET', 'tcp_refused'],
  ['UND_ERR_SOCKET', 'tcp_refused'],
  ['UND_ERR_CONNECT_TIMEOUT', 'tcp_timeout'],
  ['EHOSTUNREACH', 'tcp_timeout'],
  ['CERT_HAS_EXPIRED', 'tls_expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_hostname'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_untrusted'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_untrusted'],
  ['HPE_INVALID_HEADER_TOKEN', 'unexpected_response'],
  ['KANAL_BLOCKED_ADDRESS', 'blocked_address'],
  ['ESOMETHING', 'internal'],
])('%s is %s', (code, cause) => {
  expect(causeOfNetworkError(coded(code))).toBe(cause)
  expect(causeOfNetworkError(new TypeError('wrapped', { cause: coded(code) }))).toBe(cause)
  expect(causeOfNetworkError(new AggregateError([coded(code), coded('ENOTFOUND')]))).toBe(cause)
})

it('makes network failures transient and everything about trust permanent', () => {
  expect(httpFailure('tcp_refused', 'a.test', 'x').kind).toBe('transient')
  expect(httpFailure('tls_expired', 'a.test', 'x').kind).toBe('permanent')
  expect(httpFailure('blocked_address', 'a.test', 'x').kind).toBe('permanent')
})
