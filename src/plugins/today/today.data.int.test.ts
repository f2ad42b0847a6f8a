import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit } from '../../database/tx.ts'
import { loadShops } from '../marketplaces/components/shops.data.ts'
import { loadOrderPage } from '../orders/components/order-page.data.ts'
import { loadToday } from './today.data.ts'

const NOW = new Date('2026-11-22T05:00:00Z')
const END_OF_DAY = new Date('2026-11-22T17:00:00Z')
const HOUR = 3_600_000

let database: TestDatabase
let ours: string
let theirs: string

const one = async (text: string, values: unknown[]): Promise<string> =>
  (await database.pool.query<{ id: string }>(`${text} returning id`, values)).rows[0]?.id ?? ''

/** An organisation with one shop, an unlinked listing, and an order per deadline given in hours from now. */
const organisation = async (name: string, deadlines: readonly number[]): Promise<string> => {
  const id = await one(
    `insert into organisations (name, time_zone, updated_at, created_at) values ($1, 'Asia/Jakarta', now(), now())`,
    [name],
  )
  const integration = await one(
    `insert into integrations (organisation_id, marketplace, environment, status) values ($1, 'bazaar', 'live', 'active')`,
    [id],
  )
  const shop = await one(
    `insert into shops (organisation_id, name, marketplace, external_shop_id, integration_id, status)
     values ($1, $2, 'bazaar', $2, $3, 'reconnect')`,
    [id, name, integration],
  )
  await one(
    `insert into listings (organisation_id, title, shop_id, external_item_id) values ($1, 'Kaos', $2, '1')`,
    [id, shop],
  )
  for (const [index, hours] of deadlines.entries()) {
    await one(
      `insert into orders (organisation_id, external_order_id, shop_id, marketplace, status, raw_status, status_rank,
         remote_updated_at, placed_at, ship_by, total, short_quantity)
       values ($1, $2, $3, 'bazaar', 'to_ship', 'R', 20, $4, $4, $5, 1000, $6)`,
      [id, `${name}-${index}`, shop, NOW, new Date(NOW.getTime() + hours * HOUR), index === 0 ? 2 : 0],
    )
  }
  return id
}

const today = (organisations: readonly string[]) =>
  loadToday(autocommit(database.pool), { organisations, now: NOW, endOfDay: END_OF_DAY })

beforeAll(async () => {
  database = await createTestDatabase({ max: 4 })
  ours = await organisation('ours', [-1, 2, 40])
  theirs = await organisation('theirs', [-5])
})
afterAll(() => database.drop())

describe('the first page of the day', () => {
  it('counts what is late, due today and short', async () => {
    const { numbers } = await today([ours])
    expect(numbers).toMatchObject({
      toShip: 3,
      late: 1,
      dueToday: 1,
      short: 1,
      unlinkedListings: 1,
      reconnect: 1,
    })
  })

  it('shows nothing of another organisation', async () => {
    const { recent, setup } = await today([ours])
    expect(recent.map(({ shop }) => shop)).toEqual(['ours', 'ours', 'ours'])
    expect(setup).toEqual({ integrations: 1, shops: 1, marketplaces: ['bazaar'], listings: 1, orders: 1 })
  })

  it('adds organisations up when all are in view, and knows an empty one', async () => {
    expect((await today([ours, theirs])).numbers.late).toBe(2)
    expect((await today([])).setup).toEqual({
      integrations: 0,
      shops: 0,
      marketplaces: [],
      listings: 0,
      orders: 0,
    })
  })
})

describe('the shops page', () => {
  it('lists the shops in view with their listings', async () => {
    const { shops, integrations } = await loadShops(autocommit(database.pool), [theirs])
    expect(shops).toMatchObject([
      { name: 'theirs', linked: 0, unlinked: 1, importing: false, failedImport: null },
    ])
    expect(integrations).toHaveLength(1)
  })
})

describe('an order page', () => {
  it('finds nothing under another organisation', async () => {
    const { recent } = await today([theirs])
    const shop = (await loadShops(autocommit(database.pool), [theirs])).shops[0]?.id ?? ''
    const id = recent[0]?.id ?? ''
    const page = (organisationId: string) =>
      loadOrderPage(autocommit(database.pool), { id, organisationId, shopId: shop })
    expect(await page(theirs)).toMatchObject({
      shop: { name: 'theirs' },
      timeZone: 'Asia/Jakarta',
      lines: [],
    })
    await expect(page(ours)).rejects.toThrow()
  })
})
