import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SHOPS } from './catalogue.ts'
import { DEMO_SERVICE_ID } from './options.ts'
import { signRequest } from './sign.ts'
import { startKit, type Link } from './testKit.ts'

const [SHOP, SECOND, OTHER] = SHOPS.map((shop) => shop.id) as [string, string, string]
const WAREHOUSES = '/logistics/202309/warehouses'
const AUTHORISED = '/authorization/202309/shops'

let kit: Awaited<ReturnType<typeof startKit>>
let link: Link
beforeAll(async () => {
  kit = await startKit()
  link = await kit.link(SHOP)
})
afterEach(() => kit.control('DELETE', '/faults'))
afterAll(() => kit.close())

const warehouses = (wish: object = {}) => kit.as(link)('GET', WAREHOUSES, wish)

describe('request checks', () => {
  it('signs as the documentation does', () => {
    const query = new URLSearchParams({
      app_key: '29a39d',
      timestamp: '1623812664',
      sign: 'x',
      access_token: 'y',
    })
    expect(signRequest('e59af819cc', { path: AUTHORISED, query, body: '' })).toBe(
      'b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8',
    )
  })

  it('refuses in order: path, verb, app, timestamp, sign, token, scope, cipher', async () => {
    const bad = { timestamp: 1, sign: 'x', token: 'x', cipher: 'x' }
    expect(await kit.call('GET', '/nothing/202309/here')).toMatchObject({ status: 404, code: 36009009 })
    expect(await kit.call('POST', WAREHOUSES)).toMatchObject({ status: 405, code: 36009010 })
    expect(await kit.call('GET', '/logistics/202101/warehouses')).toMatchObject({
      status: 404,
      code: 36009014,
    })
    expect(await warehouses({ ...bad, appKey: 'nobody' })).toMatchObject({
      code: 36009004,
      message: 'Invalid app_key.',
    })
    expect((await warehouses(bad)).message).toContain('older than 5 minutes')
    expect(await warehouses({ ...bad, timestamp: undefined })).toMatchObject({ status: 401, code: 106001 })
    expect(await warehouses({ token: null, cipher: 'x' })).toMatchObject({ status: 401, code: 36009004 })
    expect(await warehouses({ token: 'x', cipher: 'x' })).toMatchObject({ code: 105001 })
    await kit.control('POST', '/apps', { partner_id: '6kanaldemoapp', denied_scopes: ['seller.logistics'] })
    expect(await warehouses({ cipher: 'x' })).toMatchObject({ status: 401, code: 105005 })
    await kit.control('POST', '/apps', { partner_id: '6kanaldemoapp', denied_scopes: [] })
    expect(await warehouses({ cipher: 'x' })).toMatchObject({ code: 101000 })
    expect(await warehouses({ cipher: null })).toMatchObject({ code: 106013 })
    expect(await warehouses()).toMatchObject({ status: 200, code: 0 })
  })

  it('allows five minutes back and thirty seconds ahead', async () => {
    const now = kit.sandbox.state.clock.seconds()
    expect((await warehouses({ timestamp: now - 295 })).code).toBe(0)
    expect((await warehouses({ timestamp: now + 25 })).code).toBe(0)
    expect((await warehouses({ timestamp: now - 310 })).code).toBe(36009004)
    expect((await warehouses({ timestamp: now + 40 })).message).toContain('too far in the future')
    expect((await warehouses({ timestamp: -5 })).message).toContain('negative')
  })

  it('counts every byte of the body, and the case of the signature', async () => {
    const search = (wish: object) =>
      kit.as(link)('POST', '/order/202309/orders/search', { query: { page_size: 1 }, ...wish })
    expect((await search({ rawBody: '{ }' })).code).toBe(0)
    expect((await search({ rawBody: '{ }', signedBody: '{}' })).code).toBe(106001)
    expect((await search({ rawBody: '{}', signedBody: '' })).code).toBe(106001)
    expect((await warehouses({ sign: 'A'.repeat(64) })).code).toBe(106001)
  })

  it('wants JSON, the page size in the query, and no cipher where none belongs', async () => {
    expect((await warehouses({ contentType: 'text/plain' })).code).toBe(36009022)
    expect(
      (await kit.as(link)('POST', '/order/202309/orders/search', { body: { page_size: 5 } })).message,
    ).toContain('page_size')
    expect((await kit.as(link)('GET', AUTHORISED)).message).toContain('Unexpected identifier')
  })

  it('keeps shops of other sellers apart', async () => {
    const other = await kit.link(OTHER)
    expect((await warehouses({ cipher: other.cipher })).code).toBe(101000)
    const shops = (await kit.call('GET', AUTHORISED, { token: link.token })).data['shops'] as { id: string }[]
    expect(shops.map((shop) => shop.id)).toEqual([SHOP, SECOND])
  })

  it('limits calls per path, app and shop', async () => {
    const small = await startKit({ callsPerSecond: 3 })
    const mine = await small.link(SHOP)
    const answers = await Promise.all(Array.from({ length: 12 }, () => small.as(mine)('GET', WAREHOUSES)))
    expect(
      answers.filter((each) => each.status === 429 && each.code === 36009002).length,
    ).toBeGreaterThanOrEqual(6)
    await small.close()
  })

  it('has switches for what is not confirmed', async () => {
    const lenient = await startKit({
      acceptsUnsignedEmptyBody: true,
      acceptsSuperfluousCipher: true,
      acceptsZeroQuantity: false,
      refreshTokenDies: true,
      holdsOrders: true,
    })
    const mine = await lenient.link(SHOP)
    const search = { query: { page_size: 1 }, rawBody: '{}', signedBody: '' }
    expect((await lenient.as(mine)('POST', '/order/202309/orders/search', search)).code).toBe(0)
    expect((await lenient.as(mine)('GET', AUTHORISED)).code).toBe(0)
    const refresh = () =>
      lenient.token('refresh', { refresh_token: mine.refreshToken, grant_type: 'refresh_token' })
    expect([(await refresh()).code, (await refresh()).code]).toEqual([0, 36004005])
    const bought = await lenient.control('POST', '/orders', {
      shop_id: SHOP,
      lines: [{ sku: 'RENDANG-250', quantity: 1 }],
    })
    expect((bought['order'] as { status: string }).status).toBe('ON_HOLD')
    await lenient.close()
  })
})

