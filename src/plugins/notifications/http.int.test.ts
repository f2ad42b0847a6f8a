import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  createOrganisation,
  createUser,
  startPayload,
  type TestApp,
  type TestUser,
} from '../../../tests/support/payload.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { supersede } from './dismiss.ts'
import { type Notice, urgentOf } from './inbox.ts'
import { kanalOf } from '../context.ts'
import { hubOf } from './live/stream.ts'
import { notify } from './notify.ts'
import { recover } from './recover.ts'

let app: TestApp
let a: string
let b: string
let owner: TestUser
let admin: TestUser
let staff: TestUser
let stranger: TestUser
let both: TestUser

beforeAll(async () => {
  app = await startPayload()
  a = (await createOrganisation(app, 'Toko A')).id
  b = (await createOrganisation(app, 'Toko B')).id
  // The very first person is made owner of an organisation of their own.
  await createUser(app, 'pertama', [])
  owner = await createUser(app, 'owner-a', [{ organisation: a, role: 'owner' }])
  admin = await createUser(app, 'admin-a', [{ organisation: a, role: 'admin' }])
  staff = await createUser(app, 'staff-a', [{ organisation: a, role: 'staff' }])
  stranger = await createUser(app, 'owner-b', [{ organisation: b, role: 'owner' }])
  both = await createUser(app, 'both', [
    { organisation: a, role: 'viewer' },
    { organisation: b, role: 'admin' },
  ])
})
afterAll(async () => {
  hubOf(kanalOf(app.payload)).stop()
  await app.stop()
})
afterEach(() =>
  app.database.pool.query('truncate notice_incidents, notice_preferences, notice_deliveries cascade'),
)

const shopGone = (organisationId: string, shop = 'Melati') =>
  transaction(app.database.pool, (tx) =>
    notify(tx, {
      organisationId,
      kind: 'shop.reconnect',
      dedupeKey: shop,
      params: { shop, marketplace: 'Pasar' },
    }),
  )
const signIn = (organisationId: string, userId: string) =>
  transaction(app.database.pool, (tx) =>
    notify(tx, {
      organisationId,
      kind: 'security.new-sign-in',
      dedupeKey: 'session-1',
      params: { device: 'Chrome', address: '203.0.113.9' },
      audience: { userId },
    }),
  )
const shopBack = (organisationId: string, shop = 'Melati') =>
  transaction(app.database.pool, (tx) =>
    recover(tx, { organisationId, kind: 'shop.reconnect', dedupeKey: shop }),
  )

const inbox = async (as: TestUser) => {
  const { status, body } = await app.rest('/notices', { as })
  expect(status).toBe(200)
  return body as { notices: Notice[]; unread: number }
}
const post = (path: string, as: TestUser | undefined, body: unknown) =>
  app.rest(path, { method: 'POST', as, body: JSON.stringify(body) })
const titles = async (as: TestUser) => (await inbox(as)).notices.map(({ title }) => title)

describe('who sees a notice', () => {
  it('is decided by organisation and role', async () => {
    await shopGone(a, 'Melati')
    await shopGone(b, 'Kenanga')
    expect(await titles(owner)).toEqual(['Toko Melati terputus'])
    expect(await titles(admin)).toEqual(['Toko Melati terputus'])
    expect(await titles(staff)).toEqual([])
    expect(await titles(stranger)).toEqual(['Toko Kenanga terputus'])
    expect(await titles(both)).toEqual(['Toko Kenanga terputus'])
  })

  it('is one person alone when it is about them', async () => {
    await signIn(a, staff.id)
    expect(await titles(staff)).toEqual(['Akun Anda masuk dari perangkat baru'])
    expect(await titles(owner)).toEqual([])
  })

  it('is nobody who is addressed but no member', async () => {
    await signIn(a, stranger.id)
    expect(await titles(stranger)).toEqual([])
  })

  it('is nobody who is signed out, on any route', async () => {
    for (const path of ['/notices', '/notices/stream']) expect((await app.rest(path)).status, path).toBe(401)
    for (const path of ['/notices/read', '/notices/preferences', '/notices/preferences/organisation'])
      expect((await post(path, undefined, {})).status, path).toBe(401)
  })

  it('comes in the language of the page', async () => {
    await shopGone(a)
    const { body } = await app.rest('/notices', { as: owner, headers: { 'accept-language': 'en' } })
    expect((body as { notices: Notice[] }).notices[0]?.title).toBe('Shop Melati is disconnected')
  })
})

