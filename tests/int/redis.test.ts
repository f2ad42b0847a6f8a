import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPool } from '../../src/database/pool.ts'
import { createKanal, kanalOf, type Kanal } from '../../src/plugins/context.ts'
import { registryOf } from '../../src/plugins/registry.ts'
import { cached } from '../../src/plugins/services/cache/cached.ts'
import { cacheOf } from '../../src/plugins/services/cache/limits.ts'
import { servicesOf } from '../../src/plugins/services/hub.ts'
import { channelSales } from '../../src/plugins/today/channel-sales.ts'
import { autocommit } from '../../src/database/tx.ts'
import {
  createOrganisation,
  createUser,
  startPayload,
  type TestApp,
  type TestUser,
} from '../support/payload.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'

/** What Redis is for: limits that several processes share, and figures that are not added up twice. */
const CONSENT = { path: '/oauth/shopee?code=x', most: 30 }
const API = { path: '/api/orders', most: 3_000 }
const FORGOT = { path: '/api/users/forgot-password', method: 'POST', most: 10 }
const PATIENCE_MS = 20_000

let app: TestApp
let kanal: Kanal
let redis: TestRedis
let owner: TestUser
let organisation: string
const processes: ChildProcess[] = []
let doors: string[]

async function openDoor(): Promise<string> {
  const child = fork('tests/support/door-process.ts', { execArgv: ['--import', 'tsx'], stdio: 'inherit' })
  processes.push(child)
  const [port] = (await once(child, 'message')) as [number]
  return `http://127.0.0.1:${port}`
}

async function save(changes: Record<string, string>): Promise<void> {
  const { body: overview } = await app.rest(`/integrations/overview?organisation=${organisation}`, {
    as: owner,
  })
  const cards = overview.services as { marketplace: string; version: number }[]
  const body = {
    organisation,
    marketplace: 'redis',
    environment: 'own',
    expectedVersion: cards.find(({ marketplace }) => marketplace === 'redis')?.version,
    changes: Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, { op: 'set', value }])),
  }
  const saved = await app.rest('/integrations/credentials', {
    method: 'PUT',
    body: JSON.stringify(body),
    as: owner,
  })
  expect(saved.body).toMatchObject({ saved: true })
}

/** Knocks `times` times, at each process in turn. @returns the statuses */
async function knock(
  { path, method = 'GET' }: { path: string; method?: string },
  times: number,
): Promise<number[]> {
  const statuses: number[] = []
  let next = 0
  const one = async (): Promise<void> => {
    while (next < times) {
      const url = `${doors[next % doors.length]}${path}`
      next += 1
      const answer = await fetch(url, { method })
      const said = await answer.text()
      if (answer.status === 200) expect(said).toBe('in')
      else expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      statuses.push(answer.status)
    }
  }
  await Promise.all(Array.from({ length: 20 }, one))
  return statuses
}
const letIn = (statuses: readonly number[]): number => statuses.filter((status) => status === 200).length
const countedByPostgres = async (): Promise<number> =>
  (await app.database.pool.query(`select from rate_limits where subject like 'door:%'`)).rowCount ?? 0
/** Both processes answer from Redis: what one was asked, the other has counted too. */
const connected = (): Promise<void> =>
  expect
    .poll(
      async () => {
        await app.database.pool.query('truncate rate_limits')
        await knock(CONSENT, 2)
        return countedByPostgres()
      },
      { timeout: PATIENCE_MS, interval: 500 },
    )
    .toBe(0)
const forget = async (): Promise<void> => {
  await app.database.pool.query('truncate rate_limits')
  await redis.flush().catch(() => undefined)
}

beforeAll(async () => {
  redis = await startRedis()
  process.env.KANAL_ALLOWED_LOCAL = `127.0.0.1:${redis.port}`
  app = await startPayload()
  organisation = (await createOrganisation(app, 'Toko')).id
  owner = await createUser(app, 'pemilik', [{ organisation, role: 'owner' }])
  kanal = kanalOf(app.payload)
  doors = await Promise.all([openDoor(), openDoor()])
})
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL')
  await servicesOf(kanal).close()
  await app.stop()
  await redis.stop()
})
beforeEach(forget)