describe('consent and tokens', () => {
  it('shows who asks, and sends a refusal back', async () => {
    const page = await fetch(`${kit.sandbox.url}/open/authorize?service_id=${DEMO_SERVICE_ID}&state=%22%3Cx`)
    expect(await page.text()).toContain('value="&#34;&#60;x"')
    expect((await fetch(`${kit.sandbox.url}/open/authorize?service_id=1`)).status).toBe(400)
    const refused = await fetch(`${kit.sandbox.url}/open/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ service_id: DEMO_SERVICE_ID, state: 's', decision: 'reject' }),
    })
    expect(new URL(refused.headers.get('location')!).search).toBe('?code=null&error=auth_denied&state=s')
  })

  it('gives instants, not durations; a code works once; only GET is known', async () => {
    const { code } = await kit.control('POST', '/authorize', { shop_id: OTHER })
    const get = () => kit.token('get', { auth_code: String(code), grant_type: 'authorized_code' })
    const first = await get()
    expect(Number(first.data['access_token_expire_in'])).toBeGreaterThan(
      kit.sandbox.state.clock.seconds() + 6 * 86_400,
    )
    expect(first.data['user_type']).toBe(0)
    expect((await get()).code).toBe(36004004)
    const posted = await kit.token('get', {}, 'POST')
    expect([posted.status, posted.text]).toEqual([404, '404 page not found'])
    expect((await kit.token('get', { app_secret: 'wrong', auth_code: 'x' })).code).toBe(106001)
    const late = await kit.control('POST', '/authorize', { shop_id: OTHER })
    await kit.control('POST', '/clock', { skewSeconds: 31 * 60 })
    const old = await kit.token('get', { auth_code: String(late['code']), grant_type: 'authorized_code' })
    await kit.control('POST', '/clock', { skewSeconds: 0 })
    expect(old.code).toBe(36004004)
  })

  it('tells expired from withdrawn', async () => {
    const mine = await kit.link(OTHER)
    await kit.control('POST', '/tokens/expire', { shop_id: OTHER })
    expect((await kit.as(mine)('GET', WAREHOUSES)).code).toBe(105002)
    const refreshed = await kit.token('refresh', {
      refresh_token: mine.refreshToken,
      grant_type: 'refresh_token',
    })
    expect(
      (await kit.as({ ...mine, token: String(refreshed.data['access_token']) })('GET', WAREHOUSES)).code,
    ).toBe(0)
    await kit.control('POST', '/revoke', { shop_id: OTHER })
    expect((await kit.as(mine)('GET', WAREHOUSES)).code).toBe(105001)
  })
})

describe('faults', () => {
  it.each([
    ['http_429', 429, 36009002],
    ['http_500', 500, -1],
    ['http_503', 503, -1],
    ['html_error', 400, -1],
    ['internal_error', 200, 36009003],
    ['expired_token', 401, 105002],
    ['revoked', 401, 105001],
    ['secret_rotated', 401, 106001],
    ['app_key_unknown', 400, 36009004],
    ['ip_undeclared', 403, 36009033],
    ['scope_missing', 401, 105005],
    ['foreign_cipher', 401, 101000],
    ['wrong_region', 401, 36009004],
    ['clock_skew', 400, 36009004],
  ])('produces %s once', async (kind, status, code) => {
    await kit.control('POST', '/faults', { kind, count: 1 })
    expect(await warehouses()).toMatchObject({ status, code })
    expect((await warehouses()).code).toBe(0)
  })

  it('strikes only the shop and path asked for; ids must be text', async () => {
    const second = {
      ...link,
      cipher: String(
        (
          (await kit.call('GET', AUTHORISED, { token: link.token })).data['shops'] as {
            id: string
            cipher: string
          }[]
        )[1]!.cipher,
      ),
    }
    await kit.control('POST', '/faults', { kind: 'http_500', shop_id: SECOND, path: 'warehouses' })
    expect((await warehouses()).status).toBe(200)
    expect((await kit.as(second)('GET', WAREHOUSES)).status).toBe(500)
    expect((await kit.control('POST', '/faults', { kind: 'http_500', shop_id: 7 })).status).toBe(400)
    expect((await kit.control('POST', '/faults', { kind: 'earthquake' })).status).toBe(400)
  })

  it('logs calls without secrets, and starts over from a seed', async () => {
    const own = await startKit()
    const mine = await own.link(SHOP)
    const log = JSON.stringify(await own.control('GET', '/requests'))
    expect(log).not.toContain(mine.token)
    expect(log).not.toMatch(/app_secret=4b616e61[0-9a-f]/)
    await own.control('POST', '/reset', { seed: 3 })
    expect((await own.as(mine)('GET', WAREHOUSES)).code).toBe(105001)
    expect((await fetch(own.sandbox.controlUrl)).status).toBe(200)
    await own.close()
  })
})
