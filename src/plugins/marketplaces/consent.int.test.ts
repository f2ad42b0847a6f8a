import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { transaction } from '../../database/tx.ts'
import { failure, FakeMarket, MARKET } from '../sync/testing/market.ts'
import { createWorld, jobsOf, saveKeys, type World } from '../sync/testing/world.ts'
import type { ConnectedShop } from './connect.ts'
import { consentProblems, ConsentProblem, type ConsentProblemCode } from './consent-problems.ts'
import { newNonce } from './consent-state.ts'
import { finishConsent, startConsent } from './consent.ts'
import { confirmAllowList, tryAllowList } from '../security/organisation/allow-list.ts'
import { disconnectShop } from './disconnect.ts'
import { NotFoundError } from './rows.ts'
import { withShop } from './shop-session.ts'

let database: TestDatabase
let market: FakeMarket
let world: World
const nonce = newNonce()

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await database.pool.query('delete from graphile_worker._private_jobs')
  market = new FakeMarket()
  world = await createWorld(database.pool, market)
})
afterAll(() => database.drop())

const start = async (by = world): Promise<string> => {
  const url = await startConsent(by.kanal, {
    integrationId: by.integrationId,
    userId: by.userId,
    organisationId: by.organisationId,
    nonce,
  })
  expect(new URL(url).searchParams.get('redirect')).toBe(`https://kanal.example/oauth/${MARKET}`)
  return new URL(url).searchParams.get('state') ?? ''
}
const finish = (
  query: Record<string, string>,
  browser: string | undefined = nonce,
): Promise<readonly ConnectedShop[]> =>
  finishConsent(world.kanal, { marketplace: MARKET, query, nonce: browser })
const shopsOf = async (by = world): Promise<Record<string, unknown>[]> =>
  (await database.pool.query('select * from shops where organisation_id = $1', [by.organisationId])).rows
const audit = async (): Promise<Record<string, unknown>[]> =>
  (
    await database.pool.query(
      'select action, outcome, reason, actor_id from audit_events where organisation_id = $1 order by created_at',
      [world.organisationId],
    )
  ).rows

describe('a consent that is given', () => {
  it('connects the shop with its name, stores its tokens and starts the import', async () => {
    market.codes.set('kode', ['s1'])
    const [shop] = await finish({ state: await start(), code: 'kode' })
    expect(shop).toMatchObject({ name: 'Toko s1', externalShopId: 's1', isReconnected: false })
    expect(await shopsOf()).toMatchObject([
      {
        id: shop?.id,
        status: 'connected',
        region: 'ID',
        marketplace: MARKET,
        integration_id: world.integrationId,
      },
    ])
    const info = await withShop(world.kanal, shop?.id ?? '', 'test.info', ({ adapter, session }) =>
      adapter.shop.info(session),
    )
    expect(info.externalId).toBe('s1')
    expect(await audit()).toEqual([
      { action: 'shop.connect', outcome: 'ok', reason: null, actor_id: world.userId },
    ])
    expect((await jobsOf(database.pool)).map(({ task }) => task)).toContain('catalog.import')
  })

  it('connects all shops of one account', async () => {
    market.codes.set('kode', ['m1', 'm2', 'm3'])
    expect(await finish({ state: await start(), code: 'kode' })).toHaveLength(3)
  })

  it('again, connects the same shop again and keeps its history', async () => {
    market.codes.set('satu', ['r1'])
    const [first] = await finish({ state: await start(), code: 'satu' })
    await transaction(database.pool, (tx) =>
      disconnectShop(tx, { organisationId: world.organisationId, shopId: first?.id ?? '', cause: 'user' }),
    )
    const { rows } = await database.pool.query(
      `select count(*)::integer as n from cred_values where owner_id = $1 and envelope is not null`,
      [first?.id],
    )
    expect(rows[0].n).toBe(0)
    market.codes.set('dua', ['r1'])
    const [second] = await finish({ state: await start(), code: 'dua' })
    expect(second).toMatchObject({ id: first?.id, isReconnected: true })
    expect(await shopsOf()).toMatchObject([{ status: 'connected', status_cause: null }])
  })

  it('connects a shop whose name cannot be read just now', async () => {
    market.codes.set('kode', ['n1'])
    market.before = (call) => {
      if (call === 'shop.info') throw failure('transient', 'tcp_timeout')
    }
    const [shop] = await finish({ state: await start(), code: 'kode' })
    expect(shop?.name).toBe('Pasar n1')
  })
})

