import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit, transaction, type Tx } from '../../database/tx.ts'
import { dismiss, supersede } from './dismiss.ts'
import { announceJob } from './jobs.ts'
import { notify } from './notify.ts'
import { recover } from './recover.ts'

let database: TestDatabase
let organisationId: string

beforeAll(async () => {
  database = await createTestDatabase({ max: 24 })
  const { rows } = await database.pool.query(
    `insert into organisations (name) values ('Toko A') returning id`,
  )
  organisationId = rows[0].id
})
afterAll(() => database.drop())
afterEach(() =>
  database.pool.query('truncate notice_incidents, graphile_worker._private_jobs restart identity cascade'),
)

const inTx = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => transaction(database.pool, fn)
const shopGone = (tx: Tx, dedupeKey = 'shop-1') =>
  notify(tx, {
    organisationId,
    kind: 'shop.reconnect',
    dedupeKey,
    params: { shop: 'Melati', marketplace: 'Pasar' },
  })
const shopBack = (tx: Tx) => recover(tx, { organisationId, kind: 'shop.reconnect', dedupeKey: 'shop-1' })

const incidents = () =>
  autocommit(database.pool).query<{ count: number; recovered_at: Date | null; params: object }>(
    'select count, recovered_at, params from notice_incidents order by opened_at',
  )
const jobs = () =>
  autocommit(database.pool).query<{ payload: { moment: string } }>(
    `select j.payload from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = $1 order by j.run_at`,
    [announceJob.name],
  )

describe('notify', () => {
  it('makes one incident and one announcement of twenty that race', async () => {
    const changes = await Promise.all(Array.from({ length: 20 }, () => inTx(shopGone)))
    expect(changes.filter((change) => change === 'opened')).toHaveLength(1)
    expect(changes.filter((change) => change === 'repeated')).toHaveLength(19)
    expect(await incidents()).toMatchObject([{ count: 20, recovered_at: null }])
    expect(await jobs()).toHaveLength(1)
  })

  it('says nothing when what happened is rolled back', async () => {
    const undone = inTx(async (tx) => {
      await shopGone(tx)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await incidents()).toEqual([])
    expect(await jobs()).toEqual([])
  })

  it('keeps incidents of different keys apart', async () => {
    await inTx((tx) => shopGone(tx))
    await inTx((tx) => shopGone(tx, 'shop-2'))
    expect(await incidents()).toHaveLength(2)
  })

  it('tells what happened once again only under a new key', async () => {
    const made = (tx: Tx, dedupeKey: string) =>
      notify(tx, {
        organisationId,
        kind: 'export.made',
        dedupeKey,
        params: { person: 'Sari', content: 'pengaturan' },
      })
    expect(await inTx((tx) => made(tx, 'export-1'))).toBe('opened')
    expect(await inTx((tx) => made(tx, 'export-1'))).toBe('repeated')
    expect(await inTx((tx) => made(tx, 'export-2'))).toBe('opened')
  })

  it('refuses a personal kind that names nobody', async () => {
    const nobody = inTx((tx) =>
      notify(tx, {
        organisationId,
        kind: 'security.new-sign-in',
        dedupeKey: 'x',
        params: { device: 'Chrome', address: '203.0.113.9' },
      }),
    )
    await expect(nobody).rejects.toThrow('audience')
  })

  it('mails nothing about e-mail itself', async () => {
    await inTx((tx) =>
      notify(tx, {
        organisationId,
        kind: 'system.mail-broken',
        dedupeKey: 'smtp',
        params: { why: 'Ditolak.' },
      }),
    )
    expect(await incidents()).toHaveLength(1)
    expect(await jobs()).toEqual([])
  })
})

describe('recover', () => {
  it('closes the incident once, whoever comes first', async () => {
    await inTx(shopGone)
    const closed = await Promise.all(Array.from({ length: 20 }, () => inTx(shopBack)))
    expect(closed.filter(Boolean)).toHaveLength(1)
    expect((await incidents())[0]?.recovered_at).toBeInstanceOf(Date)
    expect((await jobs()).map(({ payload }) => payload.moment)).toEqual(['opened', 'recovered'])
  })

  it('does nothing without an incident', async () => {
    expect(await inTx(shopBack)).toBe(false)
    expect(await jobs()).toEqual([])
  })

  it('does not close what only happened once', async () => {
    await inTx((tx) =>
      notify(tx, {
        organisationId,
        kind: 'credential.reverted',
        dedupeKey: 'i',
        params: { integration: 'Pasar' },
      }),
    )
    expect(
      await inTx((tx) => recover(tx, { organisationId, kind: 'credential.reverted', dedupeKey: 'i' })),
    ).toBe(false)
  })

  it('continues the incident when it relapses before the recovery was told', async () => {
    await inTx(shopGone)
    await inTx(shopBack)
    const changes = await Promise.all(Array.from({ length: 10 }, () => inTx(shopGone)))
    expect(changes.sort()).toEqual(['relapsed', ...Array(9).fill('repeated')].sort())
    expect(await incidents()).toMatchObject([{ count: 11, recovered_at: null }])
  })

  it('opens a new incident after the recovery was told', async () => {
    await inTx(shopGone)
    await inTx(shopBack)
    await database.pool.query('update notice_incidents set recovery_told_at = now()')
    expect(await inTx(shopGone)).toBe('opened')
    expect(await incidents()).toMatchObject([{ count: 1 }, { count: 1, recovered_at: null }])
  })

  it('survives openings and recoveries that race', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? inTx(shopGone) : inTx(shopBack))))
    const open = (await incidents()).filter(({ recovered_at: at }) => at === null)
    expect(open.length).toBeLessThanOrEqual(1)
    expect((await incidents()).length).toBe(1)
  })
})

