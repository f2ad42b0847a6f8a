import { freePort } from '../scripts/lib/ports.mjs'
import { createPool } from '../src/database/pool.ts'
import { autocommit } from '../src/database/tx.ts'
import { catalogImport } from '../src/plugins/catalog/import.ts'
import { startImport } from '../src/plugins/catalog/start.ts'
import { checkInvariants } from '../src/plugins/operations/invariants.ts'
import { FakeMarket, listing, remoteOrder, signed } from '../src/plugins/sync/testing/market.ts'
import { connectTestShop, createWorld, runTask, type World } from '../src/plugins/sync/testing/world.ts'
import { serveMarket } from './lib/http-market.ts'
import { load, rawPost } from './lib/http-load.ts'
import { percentile, report } from './lib/report.ts'
import { openStage } from './lib/stage.ts'

const SECONDS = 30
const WARM_UP_SECONDS = 3
const PER_SECOND = 20
const ITEMS = 200
const STOCK = 100_000
/** How long the marketplace takes over each call. */
const ANSWER_MS = 20
const SELLING = 'jual'
const OTHER = 'lain'

/** Two shops that list the same goods, imported and aligned. */
async function openShops(world: World): Promise<void> {
  for (const name of [SELLING, OTHER]) {
    world.market.addShop(name).listings = Array.from({ length: ITEMS }, (_, n) =>
      listing(`i-${n}`, `S-${n}`, STOCK),
    )
    const shopId = await connectTestShop(world, name)
    const { organisationId } = world
    await startImport(autocommit(world.kanal.pool), { organisationId, shopId, requestedBy: null })
    await runTask(world.kanal, catalogImport, { shopId })
  }
  await world.kanal.pool.query('delete from graphile_worker._private_jobs')
}

/** From a sale's webhook leaving the marketplace until the other shop has acknowledged the number that includes it. */
export async function saleToPush(): Promise<void> {
  const stage = await openStage()
  const pool = createPool({ url: stage.databaseUrl, max: 6, applicationName: 'bench' })
  try {
    const [webPort, workerPort, marketPort] = [await freePort(), await freePort(), await freePort()]
    const market = new FakeMarket()
    const world = await createWorld(pool, market)
    await openShops(world)
    const server = serveMarket(market, marketPort, ANSWER_MS)
    const env = {
      DATABASE_URL: stage.databaseUrl,
      MARKET_ORIGIN: `http://127.0.0.1:${marketPort}`,
      LOG_LEVEL: 'warn',
    }
    await stage.start('bench/sale-to-push-process.ts', webPort, { ...env, ROLE: 'web' })
    await stage.start('bench/sale-to-push-process.ts', workerPort, { ...env, ROLE: 'worker' })

    // A sale is settled by the first number that is no larger than what is left after it.
    const waiting = new Map<string, { left: number; at: number; counts: boolean }[]>()
    const latencies: number[] = []
    const stock = market.adapter.stock
    const set = stock?.set.bind(stock)
    if (!stock || !set) throw new Error('The marketplace takes no stock')
    stock.set = async (session, targets) => {
      const results = await set(session, targets)
      if (session.shop.externalId !== OTHER) return results
      for (const { externalItemId, quantity } of targets) {
        const sales = waiting.get(externalItemId) ?? []
        const settled = sales.filter(({ left }) => quantity <= left)
        waiting.set(
          externalItemId,
          sales.filter(({ left }) => quantity > left),
        )
        for (const { at, counts } of settled) if (counts) latencies.push(performance.now() - at)
      }
      return results
    }

    const url = new URL(world.webhookUrl)
    const left = new Map<string, number>()
    const sales = (WARM_UP_SECONDS + SECONDS) * PER_SECOND
    const started = performance.now()
    const createdAt = new Date(Date.now() + 60_000)
    const sent: Promise<unknown>[] = []
    for (let n = 0; n < sales; n += 1) {
      const due = started + (n * 1_000) / PER_SECOND
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
      const item = `i-${Math.floor(Math.random() * ITEMS)}`
      const rest = (left.get(item) ?? STOCK) - 1
      left.set(item, rest)
      const counts = n >= WARM_UP_SECONDS * PER_SECOND
      waiting.set(item, [...(waiting.get(item) ?? []), { left: rest, at: performance.now(), counts }])
      market.shops
        .get(SELLING)
        ?.orders.set(`O-${n}`, remoteOrder(`O-${n}`, item, 1, { createdAt, updatedAt: createdAt }))
      const { headers, rawBody } = signed(world.webhookUrl, { id: `m-${n}`, shop: SELLING, order: `O-${n}` })
      sent.push(
        load(webPort, [rawPost(url, { 'x-tanda': headers['x-tanda'] ?? '' }, Buffer.from(rawBody))], 1),
      )
    }
    await Promise.all(sent)
    const deadline = performance.now() + 30_000
    while ([...waiting.values()].some((open) => open.length > 0) && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    server.close()

    const open = [...waiting.values()].reduce((sum, { length }) => sum + length, 0)
    const of = { bench: 'sale-to-push' }
    for (const share of [0.5, 0.95, 0.99]) {
      report({
        ...of,
        metric: `p${share * 100} at ${PER_SECOND} orders/s`,
        value: percentile(latencies, share),
        unit: 'ms',
      })
    }
    report({
      ...of,
      metric: 'calls to the other shop per sale',
      value: market.called('stock.set', OTHER) / sales,
      unit: '1',
    })
    report({
      ...of,
      metric: 'calls back to the selling shop',
      value: market.called('stock.set', SELLING),
      unit: '1',
    })
    report({ ...of, metric: 'sales never acknowledged', value: open, unit: '1' })
    const broken = (await checkInvariants(autocommit(pool))).filter(({ rows }) => rows.length > 0)
    if (open > 0 || broken.length > 0)
      throw new Error(`Lost ${open}; broken: ${broken.map(({ id }) => id).join(', ') || 'none'}`)
  } finally {
    await pool.end()
    await stage.end()
  }
}
