import type pg from 'pg'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import type { HttpResponse, Limits } from '../../../adapters/contract.ts'
import { createPool } from '../../../database/pool.ts'
import { Budget, type Spender } from './budget.ts'

let database: TestDatabase
let otherPool: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  otherPool = createPool({ url: database.url, max: 5, applicationName: 'other process' })
})
afterAll(async () => {
  await otherPool.end()
  await database.drop()
})

const limits = (perShop: number, more: Partial<Limits> = {}): Limits => ({
  requestsPerSecondPerShop: perShop,
  requestsPerSecondPerClass: { orders: perShop },
  ordersPerFetch: 50,
  stockTargetsPerCall: 50,
  ...more,
})
const spender = (own: Limits, more: Partial<Spender> = {}): Spender => ({
  shop: { id: randomUUID(), integrationId: randomUUID() },
  endpointClass: 'orders',
  limits: own,
  ...more,
})
const twoProcesses = (): [Budget, Budget] => [new Budget(database.pool), new Budget(otherPool)]
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Sends so many requests at once and notes when each went out. */
async function storm(budget: Budget, by: Spender, count: number, sent: number[]): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async () => {
      await budget.turn(by)
      sent.push(performance.now())
    }),
  )
}

/** The most that went out within any second. */
function mostInASecond(sent: readonly number[]): number {
  const times = sent.toSorted((a, b) => a - b)
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length))
}

describe('two processes', () => {
  it('with 200 calls each never exceed the budget and its burst in any second', async () => {
    const [one, two] = twoProcesses()
    const by = spender(limits(80))
    const sent: number[] = []
    const began = performance.now()
    await Promise.all([storm(one, by, 200, sent), storm(two, by, 200, sent)])
    expect(sent).toHaveLength(400)
    expect(mostInASecond(sent)).toBeLessThanOrEqual(160)
    // All of the budget is used, too: without the burst 400 calls take 5 s.
    expect(performance.now() - began).toBeLessThan(7_000)
    expect(one.claims + two.claims).toBeLessThan(200)
  })

  it('keep the budget of the app over all its shops', async () => {
    const [one, two] = twoProcesses()
    const own = limits(1_000, { requestsPerSecondPerApp: 50 })
    const integrationId = randomUUID()
    const sent: number[] = []
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        storm(n % 2 ? one : two, spender(own, { shop: { id: randomUUID(), integrationId } }), 15, sent),
      ),
    )
    expect(mostInASecond(sent)).toBeLessThanOrEqual(100)
  })

  it('share a pause that one of them is asked for', async () => {
    const [one, two] = twoProcesses()
    const by = spender(limits(100))
    const refused: HttpResponse = { status: 429, headers: { 'retry-after': '1' }, body: new Uint8Array() }
    await one.pace(() => Promise.resolve(refused), by)({ method: 'GET', url: 'https://pasar.example' })
    const began = performance.now()
    await two.turn(by)
    expect(performance.now() - began).toBeGreaterThan(900)
  })

  it('are told of a long pause instead of waiting for it', async () => {
    const [one, two] = twoProcesses()
    const by = spender(limits(100))
    await one.hold(by.shop.id, 60_000)
    await expect(two.turn(by)).rejects.toMatchObject({ kind: 'rate_limit', retryAfterMs: expect.any(Number) })
    await two.turn(spender(limits(100)))
  })
})

describe('fairness', () => {
  it('a storm on one shop does not slow another of the same app', async () => {
    const [noisy, calm] = twoProcesses()
    const own = limits(30, { requestsPerSecondPerApp: 10 })
    const integrationId = randomUUID()
    const shopOfApp = (): Spender => spender(own, { shop: { id: randomUUID(), integrationId } })
    const stop = new AbortController()
    const storms = Array.from({ length: 8 }, shopOfApp).flatMap((by) =>
      Array.from({ length: 60 }, () => noisy.turn(by, stop.signal).catch(() => undefined)),
    )
    await pause(1_500)
    const quiet = shopOfApp()
    const waits: number[] = []
    for (let n = 0; n < 4; n += 1) {
      const began = performance.now()
      await calm.turn(quiet)
      waits.push(Math.round(performance.now() - began))
      await pause(1_000)
    }
    expect(waits.filter((wait) => wait > 150)).toEqual([])
    stop.abort()
    await Promise.all(storms)
  })

  it('reading much leaves room for orders', async () => {
    const budget = new Budget(database.pool)
    const own = limits(20, { requestsPerSecondPerClass: {} })
    const reading = spender(own, { endpointClass: 'read' })
    const stop = new AbortController()
    const storms = Array.from({ length: 200 }, () => budget.turn(reading, stop.signal).catch(() => undefined))
    await pause(1_500)
    const began = performance.now()
    await budget.turn({ ...reading, endpointClass: 'orders' })
    expect(performance.now() - began).toBeLessThan(400)
    stop.abort()
    await Promise.all(storms)
  })
})

describe('a database in trouble', () => {
  it('that is away lets nothing out', async () => {
    const gone = createPool({ url: database.url, max: 1, applicationName: 'gone' })
    await gone.end()
    const send = (): Promise<HttpResponse> => {
      throw new Error('nothing may be sent')
    }
    const paced = new Budget(gone).pace(send, spender(limits(5)))
    await expect(paced({ method: 'GET', url: 'https://pasar.example' })).rejects.toMatchObject({
      name: 'AdapterError',
      kind: 'transient',
    })
  })

  it('that is slow slows the calls and is asked again afterwards', async () => {
    const by = spender(limits(100))
    const budget = new Budget(otherPool)
    await budget.turn(by)
    const blocker = await database.pool.connect()
    await blocker.query('begin')
    await blocker.query('select from call_budgets where bucket = $1 for update', [`shop:${by.shop.id}`])
    let through = 0
    const waiting = Array.from({ length: 20 }, () => budget.turn(by).then(() => (through += 1)))
    await pause(500)
    expect(through).toBe(0)
    await blocker.query('rollback')
    blocker.release()
    await Promise.all(waiting)
    expect(through).toBe(20)
  })

  it('that does not answer at all ends the wait', async () => {
    const by = spender(limits(100))
    const budget = new Budget(otherPool)
    await budget.turn(by)
    const blocker = await database.pool.connect()
    await blocker.query('begin')
    await blocker.query('select from call_budgets where bucket = $1 for update', [`shop:${by.shop.id}`])
    await expect(budget.turn(by)).rejects.toMatchObject({ kind: 'transient' })
    await blocker.query('rollback')
    blocker.release()
    await budget.turn(by)
  })
})

it('whoever gives up waiting takes nothing', async () => {
  const budget = new Budget(database.pool)
  const by = spender(limits(1))
  await budget.turn(by)
  const stop = new AbortController()
  const given = Array.from({ length: 10 }, () => budget.turn(by, stop.signal))
  stop.abort()
  const results = await Promise.allSettled(given)
  expect(results.every(({ status }) => status === 'rejected')).toBe(true)
  const began = performance.now()
  await budget.turn(by)
  expect(performance.now() - began).toBeLessThan(2_500)
})