describe('dismiss', () => {
  const shopForgotten = (tx: Tx) =>
    dismiss(tx, { organisationId, kind: 'shop.reconnect', dedupeKey: 'shop-1' })
  const lasting = () =>
    autocommit(database.pool).query<{ lasting: boolean; recovered_at: Date | null }>(
      'select lasting, recovered_at from notice_incidents order by opened_at',
    )

  it('closes the incident without saying that it recovered', async () => {
    await inTx(shopGone)
    await inTx((tx) => shopGone(tx, 'shop-2'))
    const closed = await Promise.all(Array.from({ length: 10 }, () => inTx(shopForgotten)))
    expect(closed.filter(Boolean)).toHaveLength(1)
    expect(await lasting()).toEqual([
      { lasting: false, recovered_at: null },
      { lasting: true, recovered_at: null },
    ])
    expect(await inTx(shopBack)).toBe(false)
    expect((await jobs()).map(({ payload }) => payload.moment)).toEqual(['opened', 'opened'])
  })

  it('lets the next occurrence open an incident of its own', async () => {
    await inTx(shopGone)
    expect(await inTx(shopForgotten)).toBe(true)
    expect(await inTx(shopGone)).toBe('opened')
    expect(await lasting()).toMatchObject([{ lasting: false }, { lasting: true, recovered_at: null }])
  })

  it('does nothing without an incident', async () => {
    expect(await inTx(shopForgotten)).toBe(false)
  })

  it('keeps e-mails back that have not gone out', async () => {
    await inTx(shopGone)
    const { rows } = await database.pool.query(
      `insert into users (id, name, email) values (kanal_uuidv7(), 'Ani', 'ani@toko.test') returning id`,
    )
    await database.pool.query(
      `insert into notice_deliveries (organisation_id, incident_id, user_id, moment, state, due_at)
       select organisation_id, id, $1, 'opened', 'queued', now() from notice_incidents`,
      [rows[0].id],
    )
    await inTx(shopForgotten)
    const { rows: deliveries } = await database.pool.query('select state, cause_code from notice_deliveries')
    expect(deliveries).toEqual([{ state: 'skipped', cause_code: 'dismissed' }])
  })
})

it('wakes held e-mails when the mail server is tested or saved, and only when there are any', async () => {
  const { pool } = database
  const { rows } = await pool.query<{ id: string }>(
    `insert into integrations (organisation_id, marketplace, environment, status)
     values ($1, 'smtp', 'own', 'active') returning id`,
    [organisationId],
  )
  const tested = () =>
    pool.query('update integrations set last_tested_at = clock_timestamp() where id = $1', [rows[0]?.id])
  const woken = async () =>
    (
      await pool.query(
        `select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where t.identifier = 'notifications.tend'`,
      )
    ).rowCount
  await tested()
  expect(await woken()).toBe(0)
  const why = { id: 'Server menolak.', en: 'The server refuses.' }
  await inTx((tx) =>
    notify(tx, { organisationId, kind: 'system.mail-broken', dedupeKey: 'mail', params: { why } }),
  )
  await tested()
  await tested()
  expect(await woken()).toBe(1)
})

it('keeps a warning that a newer one replaced out of sight, and its e-mails unsent', async () => {
  const expiring = (tx: Tx, days: number) =>
    notify(tx, {
      organisationId,
      kind: 'consent.expiring',
      dedupeKey: 'shop-1',
      params: { shop: 'Melati', marketplace: 'Pasar', days },
    })
  await inTx((tx) => expiring(tx, 14))
  const replaced = await inTx(async (tx) => {
    const was = await supersede(tx, { organisationId, kind: 'consent.expiring', dedupeKey: 'shop-1' })
    await expiring(tx, 7)
    return was
  })
  expect(replaced).toBe(true)
  const { rows } = await database.pool.query(
    `select params ->> 'days' as days, lasting, superseded from notice_incidents order by opened_at`,
  )
  expect(rows).toEqual([
    { days: '14', lasting: false, superseded: true },
    { days: '7', lasting: true, superseded: false },
  ])
})
