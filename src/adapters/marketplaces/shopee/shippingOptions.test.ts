import { describe, expect, it } from 'vitest'
import { parseJson } from '../../kit/json.ts'
import { handOver, parcelRef } from './shipping.ts'
import { toOptions, wireOptions } from './shippingOptions.ts'
import { recorded } from './testing/stubShopee.ts'

const { response } = parseJson(recorded('shipping_parameter')) as { response: unknown }

describe('shipping options', () => {
  it('allows the methods whose keys are there, with the fields they list', () => {
    const options = toOptions(wireOptions.parse(response))
    expect(options.methods).toEqual(['dropoff', 'pickup', 'own_courier'])
    expect(options.required).toEqual({ dropoff: [], pickup: ['address', 'slot'], own_courier: [] })
    expect(options.dropoffBranches).toEqual([])
    expect(options.pickupAddresses).toEqual([
      {
        id: '234',
        label: 'Jl. Cihampelas No. 112, COBLONG, KOTA BANDUNG, JAWA BARAT, 40131',
        isDefault: true,
        slots: [
          { id: '1790035200_1', from: new Date(1790035200_000), label: '08:00-12:00', recommended: true },
          { id: '1790121600_1', from: new Date(1790121600_000), label: '', recommended: false },
        ],
      },
      { id: '235', label: 'Jl. Dago No. 5, KOTA BANDUNG', isDefault: false, slots: [] },
    ])
  })

  it('reads the branches and fields of a counter', () => {
    const options = toOptions(
      wireOptions.parse({
        info_needed: { dropoff: ['branch_id', 'sender_real_name', 'tracking_no', 'slug'] },
        dropoff: {
          branch_list: [
            {
              branch_id: 9007199254740993n.toString(),
              city: 'BANDUNG',
              district: 'COBLONG',
              address: 'Dago 1',
            },
          ],
        },
      }),
    )
    expect(options.required).toEqual({ dropoff: ['branch', 'sender_name', 'tracking_number'] })
    expect(options.dropoffBranches).toEqual([
      { id: '9007199254740993', name: 'BANDUNG, COBLONG', address: 'Dago 1, COBLONG, BANDUNG' },
    ])
    expect(toOptions(wireOptions.parse({}))).toMatchObject({ methods: [], required: {} })
  })
})

describe('handing over', () => {
  const of = { externalOrderId: 'SN', externalPackageId: '' }

  it('names the method even when it needs nothing', () => {
    expect(handOver({ ...of, method: 'dropoff' })).toEqual({ dropoff: {} })
    expect(handOver({ ...of, method: 'pickup' })).toEqual({ pickup: {} })
    expect(handOver({ ...of, method: 'own_courier' })).toEqual({ non_integrated: {} })
  })

  it('sends what was chosen', () => {
    expect(handOver({ ...of, method: 'pickup', addressId: '234', slotId: 's' })).toEqual({
      pickup: { address_id: 234n, pickup_time_id: 's' },
    })
    expect(
      handOver({
        ...of,
        method: 'dropoff',
        branchId: '5',
        senderName: 'Sari',
        trackingNumber: 'T',
        courier: 'jne',
      }),
    ).toEqual({ dropoff: { branch_id: 5n, sender_real_name: 'Sari', tracking_number: 'T', slug: 'jne' } })
    expect(handOver({ ...of, method: 'own_courier', trackingNumber: 'T' })).toEqual({
      non_integrated: { tracking_number: 'T' },
    })
  })

  it('never sends an empty parcel number', () => {
    expect(parcelRef(of)).toEqual({ order_sn: 'SN' })
    expect(parcelRef({ ...of, externalPackageId: 'OFG1' })).toEqual({
      order_sn: 'SN',
      package_number: 'OFG1',
    })
  })
})
