import type { Config } from 'payload'
import { describe, expect, it } from 'vitest'
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
})
