import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../core/wire.ts'
import { SHOPS } from './catalogue.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET } from './options.ts'
import { signWebhook } from './sign.ts'
import { startKit, startReceiver, until, type Link } from './testKit.ts'

const SHOP = SHOPS[0]!.id

let kit: Awaited<ReturnType<typeof startKit>>
let link: Link
beforeAll(async () => {
  kit = await startKit()
  link = await kit.link(SHOP)
})
afterAll(() => kit.close())

const call = (method: string, path: string, wish: object = {}) => kit.as(link)(method, path, wish)
const sku = (code: string) =>
  kit.sandbox.state.findSku(kit.sandbox.state.shops.get(SHOP)!, { sellerSku: code })!
const shelf = (code: string) => {
  const all = [...sku(code).sku.shelves.values()]
  return [
    all.reduce((sum, each) => sum + each.available, 0),
    all.reduce((sum, each) => sum + each.committed, 0),
  ]
}
const buy = async (code: string, quantity: number, more: JsonObject = {}) => {
  const answer = await kit.control('POST', '/orders', {
    shop_id: SHOP,
    lines: [{ sku: code, quantity }],
    ...more,
  } as never)
  return answer as unknown as {
    status: number
    error?: string
    order: { sn: string; status: string; packageIds: string[]; steps: string[] }
  }
}
const step = (sn: string, to: string) => kit.control('POST', `/orders/${sn}/advance`, { to })

describe('stock', () => {
  it('moves from available to committed, out with the parcel, back with a cancellation', async () => {
    const [before] = shelf('RENDANG-250')
    const { order } = await buy('RENDANG-250', 2)
    expect(shelf('RENDANG-250')).toEqual([before! - 2, 2])
    await step(order.sn, 'arrange')
    expect(shelf('RENDANG-250')).toEqual([before! - 2, 0])
    const second = await buy('RENDANG-250', 1)
    await step(second.order.sn, 'cancel')
    expect(shelf('RENDANG-250')).toEqual([before! - 2, 0])
  })

  it('sells no more than there is, and only where the product is on sale', async () => {
    expect(await buy('RENDANG-250', 100_000)).toMatchObject({ status: 409 })
    expect((await buy('KOPI-LAMPUNG-1000', 1)).error).toContain('not on sale on TIKTOK_SHOP')
    expect((await buy('KOPI-LAMPUNG-1000', 1, { platform: 'TOKOPEDIA' })).status).toBe(200)
    const { order } = await buy('SABUN-SEREH', 1, { platform: 'TOKOPEDIA' })
    const detail = await call('GET', '/order/202507/orders', { query: { ids: order.sn } })
    expect(detail.data['orders']).toMatchObject([{ commerce_platform: 'TOKOPEDIA' }])
  })

  it('wants every warehouse of the SKU and no other, in the documented range', async () => {
    const { product, sku: gayo } = sku('KOPI-GAYO-200-BJ')
    const [first, second] = [...gayo.shelves.keys()]
    const update = async (inventory: JsonObject[]) => {
      const answer = await call('POST', `/product/202309/products/${product.id}/inventory/update`, {
        body: { skus: [{ id: gayo.id, inventory }] },
      })
      const [error] = (answer.data['errors'] ?? []) as { code: number }[]
      return error?.code ?? answer.code
    }
    expect(await update([{ warehouse_id: first, quantity: 5 }])).toBe(12019028)
    expect(
      await update([
        { warehouse_id: first, quantity: 5 },
        { warehouse_id: '1', quantity: 5 },
      ]),
    ).toBe(12052533)
    expect(
      await update([
        { warehouse_id: first, quantity: 100_000 },
        { warehouse_id: second, quantity: 0 },
      ]),
    ).toBe(12019024)
    expect(
      await update([
        { warehouse_id: first, quantity: 5 },
        { warehouse_id: second, quantity: 0 },
      ]),
    ).toBe(0)
    expect(shelf('KOPI-GAYO-200-BJ')[0]).toBe(5)
  })
})

