import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { createSeller, message, orderLine, type TestSeller } from '../tests/support/stock.ts'
import { autocommit, transaction, txOn } from '../src/database/tx.ts'
import { checkInvariants } from '../src/plugins/operations/invariants.ts'
import { applyOrder } from '../src/plugins/orders/apply.ts'
import { withBenchDatabase } from './lib/database.ts'
import { saturate } from './lib/load.ts'
import { median, report } from './lib/report.ts'

const SECONDS = 1
const ROUNDS = 7
const PLENTY = 1_000_000

/**
 * The least that any system must do to hold a unit: one conditional update and one reservation row, on the same
 * tables. The rows are born consumed, because a line may have one active reservation per place.
 */
const FLOOR = `
  with held as (
    update stock_levels set reserved = reserved + 1, version = version + 1
    where organisation_id = $1 and sku_id = $2 and on_hand - reserved - campaign_reserved >= 1
    returning organisation_id, sku_id, location_id)
  insert into reservations (organisation_id, order_line_id, sku_id, location_id, quantity, status)
  select organisation_id, $3, sku_id, location_id, 1, 'consumed' from held`

/** The same through our function: lock, level, ledger, reservation, line, and the pushes to other shops. */
const RESERVE = `
  with locked as materialized (select kanal_lock_stock($1, array[$2]::uuid[])),
    held as materialized (select kanal_reserve(l, 1, $4) from locked, order_lines l where l.id = $3)
  select kanal_queue_pushes($1, array[$2]::uuid[]) from held`

interface Ground {
  pool: pg.Pool
  seller: TestSeller
  /** One order line per SKU and connection, wanting more units than the bench will hold. */
  lines: string[][]
}

async function groundFor(pool: pg.Pool, skus: number, connections: number): Promise<Ground> {
  const seller = await createSeller(pool, { shops: 2, stock: Array.from({ length: skus }, () => PLENTY) })
  const shop = { ...seller.shops[0]!, reserveUnpaid: false }
  await pool.query('update shops set reserve_unpaid = false where id = $1', [shop.id])
  const lines: string[][] = []
  for (const sku of seller.skus) {
    const own: string[] = []
    for (let index = 0; index < connections; index += 1) {
      const order = message(randomUUID(), 'unpaid', 1, [orderLine(sku, { quantity: PLENTY })])
      const { orderId } = await transaction(pool, (tx) =>
        applyOrder(tx, { organisationId: seller.organisationId, shop, order, source: 'poll' }),
      )
      const [line] = await autocommit(pool).query<{ id: string }>(
        'select id from order_lines where order_id = $1',
        [orderId],
      )
      own.push(line!.id)
    }
    lines.push(own)
  }
  return { pool, seller, lines }
}

async function measure(pool: pg.Pool, skus: number, connections: number): Promise<void> {
  const load = { connections, seconds: SECONDS }
  const rates: Record<'floor' | 'reserve' | 'order', number[]> = { floor: [], reserve: [], order: [] }
  // The floor keeps no ledger, so it works on a seller of its own, put right before the books are checked.
  const [bare, ours] = [await groundFor(pool, skus, connections), await groundFor(pool, skus, connections)]
  const { organisationId } = ours.seller
  const shop = ours.seller.shops[0]!
  const places = new Map<pg.PoolClient, number>()
  const placeOf = (client: pg.PoolClient): number => {
    if (!places.has(client)) places.set(client, places.size % connections)
    return places.get(client)!
  }
  let sequence = 1
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.floor.push(
      await saturate(pool, load, async (client, serial) => {
        const sku = serial % skus
        await client.query({
          name: 'floor',
          text: FLOOR,
          values: [bare.seller.organisationId, bare.seller.skus[sku]!.id, bare.lines[sku]![placeOf(client)]],
        })
      }),
    )
    rates.reserve.push(
      await saturate(pool, load, async (client, serial) => {
        const sku = serial % skus
        sequence += 1
        await client.query({
          name: 'reserve',
          text: RESERVE,
          values: [organisationId, ours.seller.skus[sku]!.id, ours.lines[sku]![placeOf(client)], sequence],
        })
      }),
    )
    rates.order.push(
      await saturate(pool, load, async (client, serial) => {
        const order = message(`${round}-${serial}`, 'to_ship', 1, [
          orderLine(ours.seller.skus[serial % skus]!),
        ])
        await client.query('begin')
        await applyOrder(txOn(client), { organisationId, shop, order, source: 'webhook' })
        await client.query('commit')
      }),
    )
  }
  const floor = median(rates.floor)
  const where = `${skus === 1 ? 'one hot SKU' : `${skus} SKUs`}, ${connections} connections`
  report({ bench: 'reserve', metric: `reserve, ${where}`, value: median(rates.reserve), unit: '1/s', floor })
  report({
    bench: 'reserve',
    metric: `whole order applied, ${where}`,
    value: median(rates.order),
    unit: '1/s',
    floor,
  })
  await pool.query('update stock_levels set reserved = 0, version = 1 where organisation_id = $1', [
    bare.seller.organisationId,
  ])
}

/** How fast units are held, against the one-statement floor in the same run; then the books are checked. */
export async function reserve(): Promise<void> {
  await withBenchDatabase(async (pool) => {
    for (const [skus, connections] of [
      [1, 8],
      [200, 8],
      [1, 16],
      [200, 16],
    ] as const) {
      await measure(pool, skus, connections)
    }
    const broken = (await checkInvariants(autocommit(pool))).filter(({ rows }) => rows.length > 0)
    report({ bench: 'reserve', metric: 'invariants broken afterwards', value: broken.length, unit: 'count' })
    if (broken.length > 0) throw new Error(`Broken after the bench: ${broken.map(({ id }) => id).join(', ')}`)
  })
}
