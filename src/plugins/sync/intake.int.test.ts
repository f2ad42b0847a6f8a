import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { createIntake, type Intake, type IntakeRequest } from './intake.ts'
import { FakeMarket, MARKET, signed } from './testing/market.ts'
import { connectTestShop, createWorld, jobsOf, saveKeys, type World } from './testing/world.ts'

let database: TestDatabase
let world: World
let intake: Intake
let shopId: string

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.pool, new FakeMarket())
  shopId = await connectTestShop(world, 'toko-1')
  intake = createIntake(world.kanal)
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('truncate webhook_inbox')
  await database.pool.query('delete from graphile_worker._private_jobs')
})

const request = (
  body: Parameters<typeof signed>[1],
  change: Partial<IntakeRequest> = {},
  key?: string,
): IntakeRequest => ({
  method: 'POST',
  marketplace: MARKET,
  integrationId: world.integrationId,
  ...signed(world.webhookUrl, body, key),
  ...change,
})
const stored = async (): Promise<Record<string, unknown>[]> =>
  (await database.pool.query('select * from webhook_inbox order by received_at, id')).rows

describe('a webhook', () => {
  it('is stored with its raw bytes, answered as the marketplace wants, and wakes the worker', async () => {
    const body = { id: 'm1', shop: 'toko-1', order: 'A' }
    expect(await intake.handle(request(body))).toEqual({ status: 200, body: '' })
    const [row, ...others] = await stored()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      organisation_id: world.organisationId,
      integration_id: world.integrationId,
      marketplace: MARKET,
      external_shop_id: 'toko-1',
      shop_id: shopId,
      event_key: 'id:m1',
      topic: 'order',
      attempts: 0,
      processed_at: null,
      headers: { 'content-type': 'application/json' },
    })
    expect((row?.body_raw as Buffer).toString()).toBe(JSON.stringify(body))
    expect(await jobsOf(database.pool)).toEqual([
      {
        task: 'sync.deliver',
        key: `deliver:${world.integrationId}:toko-1`,
        payload: { integrationId: world.integrationId, externalShopId: 'toko-1' },
      },
    ])
  })

  it('T13: is stored once however often it comes, and wakes nobody the second time', async () => {
    const body = { shop: 'toko-1', order: 'B' }
    await intake.handle(request(body))
    await database.pool.query('delete from graphile_worker._private_jobs')
    const answers = await Promise.all(Array.from({ length: 100 }, () => intake.handle(request(body))))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await stored()).toHaveLength(1)
    expect(await jobsOf(database.pool)).toEqual([])
  })

  it('without an event id is told apart by its bytes', async () => {
    await intake.handle(request({ shop: 'toko-1', order: 'C' }))
    await intake.handle(request({ shop: 'toko-1', order: 'D' }))
    expect(new Set((await stored()).map(({ event_key }) => event_key)).size).toBe(2)
  })

  it('that is signed but cannot be read is kept and closed', async () => {
    expect(await intake.handle(request('bukan json'))).toMatchObject({ status: 200 })
    const [row] = await stored()
    expect(row).toMatchObject({ topic: 'unreadable', error: 'unexpected_response' })
    expect(row?.processed_at).not.toBeNull()
    expect(await jobsOf(database.pool)).toEqual([])
  })

  it('for an unknown shop is stored without one', async () => {
    await intake.handle(request({ shop: 'asing', order: 'E' }))
    expect((await stored())[0]).toMatchObject({ shop_id: null, external_shop_id: 'asing' })
  })
})

describe('T12: what is refused leaves no row', () => {
  it.each([
    [
      'another key',
      (r: IntakeRequest) => ({ ...r, ...signed(world.webhookUrl, { order: 'X' }, 'kunci lain') }),
      401,
    ],
    ['no signature', (r: IntakeRequest) => ({ ...r, headers: {} }), 401],
    [
      'another address signed',
      (r: IntakeRequest) => ({ ...r, ...signed('https://lain.example', { order: 'X' }) }),
      401,
    ],
    [
      'one byte changed',
      (r: IntakeRequest) => ({ ...r, rawBody: Buffer.concat([r.rawBody, Buffer.from(' ')]) }),
      401,
    ],
    [
      'an unknown integration',
      (r: IntakeRequest) => ({ ...r, integrationId: '0190a000-0000-7000-8000-000000000000' }),
      404,
    ],
    ['no uuid', (r: IntakeRequest) => ({ ...r, integrationId: 'x' }), 404],
    ['an unknown marketplace', (r: IntakeRequest) => ({ ...r, marketplace: 'lain' }), 404],
    ['too much', (r: IntakeRequest) => ({ ...r, rawBody: new Uint8Array(1024 * 1024 + 1) }), 413],
    ['GET', (r: IntakeRequest) => ({ ...r, method: 'GET' }), 405],
  ])('%s', async (_, change, status) => {
    expect((await intake.handle(change(request({ shop: 'toko-1', order: 'X' })))).status).toBe(status)
    expect(await stored()).toEqual([])
    expect(await jobsOf(database.pool)).toEqual([])
  })

  it('forged ones beside good ones, in one batch', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        intake.handle(
          request(
            { id: `b${n}`, shop: `toko-${n % 3}`, order: `O${n}` },
            {},
            n % 5 === 0 ? 'palsu' : undefined,
          ),
        ),
      ),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(60)
    expect(await stored()).toHaveLength(240)
    expect(await jobsOf(database.pool)).toHaveLength(3)
  })
})

it('believes an edited key at once, and the old one no more', async () => {
  await saveKeys(world, { pushKey: 'kunci-baru' })
  expect((await intake.handle(request({ id: 'k1', order: 'K' }))).status).toBe(401)
  expect((await intake.handle(request({ id: 'k2', order: 'K' }, {}, 'kunci-baru'))).status).toBe(200)
  await saveKeys(world, { pushKey: 'push-key' })
})

it('asks the marketplace to come back when the database is away', async () => {
  const away = createIntake({
    ...world.kanal,
    log: { error: () => undefined } as never,
    pool: { query: () => Promise.reject(new Error('away')) } as never,
  })
  expect((await away.handle(request({ id: 'd', order: 'D' }))).status).toBe(503)
})
