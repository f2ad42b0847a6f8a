import { describe, expect, it } from 'vitest'
import { advanceOrder } from '../../../sandbox/lazada/orderSteps.ts'
import { adapter, buy, fetchOrder, sandbox, shop, useLazada } from '../support/lazada.ts'

useLazada()

describe('returns and money', () => {
  const delivered = (sku: string, quantity: number) => {
    const order = buy(sku, quantity)
    for (const step of ['arrange', 'ship', 'deliver'] as const) advanceOrder(sandbox.state, order.id, step)
    return order
  }
  const window = () => ({
    from: new Date(Date.now() - 3_600_000),
    to: new Date(Date.now() + 60_000),
    cursor: null,
  })

  it('follows a return from request to refund', async () => {
    const order = delivered('SABUN-SEREH', 2)
    advanceOrder(sandbox.state, order.id, 'return')
    const { items } = await adapter.returns!.listUpdated(shop, window())
    expect(items).toHaveLength(1)
    const { externalReturnId } = items[0]!
    const get = async () => (await adapter.returns!.get(shop, [externalReturnId]))[0]!
    const [line] = (await fetchOrder(order.id)).lines
    const requested = await get()
    expect(requested).toMatchObject({
      externalOrderId: order.id,
      status: 'requested',
      refundOnly: false,
      refund: { amount: line!.unitPrice.amount * 2, currency: 'IDR' },
      lines: [{ externalLineId: line!.externalLineId, quantity: 2 }],
    })
    await adapter.returns!.accept(shop, { externalReturnId })
    expect((await get()).status).toBe('in_transit')
    advanceOrder(sandbox.state, order.id, 'goods_back')
    expect((await get()).status).toBe('received')
    const [reason] = await adapter.returns!.reasons!(shop, { externalReturnId })
    expect(reason!.label).toContain('Barang')
    await adapter.returns!.accept(shop, { externalReturnId })
    expect((await get()).status).toBe('refunded')
    expect(await fetchOrder(order.id)).toMatchObject({ status: 'returned', lines: [{ returnedQuantity: 2 }] })
  })

  it('refuses a return and disputes a refund', async () => {
    const order = delivered('SABUN-SEREH', 1)
    advanceOrder(sandbox.state, order.id, 'return')
    const [goods] = (await adapter.returns!.listUpdated(shop, window())).items
    const [reason] = await adapter.returns!.reasons!(shop, goods!)
    await adapter.returns!.reject!(shop, { ...goods!, reasonId: reason!.id, note: 'Bukan barang kami' })
    expect((await adapter.returns!.get(shop, [goods!.externalReturnId]))[0]?.status).toBe('cancelled')
    const other = delivered('LULUR-BOREH', 1)
    advanceOrder(sandbox.state, other.id, 'return_only_money')
    const money = (await adapter.returns!.listUpdated(shop, window())).items.find(
      (each) => each.externalReturnId !== goods!.externalReturnId,
    )!
    await adapter.returns!.reject!(shop, { ...money, reasonId: '', note: 'Barang sesuai' })
    expect((await adapter.returns!.get(shop, [money.externalReturnId]))[0]).toMatchObject({
      status: 'disputed',
      refundOnly: true,
    })
  })

  it('adds up what an order brings in', async () => {
    const order = delivered('SABUN-SEREH', 3)
    const settlements = []
    let cursor: string | null = null
    do {
      const page = await adapter.finance!.list(shop, { ...window(), cursor })
      settlements.push(...page.items)
      cursor = page.next
    } while (cursor)
    expect(settlements).toHaveLength(1)
    const [settlement] = settlements
    const price = (await fetchOrder(order.id)).lines[0]!.unitPrice.amount
    expect(settlement).toMatchObject({
      externalOrderId: order.id,
      gross: { amount: price * 3, currency: 'IDR' },
    })
    const fees = settlement!.items.reduce((sum, item) => sum + item.amount.amount, 0)
    expect(settlement!.net.amount).toBe(settlement!.gross.amount + fees)
  })
})
