import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { apply, createSeller, message, orderLine, type TestSeller } from '../../../tests/support/stock.ts'
import type { OrderStatus } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import { loadChannelSales } from './channel-sales.ts'

// 00.30 on 22 November in Jakarta, still the 21st in UTC.
const NOW = new Date('2026-11-21T17:30:00Z')
const HOUR = 3_600_000

let database: TestDatabase
let seller: TestSeller
beforeAll(async () => {
  database = await createTestDatabase({ max: 4 })
})
afterAll(() => database.drop())

let number = 0
/** An order of two lines placed at an instant; each line has units of its own. */
const order = async (
  of: TestSeller,
  at: Date,
  more: {
    surface?: string | null
    status?: OrderStatus
    total?: number
    units?: [number, number]
    gone?: number
  },
) => {
  const { surface = null, status = 'to_ship', total = 10_000, units = [1, 1], gone = 0 } = more
  number += 1
  const lines = units.map((quantity, index) =>
    orderLine(of.skus[index]!, { quantity, cancelledQuantity: index === 0 ? gone : 0 }),
  )
  const told = (state: OrderStatus, second: number) =>
    message(`S-${number}`, state, second, lines, {
      createdAt: at,
      salesSurface: surface,
      total: { amount: total, currency: 'IDR' },
    })
  await apply(database.pool, of, told('to_ship', 1))
  // The marketplace says everything twice.
  await apply(database.pool, of, told(status, 2))
  await apply(database.pool, of, told(status, 2))
}
const sales = (organisations: readonly string[], days = 7) =>
  loadChannelSales(autocommit(database.pool), { organisations, now: NOW, days })
const told = async (days?: number) =>
  (await sales([seller.organisationId], days)).map(({ surface, orders, units, total }) => [
    surface,
    orders,
    units,
    total,
  ])

describe('sales per channel', () => {
  it('knows an organisation that has sold nothing', async () => {
    seller = await createSeller(database.pool, { stock: [500, 500] })
    expect(await sales([seller.organisationId])).toEqual([])
    expect(await sales([])).toEqual([])
  })

  it('keeps the storefronts of one connection apart, each order once, however many lines and messages it has', async () => {
    await order(seller, NOW, { surface: 'pasar_a', total: 70_000, units: [3, 2] })
    await order(seller, NOW, { surface: 'pasar_a', total: 20_000 })
    await order(seller, NOW, { surface: 'pasar_b', total: 50_000, units: [1, 4] })
    await order(seller, NOW, { surface: null, total: 5_000 })
    await order(seller, NOW, { surface: 'pasar_b', total: 999_000, status: 'cancelled' })
    await order(seller, NOW, { surface: 'pasar_b', total: 8_000, units: [3, 1], gone: 2 })
    expect(await told()).toEqual([
      ['pasar_a', 2, 7, 90_000],
      ['pasar_b', 2, 7, 58_000],
      [null, 1, 2, 5_000],
    ])
    const { rows } = await database.pool.query(
      `select count(*)::int as orders, sum(total)::int as total from orders where organisation_id = $1 and status <> 'cancelled'`,
      [seller.organisationId],
    )
    const all = await sales([seller.organisationId])
    expect(rows[0]).toEqual({
      orders: all.reduce((sum, each) => sum + each.orders, 0),
      total: all.reduce((sum, each) => sum + each.total, 0),
    })
  })

  it('begins and ends its days at midnight of the organisation', async () => {
    seller = await createSeller(database.pool, { stock: [500, 500] })
    const midnight = new Date('2026-11-21T17:00:00Z').getTime()
    await order(seller, new Date(midnight - 6 * 24 * HOUR), { surface: 'pertama' })
    await order(seller, new Date(midnight - 6 * 24 * HOUR - 1_000), { surface: 'sehari-sebelumnya' })
    await order(seller, new Date(midnight + 24 * HOUR - 1_000), { surface: 'malam-ini' })
    await order(seller, new Date(midnight + 24 * HOUR), { surface: 'besok' })
    const seen = async (days: number) =>
      (await sales([seller.organisationId], days)).map(({ surface }) => surface)
    expect(await seen(7)).toEqual(['malam-ini', 'pertama'])
    expect(await seen(30)).toEqual(['malam-ini', 'pertama', 'sehari-sebelumnya'])
    await database.pool.query(`update organisations set time_zone = 'Asia/Jayapura' where id = $1`, [
      seller.organisationId,
    ])
    expect(await seen(7)).toEqual(['pertama', 'sehari-sebelumnya'])
  })

  it('shows nothing of another organisation and never adds up currencies', async () => {
    const other = await createSeller(database.pool, { stock: [500, 500] })
    await order(other, NOW, { surface: 'pasar_a' })
    await database.pool.query(
      `insert into orders (organisation_id, external_order_id, shop_id, marketplace, sales_surface, status, raw_status,
         status_rank, remote_updated_at, placed_at, total, currency)
       values ($1, 'SGD-1', $2, $3, 'pasar_a', 'to_ship', 'R', 20, $4, $4, 12, 'SGD')`,
      [other.organisationId, other.shops[0]!.id, other.shops[0]!.marketplace, NOW],
    )
    const rows = await sales([other.organisationId])
    expect(
      rows.map(({ surface, currency, orders, units, total }) => [surface, currency, orders, units, total]),
    ).toEqual([
      ['pasar_a', 'IDR', 1, 2, 10_000],
      ['pasar_a', 'SGD', 1, 0, 12],
    ])
  })
})
