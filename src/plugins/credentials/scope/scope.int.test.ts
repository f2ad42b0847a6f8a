import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { kanalOf, type Kanal } from '../../context.ts'
import { withApp } from '../../marketplaces/app-session.ts'
import { withShop } from '../../marketplaces/shop-session.ts'
import { openDesk, type Desk } from '../endpoints/testing/desk.ts'
import { OutsideScopeError } from '../errors.ts'
import { save, set } from '../testing/fixtures.ts'

let desk: Desk
let kanal: Kanal
let shops: { id: string; name: string }[]
beforeAll(async () => {
  desk = await openDesk()
  kanal = kanalOf(desk.payload)
})
afterAll(() => desk?.close())
beforeEach(async () => {
  await desk.reset()
  await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
  await desk.shop('S1')
  await desk.shop('S2')
  await desk.pool.query(`update shops set name = name || ' ' || external_shop_id`)
  shops = (await desk.pool.query('select id, name from shops order by external_shop_id')).rows as typeof shops
  for (const { id } of shops) {
    const owner = { organisationId: desk.a, ownerType: 'shop', ownerId: id, slug: 'pasar' } as const
    await save(desk.pool, kanal.vault, owner, {
      access_token: set('token-toko'),
      refresh_token: set('segar'),
    })
  }
})

const limit = (chosen: readonly string[] | null, person = desk.people.ownerA): Promise<Response> =>
  desk.call(person, 'POST', `/${desk.id}/scope`, { body: { shops: chosen } })
const statuses = async (): Promise<[string, string | null][]> =>
  (await desk.pool.query('select status, status_cause from shops order by external_shop_id')).rows.map(
    (row: { status: string; status_cause: string | null }) => [row.status, row.status_cause],
  )
const app = (shopId?: string): Promise<unknown> =>
  withApp(
    kanal,
    { id: desk.id, organisationId: desk.a, marketplace: 'pasar', environment: 'live' },
    { consumer: 'marketplace.call', purpose: 'orders.fetch', ...(shopId ? { shopId } : {}) },
    () => 'opened',
  )

it('opens the keys for all shops unless an owner says otherwise', async () => {
  for (const { id } of shops) await expect(app(id)).resolves.toBe('opened')
  expect((await desk.overview()).scope).toBeNull()
})

it('refuses a shop that was left out, and whoever acts for a shop without naming it', async () => {
  const [first, second] = shops
  const since = await desk.auditCount()
  expect((await limit([first!.id])).status).toBe(200)
  await expect(app(first!.id)).resolves.toBe('opened')
  await expect(app(second!.id)).rejects.toBeInstanceOf(OutsideScopeError)
  await expect(app()).rejects.toBeInstanceOf(OutsideScopeError)
  expect(await statuses()).toEqual([
    ['connected', null],
    ['reconnect', 'outside_scope'],
  ])
  expect(await desk.audit(since)).toEqual([
    expect.objectContaining({ action: 'credential.scope', reason: 'shops:1', fields: [`−${second!.name}`] }),
  ])
  expect((await desk.overview()).scope).toEqual([first!.id])
  // Consent and tests belong to no shop.
  const place = { id: desk.id, organisationId: desk.a, marketplace: 'pasar', environment: 'live' }
  await expect(withApp(kanal, place, { purpose: 'consent.start' }, () => 'opened')).resolves.toBe('opened')
})

it('lets a shop go on when it is let in again, with everything it had', async () => {
  const [first, second] = shops
  await limit([first!.id])
  await limit([first!.id, second!.id])
  expect(await statuses()).toEqual([
    ['connected', null],
    ['connected', null],
  ])
  await limit([])
  expect((await statuses()).map(([status]) => status)).toEqual(['reconnect', 'reconnect'])
  await limit(null)
  await expect(withShop(kanal, second!.id, 'shop.info', async () => 'called')).resolves.toBe('called')
})

it('leaves a shop stopped that stands still for another reason', async () => {
  const [first, second] = shops
  await desk.pool.query(
    `update shops set status = 'reconnect', status_cause = 'token_revoked' where id = $1`,
    [second!.id],
  )
  await limit([first!.id])
  await limit(null)
  expect(await statuses()).toEqual([
    ['connected', null],
    ['reconnect', 'token_revoked'],
  ])
})

it('has a shop stand still that consents again although it is left out', async () => {
  const [first, second] = shops
  await limit([first!.id])
  await desk.pool.query(`update shops set status = 'connected', status_cause = null where id = $1`, [
    second!.id,
  ])
  await expect(withShop(kanal, second!.id, 'shop.info', async () => 'called')).rejects.toMatchObject({
    name: 'ShopNotConnectedError',
  })
  expect((await statuses())[1]).toEqual(['reconnect', 'outside_scope'])
})

it('is an owner’s to decide, over shops of this integration only', async () => {
  const [first] = shops
  expect((await limit([first!.id], desk.people.adminA)).status).toBe(403)
  expect((await limit([desk.id])).status).toBe(400)
  expect(await statuses()).toEqual([
    ['connected', null],
    ['connected', null],
  ])
})