describe('reading', () => {
  it('is each person’s own, and a repeat stays read', async () => {
    await shopGone(a, 'Melati')
    await shopGone(a, 'Mawar')
    const { notices, unread } = await inbox(owner)
    expect(unread).toBe(2)
    await post('/notices/read', owner, { ids: [notices[0]?.id] })
    expect((await inbox(owner)).unread).toBe(1)
    expect((await inbox(admin)).unread).toBe(2)
    await post('/notices/read', owner, { all: true })
    await shopGone(a, 'Melati')
    expect((await inbox(owner)).unread).toBe(0)
  })

  it('is new again when the incident recovers, once', async () => {
    await shopGone(a)
    await post('/notices/read', owner, { all: true })
    await shopBack(a)
    expect(await inbox(owner)).toMatchObject({ unread: 1, notices: [{ state: 'recovered', isRead: false }] })
    await post('/notices/read', owner, { all: true })
    await shopBack(a)
    expect((await inbox(owner)).unread).toBe(0)
  })

  it('does not touch what the person may not see', async () => {
    await shopGone(b, 'Kenanga')
    const [theirs] = (await inbox(stranger)).notices
    const { body } = await post('/notices/read', owner, { ids: [theirs?.id] })
    expect(body).toEqual({ unread: 0 })
    const { rows } = await app.database.pool.query('select * from notice_reads')
    expect(rows).toEqual([])
    expect((await inbox(stranger)).unread).toBe(1)
  })

  it('refuses what it cannot read', async () => {
    for (const body of [{}, { ids: [] }, { ids: ['x'] }, { all: false }])
      expect((await post('/notices/read', owner, body)).status).toBe(400)
  })
})

describe('what is urgent today', () => {
  const urgent = async () =>
    (
      await urgentOf(autocommit(app.database.pool), {
        userId: owner.id,
        organisations: [a],
        language: 'id',
      })
    ).map(({ title }) => title)

  it('is what lasts until it is over, and what happened once until it is read', async () => {
    await shopGone(a)
    await transaction(app.database.pool, (tx) =>
      notify(tx, { organisationId: a, kind: 'audit.tampered', dedupeKey: 'x', params: { seq: 7 } }),
    )
    expect(await urgent()).toEqual(['Toko Melati terputus', 'Jejak audit tidak utuh'])
    await post('/notices/read', owner, { all: true })
    expect(await urgent()).toEqual(['Toko Melati terputus'])
    await shopBack(a)
    expect(await urgent()).toEqual([])
  })

  it('is a matter of days for what happened once', async () => {
    await transaction(app.database.pool, (tx) =>
      notify(tx, { organisationId: a, kind: 'audit.tampered', dedupeKey: 'x', params: { seq: 7 } }),
    )
    await app.database.pool.query(`update notice_incidents set told_at = now() - interval '8 days'`)
    expect(await urgent()).toEqual([])
  })
})

it('shows the newest warning of a consent in place of those before', async () => {
  for (const days of [14, 7]) {
    await transaction(app.database.pool, async (tx) => {
      await supersede(tx, { organisationId: a, kind: 'consent.expiring', dedupeKey: 's' })
      const params = { shop: 'Melati', marketplace: 'Pasar', days }
      await notify(tx, { organisationId: a, kind: 'consent.expiring', dedupeKey: 's', params })
    })
  }
  const { notices, unread } = await inbox(owner)
  expect(unread).toBe(1)
  expect(notices.map(({ what }) => what.includes('dalam 7 hari'))).toEqual([true])
})

describe('preferences', () => {
  const save = (as: TestUser, organisation: string, settings: object, path = '/notices/preferences') =>
    post(path, as, { organisation, settings })

  it('hide what a person turned off, from that person only', async () => {
    await transaction(app.database.pool, (tx) =>
      notify(tx, {
        organisationId: a,
        kind: 'sync.behind',
        dedupeKey: 's',
        params: { shop: 'M', minutes: 90 },
      }),
    )
    expect((await save(admin, a, { rules: { connection: 'off' } })).status).toBe(200)
    expect(await titles(admin)).toEqual([])
    expect((await inbox(admin)).unread).toBe(0)
    expect(await titles(owner)).toHaveLength(1)
  })

  it('keep what is urgent on for owners', async () => {
    const refused = await save(owner, a, { rules: { critical: 'off' } })
    expect(refused).toMatchObject({ status: 422, body: { problem: { code: 'urgent_stays_on' } } })
    expect((await save(admin, a, { rules: { critical: 'off' } })).status).toBe(200)
    await shopGone(a)
    expect(await titles(admin)).toEqual([])
    expect(await titles(owner)).toHaveLength(1)
  })

  it('of an organisation are for its managers, and audited with the names of what changed', async () => {
    const path = '/notices/preferences/organisation'
    expect((await save(staff, a, { digestAt: '07:00' }, path)).status).toBe(403)
    expect((await save(stranger, a, { digestAt: '07:00' }, path)).status).toBe(403)
    expect((await save(owner, a, { rules: { critical: 'off' } }, path)).status).toBe(422)
    expect((await save(admin, a, { digestAt: '07:00', rules: { system: 'mail' } }, path)).status).toBe(200)
    const { rows } = await app.database.pool.query(
      `select organisation_id, actor_id, outcome, fields from audit_events
       where action = 'notification.settings' order by created_at`,
    )
    expect(rows).toMatchObject([
      { organisation_id: a, actor_id: staff.id, outcome: 'denied' },
      { organisation_id: b, actor_id: stranger.id, outcome: 'denied' },
      { organisation_id: a, actor_id: admin.id, outcome: 'ok', fields: ['digestAt', 'rules.system'] },
    ])
  })

  it('of a person in an organisation they do not belong to are refused', async () => {
    expect((await save(stranger, a, { digestAt: '07:00' })).status).toBe(403)
  })
})

