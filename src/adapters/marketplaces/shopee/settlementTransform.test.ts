import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../kit/json.ts'
import { toSettlement, wireEscrow } from './settlementTransform.ts'
import { recorded } from './testing/stubShopee.ts'

const { response } = parseJson(recorded('escrow_detail')) as { response: { order_income: object } }
const release = { payout: null, releasedAt: new Date(1790003000_000), currency: 'IDR' }

describe('settlements', () => {
  it('goes from the price of the goods to the payout', () => {
    const settlement = toSettlement(wireEscrow.parse(response), release)
    expect(settlement).toMatchObject({
      externalSettlementId: '2409250TESTSN1:1790003000',
      externalOrderId: '2409250TESTSN1',
      gross: { amount: 120000, currency: 'IDR' },
      net: { amount: 93250, currency: 'IDR' },
    })
    expect(Object.fromEntries(settlement.items.map((item) => [item.code, item.amount.amount]))).toEqual({
      original_shopee_discount: -10000,
      shopee_discount: 10000,
      voucher_from_seller: -5000,
      buyer_paid_shipping_fee: 12000,
      actual_shipping_fee: -15000,
      shopee_shipping_rebate: 3000,
      commission_fee: -9600,
      service_fee: -4800,
      seller_order_processing_fee: -1250,
      order_adjustment: -5000,
      other: -1100,
    })
    expect(settlement.items.find((item) => item.code === 'order_adjustment')?.label).toBe('Denda berat')
  })

  it('believes the list where it is told to', () => {
    expect(toSettlement(wireEscrow.parse(response), { ...release, payout: 90000 }).net.amount).toBe(90000)
  })

  it('takes the older names of the price', () => {
    const older = wireEscrow.parse({
      order_sn: 'A',
      order_income: { escrow_amount: 9, cost_of_goods_sold: '10' },
    })
    expect(toSettlement(older, release)).toMatchObject({ gross: { amount: 10 }, net: { amount: 9 } })
  })

  it('always adds up', () => {
    const amount = fc.integer({ min: -5_000_000, max: 5_000_000 })
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(response.order_income)), amount),
        (changed) => {
          const income = { ...response.order_income, ...changed, order_adjustment: null }
          const { gross, net, items } = toSettlement(
            wireEscrow.parse({ order_sn: 'A', order_income: income }),
            release,
          )
          expect(gross.amount + items.reduce((sum, item) => sum + item.amount.amount, 0)).toBe(net.amount)
        },
      ),
    )
  })
})
