import { createHash, randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import {
  AdapterError,
  type ListingStatus,
  type MarketplaceAdapter,
  type RemoteListing,
} from '../../../adapters/contract.ts'
import type { Role } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { checkInvariants } from '../../operations/invariants.ts'
import { failure, FakeMarket, listing } from '../../sync/testing/market.ts'
import { connectTestShop, createWorld, runTask, type World } from '../../sync/testing/world.ts'
import { catalogImport } from '../import.ts'
import { startImport } from '../start.ts'
import { surfaceEndpoint } from './endpoint.ts'

let database: TestDatabase
let market: FakeMarket
let world: World
let shopId: string
let externalShopId: string
let round = 0
/** What the platform keeps of each storefront, and when it last changed anything. */
let statuses: Record<'a' | 'b', ListingStatus>
let changedAt: Date

const surfaces = (): NonNullable<RemoteListing['surfaces']> =>
  (['a', 'b'] as const).map((surface) => ({ surface, status: statuses[surface] }))

/** The market with two storefronts, a and b; b refuses a listing that is blocked there. */
const platform = (): MarketplaceAdapter => {
  const read = (each: RemoteListing): RemoteListing => ({
    ...each,
    status: Object.values(statuses).includes('live') ? 'live' : 'unlisted',
    updatedAt: changedAt,
    surfaces: surfaces(),
  })
  const products = market.adapter.products!
  return {
    ...market.adapter,
    surfaces: [
      { id: 'a', name: 'Pasar A', badge: { text: 'PA', color: '#123456' } },
      { id: 'b', name: 'Pasar B', badge: { text: 'PB', color: '#654321' } },
    ],
    products: {
      list: async (session, input) => {
        const page = await products.list(session, input)
        return { ...page, items: page.items.map(read) }
      },
      get: async (session, ids) => (await products.get(session, ids)).map(read),
      setLive: async (session, items) => {
        market.calls.push({
          name: 'products.setLive',
          shop: session.shop.externalId,
          at: performance.now(),
          detail: items,
        })
        await market.before('products.setLive', session.shop.externalId)
        return items.map(({ externalItemId, live, surfaces: on }) => {
          if (on?.includes('b') && statuses.b === 'blocked') {
            return { externalItemId, ok: false, error: failure('permanent', 'account_suspended') }
          }
          for (const each of on ?? []) statuses[each as 'a' | 'b'] = live ? 'live' : 'unlisted'
          changedAt = new Date(changedAt.getTime() + 1_000)
          return { externalItemId, ok: true }
        })
      },
    },
  }
}

beforeAll(async () => {
  database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
  process.env.CRED_KEK_ACTIVE = 'test'
  process.env.CRED_KEK_test = createHash('sha256').update('kunci induk untuk uji').digest('base64')
})
beforeEach(async () => {
  round += 1
  externalShopId = `toko-${round}`
  statuses = { a: 'live', b: 'unlisted' }
  changedAt = new Date('2026-11-22T00:00:00Z')
  market = new FakeMarket()
  world = await createWorld(database.pool, market)
  world.kanal = { ...world.kanal, adapters: new Map([[market.adapter.id, platform()]]) }
  market.addShop(externalShopId).listings = [
    listing('kaos', 'KAOS-M', 4, { externalVariantId: 'm' }),
    listing('kaos', 'KAOS-L', 6, { externalVariantId: 'l' }),
  ]
  shopId = await connectTestShop(world, externalShopId)
  await startImport(autocommit(database.pool), {
    organisationId: world.organisationId,
    shopId,
    requestedBy: null,
  })
  await runTask(world.kanal, catalogImport, { shopId })
})
afterAll(() => database.drop())

interface Stored {
  id: string
  status: string
  surfaces: unknown
  pushedVersion: string | null
}
const stored = async (): Promise<Stored[]> =>
  (
    await database.pool.query<Stored>(
      `select id, status::text, surfaces, pushed_version as "pushedVersion" from listings where shop_id = $1
       order by external_variant_id`,
      [shopId],
    )
  ).rows
const trail = async () =>
  (
    await database.pool.query(
      `select action, target_id as target, outcome, reason, fields from audit_events where organisation_id = $1
       order by created_at`,
      [world.organisationId],
    )
  ).rows

const post = async (
  id: string,
  body: unknown,
  { role = 'staff', organisation = world.organisationId }: { role?: Role | null; organisation?: string } = {},
) => {
  const response = await surfaceEndpoint.handler({
    user: role && {
      collection: 'users',
      id: world.userId,
      name: 'Sari',
      memberships: [{ organisation, role }],
    },
    headers: new Headers({ 'content-type': 'application/json' }),
    routeParams: { id },
    body: new Response(JSON.stringify(body)).body,
    payload: {
      db: { pool: database.pool, round },
      config: {
        csrf: [],
        custom: {
          kanal: { adapters: [...world.kanal.adapters.values()], services: [], tasks: [], schedules: [] },
        },
      },
    },
  } as unknown as PayloadRequest)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const codeOf = ({ body }: { body: Record<string, unknown> }) => (body.problem as { code: string }).code

describe('the import', () => {
  it('stores on which storefronts each listing is', async () => {
    expect((await stored()).map((each) => each.surfaces)).toEqual([surfaces(), surfaces()])
    const { rows } = await database.pool.query(
      `select count(*)::int as found from listings where shop_id = $1 and surface_ids ilike '%"b"%'`,
      [shopId],
    )
    expect(rows).toEqual([{ found: 2 }])
  })
})

describe('the switch', () => {
  it('shows every variant of the item, stores what the marketplace answers, and is undone by switching back', async () => {
    const [first] = await stored()
    const on = await post(first!.id, { surface: 'b', live: true })
    expect(on).toMatchObject({ status: 200 })
    expect(on.body.surfaces).toEqual([
      { surface: 'a', status: 'live' },
      { surface: 'b', status: 'live' },
    ])
    expect((await stored()).map((each) => each.surfaces)).toEqual([on.body.surfaces, on.body.surfaces])
    expect((await post(first!.id, { surface: 'b', live: false })).body.surfaces).toEqual([
      { surface: 'a', status: 'live' },
      { surface: 'b', status: 'unlisted' },
    ])
    expect(
      market.calls.filter(({ name }) => name === 'products.setLive').map(({ detail }) => detail),
    ).toEqual([
      [{ externalItemId: 'kaos', live: true, surfaces: ['b'] }],
      [{ externalItemId: 'kaos', live: false, surfaces: ['b'] }],
    ])
    const target = first!.id
    expect(await trail()).toEqual([
      { action: 'listing.show', target, outcome: 'ok', reason: null, fields: ['b'] },
      { action: 'listing.hide', target, outcome: 'ok', reason: null, fields: ['b'] },
    ])
  })

  it('puts a listing that comes back on sale in line for the right stock', async () => {
    const [large] = await stored()
    await post(large!.id, { surface: 'a', live: false })
    expect((await stored()).map(({ status }) => status)).toEqual(['unlisted', 'unlisted'])
    for (const each of market.shops.get(externalShopId)!.listings) each.quantity = 99
    await database.pool.query(
      `update listings set pushed_at = now() - interval '1 hour' where shop_id = $1`,
      [shopId],
    )
    await post(large!.id, { surface: 'a', live: true })
    const { rows } = await database.pool.query(
      'select count(*)::int as waiting from outbox_stock where shop_id = $1',
      [shopId],
    )
    expect([(await stored())[0]!.status, rows[0]]).toEqual(['live', { waiting: 2 }])
    expect((await checkInvariants(autocommit(database.pool))).filter((each) => each.rows.length > 0)).toEqual(
      [],
    )
  })

  it('says why the marketplace refused, changes nothing, and writes it down', async () => {
    statuses.b = 'blocked'
    const [first] = await stored()
    const answer = await post(first!.id, { surface: 'b', live: true })
    expect([answer.status, codeOf(answer)]).toEqual([422, 'account_suspended'])
    expect(answer.body.problem).toMatchObject({
      what: { id: 'Tampilan listing tidak diubah.' },
      why: { id: expect.stringContaining('Pasar') as string },
      remedy: { id: expect.stringMatching(/\.$/) as string },
    })
    expect((await stored())[0]!.surfaces).toEqual([
      { surface: 'a', status: 'live' },
      { surface: 'b', status: 'unlisted' },
    ])
    expect(await trail()).toMatchObject([
      { action: 'listing.show', outcome: 'failed', reason: 'account_suspended', fields: ['b'] },
    ])
  })

  it("keeps the marketplace's own explanation, and says when waiting helps", async () => {
    const why = { id: 'Antrean penuh.', en: 'The queue is full.' }
    market.before = (name) => {
      if (name !== 'products.setLive') return
      throw new AdapterError({
        kind: 'transient',
        reason: 'http_5xx_provider_down',
        message: 'busy',
        explanation: { what: why, why, remedy: { id: 'Tunggu semenit.', en: 'Wait a minute.' } },
      })
    }
    const [first] = await stored()
    const answer = await post(first!.id, { surface: 'b', live: true })
    expect(answer).toMatchObject({
      status: 503,
      body: {
        problem: { why: { en: 'The queue is full. The queue is full.' }, remedy: { id: 'Tunggu semenit.' } },
      },
    })
  })

  it('tells a change that was made from one that could not be read back', async () => {
    market.before = (name) => {
      if (name === 'products.get') throw failure('transient', 'tcp_timeout')
    }
    const [first] = await stored()
    const answer = await post(first!.id, { surface: 'b', live: true })
    expect(answer.body.problem).toMatchObject({
      what: { id: expect.stringContaining('menerima perubahan') as string },
    })
    expect(await trail()).toMatchObject([{ action: 'listing.show', outcome: 'ok' }])
    expect(statuses.b).toBe('live')
  })

  it('never lets an older answer overwrite a newer one', async () => {
    const [first] = await stored()
    await database.pool.query(
      `update listings set remote_updated_at = '2027-01-01', surfaces = '[{"surface":"a","status":"blocked"}]' where shop_id = $1`,
      [shopId],
    )
    const answer = await post(first!.id, { surface: 'b', live: true })
    expect(answer.body.surfaces).toEqual([{ surface: 'a', status: 'blocked' }])
  })

  it('needs a connected shop and a storefront that exists', async () => {
    const [first] = await stored()
    expect(codeOf(await post(first!.id, { surface: 'c', live: true }))).toBe('not_switchable')
    expect((await post(first!.id, { surface: 'b' })).status).toBe(400)
    await database.pool.query(`update shops set status = 'disconnected' where id = $1`, [shopId])
    const answer = await post(first!.id, { surface: 'b', live: true })
    expect([answer.status, codeOf(answer)]).toEqual([409, 'not_connected'])
    expect(market.called('products.setLive')).toBe(0)
  })
})

describe('who may switch', () => {
  it('owners, admins and staff; viewers, strangers and visitors change nothing', async () => {
    const [first] = await stored()
    const body = { surface: 'b', live: true }
    expect((await post(first!.id, body, { role: 'viewer' })).status).toBe(403)
    expect((await post(first!.id, body, { role: null })).status).toBe(401)
    expect((await post(randomUUID(), body, { role: 'owner' })).status).toBe(404)
    const other = await createWorld(database.pool, market)
    expect((await post(first!.id, body, { role: 'owner', organisation: other.organisationId })).status).toBe(
      404,
    )
    expect(market.called('products.setLive')).toBe(0)
    for (const role of ['owner', 'admin', 'staff'] as const) {
      expect((await post(first!.id, body, { role })).status).toBe(200)
    }
    expect((await trail()).map(({ action, outcome }) => `${action} ${outcome}`).sort()).toEqual([
      'access.denied denied',
      'access.denied denied',
      ...['listing.show ok', 'listing.show ok', 'listing.show ok'],
    ])
  })
})
