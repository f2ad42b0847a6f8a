import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { autocommit, transaction } from '../../../database/tx.ts'
import { openDesk, problemOf, RIGHT_KEY, set, type Desk } from '../endpoints/testing/desk.ts'
import { expiringSoon, warnOfExpiry } from './expiry.ts'

const NEW_KEY = 'new~key~of~the~seller~0000'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())
beforeEach(async () => {
  await desk.reset()
  await desk.pool.query('truncate notice_incidents cascade')
  expect((await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))).status).toBe(200)
})

/** A date so many days from today in Jakarta, where the shop is. */
const inDays = async (days: number): Promise<string> =>
  (
    await desk.pool.query(
      `select to_char((now() at time zone 'Asia/Jakarta')::date + $1::int, 'YYYY-MM-DD') as day`,
      [days],
    )
  ).rows[0].day as string
const put = (expiresOn: string | null, person = desk.people.ownerA): Promise<Response> =>
  desk.call(person, 'POST', `/${desk.id}/expiry`, { body: { expiresOn } })
/** So many days later, seen from the date. */
const pass = (days: number) =>
  desk.pool.query('update cred_heads set expires_on = expires_on - $1::int', [days])
const warn = (): Promise<unknown> => transaction(desk.pool, (tx) => warnOfExpiry(tx, desk.id, () => 'Pasar'))
const open = async (): Promise<string[]> =>
  (
    await desk.pool.query(
      `select kind || coalesce(' ' || (params ->> 'days'), '') as told from notice_incidents
       where lasting and recovered_at is null order by opened_at`,
    )
  ).rows.map(({ told }) => String(told))

it('shows a known end on the card, counted in days of the organisation, and writes it down', async () => {
  const on = await inDays(40)
  const since = await desk.auditCount()
  expect((await put(on)).status).toBe(200)
  expect((await desk.overview()).expiry).toEqual({ on, daysLeft: 40, isAsked: false, proposed: null })
  const later = await inDays(41)
  await put(later)
  await put(null)
  expect((await desk.overview()).expiry).toMatchObject({ on: null, daysLeft: null })
  expect((await desk.audit(since)).map(({ action, reason }) => [action, reason])).toEqual([
    ['credential.expiry', `– → ${on}`],
    ['credential.expiry', `${on} → ${later}`],
    ['credential.expiry', `${later} → –`],
  ])
})

it('refuses a day that has passed, and what is none', async () => {
  expect((await problemOf(await put(await inDays(-1)))).code).toBe('date_passed')
  expect((await put(await inDays(0))).status).toBe(200)
  for (const broken of ['31-01-2035', '2035-02-30', 'besok']) expect((await put(broken)).status).toBe(400)
  await desk.call(desk.people.ownerA, 'DELETE', `/${desk.id}`, { body: { expectedVersion: 1 } })
  expect((await problemOf(await put(await inDays(9)))).code).toBe('nothing_stored')
})

it('warns 30, 14, 7 and 1 days ahead and when the day has passed, each once, a nearer one in place of the last', async () => {
  await put(await inDays(31))
  expect(await warn()).toBeNull()
  const told: unknown[] = []
  // From 31 days ahead to two days after the last day.
  for (let left = 30; left >= -2; left -= 1) {
    await pass(1)
    const days = await warn()
    if (days !== null) told.push([left, days])
    expect(await warn()).toBeNull()
    expect((await open()).length).toBe(1)
  }
  expect(told).toEqual([
    [30, 30],
    [14, 14],
    [7, 7],
    [1, 1],
    [-1, 0],
  ])
  expect(await open()).toEqual(['credential.expired'])
  expect(await expiringSoon(autocommit(desk.pool))).toEqual([])
})

it('gives only the nearest of warnings that were missed, however many look at once', async () => {
  await put(await inDays(5))
  expect(await expiringSoon(autocommit(desk.pool))).toEqual([desk.id])
  const told = await Promise.all(Array.from({ length: 8 }, warn))
  expect(told.filter((each) => each !== null)).toEqual([7])
  expect(await open()).toEqual(['credential.expiring 5'])
})

it('forgets the date with the secret it was for, tells that it was replaced, and asks for the new one', async () => {
  await put(await inDays(3))
  await warn()
  desk.market.rightKey = RIGHT_KEY
  const other = desk.input({ expectedVersion: 1, changes: { appId: set('2001888') } })
  expect((await desk.save(desk.people.ownerA, other)).status).toBe(200)
  expect((await desk.overview()).expiry).toMatchObject({ daysLeft: 3, isAsked: false })
  desk.market.rightKey = NEW_KEY
  const replaced = desk.input({ expectedVersion: 2, changes: { appKey: set(NEW_KEY) } })
  expect((await desk.save(desk.people.ownerA, replaced)).status).toBe(200)
  expect((await desk.overview()).expiry).toMatchObject({ on: null, isAsked: true })
  expect(await open()).toEqual([])
  const { rows } = await desk.pool.query('select kind from notice_incidents where recovered_at is not null')
  expect(rows).toEqual([{ kind: 'credential.expiring' }])
  await put(await inDays(365))
  expect((await desk.overview()).expiry).toMatchObject({ daysLeft: 365, isAsked: false })
})

it('takes back what it told when the date is corrected or the integration disconnected', async () => {
  await put(await inDays(3))
  await warn()
  await put(await inDays(300))
  expect(await open()).toEqual([])
  await put(await inDays(3))
  await warn()
  await desk.call(desk.people.ownerA, 'DELETE', `/${desk.id}`, { body: { expectedVersion: 1 } })
  expect(await open()).toEqual([])
  expect((await desk.overview()).expiry).toEqual({ on: null, daysLeft: null, isAsked: false, proposed: null })
})

it('proposes the end that an adapter knows of its keys', async () => {
  desk.market.adapter.keyLifetimeDays = 180
  expect((await desk.overview()).expiry.proposed).toBe(await inDays(180))
  delete desk.market.adapter.keyLifetimeDays
})
