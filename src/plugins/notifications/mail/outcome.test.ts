import { describe, expect, it } from 'vitest'
import type { AdapterError } from '../../../adapters/contract.ts'
import { type Cause } from '../../../adapters/contract.ts'
import { serviceFailure } from '../../../adapters/kit/serviceFailure.ts'
import { outcomeOf } from './outcome.ts'

const failure = (reason: Cause): AdapterError =>
  serviceFailure(reason, { who: 'mail.toko.test', message: 'no' })

describe('outcomeOf', () => {
  it.each([
    ['http_401_bad_credential', { state: 'broken', passing: false }],
    ['tls_expired', { state: 'broken', passing: false }],
    ['tcp_refused', { state: 'broken', passing: true }],
    ['dns_not_found', { state: 'broken', passing: true }],
    ['http_5xx_provider_down', { state: 'later' }],
    ['http_429_rate_limited', { state: 'later' }],
    ['request_refused', { state: 'refused' }],
  ] as const)('reads %s', (reason, expected) => {
    expect(outcomeOf(failure(reason))).toMatchObject({ ...expected, code: reason })
  })

  it('takes a server that hangs for one that may come back', () => {
    expect(outcomeOf(new DOMException('timed out', 'TimeoutError'))).toMatchObject({
      state: 'broken',
      passing: true,
    })
  })

  it('says nothing of what an unknown error says', () => {
    const { code, cause, state } = outcomeOf(new Error('password=rahasia'))
    expect({ code, state }).toEqual({ code: 'internal', state: 'later' })
    expect(JSON.stringify(cause)).not.toContain('rahasia')
  })
})
