import { describe, expect, it } from 'vitest'
import { CODES, isNotFound, providerError, ruleFor, rowRefusal } from './errors.ts'
import { RULES } from './errorTable.ts'

const failure = (code: string, message = '') => ({
  code,
  message,
  requestId: 'r1',
  httpStatus: 200,
  retryAfterMs: undefined,
  partnerId: '2001887',
  now: new Date('2026-11-22T15:00:00Z'),
})

describe('the error map', () => {
  it.each(Object.entries(RULES))('%s says what, why and what to do, in both languages', (_name, rule) => {
    const { what, why, remedy } = rule.explanation({ partnerId: '2001887' })
    for (const part of [what, why, remedy]) {
      expect(part.id).toMatch(/^[A-Z].{5,}\.$/)
      expect(part.en).toMatch(/^[A-Z].{5,}\.$/)
      expect(part.id).not.toBe(part.en)
    }
  })

  it('leads every code to a rule, and uses every rule', () => {
    const used = new Set(Object.values(CODES))
    for (const name of used) expect(RULES[name]).toBeDefined()
    const byText = ['clock', 'region', 'belowReserved', 'location', 'notAuthorised']
    expect(Object.keys(RULES).filter((name) => !used.has(name as never) && !byText.includes(name))).toEqual(
      [],
    )
  })

  it('speaks of the seller’s own Partner ID', () => {
    const error = providerError(failure('error_sign', 'Wrong sign.'))
    expect(error).toMatchObject({
      kind: 'auth',
      reason: 'signature_mismatch',
      fields: ['partnerKey'],
      requestId: 'r1',
    })
    expect(error.explanation?.what.id).toBe('Shopee menolak tanda tangan.')
    expect(error.explanation?.why.id).toBe('Partner Key tidak cocok dengan Partner ID 2001887.')
    expect(error.explanation?.remedy.id).toBe(
      'Salin ulang Partner Key dari Shopee Open Platform › App List, lalu uji lagi.',
    )
  })
})

describe('codes', () => {
  it.each([
    ['error_sign', '', 'auth', 'signature_mismatch'],
    ['invalid_partner_id', '', 'auth', 'wrong_environment'],
    ['error_param', 'Invalid partner_id.', 'auth', 'wrong_environment'],
    ['error_param', 'Invalid timestamp.', 'permanent', 'clock_skew'],
    ['error_param', 'There is no access_token in query.', 'auth', 'token_expired'],
    ['error_param', 'Wrong path or api is offline.', 'permanent', 'http_404_wrong_endpoint'],
    ['error_param', 'page_size is out of range', 'permanent', 'request_refused'],
    ['product.error_param', 'Invalid timestamp of update_time_from', 'permanent', 'request_refused'],
    ['error_auth', 'Invalid access_token.', 'auth', 'token_expired'],
    ['error_auth', 'The access_token belongs to another region.', 'permission', 'wrong_region'],
    ['error_param', 'The region of the shop does not match this host.', 'permission', 'wrong_region'],
    ['error_param', 'Invalid region', 'permanent', 'request_refused'],
    ['error_auth', 'Invalid refresh_token.', 'auth', 'token_revoked'],
    ['error_auth', 'Invalid code', 'auth', 'token_expired'],
    ['error_auth', 'Your app has been deleted', 'permission', 'account_suspended'],
    ['error_auth', 'Partner and shop do not match.', 'auth', 'token_revoked'],
    ['error_auth', 'Partner_id is invalid', 'auth', 'wrong_environment'],
    ['error_auth', 'No permission to this API', 'permission', 'http_403_missing_scope'],
    ['error_auth', 'system error', 'transient', 'http_5xx_provider_down'],
    ['error_auth', 'who knows', 'permission', 'http_401_bad_credential'],
    ['invalid_acceess_token', 'Invalid access_token', 'auth', 'token_expired'],
    ['shop_access_expired', '', 'auth', 'token_revoked'],
    ['partner_shop_no_link', '', 'auth', 'token_revoked'],
    ['shop_banned', '', 'permission', 'account_suspended'],
    ['error_api_permission', '', 'permission', 'http_403_missing_scope'],
    ['source_ip_undeclared', '', 'permission', 'ip_not_allowlisted'],
    ['error_partner_key_expired', '', 'auth', 'http_401_bad_credential'],
    ['error_rate_limit', '', 'rate_limit', 'http_429_rate_limited'],
    ['error_limit', '', 'rate_limit', 'quota_exceeded'],
    ['order.error_limit', '', 'permanent', 'request_refused'],
    ['common.error_server', '', 'transient', 'http_5xx_provider_down'],
    ['product.error_system_busy', '', 'transient', 'http_5xx_provider_down'],
    ['something_new', 'Weird', 'permanent', 'unexpected_response'],
    ['constructor', '', 'permanent', 'unexpected_response'],
  ])('%s "%s" is %s, %s', (code, message, kind, reason) => {
    expect(providerError(failure(code, message))).toMatchObject({ kind, reason, providerCode: code })
  })

  it('waits for the daily quota until midnight in UTC+8', () => {
    expect(providerError(failure('error_limit')).retryAfterMs).toBe(3_600_000)
  })

  it('quotes Shopee when the code is new', () => {
    expect(providerError(failure('something_new', 'Weird')).explanation?.why.id).toBe(
      'Pesan dari Shopee: "Weird".',
    )
  })

  it('takes an unknown code on a 5xx as an outage', () => {
    expect(providerError({ ...failure('something_new'), httpStatus: 502 }).kind).toBe('transient')
  })

  it('knows a missing object under any module', () => {
    expect(isNotFound(providerError(failure('order.error_not_found')))).toBe(true)
    expect(isNotFound(providerError(failure('error_item_not_found')))).toBe(true)
    expect(isNotFound(providerError(failure('error_auth')))).toBe(false)
    expect(isNotFound(new Error('error_not_found'))).toBe(false)
  })
})

describe('stock texts', () => {
  it.each([
    ['error_auth', 'stock can not be less than reserved stock', RULES.belowReserved],
    ['error.param', 'location_id is required', RULES.location],
    ['error_busi', 'multi-warehouse shop needs location_id', RULES.location],
    ['error_inner', 'invalid stock location', RULES.location],
    ['product.error_param', 'item is in promotion', RULES.promotion],
    ['error_param', 'Invalid model_id', RULES.variantChanged],
    ['error_busi', 'update stock failed, please try again', RULES.server],
  ])('%s "%s"', (code, message, rule) => {
    expect(ruleFor(code, message, 'stock')).toBe(rule)
  })

  it('keeps the gateway’s own refusals', () => {
    expect(ruleFor('error_auth', 'Invalid access_token', 'stock')).toBe(RULES.accessToken)
    expect(
      rowRefusal({ ...failure('error_busi_update_stock_failed', 'odd'), about: 'stock' }).explanation?.why.en,
    ).toContain('odd')
  })
})
