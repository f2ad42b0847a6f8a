import { expect, it } from 'vitest'
import { text } from '../../i18n/text.ts'
import { FakeMarket } from '../sync/testing/market.ts'
import { environmentOf, offeredEnvironments } from './environments.ts'

const label = text('Uji', 'Test')
const live = { label, apiBaseUrl: 'https://pasar.example', consentBaseUrl: 'https://pasar.example' }
const local = {
  label,
  apiBaseUrl: 'http://127.0.0.1:4010/api',
  consentBaseUrl: 'http://127.0.0.1:4010',
  local: true,
}

it('offers a stand-in only when the deployment lists it', () => {
  expect(Object.keys(offeredEnvironments({ environments: { live, local } }, []))).toEqual(['live'])
  expect(
    Object.keys(offeredEnvironments({ environments: { live, local } }, ['http://127.0.0.1:4010'])),
  ).toEqual(['live', 'local'])
  expect(
    Object.keys(offeredEnvironments({ environments: { live, local } }, ['http://127.0.0.1:4011'])),
  ).toEqual(['live'])
})

it('knows no environment the adapter does not have', () => {
  const { adapter } = new FakeMarket()
  expect(environmentOf(adapter, 'test').apiBaseUrl).toBe('https://pasar.example')
  for (const name of ['live', 'constructor', '']) {
    expect(() => environmentOf(adapter, name)).toThrow(
      expect.objectContaining({ reason: 'wrong_environment' }),
    )
  }
})
