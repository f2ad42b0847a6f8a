import { describe, expect, it } from 'vitest'
import { buy, kit, orderOf, session, step, useShopee } from '../support/shopee-shop.ts'

useShopee()

describe('returns', () => {
  async function returned(): Promise<{ orderSn: string; externalReturnId: string }> {
    const orderSn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 2 }])
    step(orderSn, 'arrange', 'ship', 'deliver', 'return')
    const found: string[] = []
    for (let cursor: string | null = null, more = true; more;) {
      const page = await kit.adapter.returns!.listUpdated(session, {
        from: new Date(Date.now() - 60_000),
        to: new Date(Date.now() + 1_000),
        cursor,
      })
      found.push(...page.items.map((each) => each.externalReturnId))
      cursor = page.next
      more = cursor !== null
    }
    const all = await kit.adapter.returns!.get(session, found)
    return { orderSn, ...all.find((each) => each.externalOrderId === orderSn)! }
  }
  const read = async (id: string) => (await kit.adapter.returns!.get(session, [id]))[0]!

  it('reads returns over pages, with the lines of their orders', async () => {
    for (let i = 0; i < 7; i += 1) await returned()
    const { orderSn, externalReturnId } = await returned()
    const one = await read(externalReturnId)
    const [line] = (await orderOf(orderSn)).lines
    expect(one).toMatchObject({ status: 'requested', refundOnly: true, refund: { currency: 'IDR' } })
    expect(one.lines).toMatchObject([{ externalLineId: line!.externalLineId, quantity: 2 }])
    expect(one.respondBy!.getTime()).toBeGreaterThan(Date.now())
    expect(await kit.adapter.returns!.get(session, ['0', externalReturnId])).toHaveLength(1)
  })

  it('accepts once', async () => {
    const { externalReturnId } = await returned()
    await kit.adapter.returns!.accept(session, { externalReturnId })
    expect((await read(externalReturnId)).status).toBe('accepted')
    await expect(kit.adapter.returns!.accept(session, { externalReturnId })).rejects.toMatchObject({
      providerCode: 'error_return_status',
    })
  })

  it('disputes with the evidence the reason wants', async () => {
    const { externalReturnId } = await returned()
    const reasons = await kit.adapter.returns!.reasons!(session, { externalReturnId })
    expect(reasons.map((reason) => reason.id)).toEqual(['48', '49'])
    const reject = (change: object) =>
      kit.adapter.returns!.reject!(session, {
        externalReturnId,
        reasonId: '49',
        note: 'Barang kembali tidak lengkap',
        email: 'toko@contoh.id',
        ...change,
      })
    await expect(reject({ email: '' })).rejects.toMatchObject({ fields: ['email'] })
    await expect(reject({})).rejects.toMatchObject({ providerCode: 'dispute.request.param.error' })
    await reject({ imageUrls: ['https://a.test/1.jpg', 'https://a.test/2.jpg'] })
    expect(await read(externalReturnId)).toMatchObject({ status: 'disputed', rawStatus: 'SELLER_DISPUTE' })
  })
})

describe('payouts', () => {
  it('add up over pages, every fee named', async () => {
    const sns = Array.from({ length: 9 }, () => buy([{ sku: 'KERIPIK-TEMPE', quantity: 2 }]))
    for (const sn of sns) step(sn, 'arrange', 'ship', 'deliver', 'complete')
    const settlements = []
    for (let cursor: string | null = null, more = true; more;) {
      const page = await kit.adapter.finance!.list(session, {
        from: new Date(Date.now() - 60_000),
        to: new Date(Date.now() + 1_000),
        cursor,
      })
      settlements.push(...page.items)
      cursor = page.next
      more = cursor !== null
    }
    expect(settlements.map((each) => each.externalOrderId).sort()).toEqual([...sns].sort())
    for (const { gross, net, items } of settlements) {
      expect(gross.amount + items.reduce((sum, item) => sum + item.amount.amount, 0)).toBe(net.amount)
      expect(items.map((item) => item.code)).not.toContain('other')
      expect(items.map((item) => item.code)).toContain('commission_fee')
    }
    await expect(
      kit.adapter.finance!.list(session, {
        from: new Date(Date.now() - 20 * 86_400_000),
        to: new Date(),
        cursor: null,
      }),
    ).rejects.toMatchObject({ kind: 'permanent' })
  })
})
