import { describe, expect, it } from 'vitest'
import { AdapterError, CAUSES } from '../../contract.ts'
import { CODES } from './errorCodes.ts'
import { batchError, isSituation, providerError, ruleNameFor, situation } from './errors.ts'
import { RULES, type RuleName } from './errorTable.ts'

const failure = (code: number, message = '', httpStatus = 200) =>
  providerError({ code, message, requestId: 'r-1', httpStatus, retryAfterMs: undefined, appKey: '29a39d' })

describe('every situation', () => {
  it.each(Object.keys(RULES) as RuleName[])('%s says what, why and what to do, in both languages', (name) => {
    const rule = RULES[name]
    expect(CAUSES).toContain(rule.reason)
    const { what, why, remedy } = rule.explanation({ appKey: '29a39d' })
    for (const part of [what, why, remedy]) {
      expect(part.id).toMatch(/^[A-Z0-9].+\.$/)
      expect(part.en).toMatch(/^[A-Z0-9].+\.$/)
      expect(part.id).not.toBe(part.en)
      // The branding rule for interfaces in Indonesia.
      expect(part.id + part.en).not.toMatch(/tiktok/i)
    }
  })

  it('has a code or a text that leads to it', () => {
    const reached = new Set<RuleName | undefined>([
      ...CODES.values(),
      ...['timestamp', 'another region', 'access token', 'app_key', 'shop_id is invalid', 'other'].map(
        (text) => ruleNameFor(36009004, text),
      ),
    ])
    // Told by ourselves when a quantity of 0 is refused.
    reached.add('zeroQuantity')
    for (const name of Object.keys(RULES) as RuleName[]) expect(reached).toContain(name)
  })
})

describe('codes', () => {
  it.each([
    [36009002, 429, 'rate_limit', 'http_429_rate_limited'],
    [36009003, 200, 'transient', 'http_5xx_provider_down'],
    [36009007, 200, 'transient', 'http_5xx_provider_down'],
    [36009009, 404, 'permanent', 'http_404_wrong_endpoint'],
    [36009033, 403, 'permission', 'ip_not_allowlisted'],
    [36009043, 403, 'permission', 'account_suspended'],
    [101000, 401, 'auth', 'token_revoked'],
    [105001, 401, 'auth', 'token_revoked'],
    [105002, 401, 'auth', 'token_expired'],
    [105005, 401, 'permission', 'http_403_missing_scope'],
    [106001, 401, 'auth', 'signature_mismatch'],
    [36004004, 200, 'auth', 'token_expired'],
    [36004005, 200, 'auth', 'token_revoked'],
    [12052881, 200, 'transient', 'http_5xx_provider_down'],
    [11034037, 200, 'transient', 'http_5xx_provider_down'],
    [12052901, 200, 'permanent', 'request_refused'],
  ])('%d', (code, status, kind, reason) => {
    expect(failure(code, 'text', status)).toMatchObject({
      kind,
      reason,
      providerCode: String(code),
      requestId: 'r-1',
    })
  })

  it.each([
    ['Invalid timestamp: it is older than 5 minutes.', 'clock_skew', []],
    ['Invalid access token: the x-tts-access-token header is missing.', 'token_expired', []],
    ['Invalid app_key.', 'wrong_environment', ['appKey']],
    ['Invalid access token: it belongs to another region.', 'wrong_region', []],
    ['Missing required parameter: sign', 'request_refused', []],
    ['Unexpected identifier: shop_cipher', 'request_refused', []],
  ])('36009004 %s', (message, reason, fields) => {
    expect(failure(36009004, message, 400)).toMatchObject({ reason, fields })
  })

  it('sends an app that is not known to the choice of environment', () => {
    const { explanation } = failure(36009004, 'Invalid app_key.', 400)
    expect(explanation?.remedy.id).toContain('pilihan lingkungan')
    expect(explanation?.remedy.en).toContain('chosen environment')
  })

  it('names the field at fault', () => {
    const error = failure(106001, 'Invalid credentials.', 401)
    expect(error.fields).toEqual(['appSecret'])
    expect(error.explanation?.why.id).toContain('29a39d')
  })

  it('quotes what it does not know, and judges it by its status', () => {
    expect(failure(99999999, 'Odd thing')).toMatchObject({
      kind: 'permanent',
      explanation: { why: { en: expect.stringContaining('Odd thing') as unknown } },
    })
    expect(failure(99999999, '', 503)).toMatchObject({ kind: 'transient' })
    expect(failure(99999999, '', 429)).toMatchObject({ kind: 'rate_limit' })
  })

  it('covers the documented lists', () => {
    // One of every row of the tables in the reference, and the ends of its ranges.
    const documented = [
      12052260, 12052048, 12019113, 12052547, 12052553, 12019028, 12052364, 12052533, 12052115, 12052055,
      12052037, 12052393, 12052850, 12052424, 12019045, 12052084, 12052371, 12052217, 12052227, 12019013,
      12052183, 12052306, 12052524, 12052013, 12052093, 12052535, 12052931, 12052935, 12052996, 12052703,
      12019015, 12052180, 12052910, 12038015, 10037004, 21008111, 36020001, 21042056, 21011030, 21023059,
      21021010, 21011031, 11028006, 21011026, 21011043, 10007002, 21011046, 21011048, 11006014, 21011037,
      11021010, 11021025, 21004017, 21004020, 21008043, 21004010, 21008017, 21042104, 11006010, 21008117,
      21008300, 11050001, 25001001, 25011013, 25020011, 25001057, 25001028, 25001046, 25005011, 25020005,
      25011010, 12052332, 12052330, 12052377, 12052382, 12052995, 11021035, 11021036,
    ]
    expect(documented.filter((code) => !CODES.has(code))).toEqual([])
  })
})

it('takes the inner error of a batch where the outer one says nothing', () => {
  const detail = { extra_errors: [{ code: '12019028', message: 'warehouses' }] }
  expect(batchError({ code: '12052990', message: 'failed', detail }, 'r', 'k').providerCode).toBe('12019028')
  expect(batchError({ code: '12052393', message: 'locked', detail }, 'r', 'k').providerCode).toBe('12052393')
  expect(
    batchError({ code: '55', message: 'odd', detail: { extra_errors: [] } }, 'r', 'k').providerCode,
  ).toBe('55')
})

it('recognises situations', () => {
  expect(isSituation(failure(12052032), 'notFound', 'otherShop')).toBe(true)
  expect(isSituation(failure(12052032), 'quantity')).toBe(false)
  expect(isSituation(new Error('x'), 'notFound')).toBe(false)
  expect(situation('settled', 'x')).toBeInstanceOf(AdapterError)
})