describe('an e-mail of the log', () => {
  it('is sent again by managers of its organisation, and only if it did not go out', async () => {
    const { rows } = await app.database.pool.query(
      `insert into notice_deliveries (organisation_id, user_id, moment, state, due_at, digest_key)
       values ($1, $2, 'digest', 'failed', now(), 'day:1'), ($1, $2, 'digest', 'sent', now(), 'day:2') returning id`,
      [a, owner.id],
    )
    const [failed, sent] = rows.map(({ id }) => String(id))
    const again = (as: TestUser, delivery: string | undefined, organisation = a) =>
      post('/notices/deliveries/retry', as, { organisation, delivery })
    expect((await again(staff, failed)).status).toBe(403)
    expect((await again(stranger, failed)).status).toBe(403)
    expect((await again(stranger, failed, b)).status).toBe(409)
    expect((await again(owner, sent)).status).toBe(409)
    expect((await again(owner, failed)).status).toBe(200)
    expect((await again(owner, failed)).status).toBe(409)
  })
})

describe('the stream', () => {
  const open = async (as: TestUser) => {
    const controller = new AbortController()
    const { handleEndpoints } = await import('payload')
    const response = await handleEndpoints({
      config: app.config,
      request: new Request('http://localhost:3000/api/notices/stream', {
        headers: { cookie: as.cookie, origin: 'http://localhost:3000' },
        signal: controller.signal,
      }),
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    let pending = ''
    /** The unread count of the next event, or null when none comes in time. */
    const next = async (ms: number): Promise<number | null> => {
      const deadline = Date.now() + ms
      for (;;) {
        const found = /data: (\{.*\})\n\n/.exec(pending)
        if (found?.[1]) {
          pending = pending.slice(found.index + found[0].length)
          return (JSON.parse(found[1]) as { unread: number }).unread
        }
        const left = deadline - Date.now()
        if (left <= 0) return null
        const read = await Promise.race([
          waiting.read(),
          new Promise<null>((resolve) => setTimeout(() => resolve(null), left)),
        ])
        if (read === null) return null
        if (read.done) return null
        pending += decoder.decode(read.value, { stream: true })
      }
    }
    // A read that timed out is still under way: the next one takes it over.
    let underWay: ReturnType<typeof reader.read> | null = null
    const waiting = {
      read: () => {
        underWay ??= reader.read().finally(() => {
          underWay = null
        })
        return underWay
      },
    }
    return { next, close: () => controller.abort() }
  }
  const eventually = async (check: () => boolean): Promise<void> => {
    const deadline = Date.now() + 5_000
    while (!check()) {
      if (Date.now() > deadline) throw new Error('It did not happen in time')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('tells of notices as they happen, to those they are for, and survives a lost connection', async () => {
    const hub = hubOf(kanalOf(app.payload))
    const mine = await open(owner)
    const theirs = await open(stranger)
    await eventually(() => hub.isHearing)
    expect(await mine.next(5_000)).toBe(0)
    expect(await theirs.next(5_000)).toBe(0)
    // Being heard for the first time, everybody is asked to look once more.
    await mine.next(500)
    await theirs.next(500)

    await shopGone(a)
    expect(await mine.next(5_000)).toBe(1)
    expect(await theirs.next(600)).toBeNull()
    await post('/notices/read', owner, { all: true })
    expect(await mine.next(5_000)).toBe(0)

    await app.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'kanal listens to kanal_notices' and datname = current_database()`,
    )
    await eventually(() => !hub.isHearing)
    await shopGone(a, 'Mawar')
    // Heard of nothing, but asked to look once the database is heard again.
    expect(await mine.next(5_000)).toBe(1)

    mine.close()
    theirs.close()
    await eventually(() => hub.countOf(owner.id) === 0 && hub.countOf(stranger.id) === 0)
  })

  it('is one for each tab up to a limit', async () => {
    const opened = await Promise.all(Array.from({ length: 12 }, () => open(admin)))
    expect((await app.rest('/notices/stream', { as: admin })).status).toBe(429)
    for (const { close } of opened) close()
    const hub = hubOf(kanalOf(app.payload))
    await eventually(() => hub.countOf(admin.id) === 0)
  })
})
