import { describe, expect, it } from 'vitest'
import { placeOrder } from '../../../sandbox/index.ts'
import { SHOP, eventually, startShopee } from '../support/shopee.ts'
import type { ShopeeKit } from '../support/shopee.ts'
import {
  arrange,
  buy,
  callsTo,
  kit,
  orderOf,
  session,
  step,
  tracked,
  useShopee,
  whole,
} from '../support/shopee-shop.ts'

useShopee()

describe('shipping', () => {
  it('offers what the courier offers, arranges once, and follows the parcel', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    const options = await kit.adapter.logistics!.options(session, whole(sn))
    expect(options.methods).toEqual(['pickup', 'dropoff'])
    expect(options.required).toEqual({ pickup: ['address', 'slot'], dropoff: [] })
    expect(options.pickupAddresses[0]!.slots.filter((slot) => slot.recommended)).toHaveLength(1)
    await expect(
      kit.adapter.logistics!.arrange(session, { ...whole(sn), method: 'pickup' }),
    ).rejects.toMatchObject({ providerCode: 'logistics.ship_order_need_address_pickup_time' })
    await arrange(sn)
    await expect(
      kit.adapter.logistics!.arrange(session, { ...whole(sn), method: 'dropoff' }),
    ).rejects.toMatchObject({ providerCode: 'logistics.package_already_shipped' })
    const number = await tracked(sn)
    expect(await orderOf(sn)).toMatchObject({
      status: 'arranged',
      trackingNumber: number,
      externalPackageIds: [],
    })
    step(sn, 'ship', 'deliver')
    const journey = await kit.adapter.logistics!.tracking(session, whole(sn))
    expect(journey.events.map((event) => event.rawStatus)).toEqual([
      'ORDER_CREATED',
      'PICKED_UP',
      'DELIVERED',
    ])
  })

  it('hands over at a counter with and without fields, and with the shop’s own courier', async () => {
    const plain = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    await kit.adapter.logistics!.arrange(session, { ...whole(plain), method: 'dropoff' })
    expect((await orderOf(plain)).status).toBe('arranged')
    const named = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }], 80003)
    await expect(
      kit.adapter.logistics!.arrange(session, { ...whole(named), method: 'dropoff' }),
    ).rejects.toMatchObject({ providerCode: 'logistics.ship_order_need_sender_real_name' })
    await kit.adapter.logistics!.arrange(session, { ...whole(named), method: 'dropoff', senderName: 'Sari' })
    const own = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }], 80099)
    expect((await kit.adapter.logistics!.options(session, whole(own))).required).toEqual({
      own_courier: ['tracking_number'],
    })
    await kit.adapter.logistics!.arrange(session, {
      ...whole(own),
      method: 'own_courier',
      trackingNumber: 'KT123',
    })
    expect((await orderOf(own)).status).toBe('in_transit')
  })

  it('leaves out the number of a parcel that is the whole order', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    const [parcel] = kit.state.findOrder(sn)!.order.parcels
    await kit.adapter.logistics!.arrange(session, {
      externalOrderId: sn,
      externalPackageId: parcel!.packageNumber,
      method: 'dropoff',
    })
    expect((await orderOf(sn)).status).toBe('arranged')
  })

  it('arranges anew after the courier came in vain', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    await arrange(sn)
    step(sn, 'pickup_failed')
    await arrange(sn)
    expect(await orderOf(sn)).toMatchObject({ status: 'arranged', rawStatus: 'PROCESSED' })
  })

  it('divides an order into parcels and joins them again', async () => {
    const sn = buy([
      { sku: 'KERIPIK-TEMPE', quantity: 1 },
      { sku: 'DRIP-BAG-10', quantity: 1 },
    ])
    const ids = (await orderOf(sn)).lines.map((line) => line.externalLineId)
    const split = (packages: string[][]) =>
      kit.adapter.logistics!.split!(session, { externalOrderId: sn, packages })
    await expect(split([[ids[0]!], [ids[0]!]])).rejects.toMatchObject({
      providerCode: 'order.order_split_duplicate_item',
    })
    const parcels = await split([[ids[0]!], [ids[1]!]])
    expect((await orderOf(sn)).externalPackageIds).toEqual(parcels.map((each) => each.externalPackageId))
    expect(await kit.adapter.logistics!.combine!(session, parcels)).toEqual([whole(sn)])
    const [first, second] = await split([[ids[0]!], [ids[1]!]])
    await expect(
      kit.adapter.logistics!.arrange(session, { ...whole(sn), method: 'dropoff' }),
    ).rejects.toMatchObject({ providerCode: 'logistics.ship_order_need_pacakge_number' })
    await kit.adapter.logistics!.arrange(session, { ...first!, method: 'dropoff' })
    expect((await orderOf(sn)).status).toBe('to_ship')
    await expect(kit.adapter.logistics!.combine!(session, [first!, second!])).rejects.toMatchObject({
      providerCode: 'order.order_cannot_undo_split',
    })
    await kit.adapter.logistics!.arrange(session, { ...second!, method: 'dropoff' })
    expect((await orderOf(sn)).status).toBe('arranged')
  })
})

describe('labels', () => {
  const labelOf = (sn: string, of: ShopeeKit = kit, as = session) =>
    eventually(async () => {
      const label = await of.adapter.logistics!.label(as, whole(sn))
      return label.state === 'processing' ? undefined : label
    })

  it('has none before arrangement or after pickup', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    const early = await kit.adapter.logistics!.label(session, whole(sn))
    expect(early).toMatchObject({ state: 'failed', providerCode: 'logistics.package_can_not_print' })
    expect(early.state === 'failed' && early.reason.id).toContain('diatur')
    step(sn, 'arrange', 'ship')
    expect(await kit.adapter.logistics!.label(session, whole(sn))).toMatchObject({ state: 'failed' })
  })

  it('is made once and fetched as often as wanted', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    await arrange(sn)
    const before = callsTo('/create_shipping_document')
    const label = await labelOf(sn)
    expect(label).toMatchObject({ state: 'ready', contentType: 'application/pdf' })
    expect(await labelOf(sn)).toMatchObject({ state: 'ready' })
    expect(callsTo('/create_shipping_document') - before).toBe(1)
  })

  it('is asked for again when Shopee could not make it', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    await arrange(sn)
    await tracked(sn)
    await kit.control('/faults', { kind: 'label_failed', count: 1 })
    const attempts = callsTo('/create_shipping_document')
    const label = await eventually(async () => {
      const one = await kit.adapter.logistics!.label(session, whole(sn))
      return one.state === 'ready' && one
    })
    expect(label.contentType).toBe('application/pdf')
    expect(callsTo('/create_shipping_document') - attempts).toBe(2)
  })

  it.each([
    ['zip', 'application/zip'],
    ['html', 'text/html'],
  ] as const)('comes as %s', async (labelFormat, contentType) => {
    const other = await startShopee({}, { labelFormat })
    try {
      const as = other.sessionOf(await other.consent(SHOP))
      const { sn } = placeOrder(other.state, {
        shopId: SHOP,
        lines: [{ sku: 'KERIPIK-TEMPE', quantity: 1 }],
        paid: true,
        channelId: 8003,
      })
      await other.adapter.logistics!.arrange(as, { ...whole(sn), method: 'dropoff' })
      expect(await labelOf(sn, other, as)).toMatchObject({ state: 'ready', contentType })
    } finally {
      await other.close()
    }
  })
})
