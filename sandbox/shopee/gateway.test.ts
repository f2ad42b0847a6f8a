import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SHOPS } from './shops.ts'
import { startKit, type Link } from './testKit.ts'

const SHOP = SHOPS[0]!.shopId
const OTHER = SHOPS[1]!.shopId

describe('request checks', () => {
  let kit: Awaited<ReturnType<typeof startKit>>
  let link: Link
  beforeAll(async () => {
    kit = await startKit()
    link = await kit.link(SHOP)
  })
  afterAll(() => kit.close())

  const info = (wish: object) =>
    kit.call('GET', '/shop/get_shop_info', { token: link.accessToken, shopId: SHOP, ...wish })

  it('answers a right call flat and with an empty error', async () => {
    const answer = await info({})
    expect(answer.status).toBe(200)
    expect(answer.error).toBe('')
    expect(answer.body['shop_name']).toBe(SHOPS[0]!.name)
    expect(answer.body['request_id']).toMatch(/^[0-9a-f]{32}$/)
  })

  it('refuses in order: partner, timestamp, sign, token, link', async () => {
    expect((await info({ partnerId: 999, timestamp: 1, sign: 'x', token: 'x' })).error).toBe(
      'invalid_partner_id',
    )
    expect((await info({ timestamp: 1, sign: 'x', token: 'x' })).error).toBe('error_param')
    expect((await info({ sign: 'x', token: 'x' })).error).toBe('error_sign')
    expect((await info({ token: 'x' })).error).toBe('invalid_acceess_token')
    expect((await info({ shopId: OTHER })).error).toBe('invalid_acceess_token')
    await kit.control('POST', '/revoke', { shop_id: SHOP })
    const late = await info({})
    expect([late.status, late.error]).toEqual([200, 'partner_shop_no_link'])
    link = await kit.link(SHOP)
  })

  it('allows five minutes of clock difference either way', async () => {
    const now = kit.sandbox.state.clock.seconds()
    expect((await info({ timestamp: now - 290 })).error).toBe('')
    expect((await info({ timestamp: now + 290 })).error).toBe('')
    expect((await info({ timestamp: now - 310 })).error).toBe('error_param')
    expect((await info({ timestamp: now + 310 })).error).toBe('error_param')
  })

  it('takes public calls signed either way, but never with shop and merchant together', async () => {
    expect((await kit.call('GET', '/public/get_shops_by_partner')).error).toBe('')
    expect(
      (await kit.call('GET', '/public/get_shops_by_partner', { token: link.accessToken, shopId: SHOP }))
        .error,
    ).toBe('')
    expect((await info({ query: { merchant_id: 5 } })).error).toBe('error_sign')
  })

  it('answers 404 for unknown paths and wrong verbs, nginx HTML for malformed JSON', async () => {
    expect((await kit.call('GET', '/shop/nothing')).status).toBe(404)
    expect((await kit.call('POST', '/shop/get_shop_info')).status).toBe(404)
    const broken = await kit.call('POST', '/product/update_stock', {
      token: link.accessToken,
      shopId: SHOP,
      rawBody: '{"item_id":',
    })
    expect(broken.status).toBe(400)
    expect(broken.text).toContain('<center>nginx</center>')
  })

  it('keeps apps apart and honours denied paths and declared addresses', async () => {
    await kit.control('POST', '/apps', {
      partner_id: 2005555,
      partner_key: 'second-key',
      denied_paths: ['public/get_shops'],
    })
    const asSecond = { partnerId: 2005555, key: 'second-key' }
    expect((await info(asSecond)).error).toBe('invalid_acceess_token')
    expect((await kit.call('GET', '/public/get_shops_by_partner', asSecond)).error).toBe(
      'error_api_permission',
    )
    await kit.control('POST', '/apps', { partner_id: 2005555, denied_paths: [], allowed_ips: ['10.0.0.1'] })
    expect((await kit.call('GET', '/public/get_shops_by_partner', asSecond)).error).toBe(
      'source_ip_undeclared',
    )
  })

  it('refuses warehouse details for ordinary shops', async () => {
    expect((await kit.asShop(link)('GET', '/shop/get_warehouse_detail')).error).toBe(
      'warehouse.error_not_in_whitelist',
    )
  })
})
