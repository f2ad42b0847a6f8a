import { existsSync } from 'node:fs'
import type pg from 'pg'
import { freePort } from '../scripts/lib/ports.mjs'
import { readOptions, type SaleOptions } from '../sandbox/double-date/options.ts'
import { runSale } from '../sandbox/double-date/sale.ts'
import { StandIn, type StandInTally } from '../sandbox/double-date/standIn.ts'
import { createPool } from '../src/database/pool.ts'
import { autocommit } from '../src/database/tx.ts'
import type { Kanal } from '../src/plugins/context.ts'
import { checkInvariants } from '../src/plugins/operations/invariants.ts'
import { compareBooks, openingStock, type SaleBooks } from '../tests/support/sale-books.ts'
import {
  connectThreeShops,
  kanalAgainst,
  stockShelves,
  type ThreeShopSeller,
} from '../tests/support/three-shops.ts'
import { reportSale } from './lib/sale-figures.ts'
import { openStage, type Stage } from './lib/stage.ts'

/** What a full proof runs with; the command line changes any of it. */
const PROOF = ['--rate', '50', '--seconds', '300', '--outage', 'shopee', '--outage-after', '120']
const READY_WITHIN_MS = 120_000
/** How long after the last order everything may take to be right. */
const RIGHT_WITHIN_MS = 120_000
const LOOK_EVERY_MS = 500
/** Every so many SKUs one is scarce and sells out. */
const SCARCE_EVERY = 10
const SCARCE_UNITS = 50

const secrets = {
  PAYLOAD_SECRET: 'bench-secret-that-is-long-enough-for-anything',
  CRED_KEK_ACTIVE: 'bench',
  CRED_KEK_bench: Buffer.from(Array.from({ length: 32 }, (_, n) => (n * 37 + 11) % 256)).toString('base64'),
  KANAL_MODE: 'local',
  LOG_LEVEL: 'warn',
}

/**
 * An 11.11 over three marketplaces against the product's own processes (web, worker) and strict stand-ins in a
 * process of theirs, with repeated, late and lost pushes and an outage; then the books are compared.
 */
export async function doubleDate(): Promise<void> {
  const plan = readOptions([...PROOF, ...process.argv.slice(3)])
  const stage = await openStage()
  const pool = createPool({ url: stage.databaseUrl, max: 6, applicationName: 'bench' })
  try {
    await holdSale(stage, pool, plan)
  } finally {
    await pool.end()
    await stage.end()
  }
}

