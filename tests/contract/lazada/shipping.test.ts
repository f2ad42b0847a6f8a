import { describe, expect, it } from 'vitest'
import { placeOrder } from '../../../sandbox/lazada/orderLife.ts'
import { SINGLE, adapter, buy, fault, fetchOrder, sandbox, shop, useLazada } from '../support/lazada.ts'

useLazada()

describe('shipping', () => {
  const ref = (externalOrderId: string) => ({ externalOrderId, externalPackageId: '' })

  it('packs, tells ready to ship and prints the label; asking again is refused', async () => {
    const order = buy('SABUN-SEREH', 2)
    const logistics = adapter.logistics!
    expect(await logistics.label(shop, ref(order.id))).toMatchObject({
      state: 'failed',
      providerCode: '700040',
    })
    expect((await logistics.options(shop, ref(order.id))).methods).toEqual(['pickup'])
    await logistics.arrange(shop, { ...ref(order.id), method: 'pickup' })
    const arranged = await fetchOrder(order.id)
    expect(arranged).toMatchObject({ status: 'arranged', courier: 'LEX ID' })
    expect(arranged.externalPackageIds).toHaveLength(1)
    const label = await logistics.label(shop, {
      externalOrderId: order.id,
      externalPackageId: arranged.externalPackageIds![0]!,
    })
    expect(label).toMatchObject({ state: 'ready', contentType: 'application/pdf' })
    expect(label.state === 'ready' && Buffer.from(label.body).toString('latin1', 0, 5)).toBe('%PDF-')
    expect((await logistics.tracking(shop, ref(order.id))).trackingNumber).toBe(arranged.trackingNumber)
    await expect(logistics.arrange(shop, { ...ref(order.id), method: 'pickup' })).rejects.toMatchObject({
      kind: 'permanent',
    })
  })

  it('finishes what broke off between packing and ready to ship', async () => {
    const order = buy('SABUN-SEREH', 1)
    fault('service_timeout', { path: '/order/package/rts' })
    await expect(
      adapter.logistics!.arrange(shop, { ...ref(order.id), method: 'pickup' }),
    ).rejects.toMatchObject({ kind: 'transient' })
    expect(await fetchOrder(order.id)).toMatchObject({ status: 'to_ship', rawStatus: 'packed' })
    await adapter.logistics!.arrange(shop, { ...ref(order.id), method: 'pickup' })
    expect((await fetchOrder(order.id)).status).toBe('arranged')
  })

  it('surfaces a refused row in an answer that is a success', async () => {
    const order = buy('SABUN-SEREH', 1)
    fault('pack_failure')
    await expect(
      adapter.logistics!.arrange(shop, { ...ref(order.id), method: 'pickup' }),
    ).rejects.toMatchObject({
      providerCode: '1003',
    })
  })

  it('waits for a label that is still being drawn', async () => {
    const order = buy('SABUN-SEREH', 1)
    await adapter.logistics!.arrange(shop, { ...ref(order.id), method: 'pickup' })
    fault('label_pending')
    expect(await adapter.logistics!.label(shop, ref(order.id))).toMatchObject({ state: 'processing' })
  })

  it('splits an order into parcels', async () => {
    const order = placeOrder(sandbox.state, {
      sellerId: SINGLE,
      lines: [
        { sku: 'SABUN-SEREH', quantity: 2 },
        { sku: 'LULUR-BOREH', quantity: 1 },
      ],
      paid: true,
    })
    const { lines } = await fetchOrder(order.id)
    const refs = await adapter.logistics!.split!(shop, {
      externalOrderId: order.id,
      packages: lines.map((line) => [line.externalLineId]),
    })
    expect(new Set(refs.map((each) => each.externalPackageId)).size).toBe(2)
  })
})
