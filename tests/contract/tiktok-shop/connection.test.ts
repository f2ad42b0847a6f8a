import { describe, expect, it } from 'vitest'
import { DEMO_APP_SECRET, DEMO_SERVICE_ID } from '../../../sandbox/tiktok-shop/options.ts'
import type { AppSession, CheckId, ShopSession } from '../../../src/adapters/contract.ts'
import {
  CREDENTIALS,
  DAY,
  OTHER,
  SECOND,
  SHOP,
  adapter,
  app,
  connect,
  consent,
  control,
  fault,
  sandbox,
  useTikTokShop,
} from '../support/tiktok-shop.ts'

useTikTokShop()

describe('consent and tokens', () => {
  it('goes through the consent page to all shops of the seller', async () => {
    const url = adapter.authorize.consentUrl(app, { redirectUrl: 'https://ignored.test', state: 'st&1' })
    expect(await (await fetch(url)).text()).toContain('PT Rumah Nusantara')
    const form = {
      service_id: DEMO_SERVICE_ID,
      state: 'st&1',
      seller: '7010aaBBccDDkanal01',
      decision: 'approve',
    }
    const pressed = await fetch(`${sandbox.url}/open/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(form),
    })
    const back = new URL(pressed.headers.get('location')!)
    expect(back.searchParams.get('state')).toBe('st&1')
    const grants = await adapter.authorize.exchange(app, Object.fromEntries(back.searchParams))
    expect(grants.map((grant) => grant.externalShopId)).toEqual([SHOP, SECOND])
    expect(grants[0]!.details).toMatchObject({ region: 'ID' })
    expect(grants[0]!.accessExpiresAt.getTime()).toBeGreaterThan(Date.now() + 6.9 * DAY)
    await expect(
      adapter.authorize.exchange(app, Object.fromEntries(back.searchParams)),
    ).rejects.toMatchObject({
      reason: 'token_expired',
      providerCode: '36004004',
    })
  })

  it('tells a refusal from a broken callback', async () => {
    await expect(
      adapter.authorize.exchange(app, { code: 'null', error: 'auth_denied' }),
    ).rejects.toMatchObject({
      kind: 'permanent',
      explanation: { why: { id: 'Izin ditolak di halaman persetujuan.' } },
    })
  })

  it('refreshes, and says when there is no authorisation left', async () => {
    const [grant] = await consent(OTHER)
    const again = await adapter.authorize.refresh(app, { ...grant!, refreshToken: grant!.refreshToken })
    expect(again.accessToken).not.toBe(grant!.accessToken)
    expect(again.details).toEqual(grant!.details)
    await control('POST', '/revoke', { shop_id: OTHER })
    await expect(
      adapter.authorize.refresh(app, { ...again, refreshToken: again.refreshToken }),
    ).rejects.toMatchObject({
      kind: 'auth',
      reason: 'token_revoked',
    })
  })

  it('tells expired, revoked and foreign apart', async () => {
    const session = await connect(OTHER)
    await control('POST', '/tokens/expire', { shop_id: OTHER })
    await expect(adapter.shop.info(session)).rejects.toMatchObject({ reason: 'token_expired' })
    await control('POST', '/revoke', { shop_id: OTHER })
    await expect(adapter.shop.info(session)).rejects.toMatchObject({ reason: 'token_revoked' })
    const mine = await connect()
    const theirs = { ...mine, shop: { ...mine.shop, details: session.shop.details } }
    await expect(adapter.stock!.locations!(theirs)).rejects.toMatchObject({
      kind: 'auth',
      providerCode: '101000',
    })
  })
})

describe('checks', () => {
  const run = (id: CheckId, session: AppSession & { shop?: ShopSession['shop'] }) =>
    adapter.checks.find((check) => check.id === id)!.run(session)

  it('passes on a healthy shop, and without one where none is needed', async () => {
    const session = await connect()
    for (const { id, needsShop } of adapter.checks) {
      const fact = await run(id, session)
      if (id === 'shop') expect(fact?.id).toBe('Rumah Nusantara')
      if (!needsShop) await run(id, app)
    }
  })

  it.each([
    ['secret_rotated', 'signature', 'signature_mismatch', ['appSecret']],
    ['app_key_unknown', 'signature', 'wrong_environment', ['appKey']],
    ['ip_undeclared', 'signature', 'ip_not_allowlisted', []],
    ['clock_skew', 'signature', 'clock_skew', []],
    ['http_503', 'address', 'http_5xx_provider_down', []],
    ['revoked', 'token', 'token_revoked', []],
    ['expired_token', 'token', 'token_expired', []],
    ['scope_missing', 'scope', 'http_403_missing_scope', []],
    ['html_error', 'scope', 'unexpected_response', []],
    ['foreign_cipher', 'scope', 'token_revoked', []],
    ['wrong_region', 'token', 'wrong_region', []],
  ] as const)('finds %s in the step %s', async (kind, id, reason, fields) => {
    const session = await connect()
    await fault(kind)
    await expect(run(id, session)).rejects.toMatchObject({ reason, fields })
  })

  it('refuses the consent of a seller of another region', async () => {
    await fault('wrong_region')
    await expect(consent(SHOP)).rejects.toMatchObject({ kind: 'permission', reason: 'wrong_region' })
  })

  it('leaves a permission that is missing for the list of shops to the step about permissions', async () => {
    const session = await connect()
    await fault('scope_missing', { path: '/authorization/202309/shops' })
    for (const id of ['signature', 'token'] as const) await run(id, session)
    await expect(run('scope', session)).rejects.toMatchObject({ reason: 'http_403_missing_scope' })
  })

  it('finds swapped key and secret, a wrong clock, and a suspended shop', async () => {
    const swapped = { ...app, credentials: { ...CREDENTIALS, appSecret: '0000000000aaaaaaaaaa' } }
    await expect(run('signature', swapped)).rejects.toMatchObject({ reason: 'signature_mismatch' })
    const late = { ...app, now: () => new Date(Date.now() - 400_000) }
    await expect(run('clock', late)).rejects.toMatchObject({ reason: 'clock_skew' })
    await expect(run('signature', late)).rejects.toMatchObject({ reason: 'clock_skew' })
    const session = await connect(OTHER)
    await control('POST', '/shops', { shop_id: OTHER, active: false })
    for (const id of ['signature', 'token', 'scope'] as const) await run(id, session)
    await expect(run('shop', session)).rejects.toMatchObject({ reason: 'account_suspended' })
    await control('POST', '/shops', { shop_id: OTHER, active: true })
  })
})

describe('trouble', () => {
  it('waits out limits and outages on reads, and never repeats a token call', async () => {
    const session = await connect()
    await fault('http_429', { count: 1 })
    await fault('internal_error', { count: 1 })
    await expect(adapter.shop.info(session)).resolves.toMatchObject({
      name: 'Rumah Nusantara',
      status: 'active',
    })
    const [grant] = await consent(OTHER)
    await fault('internal_error', { path: 'token/refresh', count: 1 })
    await expect(
      adapter.authorize.refresh(app, { ...grant!, refreshToken: grant!.refreshToken }),
    ).rejects.toMatchObject({
      kind: 'transient',
    })
  })

  it('ends when aborted', async () => {
    const session = await connect()
    await fault('hang', { count: 1 })
    const signal = AbortSignal.timeout(80)
    await expect(adapter.shop.info({ ...session, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('keeps secrets out of the log of calls', async () => {
    await consent(OTHER)
    const log = JSON.stringify(await control('GET', '/requests?limit=500'))
    expect(log).not.toContain(DEMO_APP_SECRET)
    expect(log).toContain('/api/v2/token/get')
  })
})
