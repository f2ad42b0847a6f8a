import { describe, expect, it } from 'vitest'
import { describeCredentials, type AppSession, type HttpRequest, type ShopSession } from '../../contract.ts'
import { lazada } from './index.ts'
import { sign } from './sign.ts'

const adapter = lazada({ countries: ['id', 'sg'] })
const SECRET = 'helloworld-helloworld-helloworld'

/** A session whose answers are given in turn (the last one again and again), and what was asked. */
function session(...answers: (string | { status: number; body: string })[]): {
  seen: HttpRequest[]
  shop: ShopSession
} {
  const seen: HttpRequest[] = []
  const app: AppSession = {
    environment: adapter.environments['live']!,
    credentials: { appKey: '123456', appSecret: SECRET },
    now: () => new Date(1517820392000),
    send: (request) => {
      seen.push(request)
      const answer = answers[Math.min(seen.length, answers.length) - 1] ?? ''
      const { status, body } = typeof answer === 'string' ? { status: 200, body: answer } : answer
      return Promise.resolve({ status, headers: {}, body: new TextEncoder().encode(body) })
    },
  }
  return {
    seen,
    shop: {
      ...app,
      shop: { externalId: '4006', accessToken: 'token-token-token', details: { country: 'id' } },
    },
  }
}
const seller = '{"code":"0","data":{"seller_id":4006,"name":"Toko","status":"ACTIVE"},"request_id":"r"}'

describe('the descriptor', () => {
  it('draws its form', () => {
    expect(
      describeCredentials(adapter.credentials).map(({ key, secret, required }) => [key, secret, required]),
    ).toEqual([
      ['appKey', false, true],
      ['appSecret', true, true],
    ])
  })

  it.each([
    [{ appKey: ' 123456 ', appSecret: SECRET }, true],
    [{ appKey: '12a456', appSecret: SECRET }, false],
    [{ appKey: '123456', appSecret: 'short' }, false],
    [{ appKey: '123456' }, false],
  ])('judges %j', (values, ok) => {
    expect(adapter.credentials.safeParse(values).success).toBe(ok)
  })

  it('offers Indonesia, other countries on request, and the stand-in only when there is one', () => {
    expect(Object.keys(lazada().environments)).toEqual(['live'])
    expect(lazada().environments['live']?.apiBaseUrl).toBe('https://api.lazada.co.id/rest')
    expect(Object.keys(adapter.environments)).toEqual(['live', 'live-sg'])
    expect(lazada({ sandboxUrl: 'http://127.0.0.1:4312/' }).environments['local']).toMatchObject({
      apiBaseUrl: 'http://127.0.0.1:4312/rest',
      consentBaseUrl: 'http://127.0.0.1:4312/oauth/authorize',
      local: true,
    })
  })

  it('asks for consent in the one country there is', () => {
    const { shop } = session()
    const link = (from: typeof adapter) =>
      new URL(from.authorize.consentUrl(shop, { redirectUrl: 'https://k.id/oauth/lazada', state: 's' }))
        .searchParams
    expect(Object.fromEntries(link(lazada()))).toEqual({
      response_type: 'code',
      force_auth: 'true',
      client_id: '123456',
      redirect_uri: 'https://k.id/oauth/lazada',
      state: 's',
      country: 'id',
    })
    expect(link(adapter).has('country')).toBe(false)
  })
})

