import { describe, expect, it } from 'vitest'
import { baseString, sameSignature, signPush, signRequest } from './sign.ts'

describe('request signature', () => {
  const timestamp = 1655714431
  const accessToken = '59777174636562737266615546704c6d'

  it('builds the official base strings', () => {
    expect(baseString({ partnerId: 2001887, path: '/api/v2/public/get_shops_by_partner', timestamp })).toBe(
      '2001887/api/v2/public/get_shops_by_partner1655714431',
    )
    expect(
      baseString({
        partnerId: 2001887,
        path: '/api/v2/shop/get_shop_info',
        timestamp,
        accessToken,
        ownerId: 14701711,
      }),
    ).toBe('2001887/api/v2/shop/get_shop_info165571443159777174636562737266615546704c6d14701711')
    expect(
      baseString({
        partnerId: 2001887,
        path: '/api/v2/global_product/get_category',
        timestamp,
        accessToken: '09777174636562737266615546704c6d',
        ownerId: 1000000,
      }),
    ).toBe('2001887/api/v2/global_product/get_category165571443109777174636562737266615546704c6d1000000')
  })

  it('takes the key as plain text and gives 64 lowercase hex characters', () => {
    const sign = signRequest('abcdef0123', { partnerId: 1, path: '/api/v2/x', timestamp: 2 })
    expect(sign).toMatch(/^[0-9a-f]{64}$/)
    expect(sign).not.toBe(signRequest('ABCDEF0123', { partnerId: 1, path: '/api/v2/x', timestamp: 2 }))
  })

  it('agrees with a published HMAC-SHA256 vector', () => {
    expect(signRequest('Jefe', { partnerId: 'what do ya want ', path: 'for ', timestamp: 'nothing?' })).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })

  it('signs a push over address, bar and body', () => {
    expect(signPush('Jefe', 'u', '{"a":1}')).toBe(
      signRequest('Jefe', { partnerId: 'u|', path: '{"a":', timestamp: '1}' }),
    )
  })

  it('compares without throwing on different lengths', () => {
    expect(sameSignature('aa', 'aaa')).toBe(false)
    expect(sameSignature('aa', 'aa')).toBe(true)
  })
})
