import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CheckId } from '../../contract.ts'
import { shopee } from './index.ts'
import { failed, recorded, StubShopee } from './testing/stubShopee.ts'

const adapter = shopee()
let stub: StubShopee
beforeEach(async () => {
  stub = await StubShopee.start()
})
afterEach(() => stub.stop())
const answer = (name: string) => ({ body: recorded(name) })

describe('checks', () => {
  const run = (id: CheckId, session = stub.session()) =>
    adapter.checks.find((check) => check.id === id)!.run(session)
  const APP = '/api/v2/public/get_shops_by_partner'
  const SHOP = '/api/v2/shop/get_shop_info'

  it('runs in order, those for a shop last', () => {
    expect(adapter.checks.map(({ id, needsShop = false }) => [id, needsShop])).toEqual([
      ['address', false],
      ['clock', false],
      ['signature', false],
      ['token', true],
      ['scope', true],
      ['shop', true],
    ])
  })

  it('passes on a healthy shop, with facts', async () => {
    stub.on(APP, { body: { error: '', authed_shop_list: [], more: false, request_id: 'r' } })
    stub.on(SHOP, answer('shop_info'))
    stub.on('/api/v2/product/get_item_list', answer('item_list'))
    stub.on('/api/v2/order/get_order_list', answer('order_list'))
    for (const { id } of adapter.checks) {
      const fact = await run(id)
      if (id === 'shop') expect(fact?.id).toBe('Toko Sari')
      if (id === 'clock') expect(fact?.id).toMatch(/^Selisih \d detik$/)
    }
  })

  it('reaches an address that refuses the unsigned knock', async () => {
    stub.on(APP, failed('error_param'))
    await expect(run('address')).resolves.toMatchObject({ id: new URL(stub.url).host })
    stub.on(APP, { status: 503, body: 'down' })
    await expect(run('address')).rejects.toMatchObject({
      reason: 'http_5xx_provider_down',
      kind: 'transient',
    })
  })

  it.each([-301, 302])('notices a clock that is %d s off', async (seconds) => {
    stub.on(APP, failed('error_param'))
    const now = () => new Date(Date.now() + seconds * 1000 + (seconds > 0 ? 1000 : -1000))
    await expect(run('clock', stub.session({ now }))).rejects.toMatchObject({ reason: 'clock_skew' })
  })

  it('leaves the clock open when no time is told', async () => {
    stub.on(APP, { headers: { date: '' }, body: {} })
    await expect(run('clock')).resolves.toBeUndefined()
  })

  it.each([
    ['error_sign', '', 'signature_mismatch', ['partnerKey']],
    ['invalid_partner_id', '', 'wrong_environment', ['partnerId']],
    ['error_param', 'Invalid partner_id', 'wrong_environment', ['partnerId']],
    ['source_ip_undeclared', '', 'ip_not_allowlisted', []],
    ['error_partner_key_expired', '', 'http_401_bad_credential', ['partnerKey']],
    ['error_auth', 'The app has been deleted', 'account_suspended', []],
  ])('signature: %s %s', async (code, message, reason, fields) => {
    stub.on(APP, failed(code, message))
    await expect(run('signature')).rejects.toMatchObject({ reason, fields })
  })

  it('tells token, scope and shop apart', async () => {
    stub.on(SHOP, failed('invalid_acceess_token'))
    await expect(run('token')).rejects.toMatchObject({ reason: 'token_expired' })
    stub.on('/api/v2/product/get_item_list', failed('error_api_permission'))
    await expect(run('scope')).rejects.toMatchObject({ reason: 'http_403_missing_scope' })
    stub.on('/api/v2/product/get_item_list', failed('shop_banned'))
    stub.on('/api/v2/order/get_order_list', failed('shop_banned'))
    stub.on(SHOP, failed('error_api_permission'))
    await expect(run('token')).resolves.toBeUndefined()
    await expect(run('scope')).rejects.toMatchObject({ reason: 'http_403_missing_scope' })
    stub.on(SHOP, answer('shop_info'))
    await expect(run('scope')).resolves.toBeUndefined()
    await expect(run('shop')).rejects.toMatchObject({ reason: 'account_suspended' })
    stub.on(SHOP, failed('shop_banned'))
    await expect(run('token')).resolves.toBeUndefined()
    await expect(run('shop')).rejects.toMatchObject({ reason: 'account_suspended' })
    stub.on(SHOP, { body: { shop_name: 'T', status: 'FROZEN', error: '', request_id: 'r' } })
    await expect(run('shop')).rejects.toMatchObject({ reason: 'account_suspended' })
  })
})
