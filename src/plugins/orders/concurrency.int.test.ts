import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { apply, createSeller, levelOf, message, orderLine } from '../../../tests/support/stock.ts'
import type { OrderStatus } from '../../adapters/contract.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { receive } from '../inventory/levels.ts'
import { checkInvariants } from '../operations/invariants.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await createTestDatabase({ max: 24 })
})
afterEach(() => db.drop())

const broken = async () => (await checkInvariants(autocommit(db.pool))).filter(({ rows }) => rows.length > 0)
const deadlocks = async (): Promise<number> => {
  await autocommit(db.pool).query('select pg_stat_force_next_flush()')
  const [row] = await autocommit(db.pool).query<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return row!.deadlocks
}
/** Runs all of it, as many at a time as there are connections. */
async function atOnce<T>(work: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = []
  const queue = work.entries()
  const lane = async (): Promise<void> => {
    for (const [index, run] of queue) results[index] = await run()
  }
  await Promise.all(Array.from({ length: 24 }, lane))
  return results
}
const pick = <T>(from: readonly T[], seed: number): T => from[seed % from.length]!

it('500 buyers at once for 100 units: exactly 100 are held, 400 are short', async () => {
  const seller = await createSeller(db.pool, { shops: 2, stock: [100] })
  const sku = seller.skus[0]!
  const applied = await atOnce(
    Array.from(
      { length: 500 },
      (_, index) => () =>
        apply(db.pool, seller, message(`o${index}`, 'to_ship', 1, [orderLine(sku)]), seller.shops[index % 2]),
    ),
  )
  expect(applied.filter(({ shortQuantity }) => shortQuantity === 0)).toHaveLength(100)
  expect(applied.filter(({ shortQuantity }) => shortQuantity === 1)).toHaveLength(400)
  expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 100, reserved: 100, available: 0 })
  expect(await deadlocks()).toBe(0)
  expect(await broken()).toEqual([])
})

it('orders of several SKUs, cancellations, repeats and deliveries at once: no deadlock, books agree', async () => {
  const seller = await createSeller(db.pool, { shops: 2, stock: [40, 40, 40, 40, 40, 40] })
  const work = Array.from({ length: 150 }, (_, index) => {
    const skus = [index, index * 7 + 3, index * 5 + 1].map((seed) => pick(seller.skus, seed))
    const lines = [...new Set(skus)].reverse().map((sku) => orderLine(sku, { quantity: 1 + (index % 3) }))
    const shop = pick(seller.shops, index)
    const end = pick<OrderStatus>(['cancelled', 'in_transit', 'arranged'], index)
    const first = message(`o${index}`, 'to_ship', 1, lines)
    return [
      () => apply(db.pool, seller, first, shop),
      () => apply(db.pool, seller, message(`o${index}`, end, 2, lines), shop),
      () => apply(db.pool, seller, first, shop),
    ]
  }).flat()
  const deliveries = Array.from(
    { length: 40 },
    (_, index) => () =>
      transaction(db.pool, (tx) =>
        receive(tx, {
          organisationId: seller.organisationId,
          targets: [index, index + 1].map((seed) => ({ skuId: pick(seller.skus, seed).id, quantity: 2 })),
          cause: { ref: { type: 'test', id: `delivery-${index}` }, actor: 'test', reason: 'Barang datang' },
        }),
      ),
  )
  const all = [...work, ...deliveries].map((run, index) => ({ run, place: (index * 7919) % 491 }))
  await atOnce<unknown>(all.sort((a, b) => a.place - b.place).map(({ run }) => run))
  expect(await deadlocks()).toBe(0)
  expect(await broken()).toEqual([])
  for (const sku of seller.skus) {
    const level = await levelOf(db.pool, sku)
    const [missing] = await autocommit(db.pool).query<{ short: number }>(
      `select coalesce(sum(l.short_quantity), 0) as short from order_lines l join orders o on o.id = l.order_id
       where l.sku_id = $1 and o.status = 'arranged'`,
      [sku.id],
    )
    // Nothing lies free while an open order lacks it.
    expect(Math.min(level.available, missing!.short)).toBe(0)
  }
})
