import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toSettlement, wireTransaction } from './financeTransform.ts'
import { htmlOfText, textOfHtml } from './html.ts'
import { platformStatuses, toListings, wireProduct } from './listingTransform.ts'
import { foldUnits, lineOfUnit, toOrder, wireOrder } from './orderTransform.ts'
import { firstCursor, readCursor, splitWindow, writeCursor } from './productCursor.ts'
import { toReturn, wireReturn } from './returnTransform.ts'
import { DEFAULT_UNCONFIRMED } from './settings.ts'
import { spread } from './spread.ts'
import { orderStatus, returnStatus } from './statuses.ts'
import { amountText, moneyOf } from './wire.ts'

const recorded = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >
const product = (changes = {}) => wireProduct.parse({ ...recorded('product'), ...changes })
const order = (changes = {}) => wireOrder.parse({ ...recorded('order'), ...changes })

describe('listings', () => {
  it('reads one for each SKU', () => {
    const [first, second] = toListings(product())
    expect(first).toEqual({
      externalItemId: '1729382476852921560',
      externalVariantId: '1729382476852987096',
      sellerSku: 'KOPI-GAYO-200',
      title: 'Kopi Arabika Gayo Aceh Sangrai Medium',
      variantName: '200 g',
      description: 'Kopi & rempah\n200 g\n500 g',
      status: 'live',
      rawStatus: 'ACTIVATE',
      price: { amount: 68_000, currency: 'IDR' },
      quantity: 15,
      imageUrls: ['https://p16.example/200.jpg', 'https://p16.example/1.jpg', 'https://p16.example/2.jpg'],
      updatedAt: new Date(1763800000_000),
      surfaces: [
        { surface: 'tiktok_shop', status: 'live' },
        { surface: 'tokopedia', status: 'unlisted' },
      ],
    })
    expect(second).toMatchObject({
      sellerSku: '',
      status: 'unlisted',
      rawStatus: 'ACTIVATE/DEACTIVATED',
      price: { amount: 152_000 },
      quantity: 0,
    })
  })

  it('is live where any storefront sells it, and knows products on one only', () => {
    const only = product({
      status: undefined,
      integrated_platform_statuses: [{ platform: 'TOKOPEDIA', status: 'ACTIVATE' }],
    })
    expect([...platformStatuses(only).keys()]).toEqual(['TOKOPEDIA'])
    expect(toListings(only)[0]).toMatchObject({ status: 'live', rawStatus: 'ACTIVATE' })
    expect(
      toListings(product({ status: 'SOMETHING_NEW', integrated_platform_statuses: [] }))[0],
    ).toMatchObject({
      status: 'unknown',
      rawStatus: 'SOMETHING_NEW',
    })
  })

  it('turns descriptions to text and back', () => {
    expect(textOfHtml('Teks polos')).toBe('Teks polos')
    expect(textOfHtml('<p>a&nbsp;b &lt;c&gt; &#233;</p><br/>x<img src="y">')).toBe('a b <c> é\n\nx')
    expect(htmlOfText('a < b\n\n c & d ')).toBe('<p>a &lt; b</p><p>c &amp; d</p>')
    expect(textOfHtml(htmlOfText('a < b & "c"'))).toBe('a < b & "c"')
  })
})

