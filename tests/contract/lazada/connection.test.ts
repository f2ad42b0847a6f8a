import { describe, expect, it } from 'vitest'
import { DEMO_APP_KEY } from '../../../sandbox/lazada/options.ts'
import type { AdapterError, ShopSession } from '../../../src/adapters/contract.ts'
import { lazada } from '../../../src/adapters/marketplaces/lazada/index.ts'
import {
  CROSS_BORDER,
  SINGLE,
  adapter,
  app,
  callbackQuery,
  consent,
  sandbox,
  sessionOf,
  shop,
  useLazada,
} from '../support/lazada.ts'

useLazada()

describe('authorisation', () => {
  it('takes a consent to tokens that work, once', async () => {
    const query = await callbackQuery(SINGLE)
    expect(query['state']).toBe('s-1')
    const [grant, ...others] = await adapter.authorize.exchange(app, query)
    expect(others).toEqual([])
    expect(grant).toMatchObject({
      externalShopId: String(SINGLE),
      details: { country: 'id', tokenCountry: 'id', seller_id: String(SINGLE) },
    })
    expect(grant!.accessExpiresAt.getTime() - Date.now()).toBeGreaterThan(29 * 86_400_000)
    expect(grant!.refreshExpiresAt!.getTime() - Date.now()).toBeGreaterThan(179 * 86_400_000)
    await expect(adapter.authorize.exchange(app, query)).rejects.toMatchObject({
      providerCode: 'InvalidCode',
    })
  })

  it('refuses an account of another country', async () => {
    sandbox.state.faults.add({ kind: 'wrong_region', count: 1 })
    await expect(adapter.authorize.exchange(app, await callbackQuery(SINGLE))).rejects.toMatchObject({
      kind: 'permission',
      reason: 'wrong_region',
      message: 'Lazada token for SG, expected ID',
    })
  })

  it('refreshes, and a spent refresh token is refused', async () => {
    const grant = await consent(SINGLE)
    const input = {
      externalShopId: grant.externalShopId,
      refreshToken: grant.refreshToken,
      details: grant.details,
    }
    const next = await adapter.authorize.refresh(app, input)
    expect(next.details).toEqual(grant.details)
    expect(next.refreshToken).not.toBe(grant.refreshToken)
    await expect(adapter.shop.info(sessionOf(next))).resolves.toMatchObject({ name: 'Rumah Nusantara' })
    await expect(adapter.authorize.refresh(app, input)).rejects.toMatchObject({
      kind: 'auth',
      reason: 'token_revoked',
    })
  })

  it('takes the Indonesian seller of a cross-border account, and the others where they are wanted', async () => {
    expect((await consent(CROSS_BORDER)).details).toMatchObject({
      country: 'id',
      tokenCountry: 'cb',
      seller_sg: String(CROSS_BORDER + 1),
    })
    const wide = lazada({ sandboxUrl: sandbox.url, countries: ['id', 'sg', 'my', 'th', 'vn', 'ph'] })
    const grants = await wide.authorize.exchange(app, await callbackQuery(CROSS_BORDER))
    expect(grants.map((grant) => grant.details['country'])).toEqual(['id', 'sg', 'my', 'th', 'vn', 'ph'])
    const onlyThai = lazada({ sandboxUrl: sandbox.url, countries: ['th'] })
    await expect(onlyThai.authorize.exchange(app, await callbackQuery(SINGLE))).rejects.toMatchObject({
      reason: 'wrong_region',
    })
  })

  it('says when the seller refused', async () => {
    await expect(
      adapter.authorize.exchange(app, await callbackQuery(SINGLE, 'reject')),
    ).rejects.toMatchObject({
      providerCode: 'access_denied',
    })
  })

  it('says when the token cannot be renewed or the consent was withdrawn', async () => {
    const grant = await consent(SINGLE)
    const input = { externalShopId: grant.externalShopId, refreshToken: grant.refreshToken, details: {} }
    sandbox.state.apps.get(DEMO_APP_KEY)!.policy = 'ASA'
    await expect(adapter.authorize.refresh(app, input)).rejects.toMatchObject({
      providerCode: 'AUTH_TYPE_UNSUPPORTED',
    })
    sandbox.state.apps.get(DEMO_APP_KEY)!.policy = 'ALA'
    sandbox.state.tokens.revoke(DEMO_APP_KEY, 'rumah@toko.test')
    await expect(adapter.authorize.refresh(app, input)).rejects.toMatchObject({ reason: 'token_revoked' })
  })
})

describe('test connection', () => {
  /** The first check that fails, and why; undefined when all pass. */
  const firstFailure = async (session: ShopSession): Promise<[string, string] | undefined> => {
    for (const check of adapter.checks) {
      try {
        await check.run(session)
      } catch (error) {
        return [check.id, (error as AdapterError).reason]
      }
    }
    return undefined
  }

  it('passes on a healthy shop', async () => {
    expect(await firstFailure(shop)).toBeUndefined()
  })

  it.each<[string, () => ShopSession | void, [string, string]]>([
    [
      'a wrong secret',
      () => ({ ...shop, credentials: { ...app.credentials, appSecret: 'x'.repeat(32) } }),
      ['signature', 'signature_mismatch'],
    ],
    [
      'an unknown app key',
      () => ({ ...shop, credentials: { ...app.credentials, appKey: '999999' } }),
      ['signature', 'wrong_environment'],
    ],
    [
      'a clock that is three hours off',
      () => ({ ...shop, now: () => new Date(Date.now() + 3 * 3_600_000) }),
      ['clock', 'clock_skew'],
    ],
    [
      'an address outside the list',
      () => void sandbox.state.faults.add({ kind: 'ip_not_whitelisted' }),
      ['signature', 'ip_not_allowlisted'],
    ],
    [
      'the punish page',
      () => void sandbox.state.faults.add({ kind: 'html_error' }),
      ['signature', 'ip_not_allowlisted'],
    ],
    [
      'an expired token',
      () => void sandbox.state.tokens.expireAccess('rumah@toko.test'),
      ['token', 'token_expired'],
    ],
    [
      'a token of another country',
      () => void sandbox.state.faults.add({ kind: 'wrong_region' }),
      ['token', 'wrong_region'],
    ],
    [
      'a shop that has not subscribed',
      () => void sandbox.state.faults.add({ kind: 'not_subscribed' }),
      ['token', 'token_revoked'],
    ],
    [
      'a missing permission',
      () => void sandbox.state.faults.add({ kind: 'missing_permission', path: '/orders/get' }),
      ['scope', 'http_403_missing_scope'],
    ],
    [
      'a permission that is missing for calls of the app and of the seller',
      () => {
        sandbox.state.faults.add({ kind: 'missing_permission', path: '/category/brands/query' })
        sandbox.state.faults.add({ kind: 'missing_permission', path: '/seller/get' })
      },
      ['scope', 'http_403_missing_scope'],
    ],
    [
      'a closed shop',
      () => void (sandbox.state.shops.get(SINGLE)!.status = 'INACTIVE'),
      ['shop', 'account_suspended'],
    ],
    [
      'an outage',
      () => void sandbox.state.faults.add({ kind: 'http_503' }),
      ['address', 'http_5xx_provider_down'],
    ],
  ])(
    'finds %s',
    async (_name, break_, expected) => {
      const session = break_() ?? shop
      expect(await firstFailure(session)).toEqual(expected)
    },
    60_000,
  )
})
