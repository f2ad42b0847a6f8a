import type { Config } from 'payload'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { credentialField } from '../../adapters/contract.ts'
import { httpCheck } from '../../adapters/kit/httpCheck.ts'
import { registryOf } from '../registry.ts'
import { FakeMarket } from '../sync/testing/market.ts'
import { AdapterRegistrationError, marketplaces } from './index.ts'

const config = {
  collections: [
    { slug: 'integrations', fields: [] },
    { slug: 'shops', fields: [] },
  ],
} as unknown as Config
const { adapter } = new FakeMarket()

describe('registering marketplaces', () => {
  it('adds adapters, tasks and endpoints, also in two calls', async () => {
    const first = await marketplaces({ adapters: [adapter] })(config)
    const both = await marketplaces({ adapters: [{ ...adapter, id: 'lain' }] })({ ...first })
    expect(registryOf(both).adapters.map(({ id }) => id)).toEqual([adapter.id, 'lain'])
    expect(registryOf(first).tasks.map(({ name }) => name)).toEqual([
      'tokens.refresh',
      'tokens.refresh-due',
      'consents.check',
      'consents.check-all',
      'pushes.watch',
    ])
    expect(registryOf(first).schedules.map(({ task }) => task)).toEqual([
      'tokens.refresh-due',
      'consents.check-all',
      'pushes.watch',
    ])
    const paths = first.collections?.flatMap(({ slug, endpoints }) =>
      (endpoints || []).map(({ method, path }) => `${method} ${slug}${path}`),
    )
    expect(paths).toEqual([
      'post integrations/:id/consent',
      'post shops/:id/disconnect',
      'get shops/:id/warehouses',
      'post shops/:id/warehouse',
    ])
  })

  it.each([
    ['the same id twice', [adapter, adapter]],
    ['an id that cannot stand in an address', [{ ...adapter, id: 'Pasar Besar' }]],
    ['another contract', [{ ...adapter, contractVersion: 2 as 1 }]],
  ])('refuses %s', (_, adapters) => {
    expect(() => marketplaces({ adapters })(config)).toThrow(AdapterRegistrationError)
  })

  it('refuses a declared check that cannot work, and says why', () => {
    const check = httpCheck('Pasar', {
      id: 'address',
      label: { id: 'Alamat', en: 'Address' },
      request: { method: 'GET', path: '/ping', headers: { 'x-app': '{credentials.nobody}' } },
      rules: [{ when: {}, then: 'accepted' }],
    })
    const field = { label: check.label, help: check.label, invalid: check.label }
    const credentials = z.object({ key: z.string().register(credentialField, field) })
    const adapters = [{ ...adapter, id: 'pasar', checks: [check], credentials }]
    expect(() => marketplaces({ adapters })(config)).toThrow(
      /The adapter "pasar", check "address": \{credentials\.nobody\} names no field; the fields are .+\./,
    )
  })
})
