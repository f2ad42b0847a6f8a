import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ORDER_STATUSES } from '../../contract.ts'
import { parseJson } from '../../kit/json.ts'
import { listingStatus, orderStatus } from './statuses.ts'
import { toListings, wireItem, wireModels } from './listingTransform.ts'
import { toOrder, wireOrder } from './orderTransform.ts'

const recorded = (name: string): unknown =>
  (
    parseJson(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as {
      response: unknown
    }
  ).response

const items = z.object({ item_list: z.array(wireItem) }).parse(recorded('item_base_info')).item_list
const models = wireModels.parse(recorded('model_list'))
const orders = z
  .object({ order_list: z.array(wireOrder) })
  .parse(recorded('order_detail'))
  .order_list.map((order) => toOrder(order))

describe('listings', () => {
  it('gives an item without models as itself', () => {
    expect(toListings(items[0]!, undefined)).toEqual([
      {
        externalItemId: '3400133011',
        externalVariantId: '',
        sellerSku: 'KOPI-GAYO',
        title: 'Kopi Gayo 250 g',
        variantName: '',
        description: 'Biji pilihan.',
        status: 'live',
        rawStatus: 'NORMAL',
        price: { amount: 85000, currency: 'IDR' },
        quantity: 40,
        imageUrls: ['https://cf.shopee.co.id/file/a1', 'https://cf.shopee.co.id/file/a2'],
        updatedAt: new Date(1790001000_000),
      },
    ])
  })

  it('gives one listing for each model', () => {
    const [black, white] = toListings(items[1]!, models)
    expect(black).toMatchObject({
      externalItemId: '3400133012',
      externalVariantId: '10001457001',
      sellerSku: 'KAUS-H-M',
      variantName: 'Hitam, M',
      description: 'Katun 24s.\nTidak luntur.',
      status: 'unlisted',
      rawStatus: 'UNLIST',
      price: { amount: 59000, currency: 'IDR' },
      quantity: 15,
      imageUrls: ['https://cf.shopee.co.id/file/h', 'https://cf.shopee.co.id/file/b1'],
    })
    expect(white).toMatchObject({
      externalVariantId: '10001457002',
      variantName: 'Putih, L',
      rawStatus: 'UNLIST/MODEL_UNAVAILABLE',
      quantity: 0,
      imageUrls: ['https://cf.shopee.co.id/file/b1'],
    })
  })

  it('does not offer an unavailable model of a live item', () => {
    expect(toListings({ ...items[1]!, item_status: 'NORMAL' }, models).map((each) => each.status)).toEqual([
      'live',
      'unlisted',
    ])
  })

  it('says nothing about a quantity it was not told', () => {
    expect(toListings({ ...items[0]!, stock_info_v2: null }, undefined)[0]?.quantity).toBeNull()
  })
})

describe('orders', () => {
  it('reads a paid order', () => {
    expect(orders[0]).toMatchObject({
      externalOrderId: '2509220VW8JPHK',
      status: 'to_ship',
      rawStatus: 'READY_TO_SHIP',
      createdAt: new Date(1790010000_000),
      updatedAt: new Date(1790010600_000),
      paidAt: new Date(1790010500_000),
      shipBy: new Date(1790182800_000),
      total: { amount: 209500, currency: 'IDR' },
      salesSurface: null,
      buyer: { name: 'sari.dewi', note: 'Bungkus rapi ya' },
      recipient: { name: 'S**i', phone: '******89', city: 'KOTA BANDUNG', fullAddress: 'Jl. D****' },
      courier: 'SPX Hemat',
      trackingNumber: null,
      cancelReason: null,
    })
  })

  it('reads prices for one unit, bundles and gifts included', () => {
    expect(
      orders[0]?.lines.map((line) => [line.unitPrice.amount, line.quantity, line.cancelledQuantity]),
    ).toEqual([
      [76500, 1, 0],
      [59000, 2, 1],
      [0, 1, 0],
    ])
  })

  it('names lines by Shopee’s own ids', () => {
    expect(orders[0]?.lines.map((line) => line.externalLineId)).toEqual([
      '3400133011:3400133011:0:8123456789',
      '990001:3400133012:10001457001:8123456790',
      '3400133099:3400133099:0:8123456791',
    ])
    expect(orders[0]?.lines[1]).toMatchObject({
      externalItemId: '3400133012',
      externalVariantId: '10001457001',
      sellerSku: 'KAUS-H-M',
      variantName: 'Hitam,M',
      imageUrl: 'https://cf.shopee.co.id/file/h',
    })
    expect(orders[0]?.lines[0]).toMatchObject({ externalVariantId: '', sellerSku: 'KOPI-GAYO' })
  })

  it('counts where Shopee has no line ids', () => {
    expect(orders[1]?.lines.map((line) => line.externalLineId)).toEqual(['3400133011:0:1', '3400133011:0:2'])
  })

  it('adds up the lines of an unpaid order, and takes 0 and null for absent', () => {
    expect(orders[1]).toMatchObject({
      status: 'unpaid',
      paidAt: null,
      shipBy: null,
      total: { amount: 238000, currency: 'IDR' },
      courier: null,
      recipient: { name: '', phone: '', city: '', fullAddress: '' },
    })
  })

  it.each([
    ['UNPAID', 'unpaid'],
    ['PENDING', 'pending'],
    ['INVOICE_PENDING', 'pending'],
    ['READY_TO_SHIP', 'to_ship'],
    ['PROCESSED', 'arranged'],
    ['RETRY_SHIP', 'arranged'],
    ['SHIPPED', 'in_transit'],
    ['TO_CONFIRM_RECEIVE', 'delivered'],
    ['COMPLETED', 'completed'],
    ['IN_CANCEL', 'cancel_requested'],
    ['CANCELLED', 'cancelled'],
    ['TO_RETURN', 'returning'],
    ['BRAND_NEW', 'unknown'],
    ['constructor', 'unknown'],
    ['', 'unknown'],
  ])('status %s is %s', (raw, status) => {
    expect(orderStatus(raw)).toBe(status)
    expect(ORDER_STATUSES).toContain(status)
  })

  it.each([
    ['NORMAL', 'live'],
    ['UNLIST', 'unlisted'],
    ['REVIEWING', 'unlisted'],
    ['BANNED', 'blocked'],
    ['SELLER_DELETE', 'deleted'],
    ['SHOPEE_DELETE', 'deleted'],
    ['ELSE', 'unknown'],
  ])('listing status %s is %s', (raw, status) => {
    expect(listingStatus(raw)).toBe(status)
  })
})
