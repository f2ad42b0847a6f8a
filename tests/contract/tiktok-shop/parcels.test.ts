import { beforeAll, describe, expect, it } from 'vitest'
import type { ShopSession } from '../../../src/adapters/contract.ts'
import {
  SHOP,
  adapter,
  buy,
  connect,
  control,
  fault,
  sandbox,
  step,
  useTikTokShop,
} from '../support/tiktok-shop.ts'

useTikTokShop()

describe('parcels', () => {
  let session: ShopSession
  beforeAll(async () => {
    session = await connect()
  })

  it('ships once although the answer was lost, and fetches the label', async () => {
    const { sn, packageIds } = await buy('SARUNG-TENUN', 1)
    const ref = { externalOrderId: sn, externalPackageId: packageIds[0]! }
    const logistics = adapter.logistics!
    const options = await logistics.options(session, ref)
    expect(options.methods).toEqual(['pickup', 'dropoff'])
    expect(options.pickupAddresses[0]!.slots).toHaveLength(2)
    expect(await logistics.label(session, ref)).toMatchObject({ state: 'failed', providerCode: '21023035' })
    await fault('timeout_after_write', { path: '/ship', count: 1 })
    await logistics.arrange(session, {
      ...ref,
      method: 'pickup',
      slotId: options.pickupAddresses[0]!.slots[0]!.id,
    })
    await logistics.arrange(session, { ...ref, externalPackageId: '', method: 'pickup' })
    await fault('label_pending', { count: 1 })
    expect(await logistics.label(session, ref)).toMatchObject({ state: 'processing' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    const label = await logistics.label(session, { externalOrderId: sn, externalPackageId: '' })
    expect(label).toMatchObject({ state: 'ready', contentType: 'application/pdf' })
    if (label.state === 'ready') expect(Buffer.from(label.body).toString('latin1')).toMatch(/^%PDF-/)
    await step(sn, 'ship')
    const tracking = await logistics.tracking(session, ref)
    expect(tracking.trackingNumber).toMatch(/^JX\d+$/)
    expect(tracking.events.map((event) => event.description)).toContain('Paket diambil kurir')
    expect(Math.abs(tracking.events[0]!.at.getTime() - Date.now())).toBeLessThan(10_000)
  })

  it("uses the seller's own courier by name", async () => {
    const { sn, packageIds } = await buy('RENDANG-250', 1, { channel_id: '7091234567890123409' })
    const ref = { externalOrderId: sn, externalPackageId: packageIds[0]! }
    expect(await adapter.logistics!.options(session, ref)).toMatchObject({ methods: ['own_courier'] })
    const own = { ...ref, method: 'own_courier' as const, trackingNumber: 'PX123' }
    await expect(adapter.logistics!.arrange(session, { ...own, courier: 'Nobody' })).rejects.toMatchObject({
      kind: 'permanent',
    })
    await adapter.logistics!.arrange(session, { ...own, courier: 'paxel' })
    expect((await adapter.orders!.get(session, [sn]))[0]).toMatchObject({
      status: 'arranged',
      trackingNumber: 'PX123',
      courier: 'Paxel',
    })
  })

  it('divides an order by its lines and ships the parcels one by one', async () => {
    const { order } = await control('POST', '/orders', {
      shop_id: SHOP,
      lines: [
        { sku: 'BATIK-KAWUNG-M', quantity: 2 },
        { sku: 'BATIK-KAWUNG-L', quantity: 1 },
      ],
    })
    const { sn } = order as { sn: string }
    const [before] = await adapter.orders!.get(session, [sn])
    const parcels = await adapter.logistics!.split!(session, {
      externalOrderId: sn,
      packages: before!.lines.map((line) => [line.externalLineId]),
    })
    expect(parcels).toHaveLength(2)
    await adapter.logistics!.arrange(session, { ...parcels[0]!, method: 'pickup' })
    const [after] = await adapter.orders!.get(session, [sn])
    expect(after).toMatchObject({ status: 'to_ship', rawStatus: 'PARTIALLY_SHIPPING' })
    expect(after!.lines.map((line) => line.externalLineId)).toEqual(
      before!.lines.map((line) => line.externalLineId),
    )
    await adapter.logistics!.arrange(session, { ...parcels[1]!, method: 'pickup' })
    expect((await adapter.orders!.get(session, [sn]))[0]!.status).toBe('arranged')
  })

  it('combines orders of one buyer', async () => {
    const orders: { externalOrderId: string; externalPackageId: string }[] = []
    for (let at = 0; at < 12; at += 1) {
      const { sn, packageIds } = await buy('KERIPIK-TEMPE', 1, {
        buyer_name: 'Ibu Tetangga',
        channel_id: '7091234567890123401',
      })
      orders.push({ externalOrderId: sn, externalPackageId: packageIds[0]! })
    }
    const cities = new Map<string, typeof orders>()
    for (const each of orders) {
      const { city } = sandbox.state.findOrder(each.externalOrderId)!.order
      cities.set(city, [...(cities.get(city) ?? []), each])
    }
    const together = [...cities.values()].find((each) => each.length > 1)!
    const combined = await adapter.logistics!.combine!(session, together)
    expect(new Set(combined.map((each) => each.externalPackageId)).size).toBe(1)
    expect(combined.map((each) => each.externalOrderId).sort()).toEqual(
      together.map((each) => each.externalOrderId).sort(),
    )
    const apart = [...cities.values()].slice(0, 2).map((each) => each[0]!)
    await expect(adapter.logistics!.combine!(session, apart)).rejects.toMatchObject({ kind: 'permanent' })
  })
})
