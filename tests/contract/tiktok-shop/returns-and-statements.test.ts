import { beforeAll, describe, expect, it } from 'vitest'
import type { ShopSession } from '../../../src/adapters/contract.ts'
import { DAY, adapter, buy, connect, control, step, useTikTokShop } from '../support/tiktok-shop.ts'

useTikTokShop()

describe('returns and statements', () => {
  let session: ShopSession
  beforeAll(async () => {
    session = await connect()
  })

  async function handedOver(sku: string, quantity: number): Promise<string> {
    const { sn } = await buy(sku, quantity)
    for (const to of ['arrange', 'ship', 'deliver']) await step(sn, to)
    return sn
  }

  it('reads a return of some units under the line they were folded into, and accepts it twice over', async () => {
    const sn = await handedOver('KOPI-TORAJA-200', 3)
    await control('POST', '/returns', { order_id: sn, units: 2 })
    const window = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY), cursor: null }
    const listed = await adapter.returns!.listUpdated(session, window)
    const found = await adapter.returns!.get(
      session,
      listed.items.map((each) => each.externalReturnId),
    )
    const mine = found.find((each) => each.externalOrderId === sn)!
    const [order] = await adapter.orders!.get(session, [sn])
    expect(mine).toMatchObject({
      status: 'requested',
      refundOnly: false,
      lines: [
        {
          externalLineId: order!.lines[0]!.externalLineId,
          quantity: 2,
          externalItemId: order!.lines[0]!.externalItemId,
        },
      ],
    })
    expect(mine.refund.amount).toBe(order!.lines[0]!.unitPrice.amount * 2)
    expect(mine.respondBy).not.toBeNull()
    const input = { externalReturnId: mine.externalReturnId }
    const status = async () => (await adapter.returns!.get(session, [mine.externalReturnId]))[0]!.status
    await adapter.returns!.accept(session, input)
    expect(await status()).toBe('accepted')
    await step(sn, 'send_back')
    expect(await status()).toBe('in_transit')
    await adapter.returns!.accept(session, input)
    expect(await status()).toBe('refunded')
    await expect(adapter.returns!.accept(session, input)).rejects.toMatchObject({ kind: 'permanent' })
  })

  it('rejects with one of the reasons the platform accepts', async () => {
    const sn = await handedOver('KOPI-TORAJA-200', 1)
    await step(sn, 'refund')
    const window = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY), cursor: null }
    const { items } = await adapter.returns!.listUpdated(session, window)
    const all = await adapter.returns!.get(
      session,
      items.map((each) => each.externalReturnId),
    )
    const { externalReturnId } = all.find((each) => each.externalOrderId === sn)!
    const reasons = await adapter.returns!.reasons!(session, { externalReturnId })
    expect(reasons.length).toBeGreaterThan(1)
    await expect(
      adapter.returns!.reject!(session, { externalReturnId, reasonId: 'because', note: '' }),
    ).rejects.toMatchObject({ providerCode: '25001014' })
    await adapter.returns!.reject!(session, {
      externalReturnId,
      reasonId: reasons[0]!.id,
      note: 'Sudah sesuai',
    })
    expect((await adapter.returns!.get(session, [externalReturnId]))[0]!.status).toBe('rejected')
  })

  it('settles completed orders to the rupiah', async () => {
    const sn = await handedOver('KOPI-TORAJA-500', 1)
    await step(sn, 'complete')
    await control('POST', '/clock', { skewSeconds: 2 * 86_400 })
    const window = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + 3 * DAY) }
    const settlements = []
    for (let cursor: string | null = null; ;) {
      const page = await adapter.finance!.list(session, { ...window, cursor })
      settlements.push(...page.items)
      if (page.next === null) break
      cursor = page.next
    }
    await control('POST', '/clock', { skewSeconds: 0 })
    const mine = settlements.find((each) => each.externalOrderId === sn)!
    expect(mine.items.map((item) => item.code)).toEqual([
      'actual_shipping_fee_amount',
      'customer_paid_shipping_fee_amount',
      'platform_commission_amount',
      'sfp_service_fee_amount',
    ])
    for (const each of settlements) {
      expect(each.gross.amount + each.items.reduce((sum, item) => sum + item.amount.amount, 0)).toBe(
        each.net.amount,
      )
    }
  })
})
