import { afterEach, describe, expect, it } from 'vitest'
import { SHOPS } from './shops.ts'
import { DEMO_PARTNER_ID as partner_id } from './options.ts'
import { startKit, type Link } from './testKit.ts'

const SHOP = SHOPS[0]!.shopId

describe('tokens', () => {
  let kit: Awaited<ReturnType<typeof startKit>>
  afterEach(() => kit.close())

  const refresh = (link: Link) =>
    kit.call('POST', '/auth/access_token/get', {
      body: { refresh_token: link.refreshToken, shop_id: SHOP, partner_id },
    })
  const info = (token: unknown) =>
    kit.call('GET', '/shop/get_shop_info', { token: String(token), shopId: SHOP })
  const skew = (skewSeconds: number) => kit.control('POST', '/clock', { skewSeconds })

  it('exchanges a code once, within ten minutes, for its own shop', async () => {
    kit = await startKit()
    const code = async () => String((await kit.control('POST', '/authorize', { shop_id: SHOP }))['code'])
    const exchange = (value: string, shop_id: number) =>
      kit.call('POST', '/auth/token/get', { body: { code: value, shop_id, partner_id } })
    const first = await code()
    expect((await exchange(first, SHOPS[1]!.shopId)).error).toBe('invalid_code')
    const done = await exchange(first, SHOP)
    expect(done.error).toBe('')
    expect(done.body['access_token']).toMatch(/^[0-9a-f]{32}$/)
    expect(done.body['expire_in']).toBe(14400)
    expect((await exchange(first, SHOP)).error).toBe('invalid_code')
    const late = await code()
    await skew(601)
    expect((await exchange(late, SHOP)).error).toBe('invalid_code')
  })

  it('keeps the old access token five minutes after a refresh and ends the new one after four hours', async () => {
    kit = await startKit()
    const link = await kit.link(SHOP)
    const fresh = (await refresh(link)).body['access_token']
    expect((await info(link.accessToken)).error).toBe('')
    await skew(301)
    expect((await info(link.accessToken)).error).toBe('invalid_acceess_token')
    expect((await info(fresh)).error).toBe('')
    await skew(4 * 3600 + 1)
    expect((await info(fresh)).error).toBe('invalid_acceess_token')
  })

  it('lets one of 20 parallel refreshes win when replay is off', async () => {
    kit = await startKit({ refreshReplay: false })
    const link = await kit.link(SHOP)
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(link)))
    expect(answers.filter((a) => a.error === '')).toHaveLength(1)
    expect(answers.filter((a) => a.error === 'error_shop_refresh_token')).toHaveLength(19)
  })

  it('gives all 20 the same new pair when replay is on, until the pair is used or 4 h have passed', async () => {
    kit = await startKit()
    const link = await kit.link(SHOP)
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(link)))
    expect(new Set(answers.map((a) => a.body['refresh_token'])).size).toBe(1)
    await skew(4 * 3600 + 5)
    expect((await refresh(link)).error).toBe('error_shop_refresh_token')
    const next = { ...link, refreshToken: String(answers[0]!.body['refresh_token']) }
    expect((await refresh(next)).error).toBe('')
    await skew(0)
    expect((await refresh(link)).error).toBe('error_shop_refresh_token')
  })

  it('ends refresh tokens after 30 days and consent after its period', async () => {
    kit = await startKit()
    const link = await kit.link(SHOP)
    await skew(30 * 86400 + 1)
    expect((await refresh(link)).error).toBe('refresh_token_expired')
    await skew(366 * 86400)
    expect((await refresh(link)).error).toBe('shop_access_expired')
  })

  it('can spell token errors as the samples do', async () => {
    kit = await startKit({ tokenErrors: 'sample', refreshReplay: false })
    const link = await kit.link(SHOP)
    await refresh(link)
    expect((await refresh(link)).error).toBe('error_auth')
  })

  it('shares a main account pair at first and splits it on refresh', async () => {
    kit = await startKit()
    const form = new URLSearchParams({
      partner_id: String(partner_id),
      redirect_uri: 'http://localhost/cb',
      state: 's',
      shop_id: 'main',
      days: '30',
      decision: 'approve',
    })
    const reply = await fetch(`${kit.sandbox.url}/auth`, { method: 'POST', body: form, redirect: 'manual' })
    const back = new URL(reply.headers.get('location') ?? '')
    const main_account_id = Number(back.searchParams.get('main_account_id'))
    const got = await kit.call('POST', '/auth/token/get', {
      body: { code: back.searchParams.get('code'), main_account_id, partner_id },
    })
    expect(got.body['shop_id_list']).toEqual(SHOPS.map((s) => s.shopId))
    const pairs = await Promise.all(
      SHOPS.map((s) =>
        kit.call('POST', '/auth/access_token/get', {
          body: { refresh_token: String(got.body['refresh_token']), shop_id: s.shopId, partner_id },
        }),
      ),
    )
    expect(new Set(pairs.map((p) => p.body['access_token'])).size).toBe(SHOPS.length)
  })
})

describe('consent page', () => {
  let kit: Awaited<ReturnType<typeof startKit>>
  afterEach(() => kit.close())
  const link = (extra: Record<string, string>) =>
    `${kit.sandbox.url}/auth?${new URLSearchParams({ partner_id: String(partner_id), auth_type: 'seller', response_type: 'code', redirect_uri: 'https://kanal.example/oauth?x=1', state: 'a"<b', ...extra }).toString()}`

  it('shows the shops, escapes what it is given and returns code, shop and state', async () => {
    kit = await startKit()
    const page = await (await fetch(link({}))).text()
    expect(page).toContain('Setujui')
    for (const shop of SHOPS) expect(page).toContain(String(shop.shopId))
    expect(page).not.toContain('a"<b')
    const form = new URLSearchParams({
      partner_id: String(partner_id),
      redirect_uri: 'https://kanal.example/oauth?x=1',
      state: 'a"<b',
      shop_id: String(SHOP),
      decision: 'approve',
    })
    const reply = await fetch(`${kit.sandbox.url}/auth`, { method: 'POST', body: form, redirect: 'manual' })
    const back = new URL(reply.headers.get('location') ?? '')
    expect(reply.status).toBe(302)
    expect(back.searchParams.get('state')).toBe('a"<b')
    expect(back.searchParams.get('x')).toBe('1')
    expect(back.searchParams.get('shop_id')).toBe(String(SHOP))
    expect(back.searchParams.get('code')).toMatch(/^[0-9a-f]{32}$/)
  })

  it('does not redirect to an undeclared domain', async () => {
    kit = await startKit()
    await kit.control('POST', '/apps', { partner_id, redirect_domain: 'https://kanal.example' })
    expect((await fetch(link({}))).status).toBe(200)
    expect((await fetch(link({ redirect_uri: 'https://evil.example/cb' }))).status).toBe(400)
    expect((await fetch(link({ redirect_uri: 'javascript:alert(1)' }))).status).toBe(400)
  })

  it('opens the signed link for five minutes only', async () => {
    kit = await startKit()
    const open = (timestamp: number) =>
      kit.call('GET', '/shop/auth_partner', { timestamp, query: { redirect: 'http://localhost/cb' } })
    const now = kit.sandbox.state.clock.seconds()
    expect((await open(now)).text).toContain('Setujui')
    expect((await open(now - 301)).error).toBe('error_param')
    expect(
      (await kit.call('GET', '/shop/auth_partner', { sign: 'x', query: { redirect: 'http://localhost/cb' } }))
        .error,
    ).toBe('error_sign')
  })
})