describe('orders', () => {
  it('reads an order', () => {
    expect(toOrder(order(), DEFAULT_UNCONFIRMED)).toMatchObject({
      externalOrderId: '576461413038785752',
      status: 'to_ship',
      rawStatus: 'AWAITING_SHIPMENT',
      paidAt: new Date(1763790300_000),
      shipBy: new Date(1763963100_000),
      total: { amount: 219_000, currency: 'IDR' },
      salesSurface: 'tokopedia',
      externalPackageIds: ['1153132168123859123'],
      buyer: { name: 'S***', note: 'Tolong dibungkus rapi' },
      recipient: { city: 'Kota Bandung' },
      courier: 'Pengiriman Reguler',
      trackingNumber: null,
      cancelReason: null,
    })
  })

  it('folds units into lines named after the smallest unit; gifts stay apart', () => {
    const { lines } = toOrder(order(), DEFAULT_UNCONFIRMED)
    expect(
      lines.map((line) => [
        line.externalLineId,
        line.quantity,
        line.cancelledQuantity,
        line.unitPrice.amount,
      ]),
    ).toEqual([
      ['576461413038785760', 2, 1, 68_000],
      ['576461413038900000', 1, 0, 0],
    ])
    const shuffled = order({ line_items: [...(recorded('order')['line_items'] as unknown[])].reverse() })
    expect(toOrder(shuffled, DEFAULT_UNCONFIRMED).lines).toEqual(lines)
    expect(lineOfUnit(order()).get('576461413038851288')).toBe('576461413038785760')
    expect(foldUnits([])).toEqual([])
  })

  it('says nothing about a storefront the order does not name, unless told to', () => {
    const silent = order({ commerce_platform: undefined })
    expect(toOrder(silent, DEFAULT_UNCONFIRMED).salesSurface).toBeNull()
    expect(
      toOrder(silent, { ...DEFAULT_UNCONFIRMED, orderWithoutPlatform: 'tiktok_shop' }).salesSurface,
    ).toBe('tiktok_shop')
    expect(toOrder(order({ commerce_platform: 'NEW_STORE' }), DEFAULT_UNCONFIRMED).salesSurface).toBe(
      'new_store',
    )
  })

  it('works without address, payment and parcels', () => {
    const bare = wireOrder.parse({ id: '1', status: 'UNPAID', create_time: 5 })
    expect(toOrder(bare, DEFAULT_UNCONFIRMED)).toMatchObject({
      status: 'unpaid',
      updatedAt: new Date(5_000),
      total: { amount: 0, currency: 'IDR' },
      externalPackageIds: [],
      lines: [],
      recipient: { name: '', city: '' },
    })
  })

  it.each([
    ['UNPAID', false, 'unpaid'],
    ['ON_HOLD', false, 'pending'],
    ['AWAITING_SHIPMENT', false, 'to_ship'],
    ['PARTIALLY_SHIPPING', false, 'to_ship'],
    ['AWAITING_COLLECTION', false, 'arranged'],
    ['IN_TRANSIT', false, 'in_transit'],
    ['DELIVERED', false, 'delivered'],
    ['COMPLETED', false, 'completed'],
    ['CANCELLED', true, 'cancelled'],
    ['CANCEL', false, 'cancelled'],
    ['AWAITING_SHIPMENT', true, 'cancel_requested'],
    ['IN_TRANSIT', true, 'in_transit'],
    ['toString', false, 'unknown'],
  ])('status %s (asked to cancel: %s) is %s', (raw, asked, status) => {
    expect(orderStatus(raw, asked)).toBe(status)
  })
})

describe('returns', () => {
  const wire = (changes = {}) =>
    wireReturn.parse({
      return_id: '9',
      order_id: '8',
      return_type: 'RETURN_AND_REFUND',
      return_status: 'RETURN_OR_REFUND_REQUEST_PENDING',
      create_time: 10,
      update_time: 20,
      seller_next_action_response: [{ action: 'SELLER_RESPOND_RETURN', deadline: 30 }],
      return_line_items: [
        { order_line_item_id: 'u1', sku_id: 's', refund_amount: { currency: 'IDR', refund_total: '100' } },
        { order_line_item_id: 'u2', sku_id: 's', refund_amount: { currency: 'IDR', refund_total: '101.00' } },
        { order_line_item_id: 'u3', sku_id: 't' },
      ],
      refund_amount: { currency: 'IDR', refund_total: '201' },
      ...changes,
    })

  it('counts units under their line', () => {
    const read = toReturn(wire(), (unit) => (unit === 'u3' ? undefined : { lineId: 'l1', productId: 'p' }))
    expect(read).toMatchObject({
      status: 'requested',
      refundOnly: false,
      refund: { amount: 201 },
      respondBy: new Date(30_000),
    })
    expect(read.lines).toEqual([
      {
        externalLineId: 'l1',
        externalItemId: 'p',
        externalVariantId: 's',
        quantity: 2,
        refund: { amount: 201, currency: 'IDR' },
      },
      { externalLineId: 'u3', externalItemId: '', externalVariantId: 't', quantity: 1, refund: null },
    ])
  })

  it.each([
    ['AWAITING_BUYER_SHIP', '', 'accepted'],
    ['BUYER_SHIPPED_ITEM', '', 'in_transit'],
    ['RETURN_OR_REFUND_REQUEST_COMPLETE', '', 'refunded'],
    ['REJECT_RECEIVE_PACKAGE', 'IN_PROGRESS', 'disputed'],
    ['REFUND_OR_RETURN_REQUEST_REJECT', 'CLOSED', 'rejected'],
    ['REPLACEMENT_REQUEST_CANCEL', '', 'cancelled'],
    ['SOMETHING_NEW', '', 'unknown'],
  ])('%s (%s) is %s', (raw, arbitration, status) => {
    expect(returnStatus(raw, arbitration)).toBe(status)
  })
})

