import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { Budget, type Spender } from '../src/plugins/marketplaces/budget/budget.ts'
import { withBenchDatabase } from './lib/database.ts'
import { median, percentile, report } from './lib/report.ts'

const ROUNDS = 7
const CALLS = 2_000
const AT_ONCE = 64
/** More than the machine can claim, so that what is measured is the cost and not the waiting. */
const PLENTY = 10_000
/** A real marketplace's budget, for what a claim saves. */
const REAL = 50

const spender = (perShop: number): Spender => ({
  shop: { id: randomUUID(), integrationId: randomUUID() },
  endpointClass: 'orders',
  limits: {
    requestsPerSecondPerShop: perShop,
    requestsPerSecondPerApp: perShop * 2,
    ordersPerFetch: 50,
    stockTargetsPerCall: 50,
  },
})

/** Calls a second when so many run at a time. */
async function rate(calls: number, atOnce: number, call: () => Promise<unknown>): Promise<number> {
  let left = calls
  const began = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0) {
        left -= 1
        await call()
      }
    }),
  )
  return calls / ((performance.now() - began) / 1_000)
}

/** The least that any budget in the database costs: one conditional update of one counter for each call. */
async function floorOf(pool: pg.Pool): Promise<() => Promise<unknown>> {
  const bucket = `floor:${randomUUID()}`
  await pool.query('insert into call_budgets (bucket, tokens, at) values ($1, 1e9, now())', [bucket])
  return () =>
    pool.query('update call_budgets set tokens = tokens - 1 where bucket = $1 and tokens >= 1', [bucket])
}

/** What a call costs that is paced by shop, class and app, against a single counter without any of that. */
export async function budget(): Promise<void> {
  await withBenchDatabase(async (pool) => {
    const figures = {
      many: [] as number[],
      manyFloor: [] as number[],
      one: [] as number[],
      oneFloor: [] as number[],
    }
    const waits: number[] = []
    for (let round = 0; round <= ROUNDS; round += 1) {
      const own = new Budget(pool)
      const by = spender(PLENTY)
      const floor = await floorOf(pool)
      const turn = async (): Promise<void> => {
        const began = performance.now()
        await own.turn(by)
        if (round > 0) waits.push(performance.now() - began)
      }
      const manyFloor = await rate(CALLS, AT_ONCE, floor)
      const many = await rate(CALLS, AT_ONCE, () => own.turn(by))
      const oneFloor = await rate(CALLS / 10, 1, floor)
      const one = await rate(CALLS / 10, 1, turn)
      // The first round warms both up.
      if (round === 0) continue
      figures.many.push(many)
      figures.manyFloor.push(manyFloor)
      figures.one.push(one)
      figures.oneFloor.push(oneFloor)
    }
    const of = { bench: 'budget' }
    report({
      ...of,
      metric: `${AT_ONCE} at once`,
      value: median(figures.many),
      unit: '1/s',
      floor: median(figures.manyFloor),
    })
    report({
      ...of,
      metric: 'one after the other',
      value: median(figures.one),
      unit: '1/s',
      floor: median(figures.oneFloor),
    })
    report({ ...of, metric: 'wait for a turn p50', value: percentile(waits, 0.5), unit: 'ms' })
    report({ ...of, metric: 'wait for a turn p99', value: percentile(waits, 0.99), unit: 'ms' })

    const storm = new Budget(pool)
    const by = spender(REAL)
    const calls = REAL * 5
    const paced = await rate(calls, calls, () => storm.turn(by))
    report({
      ...of,
      metric: 'claims for each call of a storm',
      value: storm.claims / calls,
      unit: '',
      floor: 1,
    })
    report({ ...of, metric: 'budget used by a storm', value: paced, unit: '1/s', floor: REAL * 0.8 })
  })
}