describe('calls', () => {
  it('are signed over all parameters and sent to the host of the token’s country', async () => {
    const { seen, shop } = session(seller)
    await adapter.shop.info(shop)
    await adapter.shop.info({ ...shop, shop: { ...shop.shop, details: { country: 'sg' } } })
    const [first, second] = seen.map((request) => new URL(request.url))
    expect(first!.origin + first!.pathname).toBe('https://api.lazada.co.id/rest/seller/get')
    expect(second!.host).toBe('api.lazada.sg')
    const params = Object.fromEntries(first!.searchParams)
    expect(params).toMatchObject({ app_key: '123456', timestamp: '1517820392000', sign_method: 'sha256' })
    expect(params['sign']).toBe(sign(SECRET, '/seller/get', params))
    expect(params).not.toHaveProperty('partner_id')
  })

  it('keep a base that is not Lazada’s own, and carry a partner id where one is set', async () => {
    const { seen, shop } = session(seller)
    const own = lazada({ unconfirmed: { partnerId: 'lazop-sdk-php-20180422' } })
    const environment = { ...shop.environment, apiBaseUrl: 'https://proxy.example/rest/' }
    await own.shop.info({ ...shop, environment })
    const url = new URL(seen[0]!.url)
    expect(url.origin + url.pathname).toBe('https://proxy.example/rest/seller/get')
    expect(url.searchParams.get('partner_id')).toBe('lazop-sdk-php-20180422')
  })

  it('get tokens from the authorisation host, or from the country’s where that is set', async () => {
    const { seen, shop } = session(
      '{"code":"InvalidCode","message":"Invalid code 0_1_secretsecret","type":"ISP","request_id":"r"}',
    )
    const failed = await adapter.authorize
      .exchange(shop, { code: '0_1_secretsecret' })
      .catch((error: unknown) => error)
    await lazada({ unconfirmed: { tokenHost: 'country' } })
      .authorize.exchange(shop, { code: 'x' })
      .catch(() => undefined)
    expect(seen.map((request) => new URL(request.url).host)).toEqual(['auth.lazada.com', 'api.lazada.co.id'])
    expect(seen[0]).toMatchObject({ method: 'POST', body: 'code=0_1_secretsecret' })
    expect(seen[0]!.url).not.toContain('secretsecret')
    expect(String(failed)).not.toContain('secretsecret')
  })

  it('send stock as XML, or JSON where that is set, ids exact', async () => {
    const { seen, shop } = session('{"code":"0","data":{},"request_id":"r"}')
    const target = { externalItemId: '7940000001', externalVariantId: '18446744073709551615', quantity: 5 }
    await adapter.stock!.set(shop, [target])
    await lazada({ unconfirmed: { stockPayload: 'json' } }).stock!.set(shop, [target])
    const payloads = seen.map((request) => new URLSearchParams(String(request.body)).get('payload'))
    expect(payloads[0]).toContain('<SkuId>18446744073709551615</SkuId><SellableQuantity>5</SellableQuantity>')
    expect(payloads[1]).toBe(
      '{"Request":{"Product":{"Skus":{"Sku":[{"ItemId":7940000001,"SkuId":18446744073709551615,"SellableQuantity":5}]}}}}',
    )
  })

  it.each<[string, string | { status: number; body: string }, object]>([
    ['the punish page', '<html>punish</html>', { kind: 'permission', reason: 'ip_not_allowlisted' }],
    [
      'a page that says no',
      { status: 403, body: '<html>Forbidden</html>' },
      { kind: 'permission', reason: 'ip_not_allowlisted' },
    ],
    ['another page', '<!doctype html><title>Maintenance</title>', { kind: 'contract' }],
    ['an object that is no envelope', '{}', { kind: 'contract', reason: 'unexpected_response' }],
    ['an empty answer', '', { kind: 'contract', reason: 'unexpected_response' }],
    ['a refusal without a page', { status: 403, body: '' }, { kind: 'contract' }],
    ['an outage', { status: 502, body: '<html>' }, { kind: 'transient', reason: 'http_5xx_provider_down' }],
    ['a wrong address', { status: 404, body: '' }, { reason: 'http_404_wrong_endpoint' }],
    [
      'a refusal',
      '{"type":"ISP","code":"998","message":"off","request_id":"r9"}',
      { kind: 'transient', requestId: 'r9' },
    ],
    [
      'a refusal in the second layer',
      '{"code":"0","result":{"success":"false","error_code":"600001","error_msg":"gone"},"request_id":"r"}',
      { kind: 'permanent', providerCode: '600001' },
    ],
    [
      'a success that is not one',
      '{"code":"0","result":{"success":false},"request_id":"r"}',
      { providerCode: 'unsuccessful' },
    ],
  ])('read %s', async (_name, answer, expected) => {
    const { shop } = session(answer)
    const controller = new AbortController()
    const run = adapter.authorize.exchange({ ...shop, signal: controller.signal }, { code: 'x' })
    await expect(run).rejects.toMatchObject(expected)
  })

  it('stop when they are aborted', async () => {
    const { shop } = session('{"code":"901","message":"QPS","request_id":"r"}')
    const signal = AbortSignal.timeout(50)
    await expect(adapter.shop.info({ ...shop, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

describe('consent', () => {
  it('is refused when a refresh answers for another seller', async () => {
    const { shop } = session(
      '{"access_token":"a","refresh_token":"b","expires_in":"604800","refresh_expires_in":1209600,"country":"id","country_user_info_list":[{"country":"id","user_id":"1","seller_id":"5","short_code":"X"}],"code":"0","request_id":"r"}',
    )
    const input = { externalShopId: '4006', refreshToken: 'refresh-token', details: {} }
    await expect(adapter.authorize.refresh(shop, input)).rejects.toMatchObject({ kind: 'contract' })
    await expect(adapter.authorize.refresh(shop, { ...input, externalShopId: '5' })).resolves.toMatchObject({
      accessExpiresAt: new Date(1517820392000 + 604800_000),
      refreshExpiresAt: new Date(1517820392000 + 1209600_000),
      details: { country: 'id', seller_id: '5' },
    })
  })

  it.each([
    [{ error: 'access_denied' }, 'ditolak'],
    [{ error: 'unauthorized_client' }, 'diterbitkan'],
    [{}, 'tidak mengirim'],
  ])('explains the callback %j', async (query, words) => {
    const { shop } = session()
    const error = await adapter.authorize
      .exchange(shop, query as Record<string, string>)
      .catch((each: unknown) => each)
    expect((error as { explanation: { why: { id: string } } }).explanation.why.id).toContain(words)
  })
})

describe('paging', () => {
  it('halves the time of products when offsets cannot reach them all', async () => {
    const { seen, shop } = session(
      '{"code":"0","data":{"total_products":15000,"products":[]},"request_id":"r"}',
      '{"code":"0","data":{"total_products":7500,"products":[]},"request_id":"r"}',
    )
    const page = await adapter.products!.list(shop, { cursor: null })
    const [all, half] = seen.map((request) => new URL(request.url).searchParams)
    expect(half!.get('create_after')).toBe(all!.get('create_after'))
    expect(Date.parse(half!.get('create_before')!)).toBeLessThan(Date.parse(all!.get('create_before')!))
    const next = await adapter.products!.list(shop, { cursor: page.next })
    const rest = new URL(seen[2]!.url).searchParams
    expect(Date.parse(rest.get('create_after')!)).toBeLessThan(Date.parse(half!.get('create_before')!))
    expect(rest.get('create_before')).toBe(all!.get('create_before'))
    expect(next.next).toBeNull()
  })

  it('refuses order windows that are too long', async () => {
    const { shop } = session()
    const input = { from: new Date(0), to: new Date(31 * 86_400_000), cursor: null }
    await expect(adapter.orders!.listUpdated(shop, input)).rejects.toMatchObject({ reason: 'internal' })
  })
})
