import { describe, expect, it } from 'vitest'
import { FakeMarket, MARKET } from '../../sync/testing/market.ts'
import { bucketsOf, endpointClassOf } from './buckets.ts'
import { readOverrides, withOverrides } from './overrides.ts'

const { adapter } = new FakeMarket()

describe('budgets of the deployment', () => {
  it('replace what they name and leave the rest', () => {
    const [own] = withOverrides(
      [adapter],
      readOverrides(JSON.stringify({ [MARKET]: { perShop: 3, perApp: 40, read: 1 } })),
    )
    expect(own?.limits).toEqual({
      ...adapter.limits,
      requestsPerSecondPerShop: 3,
      requestsPerSecondPerApp: 40,
      requestsPerSecondPerClass: { read: 1 },
    })
    expect(withOverrides([adapter], readOverrides(undefined))).toEqual([adapter])
  })

  it.each([
    ['{', /not JSON/],
    ['{"pasar":{"perShop":0}}', /pasar\.perShop/],
    ['{"pasar":{"perHour":5}}', /pasar/],
    ['{"pasar":5}', /pasar/],
  ])('%s is refused with its place', (text, message) => {
    expect(() => readOverrides(text)).toThrow(message)
  })

  it('for a marketplace that is not there change nothing', () => {
    expect(withOverrides([adapter], { lain: { perShop: 1 } })).toEqual([adapter])
  })
})

it('a call is taken out of the budgets of its shop, its class and its app', () => {
  const limits = { ...adapter.limits, requestsPerSecondPerShop: 10, requestsPerSecondPerApp: 50 }
  const names = bucketsOf({ id: 's', integrationId: 'i' }, 'write', limits).map(({ name, perSecond }) => [
    name,
    perSecond,
  ])
  expect(names).toEqual([
    ['shop:s', 10],
    ['shop:s:write', 8],
    ['app:i', 50],
  ])
})

it.each([
  ['orders.fetch', 'orders'],
  ['orders.poll', 'orders'],
  ['stock.push', 'write'],
  ['listings.publish', 'write'],
  ['listings.fetch', 'read'],
  ['catalog.import', 'read'],
  ['shop.info', 'read'],
] as const)('%s counts as %s', (purpose, expected) => {
  expect(endpointClassOf(purpose)).toBe(expected)
})
