import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { kanalOf, type Kanal } from '../../src/plugins/context.ts'
import { admitFast, cacheOf } from '../../src/plugins/services/cache/limits.ts'
import { servicesOf } from '../../src/plugins/services/hub.ts'
import { startReporting } from '../../src/plugins/services/reports/reports.ts'
import {
  createOrganisation,
  createUser,
  startPayload,
  type TestApp,
  type TestUser,
} from '../support/payload.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { startSentry, type TestSentry } from '../support/sentry.ts'

let app: TestApp
let kanal: Kanal
let owner: TestUser
let organisation: string
let redis: TestRedis
let sentry: TestSentry

const set = (value: string) => ({ op: 'set', value })
async function save(service: string, changes: object, as = owner) {
  const { body: overview } = await app.rest(`/integrations/overview?organisation=${organisation}`, { as })
  const cards = overview.services as { marketplace: string; version: number }[]
  const expectedVersion = cards.find(({ marketplace }) => marketplace === service)?.version
  const body = { organisation, marketplace: service, environment: 'own', changes, expectedVersion }
  const answer = await app.rest('/integrations/credentials', {
    method: 'PUT',
    body: JSON.stringify(body),
    as,
  })
  expect(answer.body).toMatchObject({ saved: true })
}

beforeAll(async () => {
  redis = await startRedis()
  sentry = await startSentry()
  process.env.KANAL_ALLOWED_LOCAL = `127.0.0.1:${redis.port},${new URL(sentry.dsn).host}`
  app = await startPayload()
  organisation = (await createOrganisation(app, 'Toko')).id
  owner = await createUser(app, 'pemilik', [{ organisation, role: 'owner' }])
  kanal = kanalOf(app.payload)
})
beforeEach(() => app.database.pool.query('truncate rate_limits'))
afterAll(async () => {
  await servicesOf(kanal).close()
  await app.stop()
  await Promise.all([redis.stop(), sentry.stop()])
})

describe('limits over all processes', () => {
  const limit = { subject: 'uji', most: 3, windowSeconds: 60 }
  const counted = async (): Promise<number> =>
    (await app.database.pool.query(`select from rate_limits where subject = 'uji'`)).rowCount ?? 0

  it('are counted by PostgreSQL while there is no Redis', async () => {
    const waits = await Promise.all(Array.from({ length: 6 }, () => admitFast(kanal, limit)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
    expect(await counted()).toBe(1)
  })

  it('are counted by Redis once it is set up, and by PostgreSQL within the request when it breaks', async () => {
    await save('redis', { host: set('127.0.0.1'), port: set(String(redis.port)), security: set('none') })
    // The first use connects, and does not wait for it longer than PostgreSQL would take.
    const ask = (): Promise<unknown> => cacheOf(kanal).then((cache) => cache?.get('x'))
    await expect.poll(() => ask().catch(() => 'connecting'), { timeout: 10_000 }).toBeNull()
    const waits = await Promise.all(Array.from({ length: 6 }, () => admitFast(kanal, limit)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
    expect(await counted()).toBe(0)
    await redis.kill()
    const started = performance.now()
    expect(await admitFast(kanal, limit)).toBe(0)
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(await counted()).toBe(1)
    redis = await startRedis({ port: redis.port })
    await expect.poll(() => ask().catch(() => 'resting'), { timeout: 10_000 }).toBeNull()
  })
})

describe('error reports', () => {
  it('begin when the service is set up and end when it is gone, without a restart', async () => {
    const stop = startReporting(kanal, 'worker')
    const log = createLogger('uji')
    log.error({ err: new Error('sebelum') }, 'gagal')
    await save('sentry', { dsn: set(sentry.dsn) })
    sentry.events.length = 0
    await expect
      .poll(
        () => {
          log.error(
            { err: new Error(`sesudah token=abcdef123456 ${Math.random()}`), requestId: 'r-1' },
            'gagal',
          )
          return sentry.events.length
        },
        { timeout: 8_000, interval: 200 },
      )
      .toBeGreaterThan(0)
    expect(sentry.problems).toEqual([])
    expect(sentry.events[0]).toMatchObject({
      level: 'error',
      tags: { part: 'worker', logger: 'uji', requestId: 'r-1' },
    })
    expect(sentry.raw.join()).not.toMatch(/abcdef123456|sebelum/)
    await stop()
    const before = sentry.events.length
    log.error({ err: new Error('usai') }, 'gagal')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(sentry.events).toHaveLength(before)
  })

  it('of a screen pass through Kanal, in the name of who is signed in', async () => {
    const event = { event_id: 'd'.repeat(32), message: 'layar rusak', user: { id: 'lain' }, extra: { a: 1 } }
    const body = `{"event_id":"${event.event_id}"}\n{"type":"event"}\n${JSON.stringify(event)}\n`
    sentry.events.length = 0
    const headers = { 'content-type': 'text/plain;charset=UTF-8' }
    const answer = await app.rest('/services/reports/envelope', { method: 'POST', body, as: owner, headers })
    expect([answer.status, answer.body]).toEqual([200, { accepted: true }])
    expect(sentry.events).toMatchObject([
      { message: 'layar rusak', user: { id: owner.id }, tags: { part: 'browser' } },
    ])
    const stranger = await app.rest('/services/reports/envelope', { method: 'POST', body, headers })
    expect(stranger.status).toBe(401)
    const odd = await app.rest('/services/reports/envelope', {
      method: 'POST',
      body: 'x',
      as: owner,
      headers,
    })
    expect(odd.status).toBe(400)
  })
})
