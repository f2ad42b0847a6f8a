import { describe, expect, it } from 'vitest'
import { describeCredentials } from '../../contract.ts'
import { shopee } from './index.ts'

const adapter = shopee()

describe('descriptor', () => {
  it('draws its form', () => {
    const fields = describeCredentials(adapter.credentials)
    expect(fields.map(({ key, secret, required }) => [key, secret, required])).toEqual([
      ['partnerId', false, true],
      ['partnerKey', true, true],
      ['pushKey', true, false],
    ])
    for (const field of fields)
      expect(field.label.id && field.label.en && field.help.id && field.pattern).toBeTruthy()
  })

  it.each([
    [{ partnerId: ' 2001887 ', partnerKey: 'k'.repeat(64) }, true],
    [{ partnerId: '2001887', partnerKey: 'k'.repeat(64), pushKey: '' }, true],
    [{ partnerId: '20o1887', partnerKey: 'k'.repeat(64) }, false],
    [{ partnerId: '2001887', partnerKey: 'short' }, false],
    [{ partnerId: '2001887', partnerKey: `${'k'.repeat(20)} ${'k'.repeat(20)}` }, false],
    [{ partnerId: '2001887' }, false],
  ])('judges %j', (values, ok) => {
    expect(adapter.credentials.safeParse(values).success).toBe(ok)
  })

  it('offers the local environment only when given one', () => {
    expect(Object.keys(adapter.environments)).toEqual(['live', 'sandbox'])
    const { environments } = shopee({
      sandboxUrl: 'http://127.0.0.1:4310/',
      environments: { live: { apiBaseUrl: 'https://b.test' } },
    })
    expect(environments['local']).toMatchObject({
      apiBaseUrl: 'http://127.0.0.1:4310/',
      consentBaseUrl: 'http://127.0.0.1:4310/auth',
      local: true,
    })
    expect(environments['live']).toMatchObject({
      apiBaseUrl: 'https://b.test',
      consentBaseUrl: 'https://open.shopee.com/auth',
    })
  })
})
