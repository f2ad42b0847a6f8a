import { describe, expect, it } from 'vitest'
import { CODES, isNotFound, providerError, ruleFor } from './errors.ts'
import { RULES } from './errorTable.ts'

const failure = (code: string, message = '') => ({
  code,
  message,
  detail: [],
  requestId: 'r1',
  httpStatus: 200,
  appKey: '123456',
  now: new Date('2026-11-22T15:00:00Z'),
  quotaResetUtcHour: 16,
})

describe('the error map', () => {
  it.each(Object.entries(RULES))('%s says what, why and what to do, in both languages', (_name, rule) => {
    const { what, why, remedy } = rule.explanation({ appKey: '123456' })
    for (const part of [what, why, remedy]) {
      expect(part.id).toMatch(/^[A-Z].{5,}\.$/)
      expect(part.en).toMatch(/^[A-Z].{5,}\.$/)
      expect(part.id).not.toBe(part.en)
    }
  })

  it('leads every code to a rule, and uses every rule', () => {
    const used = new Set(Object.values(CODES))
    for (const name of used) expect(RULES[name]).toBeDefined()
    const byText = ['otherCountry']
    expect(Object.keys(RULES).filter((name) => !used.has(name as never) && !byText.includes(name))).toEqual(
      [],
    )
  })

  it('speaks of the seller’s own App Key', () => {
    const error = providerError(failure('IncompleteSignature'))
    expect(error).toMatchObject({
      kind: 'auth',
      reason: 'signature_mismatch',
      fields: ['appSecret'],
      requestId: 'r1',
    })
    expect(error.explanation?.why.id).toBe('App Secret tidak cocok dengan App Key 123456.')
  })
})

describe('codes', () => {
  it.each([
    ['IllegalAccessToken', 'auth', 'token_expired'],
    ['IllegalRefreshToken', 'auth', 'token_revoked'],
    ['InvalidCode', 'auth', 'token_expired'],
    ['AUTH_TYPE_UNSUPPORTED', 'auth', 'token_revoked'],
    ['AppNotSubscribed', 'auth', 'token_revoked'],
    ['IncompleteSignature', 'auth', 'signature_mismatch'],
    ['InvalidAppKey', 'auth', 'wrong_environment'],
    ['InvalidApiPath', 'permanent', 'http_404_wrong_endpoint'],
    ['InsufficientPermission', 'permission', 'http_403_missing_scope'],
    ['AppWhiteIpLimit', 'permission', 'ip_not_allowlisted'],
    ['IllegalTimestamp', 'permanent', 'clock_skew'],
    ['ApiCallLimit', 'rate_limit', 'http_429_rate_limited'],
    ['AppCallLimit', 'rate_limit', 'quota_exceeded'],
    ['901', 'rate_limit', 'http_429_rate_limited'],
    ['E901', 'rate_limit', 'http_429_rate_limited'],
    ['E0901', 'rate_limit', 'http_429_rate_limited'],
    ['998', 'transient', 'http_5xx_provider_down'],
    ['6', 'transient', 'http_5xx_provider_down'],
    ['E006', 'transient', 'http_5xx_provider_down'],
    ['501', 'permanent', 'request_refused'],
    ['E0501', 'permission', 'http_403_missing_scope'],
    ['SellerNotActive', 'permission', 'account_suspended'],
    ['4147', 'transient', 'http_429_rate_limited'],
    ['700000', 'permanent', 'request_refused'],
    ['E0104', 'permanent', 'request_refused'],
    ['something_new', 'permanent', 'unexpected_response'],
    ['constructor', 'permanent', 'unexpected_response'],
  ])('%s is %s, %s', (code, kind, reason) => {
    expect(providerError(failure(code))).toMatchObject({ kind, reason, providerCode: code })
  })

  it('tells a token of another country from one that ran out', () => {
    const error = providerError({
      ...failure('IllegalAccessToken'),
      message: 'The specified access token belongs to another country',
    })
    expect(error).toMatchObject({ kind: 'permission', reason: 'wrong_region' })
    expect(error.explanation?.remedy.id).toContain('akun toko dari negara yang benar')
  })

  it('knows every code of the document', () => {
    const documented = [
      '5',
      '14',
      '16',
      '17',
      '19',
      '36',
      '74',
      '75',
      '37',
      '38',
      '39',
      '56',
      '20',
      '21',
      '32',
      '34',
      '35',
      '30',
      '201',
      '204',
      '207',
      '208',
      '212',
      '300',
      '301',
      '302',
      '303',
      '500',
      '501',
      '506',
      '513',
      '901',
      '998',
      '1000',
      '1002',
      '1003',
      '4105',
      '4108',
      '4112',
      '4113',
      '4115',
      '4126',
      '4130',
      '4135',
      '4137',
      '4138',
      '4139',
      '4141',
      '4147',
      '4148',
      '4154',
      '4155',
      '4170',
      '4171',
      '4193',
      '4216',
      '4225',
      '4227',
      '4228',
      '57',
      '40011',
      '600001',
      '600002',
      '700000',
      '700001',
      '700004',
      '700009',
      '700013',
      '700016',
      '700017',
      '700018',
      '700019',
      '700020',
      '700021',
      '700022',
      '700023',
      '700024',
      '700025',
      '700026',
      '700027',
      '700028',
      '700029',
      '700030',
      '700031',
      '700032',
      '700033',
      '700040',
      '1000012',
      '1000014',
      ...Array.from({ length: 34 }, (_, index) => `E0${index + 100}`),
    ]
    expect(documented.filter((code) => ruleFor(code) === undefined)).toEqual([])
  })

  it('waits as long as the ban lasts, and for the daily quota until it is renewed', () => {
    const banned = failure(
      'ApiCallLimit',
      'Api access frequency exceeds the limit. this ban will last 7 seconds',
    )
    expect(providerError(banned).retryAfterMs).toBe(7_000)
    expect(providerError(failure('901')).retryAfterMs).toBe(1_000)
    expect(providerError(failure('AppCallLimit')).retryAfterMs).toBe(3_600_000)
  })

  it('quotes the details of a product refusal', () => {
    const detail = [{ field: 'Quantity', message: 'Negative sellable', sellerSku: 'KOPI-AREN' }]
    expect(providerError({ ...failure('501'), detail }).explanation?.why.id).toBe(
      'Pesan dari Lazada: "SKU KOPI-AREN: Quantity: Negative sellable".',
    )
  })

  it('takes an unknown code on a 5xx as an outage', () => {
    expect(providerError({ ...failure('something_new'), httpStatus: 502 }).kind).toBe('transient')
  })

  it('knows a missing object', () => {
    expect(isNotFound(providerError(failure('16')))).toBe(true)
    expect(isNotFound(providerError(failure('E016')))).toBe(true)
    expect(isNotFound(providerError(failure('501')))).toBe(false)
    expect(isNotFound(new Error('16'))).toBe(false)
  })
})
