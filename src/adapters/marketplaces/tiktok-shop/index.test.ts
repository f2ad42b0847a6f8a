import { describe, expect, it } from 'vitest'
import { describeCredentials } from '../../contract.ts'
import { tokenBaseUrlOf } from './environments.ts'
import { tiktokShop } from './index.ts'

const adapter = tiktokShop()

describe('descriptor', () => {
  it('carries the name the platform asks for, and the storefronts behind it', () => {
    expect([adapter.id, adapter.name]).toEqual(['tiktok-shop', 'Tokopedia & Shop'])
    expect(adapter.surfaces?.map((surface) => surface.id)).toEqual(['tokopedia', 'tiktok_shop'])
    expect(adapter.surfaces?.[0]?.connectHint?.id).toMatch(/^Toko Tokopedia kini .+\.$/)
    const shown = JSON.stringify([
      adapter.name,
      adapter.setup,
      adapter.surfaces?.map((surface) => surface.name),
      adapter.checks.map((check) => check.label),
    ])
    expect(shown.replaceAll('/oauth/tiktok-shop', '')).not.toMatch(/tiktok(?!_shop)/i)
  })

  it('draws its form', () => {
    const fields = describeCredentials(adapter.credentials)
    expect(fields.map(({ key, secret, required }) => [key, secret, required])).toEqual([
      ['appKey', false, true],
      ['appSecret', true, true],
      ['serviceId', false, true],
    ])
    for (const field of fields) {
      expect(field.label.id && field.label.en && field.help.id && field.help.en && field.pattern).toBeTruthy()
      expect(field.invalid.id).not.toBe(field.invalid.en)
    }
  })

  it.each([
    [{ appKey: ' 6abcd1efgh2ij ', appSecret: 'a'.repeat(40), serviceId: '7171234567890123456' }, true],
    [{ appKey: '29a39d', appSecret: 'e59af819cc', serviceId: '7171234567890123456' }, true],
    [{ appKey: '6ABCD', appSecret: 'a'.repeat(40), serviceId: '7171234567890123456' }, false],
    [{ appKey: '6abcd1efgh2ij', appSecret: 'a b c d e f g h', serviceId: '7171234567890123456' }, false],
    [{ appKey: '6abcd1efgh2ij', appSecret: 'a'.repeat(40), serviceId: '6abcd1efgh2ij' }, false],
    [{ appKey: '6abcd1efgh2ij', appSecret: 'a'.repeat(40) }, false],
  ])('judges %j', (values, ok) => {
    expect(adapter.credentials.safeParse(values).success).toBe(ok)
  })

  it('has one live environment, a local one only when given, every address changeable', () => {
    expect(Object.keys(adapter.environments)).toEqual(['live'])
    expect(tokenBaseUrlOf(adapter.environments['live']!)).toBe('https://auth.tiktok-shops.com')
    const own = tiktokShop({
      sandboxUrl: 'http://127.0.0.1:4311/',
      live: { consentBaseUrl: 'https://services.us.tiktokshop.com/open/authorize' },
    })
    expect(own.environments['local']).toMatchObject({
      apiBaseUrl: 'http://127.0.0.1:4311',
      consentBaseUrl: 'http://127.0.0.1:4311/open/authorize',
      local: true,
    })
    expect(tokenBaseUrlOf(own.environments['local']!)).toBe('http://127.0.0.1:4311')
    expect(own.environments['live']!.consentBaseUrl).toContain('us.tiktokshop')
  })

  it('leaves open what the documentation leaves open', () => {
    expect(adapter.authorize.singleUseRefresh).toBe(true)
    const codes = (sellerMayCancelUnpaid: boolean) =>
      tiktokShop({ unconfirmed: { sellerMayCancelUnpaid } }).orders!.cancellation!.reasons.map(
        (reason) => reason.code,
      )
    expect(codes(true)).toHaveLength(3)
    expect(codes(false)).toHaveLength(2)
    expect(tiktokShop({ unconfirmed: { refreshTokenSpentByUse: false } }).authorize.singleUseRefresh).toBe(
      false,
    )
  })

  it('runs its checks in order, those for a shop last', () => {
    expect(adapter.checks.map(({ id, needsShop = false }) => [id, needsShop])).toEqual([
      ['address', false],
      ['clock', false],
      ['signature', false],
      ['token', true],
      ['scope', true],
      ['shop', true],
    ])
  })
})
