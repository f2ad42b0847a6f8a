import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEMO_APP_KEY } from './options.ts'
import { signPush, signRequest } from './sign.ts'
import { startKit, type Transport } from './testKit.ts'

let kit: Awaited<ReturnType<typeof startKit>>
let token: string
beforeAll(async () => {
  kit = await startKit()
})
afterAll(() => kit.close())
beforeEach(async () => {
  kit.sandbox.state.reset(1)
  token = String((await kit.link())['access_token'])
})

describe('signatures', () => {
  it('are the guide’s', () => {
    const params = new Map(
      Object.entries({
        access_token: 'test',
        app_key: '123456',
        order_id: '1234',
        sign_method: 'sha256',
        timestamp: '1517820392000',
      }),
    )
    expect(signRequest('helloworld', '/order/get', params)).toBe(
      '4190D32361CFB9581350222F345CB77F3B19F0E31D162316848A2C1FFD5FAB4A',
    )
    expect(
      signPush('3412gyo124goi3124', 123456, '{"seller_id":"1234567", "message_type":0, "data":{...}..}'),
    ).toBe('f3d2ca947f16a50b577c036adecd18bec126ea19cadedd59816e255d3b6104ab')
  })

  it.each<Transport>(['form', 'multipart', 'json', 'all-in-form'])('are read from %s', async (transport) => {
    const params = { getShipmentProvidersReq: '{"orders":[{"order_id":1,"order_item_ids":[2]}]}' }
    const answer = await kit.call('/order/shipment/providers/get', { token, params, transport })
    expect(answer['code']).toBe('700021')
  })

  it.each<[string, Parameters<typeof kit.call>[1], string]>([
    ['a wrong secret', { secret: 'wrong' }, 'IncompleteSignature'],
    [
      'a legacy method',
      { change: (params) => void params.set('sign_method', 'hmac') },
      'IncompleteSignature',
    ],
    ['a parameter added later', { change: (params) => void params.set('limit', '1') }, 'IncompleteSignature'],
    ['no signature', { change: (params) => void params.delete('sign') }, 'MissingParameter'],
    ['an unknown app', { change: (params) => void params.set('app_key', '42') }, 'InvalidAppKey'],
    ['an old timestamp', { timestamp: Date.now() - 7_201_000 }, 'IllegalTimestamp'],
    ['a timestamp that is none', { timestamp: 'soon' }, 'IllegalTimestamp'],
  ])('refuse %s', async (_name, wish, code) => {
    expect(await kit.call('/seller/get', { token, ...wish })).toMatchObject({ code, type: 'ISV' })
  })

  it('may be two hours old', async () => {
    expect((await kit.call('/seller/get', { token, timestamp: Date.now() - 7_190_000 }))['code']).toBe('0')
  })
})

describe('tokens', () => {
  it('work once as a code, and count down from the first consent', async () => {
    const { code } = await kit.control('POST', '/authorize', { shop_id: 400614207711 })
    const params = { code: String(code) }
    const first = await kit.call('/auth/token/create', { params })
    expect(first).toMatchObject({ code: '0', country: 'id', refresh_expires_in: 180 * 86_400 })
    expect((await kit.call('/auth/token/create', { params }))['code']).toBe('InvalidCode')
    kit.sandbox.state.clock.skewSeconds = 86_400
    const next = await kit.call('/auth/token/refresh', {
      params: { refresh_token: String(first['refresh_token']) },
    })
    expect(Number(next['refresh_expires_in'])).toBeLessThanOrEqual(179 * 86_400)
    expect(next).toHaveProperty('country_user_info_list')
    kit.sandbox.state.clock.skewSeconds = 181 * 86_400
    const late = await kit.call('/auth/token/refresh', {
      params: { refresh_token: String(next['refresh_token']) },
    })
    expect(late['code']).toBe('IllegalRefreshToken')
  })

  it('live shorter for an app in test', async () => {
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, status: 'test' })
    expect(await kit.link()).toMatchObject({
      expires_in: String(7 * 86_400),
      refresh_expires_in: 14 * 86_400,
    })
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, status: 'online' })
  })

  it('open nothing after the consent is withdrawn', async () => {
    await kit.control('POST', '/revoke', { shop_id: 400614207711 })
    expect((await kit.call('/seller/get', { token }))['code']).toBe('IllegalAccessToken')
    expect((await kit.call('/seller/get'))['code']).toBe('MissingParameter')
  })
})

