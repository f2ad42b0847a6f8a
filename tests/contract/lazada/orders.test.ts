import { describe, expect, it } from 'vitest'
import { placeOrder } from '../../../sandbox/lazada/orderLife.ts'
import { advanceOrder } from '../../../sandbox/lazada/orderSteps.ts'
import { SINGLE, adapter, buy, fetchOrder, sandbox, shop, useLazada } from '../support/lazada.ts'

useLazada()

describe('orders', () => {
  it('folds units into quantities, ids exact', async () => {
    const order = placeOrder(sandbox.state, {
      sellerId: SINGLE,
      lines: [
        { sku: 'SABUN-SEREH', quantity: 3 },
        { sku: 'DASTER-BATIK-HJU', quantity: 1 },
      ],
      paid: true,
      message: 'Tolong bungkus kado',
    })
    expect(BigInt(order.id)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
    const fetched = await fetchOrder(order.id)
    expect(fetched).toMatchObject({
      externalOrderId: order.id,
      status: 'to_ship',
      rawStatus: 'pending',
      buyer: { note: 'Tolong bungkus kado' },
      total: { currency: 'IDR' },
    })
    expect(fetched.lines.map((line) => [line.sellerSku, line.quantity]).sort()).toEqual([
      ['DASTER-BATIK-HJU', 1],
      ['SABUN-SEREH', 3],
    ])
    expect(fetched.paidAt).toBeInstanceOf(Date)
    expect(fetched.shipBy!.getTime()).toBeGreaterThan(Date.now())
    const ids = fetched.lines.map((line) => line.externalLineId)
    advanceOrder(sandbox.state, order.id, 'cancel')
    const cancelled = await fetchOrder(order.id)
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelReason: 'Change of mind' })
    expect(cancelled.lines.map((line) => line.externalLineId)).toEqual(ids)
    expect(cancelled.lines.every((line) => line.cancelledQuantity === line.quantity)).toBe(true)
  })

  it('lists all orders of a window although some move about meanwhile', async () => {
    const stocked = sandbox.state.findSku(sandbox.state.shops.get(SINGLE)!, { sellerSku: 'SABUN-SEREH' })!
    stocked.sku.buckets[0]!.sellable = 500
    const placed = Array.from({ length: 230 }, () => buy('SABUN-SEREH', 1).id)
    const window = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) }
    const seen = new Set<string>()
    let cursor: string | null = null
    let pages = 0
    do {
      const page = await adapter.orders!.listUpdated(shop, { ...window, cursor })
      for (const each of page.items) seen.add(each.externalOrderId)
      cursor = page.next
      // One that was read already changes: those behind it move forward.
      const still = page.items.find(
        (each) => sandbox.state.findOrder(each.externalOrderId)?.order.units[0]?.status === 'pending',
      )
      if (still) advanceOrder(sandbox.state, still.externalOrderId, 'arrange')
      pages += 1
    } while (cursor !== null && pages < 10)
    expect(placed.filter((id) => !seen.has(id))).toEqual([])
  })

  it('leaves unknown orders out', async () => {
    const order = buy('SABUN-SEREH', 1)
    const found = await adapter.orders!.get(shop, [order.id, '560694402190001'])
    expect(found.map((each) => each.externalOrderId)).toEqual([order.id])
  })

  it('keeps an unknown status as it is', async () => {
    const order = buy('SABUN-SEREH', 1)
    sandbox.state.faults.add({ kind: 'unknown_order_status', params: { status: 'held_by_lazada' } })
    expect(await fetchOrder(order.id)).toMatchObject({ status: 'unknown', rawStatus: 'held_by_lazada' })
  })

  it('cancels one line by its units, with the reason the shop offers', async () => {
    const order = placeOrder(sandbox.state, {
      sellerId: SINGLE,
      lines: [
        { sku: 'SABUN-SEREH', quantity: 2 },
        { sku: 'LULUR-BOREH', quantity: 1 },
      ],
      paid: true,
    })
    const line = (await fetchOrder(order.id)).lines.find((each) => each.sellerSku === 'SABUN-SEREH')!
    const cancellation = adapter.orders!.cancellation!
    await cancellation.cancel(shop, {
      externalOrderId: order.id,
      reasonCode: cancellation.reasons[0]!.code,
      externalLineIds: [line.externalLineId],
    })
    const after = await fetchOrder(order.id)
    expect(after.status).toBe('to_ship')
    expect(after.lines.map((each) => [each.sellerSku, each.cancelledQuantity]).sort()).toEqual([
      ['LULUR-BOREH', 0],
      ['SABUN-SEREH', 2],
    ])
  })

  it.each([true, false])('answers a buyer who asks to cancel: %s', async (accept) => {
    const order = buy('SABUN-SEREH', 1)
    advanceOrder(sandbox.state, order.id, 'request_cancel')
    expect((await fetchOrder(order.id)).status).toBe('cancel_requested')
    await adapter.orders!.cancellation!.answer!(shop, { externalOrderId: order.id, accept })
    expect((await fetchOrder(order.id)).status).toBe(accept ? 'cancelled' : 'to_ship')
  })
})
