import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../kit/json.ts'
import { itemStatus, listingStatus, orderStatus, returnStatus } from './statuses.ts'
import { toSettlements, wireTransaction } from './transformFinance.ts'
import { linesOf, toOrder, unitsOfLines, wireOrder, wireOrderItems } from './transformOrder.ts'
import { toListings, wireProduct } from './transformProduct.ts'
import { toReturn, wireReturn } from './transformReturn.ts'
import { list } from './wire.ts'

const recorded = <T>(name: string): T =>
  parseJson(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as T

const product = wireProduct.parse(recorded<{ data: { products: unknown[] } }>('products').data.products[0])
const order = wireOrder.parse(recorded<{ data: unknown }>('order').data)
const [items] = list(wireOrderItems).parse(recorded<{ data: unknown }>('order_items').data)
const units = items!.order_items
const everywhere = { currency: 'IDR', warehouseCode: '' }

describe('listings', () => {
  it('makes one of each SKU, with the price before promotions and what is sellable', () => {
    const [aren, pandan] = toListings(product, everywhere)
    expect(aren).toEqual({
      externalItemId: '7940000001',
      externalVariantId: '14350000001',
      sellerSku: 'KOPI-AREN',
      title: 'Kopi Susu 250 ml',
      variantName: 'Aren',
      description: '<p>Enak</p>',
      status: 'live',
      rawStatus: 'Active/active',
      price: { amount: 25_000, currency: 'IDR' },
      quantity: 10,
      imageUrls: ['https://id-live.slatic.net/p/b.jpg', 'https://id-live.slatic.net/p/a.jpg'],
      updatedAt: new Date(1767312000000),
    })
    expect(pandan).toMatchObject({ status: 'unlisted', rawStatus: 'Active/inactive', quantity: 0 })
  })

  it('counts the stock of the chosen warehouse only', () => {
    const quantity = (warehouseCode: string) =>
      toListings(product, { ...everywhere, warehouseCode })[0]?.quantity
    expect([quantity('dropshipping'), quantity('ID-WH-2')]).toEqual([10, 0])
  })

  it.each([
    ['Active', 'live'],
    ['InActive', 'unlisted'],
    ['Pending QC', 'unlisted'],
    ['Suspended', 'blocked'],
    ['Deleted', 'deleted'],
    ['Frozen', 'unknown'],
    ['constructor', 'unknown'],
  ])('reads the status %s as %s', (raw, status) => {
    expect(listingStatus(raw)).toBe(status)
  })
})

describe('orders', () => {
  it('joins header and units', () => {
    expect(toOrder(order, units, 'IDR')).toMatchObject({
      externalOrderId: '9560694402190001',
      status: 'to_ship',
      rawStatus: 'canceled,packed,ready_to_ship',
      createdAt: new Date('2026-11-01T02:00:00Z'),
      updatedAt: new Date('2026-11-01T02:06:00Z'),
      paidAt: new Date(1793498700000),
      shipBy: new Date('2026-11-01T16:59:59Z'),
      total: { amount: 79_000, currency: 'IDR' },
      externalPackageIds: ['FP1', 'FP2'],
      buyer: { name: 'B***i', note: 'Tolong cepat' },
      recipient: {
        name: 'B***i',
        phone: '62*******34',
        city: 'Jakarta Selatan',
        fullAddress: 'Jl. C***, Tebet, Tebet Barat, Jakarta Selatan, DKI Jakarta, 12810',
      },
      courier: 'LEX ID',
      trackingNumber: 'LXID1',
      cancelReason: 'Change of mind',
    })
  })

  it('folds units of one price into a line named after its lowest unit; gifts stay apart', () => {
    const { lines } = toOrder(order, units, 'IDR')
    expect(
      lines.map((line) => [
        line.externalLineId,
        line.quantity,
        line.cancelledQuantity,
        line.unitPrice.amount,
      ]),
    ).toEqual([
      ['9560694402290001', 2, 1, 25_000],
      ['9560694402290002', 1, 0, 0],
    ])
    expect(lines[0]).toMatchObject({
      externalItemId: '7940000001',
      externalVariantId: '14350000001',
      variantName: 'Aren',
    })
  })

  it('names lines the same in whatever order the units come', () => {
    const ids = (some: typeof units) => [...linesOf(some).keys()]
    expect(ids([...units].reverse())).toEqual(ids(units))
  })

  it('finds the item id in the shop SKU where the platform leaves it out', () => {
    const bare = units.map((unit) => ({ ...unit, product_id: '' }))
    expect(toOrder(order, bare, 'IDR').lines[0]?.externalItemId).toBe('7940000001')
  })

  it('finds the units of a line again', () => {
    const found = unitsOfLines(units, ['9560694402290001']).map((unit) => unit.order_item_id)
    expect(found).toEqual(['9560694402290001', '9560694402290003'])
    expect(unitsOfLines(units, ['9560694402290003'])).toHaveLength(1)
  })

  it('stands on the header alone when units are missing', () => {
    expect(toOrder(order, [], 'IDR')).toMatchObject({
      status: 'to_ship',
      lines: [],
      total: { currency: 'IDR' },
    })
  })

  it.each<[string[], boolean, string]>([
    [['pending', 'shipped'], false, 'to_ship'],
    [['shipped', 'delivered'], false, 'in_transit'],
    [['canceled', 'delivered'], false, 'delivered'],
    [['canceled', 'canceled'], false, 'cancelled'],
    [['returned', 'canceled'], false, 'cancelled'],
    [['returned'], false, 'returned'],
    [['delivered', 'returned'], false, 'delivered'],
    [['pending'], true, 'cancel_requested'],
    [['shipped'], true, 'in_transit'],
    [['held_by_lazada', 'pending'], false, 'unknown'],
    [[], false, 'unknown'],
  ])('%j is %s, %s', (raw, asked, expected) => {
    expect(orderStatus(raw, asked)).toBe(expected)
  })

  it.each([
    'unpaid',
    'pending',
    'topack',
    'packed',
    'toship',
    'ready_to_ship',
    'shipping',
    'shipped',
    'delivered',
    'canceled',
    'failed',
    'failed_delivery',
    'returned',
    'lost',
    'lost_by_3pl',
    'damaged_by_3pl',
    'shipped_back',
    'shipped_back_success',
    'shipped_back_failed',
    'package_scrapped',
  ])('knows the documented status %s', (raw) => {
    expect(itemStatus(raw)).not.toBe('unknown')
  })
})

describe('returns', () => {
  const wire = wireReturn.parse(recorded<{ result: { items: unknown[] } }>('reverse').result.items[0])

  it('folds its lines like the order’s, amounts out of cents', () => {
    expect(toReturn(wire, { currency: 'IDR', divisor: 100, units })).toEqual({
      externalReturnId: '9760694402390001',
      externalOrderId: '9560694402190001',
      status: 'requested',
      rawStatus: 'REFUND_SUCCESS,RTM_INIT',
      refundOnly: false,
      reason: 'Rusak',
      buyerNote: '',
      imageUrls: [],
      refund: { amount: 50_000, currency: 'IDR' },
      createdAt: new Date(1793500000_000),
      updatedAt: new Date(1793500300_000),
      respondBy: new Date(1793600000000),
      trackingNumber: 'LXR1',
      lines: [
        {
          externalLineId: '9560694402290001',
          externalItemId: '7940000001',
          externalVariantId: '14350000001',
          quantity: 2,
          refund: { amount: 50_000, currency: 'IDR' },
        },
      ],
    })
  })

  it('knows a dispute, and keeps unknown states unknown', () => {
    const disputed = {
      ...wire,
      reverse_order_lines: wire.reverse_order_lines.map((line) => ({ ...line, is_dispute: true })),
    }
    expect(toReturn(disputed, { currency: 'IDR', divisor: 100, units: [] }).status).toBe('disputed')
    expect(returnStatus('SOMETHING_NEW')).toBe('unknown')
  })
})

describe('settlements', () => {
  const rows = list(wireTransaction).parse(recorded<{ data: unknown }>('transactions').data)

  it('gathers a day’s rows per order; a fee without an order stands for itself', () => {
    expect(toSettlements(rows, '2026-11-01', 'id')).toEqual([
      {
        externalSettlementId: '2026-11-01:9560694402190001',
        externalOrderId: '9560694402190001',
        releasedAt: new Date('2026-10-31T17:00:00Z'),
        gross: { amount: 25_000, currency: 'IDR' },
        net: { amount: 23_875, currency: 'IDR' },
        items: [{ code: '16', label: 'Commission', amount: { amount: -1_125, currency: 'IDR' } }],
      },
      {
        externalSettlementId: '2026-11-01:transaction-T3',
        externalOrderId: null,
        releasedAt: new Date('2026-10-31T17:00:00Z'),
        gross: { amount: 0, currency: 'IDR' },
        net: { amount: -50_000, currency: 'IDR' },
        items: [{ code: '35', label: 'Sponsored Discovery', amount: { amount: -50_000, currency: 'IDR' } }],
      },
    ])
  })
})
