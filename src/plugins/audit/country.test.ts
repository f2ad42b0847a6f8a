import { expect, it } from 'vitest'
import { countryOf } from './country.ts'

it.each([
  ['36.66.1.1', 'ID'],
  ['182.1.2.3', 'ID'],
  ['8.8.8.8', 'US'],
  ['127.0.0.1', null],
  ['192.168.1.7', null],
  ['2001:448a:2020:1::1', null],
  ['not an address', null],
])('knows the country of %s: %s', async (address, country) => {
  expect(await countryOf(address)).toBe(country)
})