describe('a consent that fails says why and stores nothing', () => {
  const fails = async (code: string, attempt: Promise<unknown>): Promise<void> => {
    const error = await attempt.then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(ConsentProblem)
    expect((error as ConsentProblem).code).toBe(code)
    expect(await shopsOf()).toEqual([])
    expect(await jobsOf(database.pool)).toEqual([])
    const { rows } = await database.pool.query(
      `select 1 from cred_heads where organisation_id = $1 and owner_type = 'shop'`,
      [world.organisationId],
    )
    expect(rows).toEqual([])
  }

  it('without a state, or with a forged one', async () => {
    market.codes.set('kode', ['x'])
    await fails('state_missing', finish({ code: 'kode' }))
    await fails('state_missing', finish({ state: '', code: 'kode' }))
    await fails('state_unknown', finish({ state: 'a'.repeat(43), code: 'kode' }))
    expect(market.called('exchange')).toBe(0)
  })

  it('the state of another marketplace, which stays good for its own', async () => {
    const state = await start()
    const elsewhere = finishConsent(world.kanal, {
      marketplace: 'lain',
      query: { state, code: 'kode' },
      nonce,
    })
    await fails('state_unknown', elsewhere)
    market.codes.set('kode', ['ok2'])
    expect(await finish({ state, code: 'kode' })).toHaveLength(1)
  })

  it('an integration of another organisation', async () => {
    const other = await createWorld(database.pool, market, world.kanal)
    const { integrationId } = other
    const attempt = startConsent(world.kanal, {
      integrationId,
      userId: world.userId,
      organisationId: world.organisationId,
      nonce,
    })
    await expect(attempt).rejects.toThrow(NotFoundError)
    const { rows } = await database.pool.query('select from consent_states where integration_id = $1', [
      integrationId,
    ])
    expect(rows).toEqual([])
  })

  it('too late', async () => {
    const state = await start()
    await database.pool.query(`update consent_states set expires_at = now() - interval '1 second'`)
    await fails('state_expired', finish({ state, code: 'kode' }))
  })

  it('used before', async () => {
    const state = await start()
    await fails('refused', finish({ state, error: 'access_denied' }))
    await fails('state_used', finish({ state, code: 'kode' }))
  })

  it('another browser, or none; the right one still works', async () => {
    const state = await start()
    await fails('other_browser', finish({ state, code: 'kode' }, newNonce()))
    await fails(
      'other_browser',
      finishConsent(world.kanal, { marketplace: MARKET, query: { state }, nonce: undefined }),
    )
    market.codes.set('kode', ['ok1'])
    expect(await finish({ state, code: 'kode' })).toHaveLength(1)
  })

  it('a code the marketplace does not know', async () => {
    await fails('code_refused', finish({ state: await start(), code: 'basi' }))
    expect(await audit()).toEqual([
      { action: 'shop.connect', outcome: 'failed', reason: 'code_refused', actor_id: world.userId },
    ])
  })

  it('keys that are wrong', async () => {
    await saveKeys(world, { appKey: 'salah' })
    market.codes.set('kode', ['x'])
    await fails('keys_refused', finish({ state: await start(), code: 'kode' }))
  })

  it.each<[string, ConsentProblemCode, Parameters<typeof failure>]>([
    ['a clock that is wrong', 'clock_skew', ['permanent', 'clock_skew']],
    ['a permission the app lacks', 'permission_missing', ['permanent', 'http_403_missing_scope']],
    ['an account that is blocked', 'suspended', ['permission', 'account_suspended']],
    ['a server whose address is not allowed', 'ip_refused', ['permanent', 'ip_not_allowlisted']],
    ['a shop of another region', 'wrong_region', ['permission', 'wrong_region']],
    ['keys of another environment', 'wrong_environment', ['auth', 'wrong_environment']],
    ['a quota that is used up', 'unreachable', ['rate_limit', 'quota_exceeded']],
    ['a certificate that ran out', 'unreachable', ['permanent', 'tls_expired']],
    ['an API that is not there', 'not_understood', ['permanent', 'http_404_wrong_endpoint']],
    ['an answer that is not as documented', 'not_understood', ['contract', 'unexpected_response']],
    ['a code that never came', 'code_refused', ['permanent', 'unexpected_response']],
    ['a code that ran out', 'code_refused', ['auth', 'token_expired']],
    ['a fault of our own', 'internal', ['permanent', 'internal']],
  ])('%s', async (_, code, [kind, reason]) => {
    market.before = (call) => {
      if (call === 'exchange') throw failure(kind, reason)
    }
    await fails(code, finish({ state: await start(), code: 'kode' }))
    expect(await audit()).toMatchObject([{ outcome: 'failed', reason: code }])
  })

  it('a shop whose own calls say that it is of another region', async () => {
    market.codes.set('kode', ['jauh'])
    market.before = (call) => {
      if (call === 'shop.info') throw failure('permission', 'wrong_region')
    }
    await fails('wrong_region', finish({ state: await start(), code: 'kode' }))
  })

  it('a marketplace that is away', async () => {
    market.before = () => {
      throw failure('transient', 'tcp_timeout')
    }
    await fails('unreachable', finish({ state: await start(), code: 'kode' }))
  })

  it('a person who lost the role meanwhile', async () => {
    const state = await start()
    await database.pool.query(`update users_memberships set role = 'staff' where _parent_id = $1`, [
      world.userId,
    ])
    await fails('not_allowed', finish({ state, code: 'kode' }))
    expect(market.called('exchange')).toBe(0)
  })

  it('T17: a person who comes back from an address the organisation does not allow, or from an unknown one', async () => {
    const { pool } = database
    await transaction(pool, async (tx) => {
      const list = { organisationId: world.organisationId, ranges: ['203.0.113.0/24'], userId: world.userId }
      await tryAllowList(tx, list)
      await confirmAllowList(tx, world.organisationId, world.userId)
    })
    const from = async (visitor: { ip?: string }): Promise<readonly ConnectedShop[]> =>
      finishConsent(world.kanal, {
        marketplace: MARKET,
        query: { state: await start(), code: 'kode' },
        nonce,
        visitor,
      })
    market.codes.set('kode', ['d1'])
    for (const visitor of [{ ip: '198.51.100.7' }, { ip: '::ffff:198.51.100.7' }, {}])
      await fails('address_not_allowed', from(visitor))
    expect((await audit()).map(({ outcome, reason }) => [outcome, reason])).toEqual(
      Array.from({ length: 3 }, () => ['denied', 'address_not_allowed']),
    )
    expect(market.called('exchange')).toBe(0)
    expect(await shopsOf()).toEqual([])
    expect(await from({ ip: '203.0.113.9' })).toHaveLength(1)
  })

  it('a shop that another organisation has, even as one of several', async () => {
    const other = await createWorld(database.pool, market, world.kanal)
    market.codes.set('lain', ['taken'])
    await finish({ state: await start(other), code: 'lain' })
    await database.pool.query('delete from graphile_worker._private_jobs')
    market.codes.set('kode', ['bebas', 'taken'])
    await fails('shop_taken', finish({ state: await start(), code: 'kode' }))
    expect(await shopsOf(other)).toMatchObject([{ status: 'connected' }])
  })
})

it.each(Object.entries(consentProblems))(
  '%s is told in three parts, in both languages',
  (_, { what, why, remedy }) => {
    for (const part of [what, why, remedy]) {
      expect(part.id).toMatch(/^[A-Z].+\.$/)
      expect(part.en).toMatch(/^[A-Z].+\.$/)
    }
  },
)
