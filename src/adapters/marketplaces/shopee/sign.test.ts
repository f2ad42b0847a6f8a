import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { baseString, sign, type SignedParts } from './sign.ts'

const timestamp = 1655714431
const accessToken = '77174636562737266615546704c6d'

const examples: [string, SignedParts, string][] = [
  [
    'as the app',
    { partnerId: '2001887', path: '/api/v2/public/get_shops_by_partner', timestamp },
    '2001887/api/v2/public/get_shops_by_partner1655714431',
  ],
  [
    'for a shop',
    {
      partnerId: '2001887',
      path: '/api/v2/shop/get_shop_info',
      timestamp,
      shop: { accessToken, shopId: '14701711' },
    },
    '2001887/api/v2/shop/get_shop_info165571443177174636562737266615546704c6d14701711',
  ],
]

it.each(examples)('%s: the base string is as documented', (_name, parts, expected) => {
  expect(baseString(parts)).toBe(expected)
})

it.each(examples)('%s: the signature is hex HMAC-SHA256 under the key as text', (_name, parts, message) => {
  const key = '4f6d6b546e6a4d6a4d6a4d6a4d6a4d6a'
  expect(sign(key, parts)).toBe(
    createHmac('sha256', Buffer.from(key, 'utf8')).update(message, 'utf8').digest('hex'),
  )
  expect(sign(key, parts)).toMatch(/^[0-9a-f]{64}$/)
})

it('keeps its value: vectors computed with openssl', () => {
  const [app, shop] = examples.map(([, parts]) => sign('shpk4f6d6b546e6a4d6a4d6a4d6a4d6a', parts))
  expect(app).toBe('86d25082dde245bdde8e677f1e0a04d3505a11043ac71944ebf794e7193aa84b')
  expect(shop).toBe('0653797b838b3c5f9f924c2bf04e7549ad9b78f7e601d7ac20be2a7375f6ceba')
})
