import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit } from '../../database/tx.ts'
import { enqueue } from '../../queue/enqueue.ts'
import { catalogImport } from '../catalog/import.ts'
import { startImport } from '../catalog/start.ts'
import { checkInvariants } from '../operations/invariants.ts'
import { createIntake } from './intake.ts'
import { sweep } from './sweep.ts'
import { FakeMarket, listing, MARKET, signed } from './testing/market.ts'
import type { ChildInput } from './testing/worker-child.ts'
import { connectTestShop, createWorld, runTask } from './testing/world.ts'

const ORDERS = 200
const ITEMS = ['i-0', 'i-1', 'i-2', 'i-3']
const STOCK = 120

let database: TestDatabase
const children: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await database.drop()
})

const count = async (text: string): Promise<number> => Number((await database.pool.query(text)).rows[0].n)
const processed = (): Promise<number> =>
  count('select count(*) as n from webhook_inbox where processed_at is not null')
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 40_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within 40 s: ${what}`)
    await pause(5)
  }
}

async function startWorker(input: ChildInput): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./testing/worker-child.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, WORKER_CHILD: JSON.stringify(input) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`The worker ended with ${code}`)))
  })
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.removeAllListeners('exit')
  child.once('exit', () => undefined)
  child.kill('SIGKILL')
  await Promise.race([gone, pause(500)])
}

/** Lets the minutes pass after which a dead worker's leases and jobs are free again. */
async function letTimePass(): Promise<void> {
  await database.pool.query(`update webhook_inbox set lease_until = now() where lease_until is not null`)
  await database.pool.query(`update outbox_stock set lease_until = now() where lease_until is not null`)
  await database.pool.query(`update worker_heartbeats set beat_at = now() - interval '5 minutes'`)
  await database.pool.query(
    `update graphile_worker._private_jobs set locked_at = now() - interval '5 minutes' where locked_at is not null`,
  )
}

it(
  'a worker killed twice in the middle of 200 orders loses nothing and doubles nothing',
  { timeout: 120_000 },
  async () => {
    const market = new FakeMarket()
    const world = await createWorld(database.pool, market)
    const names = ['satu', 'dua']
    for (const name of names) {
      market.addShop(name).listings = ITEMS.map((item) => listing(item, item, STOCK))
      const shopId = await connectTestShop(world, name)
      await startImport(autocommit(database.pool), {
        organisationId: world.organisationId,
        shopId,
        requestedBy: null,
      })
      await runTask(world.kanal, catalogImport, { shopId })
    }
    await database.pool.query('delete from graphile_worker._private_jobs')
    const at = new Date(Date.now() + 60_000).toISOString()
    const orders = Array.from({ length: ORDERS }, (_, n) => ({
      shop: names[n % 2] ?? '',
      id: `O-${n}`,
      item: ITEMS[n % 4] ?? '',
      quantity: 1 + (n % 3),
      at,
    }))
    const shops = [...market.shops.values()].map(({ externalId, accessToken, refreshToken }) => ({
      externalId,
      accessToken,
      refreshToken,
    }))
    const input: ChildInput = { url: database.url, shops, orders, items: ITEMS, delayMs: 150 }

    const intake = createIntake(world.kanal)
    const answers = await Promise.all(
      orders.map(({ shop, id }) =>
        intake.handle({
          marketplace: MARKET,
          integrationId: world.integrationId,
          ...signed(world.webhookUrl, { shop, order: id }),
        }),
      ),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)

    for (const enough of [20, 110]) {
      const worker = await startWorker(input)
      await until(async () => (await processed()) >= enough, `${enough} messages processed`)
      await kill(worker)
      expect(await processed()).toBeLessThan(ORDERS)
      await letTimePass()
      await enqueue(autocommit(database.pool), sweep, {})
    }
    await startWorker({ ...input, delayMs: 0 })
    await database.pool.query(
      `update webhook_inbox set received_at = received_at - interval '1 minute' where processed_at is null`,
    )
    await database.pool.query(`update outbox_stock set due_at = now() - interval '1 minute'`)
    await enqueue(autocommit(database.pool), sweep, {})
    await until(async () => (await processed()) === ORDERS, 'all messages processed')
    await until(async () => (await count('select count(*) as n from outbox_stock')) === 0, 'all stock pushed')

    expect((await checkInvariants(autocommit(database.pool))).filter(({ rows }) => rows.length > 0)).toEqual(
      [],
    )
    expect(await count('select count(*) as n from orders')).toBe(ORDERS)
    expect(await count('select count(*) as n from webhook_inbox where error is not null')).toBe(0)
    const sold = new Map<string, number>()
    for (const { item, quantity } of orders) sold.set(item, (sold.get(item) ?? 0) + quantity)
    const { rows } = await database.pool.query(
      `select g.external_item_id as item, g.pushed_quantity as told, s.available, s.on_hand
     from listings g join stock_levels s on s.sku_id = g.sku_id`,
    )
    expect(rows).toHaveLength(ITEMS.length * names.length)
    for (const row of rows as { item: string; told: number; available: number; on_hand: number }[]) {
      const left = STOCK - (sold.get(row.item) ?? 0)
      expect(row).toEqual({ item: row.item, told: left, available: left, on_hand: STOCK })
    }
  },
)