describe('refusals', () => {
  it.each<[string, Record<string, string>, string]>([
    ['/orders/get', {}, 'MissingParameter'],
    ['/orders/get', { update_after: '2026-11-01' }, '17'],
    ['/orders/get', { update_after: '2026-11-01T00:00:00+07:00', limit: '101' }, '19'],
    ['/orders/get', { update_after: '2026-11-01T00:00:00+07:00', offset: '5001' }, '14'],
    ['/orders/get', { update_after: '2026-11-01T00:00:00+07:00', status: 'nope' }, '36'],
    ['/orders/get', { update_after: '2026-11-01T00:00:00+07:00', sort_by: 'price' }, '75'],
    ['/orders/get', { update_after: '2026-11-01T00:00:00+07:00', sort_direction: 'UP' }, '74'],
    ['/order/get', { order_id: '1' }, '16'],
    ['/orders/items/get', { order_ids: '[]' }, '37'],
    ['/products/get', {}, 'MissingParameter'],
    ['/products/get', { filter: 'all', limit: '51' }, '19'],
    ['/product/item/get', { item_id: '1' }, '208'],
    ['/finance/transaction/details/get', { start_time: '2026-01-01', end_time: '2026-07-01' }, '1000012'],
    ['/category/attributes/get', { primary_category_id: '1' }, '57'],
    ['/no/such/path', {}, 'InvalidApiPath'],
  ])('%s %j gives %s', async (path, params, code) => {
    expect((await kit.call(path, { token, params }))['code']).toBe(code)
  })

  it.each([
    [
      '<Request><Product><Skus><Sku><ItemId>1</ItemId><Name>A & B</Name></Sku></Skus></Product></Request>',
      '5',
    ],
    ['<Request><Product></Request>', '5'],
    ['{"Request":{"Product":{}}}', '5'],
    ['<Request><Product><Skus/></Product></Request>', '30'],
    ['<Request><Product><Skus><Sku><ItemId>1</ItemId></Sku></Skus></Product></Request>', '4137'],
  ])('stock payload %s gives %s', async (payload, code) => {
    const answer = await kit.call('/product/stock/sellable/update', {
      token,
      params: { payload },
      transport: 'form',
    })
    expect(answer['code']).toBe(code)
  })

  it.each([
    ['api_call_limit', 'ApiCallLimit'],
    ['qps_901', '901'],
    ['app_call_limit', 'AppCallLimit'],
    ['campaign_off', '998'],
    ['service_timeout', 'ServiceTimeout'],
    ['ip_not_whitelisted', 'AppWhiteIpLimit'],
    ['secret_rotated', 'IncompleteSignature'],
    ['clock_skew', 'IllegalTimestamp'],
    ['expired_token', 'IllegalAccessToken'],
    ['wrong_region', 'IllegalAccessToken'],
    ['not_subscribed', 'AppNotSubscribed'],
    ['missing_permission', 'InsufficientPermission'],
  ])('the fault %s gives %s once', async (kind, code) => {
    await kit.control('POST', '/faults', { kind, count: 1, path: '/seller/get' })
    expect((await kit.call('/seller/get', { token }))['code']).toBe(code)
    expect((await kit.call('/seller/get', { token }))['code']).toBe('0')
  })

  it('the punish page is no error by its status', async () => {
    await kit.control('POST', '/faults', { kind: 'html_error', count: 1 })
    expect((await kit.call('/seller/get', { token }))['html']).toContain('punish')
  })
})
