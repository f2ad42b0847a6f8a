import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEMO_APP_KEY } from './options.ts'
import { placeOrder } from './orderLife.ts'
import { pushToApp } from './pushEvents.ts'
import { SELLER, startKit, startReceiver, until } from './testKit.ts'

let kit: Awaited<ReturnType<typeof startKit>>
beforeEach(async () => {
  kit = await startKit({ timeScale: 0.00001, ackDeadlineMs: 400 })
  await kit.link()
})
afterEach(() => kit.close())

const register = (url: string) => {
  app().callbackUrl = url
}
const app = () => kit.sandbox.state.apps.get(DEMO_APP_KEY)!
const send = () =>
  pushToApp(kit.sandbox.state, app(), SELLER, 0, { order_status: 'pending', trade_order_id: '1' })
const pushes = () => kit.sandbox.state.pushes.list()

describe('pushes', () => {
  it('are acknowledged by 200 whatever the body, one for each unit', async () => {
    const receiver = await startReceiver()
    register(receiver.url)
    placeOrder(kit.sandbox.state, {
      sellerId: SELLER,
      lines: [{ sku: 'SABUN-SEREH', quantity: 3 }],
      paid: true,
    })
    await until(() => receiver.received.length >= 6 && pushes().every((push) => push.state === 'delivered'))
    expect(JSON.parse(receiver.received[0]!)).toMatchObject({
      seller_id: String(SELLER),
      message_type: 0,
      data: { trade_order_line_id: expect.stringMatching(/^9\d{15}$/) as string },
      site: 'lazada_id',
    })
    await receiver.close()
  })

  it.each([202, 204, 500])(
    'are not acknowledged by %d, and given up after twelve repeats',
    async (status) => {
      const receiver = await startReceiver(() => status)
      register(receiver.url)
      send()
      await until(() => pushes()[0]?.state === 'lost')
      expect(receiver.received).toHaveLength(13)
      await receiver.close()
    },
  )

  it('are late after the deadline', async () => {
    const receiver = await startReceiver((n) => (n === 1 ? null : 200))
    register(receiver.url)
    send()
    await until(() => pushes()[0]?.state === 'delivered')
    expect(pushes()[0]?.attempts.map((attempt) => attempt.outcome)).toEqual(['timeout', 'acknowledged'])
    await receiver.close()
  })

  it('of promotions are repeated three times only, without an envelope', async () => {
    const receiver = await startReceiver(() => 500)
    register(receiver.url)
    await kit.control('POST', '/pushes', { code: 11, shop_id: SELLER, data: { promotionId: 1 } })
    await until(() => pushes()[0]?.state === 'lost')
    expect(receiver.received).toHaveLength(4)
    expect(receiver.received[0]).toBe('{"promotionId":1}')
    await receiver.close()
  })

  it('pause for a receiver that fails more than half of them', async () => {
    const receiver = await startReceiver(() => 500)
    register(receiver.url)
    for (let nth = 0; nth < 50; nth++) {
      await kit.control('POST', '/pushes', { code: 11, shop_id: SELLER, data: { promotionId: nth } })
    }
    await until(() => pushes().every((push) => push.state === 'lost'))
    send()
    expect(app().pushPaused).toBe(true)
    expect(pushes()).toHaveLength(50)
    await kit.control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: receiver.url })
    expect(app().pushPaused).toBe(false)
    await receiver.close()
  })

  it('are doubled, lost and delayed on demand', async () => {
    const receiver = await startReceiver()
    register(receiver.url)
    for (const kind of ['push_lost', 'push_duplicate', 'push_reorder']) {
      await kit.control('POST', '/faults', { kind, count: 1, params: { delayMs: 50 } })
      send()
    }
    await until(() => pushes().every((push) => push.state !== 'waiting'))
    expect(pushes().map((push) => push.state)).toEqual(['delivered', 'delivered', 'delivered', 'lost'])
    await receiver.close()
  })

  it('warn of the end of a consent', async () => {
    const receiver = await startReceiver()
    register(receiver.url)
    await kit.control('POST', '/tokens/warn', { shop_id: SELLER })
    await until(() => receiver.received.length === 1)
    expect(JSON.parse(receiver.received[0]!)).toMatchObject({ seller_id: 'null', message_type: 8 })
    await receiver.close()
  })
})
