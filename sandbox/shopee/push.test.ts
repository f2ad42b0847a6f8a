import { afterEach, describe, expect, it } from 'vitest'
import { asArray, asObject, type JsonObject } from '../core/wire.ts'
import { SHOPS } from './shops.ts'
import { DEMO_PARTNER_ID, DEMO_PARTNER_KEY } from './options.ts'
import { signPush } from './sign.ts'
import { startKit, startReceiver, until } from './testKit.ts'
import type { ShopeeSandboxOptions } from './options.ts'

const SHOP = SHOPS[0]!.shopId

describe('pushes', () => {
  let kit: Awaited<ReturnType<typeof startKit>>
  let receiver: Awaited<ReturnType<typeof startReceiver>>
  afterEach(async () => {
    await kit.close()
    await receiver.close()
  })

  const begin = async (answer?: Parameters<typeof startReceiver>[0], options: ShopeeSandboxOptions = {}) => {
    receiver = await startReceiver(answer)
    kit = await startKit(options)
    const link = await kit.link(SHOP)
    await kit.call('POST', '/push/set_app_push_config', { body: { callback_url: receiver.url } })
    return link
  }
  const buy = (sku = 'SABUN-SEREH') =>
    kit.control('POST', '/orders', { shop_id: SHOP, lines: [{ sku, quantity: 1 }], paid: false })
  const bodies = (): JsonObject[] => receiver.received.map((r) => asObject(JSON.parse(r.body)))
  const lost = () => kit.call('GET', '/push/get_lost_push_message')

  it('signs the registered address and the raw body', async () => {
    await begin()
    await buy()
    await until(() => receiver.received.length === 1)
    const [push] = receiver.received
    expect(push!.authorization).toBe(signPush(DEMO_PARTNER_KEY, receiver.url, push!.body))
    const body = bodies()[0]!
    expect([body['code'], body['shop_id']]).toEqual([3, SHOP])
    expect(asObject(body['data'])['status']).toBe('UNPAID')
  })

  it('signs with a separate push key when there is one', async () => {
    await begin(undefined, { pushSecretKey: 'push-key' })
    await buy()
    await until(() => receiver.received.length === 1)
    expect(receiver.received[0]!.authorization).toBe(
      signPush('push-key', receiver.url, receiver.received[0]!.body),
    )
  })

  it('retries three times, then keeps the push for collection', async () => {
    await begin(() => ({ status: 500 }), { timeScale: 0.00001 })
    await buy()
    await until(() => receiver.received.length === 4)
    await until(() => kit.sandbox.state.pushes.list()[0]!.state === 'lost')
    const answer = await lost()
    const [message] = asArray(answer.response['push_message_list']).map(asObject)
    expect(message!['data']).toBe(receiver.received[0]!.body)
    expect(typeof message!['data']).toBe('string')
    expect(
      (
        await kit.call('POST', '/push/confirm_consumed_lost_push_message', {
          body: { last_message_id: Number(answer.response['last_message_id']) },
        })
      ).error,
    ).toBe('')
    expect(asArray((await lost()).response['push_message_list'])).toHaveLength(0)
  })

  it('does not take a 200 with a body for an acknowledgement, and can retry at once', async () => {
    await begin((n) => ({ status: 200, body: n === 1 ? 'ok' : '' }), { timeScale: 1 })
    await buy()
    const record = () => kit.sandbox.state.pushes.list()[0]!
    await until(() => record().state === 'retrying')
    expect(record().attempts[0]!.outcome).toBe('body_not_empty')
    expect((await kit.control('POST', '/pushes/flush-retries', {}))['attempted']).toBe(1)
    expect(record().state).toBe('delivered')
  })

  it('gives up waiting after the deadline', async () => {
    await begin(() => null, { ackDeadlineMs: 60, timeScale: 1 })
    await buy()
    const record = () => kit.sandbox.state.pushes.list()[0]!
    await until(() => record().attempts.length === 1)
    expect(record().attempts[0]!.outcome).toBe('timeout')
  })

  it('tells about consent, revocation, tracking numbers and promotion stock', async () => {
    await begin()
    await kit.control('POST', '/authorize', { shop_id: SHOPS[1]!.shopId })
    await kit.control('POST', '/revoke', { shop_id: SHOPS[1]!.shopId })
    const promoted = await kit.control('POST', '/orders', {
      shop_id: SHOP,
      lines: [{ sku: 'KOPI-KINTAMANI-200', quantity: 1 }],
      paid: true,
      channel_id: 8003,
    })
    await kit.control('POST', `/orders/${String(asObject(promoted['order'])['sn'])}/advance`, {
      to: 'arrange',
    })
    await until(() => bodies().some((b) => b['code'] === 4))
    const first = (code: number) => bodies().find((b) => b['code'] === code)!
    expect(first(1)['partner_id']).toBe(DEMO_PARTNER_ID)
    expect(asObject(first(2)['data'])['shop_id']).toBe(SHOPS[1]!.shopId)
    expect(asObject(first(8)['data'])['changed_values']).toEqual([{ name: 'reserved_stock', old: 3, new: 2 }])
    expect(receiver.received.find((r) => r.body.includes('"code":8'))!.body).toMatch(
      /"promotion_id":2165438790123456\d\d/,
    )
  })

  it('goes only to apps the shop is linked to, and honours subscriptions', async () => {
    await begin()
    await kit.control('POST', '/orders', {
      shop_id: SHOPS[1]!.shopId,
      lines: [{ sku: 'SAMBAL-MATAH', quantity: 1 }],
    })
    await kit.call('POST', '/push/set_app_push_config', { body: { set_push_config_off: [3] } })
    await buy()
    await kit.sandbox.state.pushes.idle()
    expect(receiver.received).toHaveLength(0)
    expect(
      asArray((await kit.call('GET', '/push/get_app_push_config')).response['push_config_off_list']),
    ).toEqual([3])
  })

  it('can duplicate, delay and lose pushes', async () => {
    await begin()
    await kit.control('POST', '/faults', { kind: 'push_duplicate', count: 1 })
    await buy()
    await until(() => receiver.received.length === 2)
    expect(receiver.received[0]!.body).toBe(receiver.received[1]!.body)
    await kit.control('POST', '/faults', { kind: 'push_lost', count: 1 })
    await buy()
    expect(asArray((await lost()).response['push_message_list'])).toHaveLength(1)
    await kit.control('POST', '/faults', { kind: 'push_reorder', count: 1, params: { delayMs: 700 } })
    const late = asObject((await buy())['order'])['sn']
    const early = asObject((await buy())['order'])['sn']
    await until(() => receiver.received.length === 4)
    expect(
      bodies()
        .slice(2)
        .map((b) => asObject(b['data'])['ordersn']),
    ).toEqual([early, late])
  })

  it('delivers a burst of more pushes than the log keeps, each once', { timeout: 30_000 }, async () => {
    await begin(undefined, { ackDeadlineMs: 20_000 })
    await kit.control('POST', '/stock', { shop_id: SHOP, sku: 'SABUN-SEREH', stock: 520 })
    const burst = await kit.control('POST', '/orders', {
      shop_id: SHOP,
      lines: [{ sku: 'SABUN-SEREH', quantity: 1 }],
      paid: false,
      repeat: 521,
    })
    expect([asArray(burst['orders']).length, burst['refused']]).toEqual([520, 1])
    for (let i = 0; i < 250 && receiver.received.length < 520; i++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    await kit.sandbox.state.pushes.idle()
    expect(receiver.received).toHaveLength(520)
    expect(new Set(bodies().map((body) => asObject(body['data'])['ordersn'])).size).toBe(520)
  })

  it('verifies a new address when asked to', async () => {
    receiver = await startReceiver((n) => ({ status: n === 1 ? 500 : 200 }))
    kit = await startKit({ verifyCallback: true })
    const set = () => kit.call('POST', '/push/set_app_push_config', { body: { callback_url: receiver.url } })
    expect((await set()).error).toBe('error_param')
    expect((await set()).error).toBe('')
    expect(bodies()[0]!['code']).toBe(0)
  })
})