describe('settlements', () => {
  const statement = { id: '1', at: new Date(0), currency: 'IDR' }
  const read = (changes = {}) =>
    toSettlement(wireTransaction.parse({ ...recorded('transaction'), ...changes }), statement)
  const sum = ({ gross, items }: ReturnType<typeof read>): number =>
    gross.amount + items.reduce((total, item) => total + item.amount.amount, 0)

  it('names every fee, new ones too, and adds up', () => {
    const settlement = read()
    expect(settlement.items.map((item) => item.code)).toEqual([
      'actual_shipping_fee_amount',
      'customer_paid_shipping_fee_amount',
      'platform_commission_amount',
      'a_fee_of_2027_amount',
    ])
    expect(settlement.net.amount).toBe(123_456)
    expect(sum(settlement)).toBe(123_456)
  })

  it('shows the sum where the parts do not add up, and the rest as an adjustment', () => {
    const settlement = read({ fee_tax_amount: '-10545', settlement_amount: '123400' })
    expect(settlement.items.map((item) => item.code)).toContain('fee_tax_amount')
    expect(settlement.items.at(-1)).toMatchObject({ code: 'adjustment_amount' })
    expect(sum(settlement)).toBe(123_400)
  })

  it('reads adjustments without an order', () => {
    const settlement = read({
      id: '',
      type: 'LOGISTICS_REIMBURSEMENT',
      order_id: '',
      adjustment_id: '77',
      adjustment_amount: '-500',
      settlement_amount: '',
    })
    expect(settlement).toMatchObject({
      externalSettlementId: '77',
      externalOrderId: null,
      gross: { amount: 0 },
      net: { amount: -500 },
    })
    expect(sum(settlement)).toBe(-500)
  })
})

describe('stock over warehouses', () => {
  const shelves = [
    { warehouseId: 'a', quantity: 5 },
    { warehouseId: 'b', quantity: 7 },
  ]
  it.each([
    [20, 'b', [5, 15]],
    [20, undefined, [13, 7]],
    [12, 'b', [5, 7]],
    [9, 'b', [5, 4]],
    [3, 'b', [3, 0]],
    [0, 'a', [0, 0]],
  ])('%d with default %s', (quantity, home, expected) => {
    expect(spread(shelves, quantity, home).map((shelf) => shelf.quantity)).toEqual(expected)
  })
  it('keeps the sum whatever was read', () => {
    expect(spread([{ warehouseId: 'a', quantity: -4 }], 2)).toEqual([{ warehouseId: 'a', quantity: 2 }])
    expect(spread([], 2)).toEqual([])
  })
})

describe('cursors and amounts', () => {
  it('halves windows without gap or overlap', () => {
    const now = new Date('2026-11-22T00:00:00Z')
    const split = splitWindow(firstCursor(now))
    const [[from, middle], [next, to]] = split.windows as unknown as [[number, number], [number, number]]
    expect([from, next, to]).toEqual([0, middle + 1, now.getTime() / 1000])
    expect(readCursor(writeCursor(split))).toEqual(split)
    expect(() => readCursor('{}')).toThrow('cursor')
  })
  it('reads and writes amounts', () => {
    expect(moneyOf('53000.00', 'IDR')).toEqual({ amount: 53_000, currency: 'IDR' })
    expect(moneyOf('', '')).toEqual({ amount: 0, currency: 'IDR' })
    expect(moneyOf('-12.34', 'MYR')).toEqual({ amount: -1234, currency: 'MYR' })
    expect(amountText({ amount: 53_000, currency: 'IDR' })).toBe('53000')
    expect(amountText({ amount: 1234, currency: 'MYR' })).toBe('12.34')
  })
})
