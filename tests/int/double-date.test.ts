import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLazadaSandbox, startShopeeSandbox, startTikTokShopSandbox } from '../../sandbox/index.ts'
import { runSale } from '../../sandbox/double-date/sale.ts'
import { StandIn } from '../../sandbox/double-date/standIn.ts'
import { autocommit } from '../../src/database/tx.ts'
import { checkInvariants } from '../../src/plugins/operations/invariants.ts'
import { answerWebhook } from '../../src/plugins/sync/intake-http.ts'
import { createIntake } from '../../src/plugins/sync/intake.ts'
import { pollAll } from '../../src/plugins/sync/poll.ts'
import { enqueue } from '../../src/queue/enqueue.ts'
import { runWorker, type RunningWorker } from '../../src/queue/worker.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { compareBooks, openingStock, type SaleBooks } from '../support/sale-books.ts'
import {
  connectThreeShops,
  kanalAgainst,
  stockShelves,
  type ThreeShopSeller,
} from '../support/three-shops.ts'
import { until } from '../e2e/support/until.ts'

/**
 * A small 11.11 over all marketplaces: intake, worker and adapters against strict stand-ins that send pushes twice,
 * late and not at all, and one of which fails for a while. Scarce goods run out in the middle.
 */
const SALE = {
  rate: 5,
  seconds: 20,
  duplicates: 0.1,
  lost: 0.1,
  reordered: 0.1,
  outage: { of: 'lazada', afterSeconds: 5, seconds: 8 },
  seed: 11,
}
const PLENTY = 200
const SCARCE = 4
const PUT_RIGHT_WITHIN_MS = 60_000

let database: TestDatabase
let sandboxes: { url: string; close(): Promise<void> }[]
let standIns: StandIn[]
let web: Server
let worker: RunningWorker
let seller: ThreeShopSeller

beforeAll(async () => {
  database = await createTestDatabase()
  const started = await Promise.all([
    startShopeeSandbox({ port: 0 }),
    startLazadaSandbox({ port: 0 }),
    startTikTokShopSandbox({ port: 0 }),
  ])
  sandboxes = started
  standIns = await Promise.all(started.map(({ url }) => StandIn.at(url)))
  web = createServer((request, response) => {
    if (!answerWebhook(intake, request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  const { kanal, registry } = await kanalAgainst(database.pool, {
    databaseUrl: database.url,
    publicUrl: `http://127.0.0.1:${(web.address() as AddressInfo).port}`,
    standIns,
  })
  const intake = createIntake(kanal)
  await stockShelves(standIns, (nth) => (nth % 5 === 0 ? SCARCE : PLENTY))
  worker = await runWorker({
    connectionString: database.url,
    tasks: registry.tasks,
    kanal,
    log: kanal.log,
  })
  seller = await connectThreeShops(kanal, standIns)
})
afterAll(async () => {
  await worker?.stop()
  web?.closeAllConnections()
  web?.close()
  await Promise.all((sandboxes ?? []).map((sandbox) => sandbox.close()))
  await database?.drop()
})

const count = async (text: string): Promise<number> =>
  (await database.pool.query<{ n: number }>(`select count(*)::integer as n from ${text}`)).rows[0]?.n ?? NaN

const isRight = ({ missing, surplus, wrong }: SaleBooks): boolean =>
  missing.length + surplus.length + wrong.length === 0

it('has every order once and every listing right after a sale with repeated, late and lost pushes and an outage', async () => {
  await until(
    () => count(`import_runs where status <> 'done'`),
    (open) => open === 0,
  )
  const opening = await openingStock(database.pool, seller)
  await until(() => compareBooks(database.pool, seller, [], opening), isRight)

  const { sales, soldOut } = await runSale(standIns, SALE)
  expect(sales.length + soldOut).toBe(SALE.rate * SALE.seconds)
  const heard = await compareBooks(database.pool, seller, sales, opening)

  const books = await until(
    async () => {
      // In a running Kanal the schedule does this every minute.
      await enqueue(autocommit(database.pool), pollAll, {}, { jobKey: 'poll-all' })
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      return compareBooks(database.pool, seller, sales, opening)
    },
    isRight,
    PUT_RIGHT_WITHIN_MS,
  )
  // The troubles were real: some orders were not known when the sale ended, and goods ran out.
  expect(heard.missing.length).toBeGreaterThan(0)
  expect(soldOut).toBeGreaterThan(0)
  expect(books.listings).toBeGreaterThan(100)
  expect(books.short).toBe(books.oversold)
  const broken = (await checkInvariants(autocommit(database.pool))).filter(({ rows }) => rows.length > 0)
  expect(broken).toEqual([])
  // The poll may put the books right before messages from the outage have had their next try.
  await until(
    () => count(`webhook_inbox where processed_at is null`),
    (waiting) => waiting === 0,
    PUT_RIGHT_WITHIN_MS,
  )
  const { rows: given } = await database.pool.query(
    `select marketplace, topic, error, attempts from webhook_inbox where error is not null`,
  )
  expect(given).toEqual([])
})
