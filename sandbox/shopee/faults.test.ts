import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { asArray, asObject, type Wire } from '../core/wire.ts'
import { SHOPS } from './shops.ts'
import { startKit, type Link } from './testKit.ts'

const SHOP = SHOPS[0]!.shopId

describe('faults', () => {
  let kit: Awaited<ReturnType<typeof startKit>>
  let link: Link
  beforeAll(async () => {
    kit = await startKit()
    link = await kit.link(SHOP)
  })
  afterEach(() => kit.control('DELETE', '/faults'))
  afterAll(() => kit.close())

  const info = () => kit.asShop(link)('GET', '/shop/get_shop_info')
  const fault = (body: Wire) => kit.control('POST', '/faults', body)

  it('strikes as often as asked, then stops', async () => {
    await fault({ kind: 'http_429', count: 2, params: { retryAfterSeconds: 7 } })
    const first = await info()
    expect([first.status, first.headers.get('retry-after'), first.error]).toEqual([
      429,
      '7',
      'error_rate_limit',
    ])
    expect((await info()).status).toBe(429)
    expect((await info()).status).toBe(200)
  })

  it('strikes only the endpoint and shop asked for', async () => {
    await fault({ kind: 'http_503', path: 'product/' })
    await fault({ kind: 'http_500', shop_id: SHOPS[1]!.shopId })
    expect((await info()).status).toBe(200)
    const item = await kit.asShop(link)('GET', '/product/get_item_list', {
      query: { offset: 0, page_size: 1, item_status: 'NORMAL' },
    })
    expect([item.status, item.text.includes('nginx')]).toEqual([503, true])
  })

  it.each([
    ['html_error', ''],
    ['error_server', 'error_server'],
    ['error_limit', 'error_limit'],
    ['expired_token', 'invalid_acceess_token'],
    ['revoked', 'partner_shop_no_link'],
    ['wrong_region', 'error_auth'],
    ['secret_rotated', 'error_sign'],
    ['partner_key_expired', 'error_partner_key_expired'],
    ['ip_undeclared', 'source_ip_undeclared'],
    ['clock_skew', 'error_param'],
  ])('produces %s', async (kind, error) => {
    await fault({ kind, count: 1 })
    const answer = await info()
    expect(answer.error).toBe(error)
    if (kind === 'html_error') expect(answer.status).toBe(400)
    expect((await info()).error).toBe('')
  })

  it('limits calls per second and shop', async () => {
    await fault({ kind: 'rate_limit', params: { callsPerSecond: 3 } })
    const statuses = (await Promise.all(Array.from({ length: 20 }, info))).map((a) => a.status)
    expect(statuses.filter((s) => s === 429).length).toBeGreaterThanOrEqual(5)
    expect(statuses).toContain(200)
  })

  it('can be slow and can hang', async () => {
    await fault({ kind: 'slow', count: 1, params: { ms: 60 } })
    const started = performance.now()
    await info()
    expect(performance.now() - started).toBeGreaterThan(50)
    await fault({ kind: 'hang', count: 1 })
    await expect(
      fetch(`${kit.sandbox.url}/api/v2/shop/get_shop_info`, { signal: AbortSignal.timeout(80) }),
    ).rejects.toThrow()
  })

  it('fails part of a stock update in both styles', async () => {
    const { item } = kit.sandbox.state.findUnit(kit.sandbox.state.shops.get(SHOP)!, {
      sku: 'KOPI-GAYO-200-BJ',
    })!
    const body = {
      item_id: item.itemId,
      stock_list: item.units.map((u) => ({ model_id: u.modelId, seller_stock: [{ stock: 50 }] })),
    }
    for (const [style, error] of [
      ['mixed', ''],
      ['error', 'error_busi_update_stock_failed'],
    ] as const) {
      await fault({ kind: 'partial_failure', count: 1, params: { style } })
      const answer = await kit.asShop(link)('POST', '/product/update_stock', { body })
      expect(answer.error).toBe(error)
      expect(asArray(answer.response['failure_list'])).toHaveLength(1)
      expect(asArray(answer.response['success_list'])).toHaveLength(item.units.length - 1)
    }
  })

  it('shows a status nobody knows', async () => {
    const placed = await kit.control('POST', '/orders', {
      shop_id: SHOP,
      lines: [{ sku: 'SABUN-SEREH', quantity: 1 }],
    })
    await fault({ kind: 'unknown_order_status', count: 1, params: { status: 'MOON_DELIVERY' } })
    const answer = await kit.asShop(link)('GET', '/order/get_order_detail', {
      query: { order_sn_list: String(asObject(placed['order'])['sn']) },
    })
    expect(asObject(asArray(answer.response['order_list'])[0])['order_status']).toBe('MOON_DELIVERY')
  })
})

describe('control API', () => {
  let kit: Awaited<ReturnType<typeof startKit>>
  beforeAll(async () => {
    kit = await startKit()
  })
  afterAll(() => kit.close())

  it('takes JSON only, under a local name only', async () => {
    const plain = await fetch(`${kit.sandbox.controlUrl}/reset`, { method: 'POST', body: '{}' })
    expect(plain.status).toBe(415)
    const { request } = await import('node:http')
    const status = await new Promise((resolve) => {
      request(`${kit.sandbox.controlUrl}/state`, { headers: { host: 'rebound.example' } }, (r) =>
        resolve(r.resume().statusCode),
      ).end()
    })
    expect(status).toBe(403)
  })

  it('logs calls without their secrets and resets to the seed', async () => {
    const link = await kit.link(SHOP)
    await kit.asShop(link)('GET', '/shop/get_shop_info')
    const log = JSON.stringify(await kit.control('GET', '/requests'))
    expect(log).toContain('/api/v2/shop/get_shop_info')
    expect(log).not.toContain(link.accessToken)
    expect(log).not.toContain(link.refreshToken)
    await kit.control('POST', '/orders', { shop_id: SHOP, lines: [{ sku: 'SABUN-SEREH', quantity: 1 }] })
    const state = await kit.control('POST', '/reset', { seed: 3 })
    expect(state['seed']).toBe(3)
    expect(asArray((await kit.control('GET', '/orders'))['orders'])).toHaveLength(0)
    expect((await kit.asShop(link)('GET', '/shop/get_shop_info')).error).toBe('invalid_acceess_token')
  })

  it('serves its page and says what is wrong in plain words', async () => {
    expect(await (await fetch(kit.sandbox.controlUrl)).text()).toContain('/_ui/control.js')
    const wrong = await kit.control('POST', '/faults', { kind: 'earthquake' })
    expect([wrong.status, wrong['error']]).toEqual([400, 'unknown fault "earthquake"'])
  })
})
