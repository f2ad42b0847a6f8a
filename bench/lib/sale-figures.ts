import type pg from 'pg'
import type { SaleRecord } from '../../sandbox/double-date/sale.ts'
import type { StandInTally } from '../../sandbox/double-date/standIn.ts'
import type { SaleBooks } from '../../tests/support/sale-books.ts'
import type { ThreeShopSeller } from '../../tests/support/three-shops.ts'
import { percentile, report } from './report.ts'

interface Figures {
  seller: ThreeShopSeller
  record: SaleRecord
  books: SaleBooks
  /** From the answer to the last order until every order was known and every listing right. */
  rightAfterSeconds: number
  /** The stand-ins' counts before and after. */
  before: readonly StandInTally[]
  after: readonly StandInTally[]
}

type Counts = Readonly<Record<string, number>>

const STOCK_CALL = /stock|inventory|price_quantity/
const SHARES = [0.5, 0.95, 0.99]

/** Prints what a sale showed, one JSON line a figure. */
export async function reportSale(pool: pg.Pool, figures: Figures): Promise<void> {
  const { record, books, before, after } = figures
  const say = (metric: string, value: number, unit: string, floor?: number): void =>
    report({ bench: 'double-date', metric, value, unit, ...(floor === undefined ? {} : { floor }) })
  say('orders', record.sales.length, '1')
  say('buyers who found it sold out', record.soldOut, '1')
  say('orders reached', (record.sales.length + record.soldOut) / record.seconds, '1/s')

  const answers = samplesOf(grown(before, after, ({ pushes }) => pushes.answerMs))
  for (const share of SHARES) say(`webhook answer p${share * 100}`, percentile(answers, share), 'ms')
  const outcomes = grown(before, after, ({ pushes }) => pushes.outcomes)
  for (const [outcome, count] of Object.entries(outcomes)) say(`pushes ${outcome}`, count, '1')

  const seen = await visibility(pool, figures)
  for (const share of SHARES) say(`order visible p${share * 100}`, percentile(seen.all, share), 'ms')
  for (const share of SHARES)
    say(`order visible p${share * 100}, first heard of by push`, percentile(seen.pushed, share), 'ms')
  for (const [standIn, times] of seen.byStandIn)
    say(`order visible p95 at ${standIn}`, percentile(times, 0.95), 'ms')
  say('orders first found by polling', seen.all.length - seen.pushed.length, '1')
  say('everything right after the end', figures.rightAfterSeconds, 's')

  const calls = Object.entries(grown(before, after, ({ requests }) => requests))
  const sum = (some: readonly (readonly [string, number])[]): number =>
    some.reduce((total, [, n]) => total + n, 0)
  const stock = sum(calls.filter(([call]) => STOCK_CALL.test(call)))
  const rest = sum(calls) - stock
  const naive = { stock: await naiveStockCalls(pool, figures), rest: outcomes.acknowledged ?? 0 }
  say('stock calls, against one per change and listing', stock, '1', naive.stock)
  say('other calls, against one per push', rest, '1', naive.rest)
  say('calls saved', 100 * (1 - (stock + rest) / (naive.stock + naive.rest)), '%')
  say('calls refused or unanswered', sum(calls.filter(([call]) => !call.startsWith('200 '))), '1')

  say('units oversold', books.oversold, '1')
  say('units noted as short', books.short, '1')
  say('listings compared', books.listings, '1')
}

/** How much each count has grown, over all stand-ins together. */
function grown(
  before: readonly StandInTally[],
  after: readonly StandInTally[],
  countsOf: (tally: StandInTally) => Counts,
): Record<string, number> {
  const total: Record<string, number> = {}
  for (const [nth, tally] of after.entries()) {
    const first = before[nth]
    for (const [name, count] of Object.entries(countsOf(tally))) {
      const more = count - ((first ? countsOf(first)[name] : 0) ?? 0)
      if (more > 0) total[name] = (total[name] ?? 0) + more
    }
  }
  return total
}

/** A histogram as samples again. */
const samplesOf = (counts: Counts): number[] =>
  Object.entries(counts).flatMap(([value, count]) => Array.from({ length: count }, () => Number(value)))

/** Milliseconds from each buyer's click until the order was stored. */
async function visibility(
  pool: pg.Pool,
  { seller, record }: Figures,
): Promise<{ all: number[]; pushed: number[]; byStandIn: Map<string, number[]> }> {
  const { rows } = await pool.query<{ order: string; at: Date; source: string }>(
    `select s.external_shop_id || '/' || o.external_order_id as order, o.created_at as at, e.source
     from orders o join shops s on s.id = o.shop_id join order_events e on e.order_id = o.id and e.sequence = 1
     where o.organisation_id = $1`,
    [seller.organisationId],
  )
  const stored = new Map(rows.map((row) => [row.order, row]))
  const all: number[] = []
  const pushed: number[] = []
  const byStandIn = new Map<string, number[]>()
  for (const { standIn, shopId, order, at } of record.sales) {
    const row = stored.get(`${shopId}/${order}`)
    if (!row) continue
    const took = row.at.getTime() - at
    all.push(took)
    byStandIn.set(standIn, [...(byStandIn.get(standIn) ?? []), took])
    if (row.source === 'webhook') pushed.push(took)
  }
  return { all, pushed, byStandIn }
}

/** One call for each line sold and each other live listing of its SKU. */
async function naiveStockCalls(pool: pg.Pool, { seller, record }: Figures): Promise<number> {
  const { rows } = await pool.query<{ sku: string; listings: number }>(
    `select k.code as sku, count(*)::integer as listings from listings g join skus k on k.id = g.sku_id
     where g.organisation_id = $1 and g.status = 'live' group by k.code`,
    [seller.organisationId],
  )
  const listings = new Map(rows.map((row) => [row.sku, row.listings]))
  const lines = record.sales.flatMap((sale) => sale.lines)
  return lines.reduce((total, { sku }) => total + Math.max(0, (listings.get(sku) ?? 1) - 1), 0)
}
