import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shopee } from './index.ts'
import { failed, recorded, StubShopee, wrapped } from './testing/stubShopee.ts'

const adapter = shopee()
let stub: StubShopee
beforeEach(async () => {
  stub = await StubShopee.start()
})
afterEach(() => stub.stop())
const answer = (name: string) => ({ body: recorded(name) })

describe('orders', () => {
  const LIST = '/api/v2/order/get_order_list'
  const DETAIL = '/api/v2/order/get_order_detail'
  const from = new Date('2026-11-01T00:00:00.400Z')

  it('lists the orders of a window, covering it in whole seconds', async () => {
    stub.on(LIST, answer('order_list'))
    const to = new Date('2026-11-02T00:00:00.400Z')
    const page = await adapter.orders!.listUpdated(stub.session(), { from, to, cursor: null })
    expect(page).toEqual({
      items: [
        { externalOrderId: '2509220VW8JPHK', updatedAt: null },
        { externalOrderId: '2509220VW8JPHL', updatedAt: null },
      ],
      next: '20',
      total: null,
    })
    const { query } = stub.seen[0]!
    expect(query.get('time_range_field')).toBe('update_time')
    expect(Number(query.get('time_from'))).toBe(Date.parse('2026-11-01T00:00:00Z') / 1000)
    expect(Number(query.get('time_to'))).toBe(Date.parse('2026-11-02T00:00:01Z') / 1000)
    expect(query.get('request_order_status_pending')).toBe('true')
  })

  it('goes on from a cursor and stops at the end', async () => {
    stub.on(LIST, wrapped({ more: false, next_cursor: '', order_list: [] }))
    const page = await adapter.orders!.listUpdated(stub.session(), { from, to: from, cursor: '20' })
    expect(page.next).toBeNull()
    expect(stub.seen[0]?.query.get('cursor')).toBe('20')
  })

  it('does not ask for more than 15 days', async () => {
    const to = new Date(from.getTime() + 15 * 86_400_000 + 5_000)
    await expect(
      adapter.orders!.listUpdated(stub.session(), { from, to, cursor: null }),
    ).rejects.toMatchObject({ kind: 'permanent' })
    expect(stub.seen).toHaveLength(0)
  })

  it('gets orders with every field it needs', async () => {
    stub.on(DETAIL, answer('order_detail'))
    const orders = await adapter.orders!.get(stub.session(), ['2509220VW8JPHK', '2509220VW8JPHL'])
    expect(orders.map((order) => order.status)).toEqual(['to_ship', 'unpaid'])
    const { query } = stub.seen[0]!
    expect(query.get('order_sn_list')).toBe('2509220VW8JPHK,2509220VW8JPHL')
    for (const field of ['item_list', 'total_amount', 'pay_time', 'recipient_address', 'package_list']) {
      expect(query.get('response_optional_fields')?.split(',')).toContain(field)
    }
  })

  it('leaves unknown orders out of a batch that fails as a whole', async () => {
    stub.on(DETAIL, ({ query }) => {
      const sns = query.get('order_sn_list')!.split(',')
      if (sns.includes('GONE')) return failed('error_not_found', 'order not found')
      return wrapped({
        order_list: sns.map((order_sn) => ({
          order_sn,
          order_status: 'COMPLETED',
          create_time: 1,
          update_time: 2,
        })),
      })
    })
    const known = Array.from({ length: 70 }, (_, index) => `SN${index}`)
    const orders = await adapter.orders!.get(stub.session(), [
      ...known.slice(0, 30),
      'GONE',
      ...known.slice(30),
      'SN1',
    ])
    expect(orders.map((order) => order.externalOrderId)).toEqual(known)
    expect(await adapter.orders!.get(stub.session(), ['GONE'])).toEqual([])
  })
})