async function holdSale(stage: Stage, pool: pg.Pool, plan: SaleOptions): Promise<void> {
  const { kanal, standIns } = await startAll(stage, pool)
  await stockShelves(standIns, (nth) =>
    nth % SCARCE_EVERY === SCARCE_EVERY - 1 ? SCARCE_UNITS : Math.ceil(plan.rate * plan.seconds),
  )
  const seller = await connectThreeShops(kanal, standIns)
  const opening = await aligned(pool, seller)
  const before = await talliesOf(standIns)
  console.error(`${seller.shops.length} shops aligned; the sale begins`)

  const record = await runSale(standIns, plan, ({ second, sold, soldOut, down }) =>
    console.error(`${second} s: ${sold} sold, ${soldOut} found sold out${down ? `, ${down} is down` : ''}`),
  )
  const ended = performance.now()
  const books = await settled(pool, ended + RIGHT_WITHIN_MS, record.sales.length, () =>
    compareBooks(pool, seller, record.sales, opening),
  )
  const rightAfterSeconds = (performance.now() - ended) / 1_000
  const broken = (await checkInvariants(autocommit(pool))).filter(({ rows }) => rows.length > 0)
  await reportSale(pool, {
    seller,
    record,
    books,
    rightAfterSeconds,
    before,
    after: await talliesOf(standIns),
  })

  for (const standIn of standIns) {
    const { apps } = await standIn.state()
    if (apps.some(({ pushPaused }) => pushPaused === true))
      console.error(
        `${standIn.name} has stopped pushing: more than half of its pushes were not acknowledged in time`,
      )
  }

  const faults = [
    ...(books.missing.length > 0
      ? [`${books.missing.length} orders missing, such as ${books.missing[0]}`]
      : []),
    ...(books.surplus.length > 0
      ? [`${books.surplus.length} orders too many, such as ${books.surplus[0]}`]
      : []),
    ...(books.wrong.length > 0
      ? [`${books.wrong.length} listings wrong, such as ${JSON.stringify(books.wrong[0])}`]
      : []),
    ...(books.short === books.oversold
      ? []
      : [`${books.oversold} units oversold, but ${books.short} noted as short`]),
    ...broken.map(
      ({ id, rows }) => `${id} broken by ${rows.length} rows, such as ${JSON.stringify(rows[0])}`,
    ),
  ]
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

async function startAll(stage: Stage, pool: pg.Pool): Promise<{ kanal: Kanal; standIns: StandIn[] }> {
  const ports = {
    web: await freePort(),
    shopee: await freePort(),
    tiktok: await freePort(),
    lazada: await freePort(),
  }
  const at = (port: number): string => `http://127.0.0.1:${port}`
  const urls = { shopee: at(ports.shopee), 'tiktok-shop': at(ports.tiktok), lazada: at(ports.lazada) }
  await stage.start('sandbox/index.ts', ports.lazada, {
    SANDBOX_SHOPEE_PORT: String(ports.shopee),
    SANDBOX_TIKTOK_SHOP_PORT: String(ports.tiktok),
    SANDBOX_LAZADA_PORT: String(ports.lazada),
    // Yesterday's orders are not today's sale.
    SANDBOX_SHOPEE_STATE_FILE: '',
    SANDBOX_TIKTOK_SHOP_STATE_FILE: '',
    SANDBOX_LAZADA_STATE_FILE: '',
  })
  const env = {
    ...secrets,
    DATABASE_URL: stage.databaseUrl,
    KANAL_URL: at(ports.web),
    HOST: '127.0.0.1',
    KANAL_SANDBOXES: Object.entries(urls)
      .map(([name, url]) => `${name}=${url}`)
      .join(','),
    // Without a build Next starts in development; webhooks are answered before it either way.
    NODE_ENV: existsSync(`${process.env.KANAL_DIST_DIR ?? '.next'}/BUILD_ID`) ? 'production' : 'development',
  }
  await stage.start('src/server.ts', ports.web, env)
  stage.run('src/worker.ts', env)
  const standIns = await Promise.all(Object.values(urls).map((url) => StandIn.at(url)))
  Object.assign(process.env, secrets)
  const { kanal } = await kanalAgainst(pool, {
    databaseUrl: stage.databaseUrl,
    publicUrl: env.KANAL_URL,
    standIns,
  })
  return { kanal, standIns }
}

const talliesOf = (standIns: readonly StandIn[]): Promise<StandInTally[]> =>
  Promise.all(standIns.map((standIn) => standIn.tally()))

/** Waits until all catalogues are imported and every listing shows the stock of its SKU. @returns that stock */
async function aligned(pool: pg.Pool, seller: ThreeShopSeller): Promise<Map<string, number>> {
  const deadline = performance.now() + READY_WITHIN_MS
  for (;;) {
    const { rows } = await pool.query(`select from import_runs where status <> 'done'`)
    if (rows.length === 0) {
      const opening = await openingStock(pool, seller)
      const { wrong } = await compareBooks(pool, seller, [], opening)
      if (wrong.length === 0) return opening
      if (performance.now() > deadline) throw new Error(`Not aligned: ${JSON.stringify(wrong.slice(0, 3))}`)
    } else if (performance.now() > deadline) throw new Error('The catalogues were not imported in time')
    await pause()
  }
}

/** Looks cheaply until nothing is under way, then compares; again and again until all is right or time is up. */
async function settled(
  pool: pg.Pool,
  deadline: number,
  orders: number,
  compare: () => Promise<SaleBooks>,
): Promise<SaleBooks> {
  for (;;) {
    const { rows } = await pool.query<{ quiet: boolean }>(
      `select (select count(*) from orders) >= $1 and not exists (select from outbox_stock) as quiet`,
      [orders],
    )
    const isLate = performance.now() > deadline
    if (rows[0]?.quiet || isLate) {
      const books = await compare()
      if (isLate || books.missing.length + books.surplus.length + books.wrong.length === 0) return books
    }
    await pause()
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
