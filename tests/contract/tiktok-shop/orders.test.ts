import { beforeAll, describe, expect, it } from 'vitest'
import type { ShopSession } from '../../../src/adapters/contract.ts'
import {
  DAY,
  SHOP,
  adapter,
  buy,
  connect,
  control,
  fault,
  step,
  useTikTokShop,
} from '../support/tiktok-shop.ts'

useTikTokShop()

describe('orders', () => {
  let session: ShopSession
  beforeAll(async () => {
    session = await connect()
  })

  it('folds units, tells the storefront, and lists every order once under insertions', async () => {
    const toko = await buy('KOPI-GAYO-200-BJ', 3, { platform: 'TOKOPEDIA', message: 'Bungkus kado' })
    const shop = await buy('RENDANG-250', 1)
    const [order] = await adapter.orders!.get(session, [toko.sn, '404'])
    expect(order).toMatchObject({
      externalOrderId: toko.sn,
      status: 'to_ship',
      salesSurface: 'tokopedia',
      externalPackageIds: toko.packageIds,
      buyer: { note: 'Bungkus kado' },
      lines: [{ sellerSku: 'KOPI-GAYO-200-BJ', quantity: 3, cancelledQuantity: 0 }],
    })
    expect(order!.total.amount).toBeGreaterThan(3 * 69_500)
    expect((await adapter.orders!.get(session, [shop.sn]))[0]!.salesSurface).toBe('tiktok_shop')
    for (let at = 0; at < 120; at += 1)
      await buy('DRIP-BAG-10', 1).catch(() =>
        control('POST', '/stock', { shop_id: SHOP, sku: 'DRIP-BAG-10', stock: 99 }),
      )
    const window = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY) }
    const seen: string[] = []
    for (let cursor: string | null = null; ;) {
      const page = await adapter.orders!.listUpdated(session, { ...window, cursor })
      seen.push(...page.items.map((each) => each.externalOrderId))
      await buy('KERIPIK-TEMPE', 1)
      if (page.next === null) break
      cursor = page.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(100)
    expect(seen).toContain(toko.sn)
  })

  it('keeps an unknown status raw, and line ids through a cancellation', async () => {
    const { sn } = await buy('RENDANG-250', 2)
    await fault('unknown_order_status', { count: 1 })
    const [strange] = await adapter.orders!.get(session, [sn])
    expect(strange).toMatchObject({ status: 'unknown', rawStatus: 'AWAITING_MOON_LANDING' })
    await adapter.orders!.cancellation!.cancel(session, {
      externalOrderId: sn,
      reasonCode: 'seller_cancel_reason_out_of_stock',
      externalLineIds: [],
    })
    const [cancelled] = await adapter.orders!.get(session, [sn])
    expect(cancelled).toMatchObject({ status: 'cancelled', lines: [{ quantity: 2, cancelledQuantity: 2 }] })
    expect(cancelled!.lines[0]!.externalLineId).toBe(strange!.lines[0]!.externalLineId)
  })

  it('cancels unpaid orders with the reason of that state, and refuses shipped ones', async () => {
    const { sn } = await buy('RENDANG-250', 1, { paid: false })
    const input = { externalOrderId: sn, reasonCode: 'seller_cancel_reason_wrong_price', externalLineIds: [] }
    await adapter.orders!.cancellation!.cancel(session, input)
    const shipped = await buy('RENDANG-250', 1)
    await step(shipped.sn, 'arrange')
    await expect(
      adapter.orders!.cancellation!.cancel(session, { ...input, externalOrderId: shipped.sn }),
    ).rejects.toMatchObject({ providerCode: '25001003' })
  })

  it('answers a buyer who wants to cancel', async () => {
    const { sn } = await buy('RENDANG-250', 1)
    const answer = adapter.orders!.cancellation!.answer!
    await expect(answer(session, { externalOrderId: sn, accept: true })).rejects.toMatchObject({
      kind: 'permanent',
    })
    await step(sn, 'request_cancel')
    expect((await adapter.orders!.get(session, [sn]))[0]).toMatchObject({
      status: 'cancel_requested',
      rawStatus: 'AWAITING_SHIPMENT/BUYER_REQUEST_CANCEL',
    })
    await answer(session, { externalOrderId: sn, accept: false })
    expect((await adapter.orders!.get(session, [sn]))[0]!.status).toBe('to_ship')
    await step(sn, 'request_cancel')
    await answer(session, { externalOrderId: sn, accept: true })
    expect((await adapter.orders!.get(session, [sn]))[0]!.status).toBe('cancelled')
  })

  it('breaks a price down', async () => {
    const { sn } = await buy('RENDANG-250', 2)
    const detail = await adapter.orders!.priceDetail!(session, sn)
    const [order] = await adapter.orders!.get(session, [sn])
    expect(detail.total).toEqual(order!.total)
    expect(detail.items.find((item) => item.code === 'subtotal')!.amount.amount).toBe(
      order!.lines[0]!.unitPrice.amount * 2,
    )
  })
})
