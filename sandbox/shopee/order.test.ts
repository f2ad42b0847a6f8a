import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asArray, asObject } from '../core/wire.ts'
import { SHOPS } from './shops.ts'
import type { Order } from './model.ts'
import { startKit, until, type Link } from './testKit.ts'

const SHOP = SHOPS[0]!.shopId

describe('orders', () => {
  let kit: Awaited<ReturnType<typeof startKit>>
  let link: Link
  beforeAll(async () => {
    kit = await startKit()
    link = await kit.link(SHOP)
  })
  afterAll(() => kit.close())

  const call: ReturnType<typeof kit.asShop> = (method, path, wish) => kit.asShop(link)(method, path, wish)
  const buy = async (sku: string, quantity: number, extra: object = {}): Promise<Order> => {
    const answer = await kit.control('POST', '/orders', {
      shop_id: SHOP,
      lines: [{ sku, quantity }],
      paid: true,
      channel_id: 8003,
      ...extra,
    })
    expect(answer.status).toBe(200)
    return kit.sandbox.state.findOrder(String(asObject(answer['order'])['sn']))!.order
  }
  const stockOf = (sku: string) =>
    kit.sandbox.state.findUnit(kit.sandbox.state.shops.get(SHOP)!, { sku })!.unit.stock
  const step = (order: Order, to: string) => kit.control('POST', `/orders/${order.sn}/advance`, { to })
  const now = () => kit.sandbox.state.clock.seconds()
  const list = (query: object = {}) =>
    call('GET', '/order/get_order_list', {
      query: {
        time_range_field: 'create_time',
        time_from: now() - 86400,
        time_to: now() + 10,
        page_size: 4,
        ...query,
      },
    })

  it('takes stock when the order is placed and gives it back on cancellation', async () => {
    const before = stockOf('HIJAB-INSTAN')
    const order = await buy('HIJAB-INSTAN', 3, { paid: false })
    expect(order.status).toBe('UNPAID')
    expect(stockOf('HIJAB-INSTAN')).toBe(before - 3)
    expect((await step(order, 'cancel')).status).toBe(200)
    expect(stockOf('HIJAB-INSTAN')).toBe(before)
  })

  it('sells no more than there is', async () => {
    const left = stockOf('CIPUT-RAJUT')
    expect(
      (
        await kit.control('POST', '/orders', {
          shop_id: SHOP,
          lines: [{ sku: 'CIPUT-RAJUT', quantity: left + 1 }],
        })
      ).status,
    ).toBe(409)
    expect(stockOf('CIPUT-RAJUT')).toBe(left)
  })

  it('walks through the whole life with pickup', async () => {
    const order = await buy('KOPI-SUSU-BTL', 1)
    const ship = (body: object) =>
      call('POST', '/logistics/ship_order', { body: { order_sn: order.sn, ...body } })
    const parameter = await call('GET', '/logistics/get_shipping_parameter', {
      query: { order_sn: order.sn },
    })
    const info = asObject(parameter.response['info_needed'])
    expect(info).toEqual({ pickup: ['address_id', 'pickup_time_id'], dropoff: [] })
    const address = asObject(asArray(asObject(parameter.response['pickup'])['address_list'])[0])
    const slot = asObject(asArray(address['time_slot_list'])[0])
    expect((await ship({})).error).toBe('logistics.ship_order_only_support_one_type')
    expect((await ship({ pickup: {} })).error).toBe('logistics.ship_order_need_address_pickup_time')
    expect((await ship({ package_number: '', dropoff: {} })).error).toBe(
      'logistics.ship_order_not_need_pacakge_number',
    )
    const pickup = {
      address_id: Number(address['address_id']),
      pickup_time_id: String(slot['pickup_time_id']),
    }
    expect((await ship({ pickup })).error).toBe('')
    expect(order.status).toBe('PROCESSED')
    expect((await ship({ pickup })).error).toBe('logistics.package_already_shipped')
    await until(() => order.parcels[0]!.trackingNumber !== '')
    const tracking = await call('GET', '/logistics/get_tracking_number', { query: { order_sn: order.sn } })
    expect(tracking.response['tracking_number']).toBe(order.parcels[0]!.trackingNumber)
    for (const [to, status] of [
      ['ship', 'SHIPPED'],
      ['deliver', 'TO_CONFIRM_RECEIVE'],
      ['complete', 'COMPLETED'],
    ] as const) {
      await step(order, to)
      expect(order.status).toBe(status)
    }
    expect((await step(order, 'pay')).status).toBe(409)
  })

  it('prints a label only between arrangement and pickup', async () => {
    const order = await buy('KOPI-SUSU-BTL', 1)
    const rows = () => ({
      order_list: [
        {
          order_sn: order.sn,
          tracking_number: order.parcels[0]!.trackingNumber,
          shipping_document_type: 'THERMAL_AIR_WAYBILL',
        },
      ],
    })
    expect((await call('POST', '/logistics/create_shipping_document', { body: rows() })).error).toBe(
      'common.batch_api_all_failed',
    )
    await step(order, 'arrange')
    await until(() => order.parcels[0]!.trackingNumber !== '')
    expect((await call('POST', '/logistics/create_shipping_document', { body: rows() })).error).toBe('')
    await new Promise((resolve) => setTimeout(resolve, 15))
    const result = await call('POST', '/logistics/get_shipping_document_result', { body: rows() })
    expect(asObject(asArray(result.response['result_list'])[0])['status']).toBe('READY')
    const file = await call('POST', '/logistics/download_shipping_document', { body: rows() })
    expect(file.headers.get('content-type')).toBe('application/pdf')
    expect(file.text.startsWith('%PDF-')).toBe(true)
  })

  it('handles the buyer asking to cancel', async () => {
    const order = await buy('DRIP-BAG-10', 2)
    const answer = (operation: string) =>
      call('POST', '/order/handle_buyer_cancellation', { body: { order_sn: order.sn, operation } })
    expect((await answer('ACCEPT')).error).toBe('order.cancel_order_invalid_status')
    await step(order, 'request_cancel')
    await answer('REJECT')
    expect(order.status).toBe('READY_TO_SHIP')
    await step(order, 'request_cancel')
    const before = stockOf('DRIP-BAG-10')
    await answer('ACCEPT')
    expect([order.status, order.cancelBy]).toEqual(['CANCELLED', 'buyer'])
    expect(stockOf('DRIP-BAG-10')).toBe(before + 2)
  })

  it('lets the seller cancel before shipping only', async () => {
    const order = await buy('DRIP-BAG-10', 1)
    const cancel = (extra: object) =>
      call('POST', '/order/cancel_order', { body: { order_sn: order.sn, ...extra } })
    expect((await cancel({ cancel_reason: 'OUT_OF_STOCK' })).error).toBe('error_param')
    await step(order, 'arrange')
    expect((await cancel({ cancel_reason: 'CUSTOMER_REQUEST' })).error).toBe('order.error_limit')
    const second = await buy('DRIP-BAG-10', 1)
    const line = second.lines[0]!
    const done = await call('POST', '/order/cancel_order', {
      body: {
        order_sn: second.sn,
        cancel_reason: 'OUT_OF_STOCK',
        item_list: [{ item_id: line.itemId, model_id: 0 }],
      },
    })
    expect(done.error).toBe('')
    expect(second.status).toBe('CANCELLED')
  })

  it('lists in windows of at most 15 days, page by page, without repeats', async () => {
    for (let i = 0; i < 6; i++) await buy('KERIPIK-TEMPE', 1)
    expect((await list({ time_from: now() - 15 * 86400 - 20 })).error).toBe('order.order_list_invalid_time')
    expect((await list({ time_from: now(), time_to: now() })).error).toBe('order.order_list_invalid_time')
    const seen: unknown[] = []
    let cursor = ''
    for (let more = true; more;) {
      const page = await list({ cursor })
      const rows = asArray(page.response['order_list']).map(asObject)
      expect(rows.every((row) => !('order_status' in row))).toBe(true)
      seen.push(...rows.map((row) => row['order_sn']))
      more = page.response['more'] === true
      cursor = String(page.response['next_cursor'])
    }
    expect(cursor).toBe('')
    expect(new Set(seen).size).toBe(kit.sandbox.state.shops.get(SHOP)!.orders.size)
    expect(seen).toHaveLength(new Set(seen).size)
    const withStatus = await list({ response_optional_fields: 'order_status', order_status: 'CANCELLED' })
    expect(asArray(withStatus.response['order_list']).map((row) => asObject(row)['order_status'])).toContain(
      'CANCELLED',
    )
  })

  it('gives optional detail fields only when asked, and refuses unknown orders', async () => {
    const order = await buy('KERIPIK-TEMPE', 2)
    const bare = await call('GET', '/order/get_order_detail', { query: { order_sn_list: order.sn } })
    const plain = asObject(asArray(bare.response['order_list'])[0])
    expect('item_list' in plain || 'total_amount' in plain).toBe(false)
    expect(plain['order_status']).toBe('READY_TO_SHIP')
    const full = await call('GET', '/order/get_order_detail', {
      query: {
        order_sn_list: order.sn,
        response_optional_fields: 'item_list,total_amount,recipient_address,package_list',
      },
    })
    const detail = asObject(asArray(full.response['order_list'])[0])
    expect(asObject(asArray(detail['item_list'])[0])['model_quantity_purchased']).toBe(2)
    expect(JSON.stringify(detail['recipient_address'])).toContain('****')
    expect((await call('GET', '/order/get_order_detail', { query: { order_sn_list: 'NOPE' } })).error).toBe(
      'error_not_found',
    )
    const many = Array.from({ length: 51 }, () => order.sn).join(',')
    expect((await call('GET', '/order/get_order_detail', { query: { order_sn_list: many } })).error).toBe(
      'error_param',
    )
  })

  it('pays out completed orders, fees taken off', async () => {
    const order = await buy('KERIPIK-TEMPE', 2)
    for (const to of ['arrange', 'ship', 'deliver', 'complete']) await step(order, to)
    const listed = await call('GET', '/payment/get_escrow_list', {
      query: { release_time_from: now() - 60, release_time_to: now() + 1, page_size: 100 },
    })
    const row = asArray(listed.response['escrow_list'])
      .map(asObject)
      .find((r) => r['order_sn'] === order.sn)!
    expect(row['payout_amount']).toBe(44_000 - 3_520 - 880 - 1_250)
    const detail = await call('GET', '/payment/get_escrow_detail', { query: { order_sn: order.sn } })
    expect(asObject(detail.response['order_income'])['escrow_amount']).toBe(row['payout_amount'])
  })

  it('opens, lists and accepts a return', async () => {
    const order = await buy('KERIPIK-TEMPE', 1)
    for (const to of ['arrange', 'ship', 'deliver', 'return']) await step(order, to)
    expect(order.status).toBe('TO_RETURN')
    const listed = await call('GET', '/returns/get_return_list', { query: { page_no: 0, page_size: 40 } })
    const entry = asObject(asArray(listed.response['return'])[0])
    expect(entry['order_sn']).toBe(order.sn)
    expect(
      (await call('POST', '/returns/confirm', { body: { return_sn: String(entry['return_sn']) } })).error,
    ).toBe('')
  })
})
