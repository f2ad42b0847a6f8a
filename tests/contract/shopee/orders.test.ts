import { describe, expect, it } from 'vitest'
import { SHOP } from '../support/shopee.ts'
import {
  buy,
  bySku,
  callsTo,
  kit,
  orderOf,
  quantityOf,
  session,
  step,
  useShopee,
} from '../support/shopee-shop.ts'

useShopee()

describe('orders', () => {
  it('pages through many orders and fetches 120 in three calls', async () => {
    const from = new Date(Date.now() - 60_000)
    await kit.control('/stock', { shop_id: SHOP, sku: 'KERIPIK-TEMPE', stock: 500 })
    const placed = Array.from({ length: 120 }, () => buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }]))
    const listed: string[] = []
    for (let cursor: string | null = null, more = true; more;) {
      const page = await kit.adapter.orders!.listUpdated(session, {
        from,
        to: new Date(Date.now() + 1_000),
        cursor,
      })
      listed.push(...page.items.map((each) => each.externalOrderId))
      cursor = page.next
      more = cursor !== null
    }
    expect(placed.every((sn) => listed.includes(sn))).toBe(true)
    expect(new Set(listed).size).toBe(listed.length)
    const before = callsTo('/get_order_detail')
    const orders = await kit.adapter.orders!.get(session, placed)
    expect(new Set(orders.map((order) => order.externalOrderId)).size).toBe(120)
    expect(callsTo('/get_order_detail') - before).toBe(3)
  })

  it('leaves out unknown orders and keeps unknown statuses', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    expect(await kit.adapter.orders!.get(session, ['NOPE', sn])).toHaveLength(1)
    await kit.control('/faults', { kind: 'unknown_order_status', count: 1 })
    expect(await orderOf(sn)).toMatchObject({ status: 'unknown', rawStatus: 'ON_HOLD_BY_SHOPEE' })
  })

  it('refuses a window Shopee would not answer', async () => {
    const from = new Date(Date.now() - 16 * 86_400_000)
    await expect(
      kit.adapter.orders!.listUpdated(session, { from, to: new Date(), cursor: null }),
    ).rejects.toMatchObject({ kind: 'permanent' })
  })
})

describe('cancellation', () => {
  const cancel = (externalOrderId: string, reasonCode: string, externalLineIds: string[] = []) =>
    kit.adapter.orders!.cancellation!.cancel(session, { externalOrderId, reasonCode, externalLineIds })

  it('cancels goods that ran out, alone where Shopee allows it', async () => {
    const sn = buy([
      { sku: 'DRIP-BAG-10', quantity: 2 },
      { sku: 'KERIPIK-TEMPE', quantity: 1 },
    ])
    const [drip] = (await orderOf(sn)).lines
    const before = await quantityOf(bySku('DRIP-BAG-10'))
    await expect(cancel(sn, 'OUT_OF_STOCK')).rejects.toMatchObject({ reason: 'invalid_format' })
    await expect(cancel(sn, 'OUT_OF_STOCK', ['elsewhere'])).rejects.toMatchObject({
      reason: 'invalid_format',
    })
    await cancel(sn, 'OUT_OF_STOCK', [drip!.externalLineId])
    const after = await orderOf(sn)
    expect([after.status, after.lines.map((line) => line.cancelledQuantity)]).toEqual(['to_ship', [2, 0]])
    expect(await quantityOf(bySku('DRIP-BAG-10'))).toBe(before! + 2)
    await cancel(sn, 'OUT_OF_STOCK', [after.lines[1]!.externalLineId])
    expect((await orderOf(sn)).status).toBe('cancelled')
  })

  it('cancels at the customer’s wish before shipping only', async () => {
    const sn = buy([{ sku: 'DRIP-BAG-10', quantity: 1 }])
    await cancel(sn, 'CUSTOMER_REQUEST')
    expect(await orderOf(sn)).toMatchObject({ status: 'cancelled', cancelReason: 'CUSTOMER_REQUEST' })
    const late = buy([{ sku: 'DRIP-BAG-10', quantity: 1 }])
    step(late, 'arrange')
    const refused = await cancel(late, 'CUSTOMER_REQUEST').catch((error: unknown) => error)
    expect(refused).toMatchObject({ kind: 'permanent', providerCode: 'order.error_limit' })
  })

  it('answers a buyer who asks', async () => {
    const answer = (externalOrderId: string, accept: boolean) =>
      kit.adapter.orders!.cancellation!.answer!(session, { externalOrderId, accept })
    const sn = buy([{ sku: 'DRIP-BAG-10', quantity: 1 }])
    await expect(answer(sn, true)).rejects.toMatchObject({
      providerCode: 'order.cancel_order_invalid_status',
    })
    step(sn, 'request_cancel')
    expect((await orderOf(sn)).status).toBe('cancel_requested')
    await answer(sn, false)
    expect((await orderOf(sn)).status).toBe('to_ship')
    step(sn, 'request_cancel')
    await answer(sn, true)
    expect((await orderOf(sn)).status).toBe('cancelled')
  })
})
