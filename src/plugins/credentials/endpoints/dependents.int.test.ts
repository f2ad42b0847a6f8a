import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Effect } from '../dependents/dependents.ts'
import { openDesk, problemOf, type Desk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())
beforeEach(async () => {
  await desk.pool.query('delete from orders')
  await desk.reset()
  await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
})

const effects = async (): Promise<Effect[]> =>
  (
    (await (await desk.call(desk.people.ownerA, 'GET', `/${desk.id}/dependents`)).json()) as {
      effects: Effect[]
    }
  ).effects
const disconnect = (body: object): Promise<Response> =>
  desk.call(desk.people.ownerA, 'DELETE', `/${desk.id}`, { body: { expectedVersion: 1, ...body } })
async function order(status: string): Promise<void> {
  await desk.pool.query(
    `insert into orders (organisation_id, shop_id, external_order_id, marketplace, status, raw_status, status_rank,
       remote_updated_at, placed_at, total)
     select organisation_id, id, $1::text, marketplace, $1::text::enum_orders_status, $1::text, 1, now(), now(), 1000 from shops limit 1`,
    [status],
  )
}

describe('what depends on an integration', () => {
  it('is nothing at first', async () => {
    expect(await effects()).toEqual([])
    expect((await disconnect({})).status).toBe(200)
  })

  it('names orders that are still open, not those that are done, and wants it known', async () => {
    await desk.shop()
    for (const status of ['to_ship', 'cancel_requested', 'completed', 'cancelled']) await order(status)
    expect((await effects()).map(({ id, weight, what }) => [id, weight, /\d+/.exec(what.en)?.[0]])).toEqual([
      ['open_orders', 'loses', '2'],
      ['shops', 'stops', '1'],
    ])
    for (const accept of [[], ['waiting_pushes']]) {
      const refused = await disconnect({ shops: 'disconnect', accept })
      expect(refused.status).toBe(409)
      expect(await problemOf(refused)).toMatchObject({ code: 'loss_not_accepted', fields: ['open_orders'] })
    }
    expect(await desk.integration()).toMatchObject({ status: 'active', version: 1 })
    expect((await disconnect({ shops: 'disconnect', accept: ['open_orders'] })).status).toBe(200)
    expect(await desk.integration()).toMatchObject({ status: 'draft' })
  })

  it('refuses what it does not know', async () => {
    expect((await disconnect({ accept: ['everything'] })).status).toBe(400)
  })
})

describe('looking at an integration', () => {
  const look = (person = desk.people.ownerA): Promise<Response> =>
    desk.call(person, 'GET', `/${desk.id}/details`)
  const looks = async (since: number): Promise<unknown[]> =>
    (await desk.audit(since))
      .filter(({ action }) => action === 'credential.viewed')
      .map(({ actor_label: who, target_id: id, outcome }) => [who, id, outcome])

  it('is written down once for each person in ten minutes, however often and however many at once', async () => {
    const since = await desk.auditCount()
    await Promise.all(Array.from({ length: 8 }, () => look()))
    await look(desk.people.adminA)
    expect((await looks(since)).sort()).toEqual([
      ['adminA', desk.id, 'ok'],
      ['ownerA', desk.id, 'ok'],
    ])
    await desk.pool.query(
      `update rate_limits set uses = array(select used - interval '10 minutes' from unnest(uses) used)`,
    )
    await look()
    expect((await looks(since)).length).toBe(3)
  })

  it('is not shown when it cannot be written down', async () => {
    await desk.pool.query('truncate rate_limits')
    await desk.pool.query(
      `alter table audit_events add constraint no_more check (action <> 'credential.viewed') not valid`,
    )
    expect((await look()).status).toBe(500)
    await desk.pool.query('alter table audit_events drop constraint no_more')
    const since = await desk.auditCount()
    expect((await look()).status).toBe(200)
    expect((await looks(since)).length).toBe(1)
  })
})