describe('orders', () => {
  it('have one line item per unit, an address only after payment, and ids as text', async () => {
    const { order } = await buy('KERIPIK-TEMPE', 3, { paid: false })
    const detail = async () => {
      const { data } = await call('GET', '/order/202309/orders', { query: { ids: `${order.sn},999` } })
      return data['orders'] as { line_items: JsonObject[]; recipient_address?: unknown; status: string }[]
    }
    const [unpaid] = await detail()
    expect(unpaid!.line_items).toHaveLength(3)
    expect(unpaid!.recipient_address).toBeUndefined()
    await step(order.sn, 'pay')
    const [paid] = await detail()
    expect(paid!.recipient_address).toBeDefined()
    expect((await step(order.sn, 'deliver')).status).toBe(409)
  })

  it('page without repeating or skipping while orders come in', async () => {
    for (let at = 0; at < 5; at += 1) await buy('SABUN-SEREH', 1)
    const seen: string[] = []
    let token = ''
    do {
      const query = {
        page_size: 2,
        sort_field: 'create_time',
        sort_order: 'DESC',
        ...(token ? { page_token: token } : {}),
      }
      const { data } = await call('POST', '/order/202309/orders/search', { query, body: {} })
      seen.push(...(data['orders'] as { id: string }[]).map((order) => order.id))
      token = String(data['next_page_token'])
      await buy('SABUN-SEREH', 1)
    } while (token !== '')
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('refuse a second shipment, and a shipment while the buyer wants to cancel', async () => {
    const { order } = await buy('KERIPIK-TEMPE', 1)
    const ship = () => call('POST', `/fulfillment/202309/packages/${order.packageIds[0]}/ship`, { body: {} })
    await step(order.sn, 'request_cancel')
    expect((await ship()).code).toBe(21011007)
    await step(order.sn, 'reject_cancel')
    expect((await ship()).code).toBe(0)
    expect((await ship()).code).toBe(21011006)
  })
})

describe('webhooks', () => {
  it('are signed, sent again by plan, and given up after the fourth repeat', async () => {
    const receiver = await startReceiver(() => ({ status: 500 }))
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: receiver.url })
    await kit.control('POST', '/pushes', { code: 1, shop_id: SHOP, data: { order_id: '1' } })
    await until(() => receiver.received.length === 1)
    const { authorization, body } = receiver.received[0]!
    expect(authorization).toBe(signWebhook(DEMO_APP_KEY, DEMO_APP_SECRET, body))
    const push = kit.sandbox.state.pushes.list(1)[0]!
    for (let nth = 2; nth <= 5; nth += 1) {
      await until(() => push.state === 'retrying' || push.state === 'lost')
      const wait = Date.parse(push.nextAttemptAt!) - Date.now()
      // 2 min, 30 min, 3 h, 12 h, a thousand times faster.
      expect(wait).toBeLessThanOrEqual([120, 1800, 10_800, 43_200][nth - 2]!)
      await kit.control('POST', '/pushes/flush-retries', {})
    }
    expect([push.state, push.attempts.length]).toEqual(['lost', 5])
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: '' })
    await receiver.close()
  })

  it('want 200 with an empty body in time', async () => {
    const slow = await startKit({ ackDeadlineMs: 800 })
    await slow.link(SHOP)
    const replies = [{ status: 204 }, { status: 200, body: 'ok' }, null, { status: 200 }]
    const receiver = await startReceiver((nth) => (nth === 3 ? null : (replies[nth - 1] ?? { status: 200 })))
    await slow.control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: receiver.url })
    await slow.control('POST', '/pushes', { code: 3, shop_id: SHOP, data: {} })
    const push = slow.sandbox.state.pushes.list(1)[0]!
    for (let tries = 0; push.attempts.length < 4 && tries < 60; tries += 1) {
      await slow.control('POST', '/pushes/flush-retries', {})
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(push.attempts.map((attempt) => attempt.outcome)).toEqual([
      'not_2xx',
      'body_not_empty',
      'timeout',
      'acknowledged',
    ])
    await slow.close()
    await receiver.close()
  })

  it('go to the address of the shop and topic first; mirror messages name no shop', async () => {
    const [ofApp, ofShop] = [await startReceiver(), await startReceiver()]
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: ofApp.url })
    const body = { event_type: 'ORDER_STATUS_CHANGE', address: ofShop.url }
    expect((await call('PUT', '/event/202309/webhooks', { body })).code).toBe(0)
    expect((await call('GET', '/event/202309/webhooks')).data['total_count']).toBe(1)
    await kit.control('POST', '/pushes', { code: 1, shop_id: SHOP, data: {} })
    await kit.control('POST', '/pushes', { code: 35, shop_id: SHOP, data: { tts_shop_id: SHOP } })
    await until(() => ofShop.received.length === 1 && ofApp.received.length === 1)
    expect(ofApp.received[0]!.body).not.toContain('"shop_id":')
    expect(
      (await call('DELETE', '/event/202309/webhooks', { body: { event_type: 'ORDER_STATUS_CHANGE' } })).code,
    ).toBe(0)
    expect((await call('GET', '/event/202309/webhooks')).data['total_count']).toBe(0)
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: '' })
    await Promise.all([ofApp.close(), ofShop.close()])
  })

  it('carry product ids as bare numbers where the platform does', async () => {
    const receiver = await startReceiver()
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: receiver.url })
    const { product } = sku('RENDANG-250')
    await call('POST', '/product/202309/products/activate', { body: { product_ids: [product.id] } })
    await until(() => receiver.received.length > 0)
    expect(receiver.received[0]!.body).toContain(`"product_id":${product.id},`)
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: '' })
    await receiver.close()
  })
})

it('keeps its state over a restart', async () => {
  const { mkdtempSync, rmSync } = await import('node:fs')
  const folder = mkdtempSync('/tmp/kanal-sandbox-')
  const stateFile = `${folder}/state`
  const before = await startKit({ stateFile })
  const mine = await before.link(SHOP)
  const bought = await before.control('POST', '/orders', {
    shop_id: SHOP,
    lines: [{ sku: 'RENDANG-250', quantity: 1 }],
  })
  await before.close()
  const after = await startKit({ stateFile })
  const { sn } = bought['order'] as { sn: string }
  const detail = await after.as(mine)('GET', '/order/202507/orders', { query: { ids: sn } })
  expect(detail.data['orders']).toHaveLength(1)
  await after.close()
  rmSync(folder, { recursive: true })
})