describe('limits of an address, over two processes', () => {
  it('without Redis: the narrow doors are counted together, the wide one by each process', async () => {
    expect(letIn(await knock(FORGOT, 40))).toBe(FORGOT.most)
    expect(letIn(await knock(CONSENT, 80))).toBe(CONSENT.most)
    expect(await countedByPostgres()).toBe(2)
    expect(letIn(await knock(API, 200))).toBe(200)
    expect(await countedByPostgres()).toBe(2)
  })

  it('with Redis: all are counted together, and PostgreSQL counts nothing', async () => {
    await save({ host: '127.0.0.1', port: String(redis.port), security: 'none' })
    await connected()
    await forget()
    expect(letIn(await knock(FORGOT, 40))).toBe(FORGOT.most)
    expect(letIn(await knock(CONSENT, 80))).toBe(CONSENT.most)
    const statuses = await knock(API, API.most + 200)
    expect(letIn(statuses)).toBe(API.most)
    expect(statuses.filter((status) => status === 429)).toHaveLength(200)
    expect(await countedByPostgres()).toBe(0)
  }, 120_000)

  it('when Redis is killed in the middle, every request is answered, and limits hold again', async () => {
    await connected()
    await forget()
    const started = performance.now()
    const going = knock(API, 600)
    await redis.kill()
    expect(letIn(await going)).toBe(600)
    expect(performance.now() - started).toBeLessThan(PATIENCE_MS)
    expect(letIn(await knock(CONSENT, 80))).toBe(CONSENT.most)
    expect(await countedByPostgres()).toBe(1)
    redis = await startRedis({ port: redis.port })
    await connected()
  }, 120_000)
})

describe('remembered figures', () => {
  const other = (): { kanal: Kanal; close: () => Promise<void> } => {
    const pool = createPool({
      url: app.database.url,
      max: 4,
      applicationName: 'kanal uji',
      onError: () => undefined,
    })
    const second = createKanal({ pool, registry: registryOf(app.config) })
    return {
      kanal: second,
      close: async () => {
        await servicesOf(second).close()
        await pool.end()
      },
    }
  }
  const answers = (of: Kanal): Promise<void> =>
    expect
      .poll(
        () =>
          cacheOf(of)
            .then((cache) => cache?.get('x'))
            .catch(() => 'connecting'),
        { timeout: PATIENCE_MS },
      )
      .toBeNull()

  it('are loaded once for all processes, again when their time is over, and by each without Redis', async () => {
    const second = other()
    await Promise.all([answers(kanal), answers(second.kanal)])
    let loads = 0
    const ask = (of: Kanal, key: string, forMs = 60_000): Promise<unknown> =>
      cached(of, { key, forMs }, () => {
        loads += 1
        return Promise.resolve([{ total: '12000', orders: loads }])
      })
    expect(await ask(kanal, 'angka')).toEqual([{ total: '12000', orders: 1 }])
    expect(await ask(second.kanal, 'angka')).toEqual([{ total: '12000', orders: 1 }])
    await ask(kanal, 'sebentar', 50)
    await new Promise((resolve) => setTimeout(resolve, 80))
    await ask(second.kanal, 'sebentar', 50)
    expect(loads).toBe(3)
    await (await cacheOf(kanal))?.set('rusak', '{"setengah', 60_000)
    await ask(kanal, 'rusak')
    expect(loads).toBe(4)
    await redis.kill()
    expect(await ask(kanal, 'angka')).toEqual([{ total: '12000', orders: 5 }])
    redis = await startRedis({ port: redis.port })
    await second.close()
  }, 60_000)

  it('of sales change as soon as an order does', async () => {
    await answers(kanal)
    const { pool } = app.database
    const statements: string[] = []
    const tx = autocommit(pool)
    const watched = {
      ...tx,
      query: ((text: string, values: unknown[]) => {
        statements.push(text)
        return tx.query(text, values)
      }) as typeof tx.query,
    }
    const sales = () =>
      channelSales(kanal, watched, { organisations: [organisation], now: new Date(), days: 7 })
    const summed = (): number => statements.filter((text) => text.includes('sum(o.total)')).length
    const shop = await pool.query<{ id: string }>(
      `insert into shops (organisation_id, integration_id, marketplace, external_shop_id, name, status)
       select $1, id, 'shopee', 's1', 'Toko', 'connected' from integrations where organisation_id = $1 limit 1 returning id`,
      [organisation],
    )
    const order = (n: number, total: number) =>
      pool.query(
        `insert into orders (organisation_id, shop_id, marketplace, external_order_id, status, raw_status, status_rank, total,
           currency, placed_at, remote_updated_at)
         values ($1, $2, 'shopee', $3, 'to_ship', 'READY_TO_SHIP', 1, $4, 'IDR', now(), now())`,
        [organisation, shop.rows[0]?.id, `o-${n}`, total],
      )
    await order(1, 50_000)
    expect(await sales()).toMatchObject([{ marketplace: 'shopee', orders: 1, total: 50_000 }])
    const first = await sales()
    expect(first).toEqual(await sales())
    expect(summed()).toBe(1)
    await order(2, 25_000)
    expect(await sales()).toMatchObject([{ orders: 2, total: 75_000 }])
    await pool.query(
      `update orders set status = 'cancelled', updated_at = clock_timestamp() where external_order_id = 'o-1'`,
    )
    expect(await sales()).toMatchObject([{ orders: 1, total: 25_000 }])
    expect(summed()).toBe(3)
  })
})
