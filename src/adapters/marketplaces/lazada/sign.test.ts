import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { baseString, sign } from './sign.ts'

const official = {
  app_key: '123456',
  access_token: 'test',
  timestamp: '1517820392000',
  sign_method: 'sha256',
  order_id: '1234',
}

it('signs the example of Lazada’s guide', () => {
  expect(baseString('/order/get', official)).toBe(
    '/order/getaccess_tokentestapp_key123456order_id1234sign_methodsha256timestamp1517820392000',
  )
  expect(sign('helloworld', '/order/get', official)).toBe(
    '4190D32361CFB9581350222F345CB77F3B19F0E31D162316848A2C1FFD5FAB4A',
  )
})

it('sorts by bytes: digits, upper case, underscore, lower case', () => {
  expect(baseString('/x', { b: '4', _a: '3', B: '2', '1': '1' })).toBe('/x11B2_a3b4')
})

it('leaves the signature itself and empty values out', () => {
  expect(baseString('/x', { a: '1', sign: 'ABC', empty: '' })).toBe('/xa1')
})

it('signs values as they are, not as they travel', () => {
  const payload = '<Name>Kopi & Teh – 100%</Name>'
  expect(sign('secret', '/product/create', { payload })).toBe(
    createHmac('sha256', 'secret')
      .update(`/product/createpayload${payload}`, 'utf8')
      .digest('hex')
      .toUpperCase(),
  )
})
