import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { localTime } from './clock.ts'
import { openWorld, type World } from './testing/world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let world: World
let a: string
let b: string

beforeAll(async () => {
  world = await openWorld()
  a = await world.organisation('Toko A')
  b = await world.organisation('Toko B', 'Asia/Jayapura')
  await world.person('Ratna', a, 'owner')
  await world.person('Adi', a, 'admin', 'en')
  await world.person('Sita', a, 'staff')
  await world.person('Budi', b, 'owner')
})
afterAll(() => world.close())
afterEach(() => world.clear())

const subjects = () => world.office.received.map(({ to, subject }) => `${to}: ${subject}`).sort()
/** `HH:MM` so many hours from now, on the clock of Toko A. */
const clockIn = (hours: number): string => {
  const { minutes } = localTime(new Date(world.kanal.now().getTime() + hours * HOUR), 'Asia/Jakarta')
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

describe('an incident', () => {
  it('is mailed once to each who should know, in their language, however often it is told at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => world.shopGone(a)))
    await world.work()
    expect(subjects()).toEqual([
      'adi@toko.test: [Kanal] Shop Melati <b>Jaya</b> is disconnected',
      'ratna@toko.test: [Kanal] Toko Melati <b>Jaya</b> terputus',
    ])
    expect(await world.deliveries(a)).toMatchObject([
      {
        moment: 'opened',
        state: 'sent',
        attempts: 1,
        provider_id: expect.stringMatching(/^250 2.0.0 queued as \d$/),
      },
      { moment: 'opened', state: 'sent', attempts: 1 },
    ])
  })

  it('is told once more when it recovers, after it held for ten minutes', async () => {
    await world.shopGone(a)
    await world.work()
    await world.shopBack(a)
    await world.work()
    expect(world.office.received).toHaveLength(2)
    world.later(11 * MINUTE)
    await world.prefer(a, null, { quiet: null })
    await world.work()
    expect(subjects().filter((subject) => /Pulih|Recovered/.test(subject))).toHaveLength(2)
    await world.shopBack(a)
    world.later(HOUR)
    await world.work()
    expect(world.office.received).toHaveLength(4)
  })

  it('that relapses before that is one incident: no recovery, no second e-mail', async () => {
    await world.shopGone(a)
    await world.work()
    for (let i = 0; i < 5; i += 1) {
      await world.shopBack(a)
      world.later(MINUTE)
      await world.shopGone(a)
      await world.work()
    }
    world.later(HOUR)
    await world.work()
    expect(world.office.received).toHaveLength(2)
  })

  it('that keeps coming and going waits for the summary from the fourth time in a day', async () => {
    await world.prefer(a, null, { quiet: null })
    for (let i = 0; i < 6; i += 1) {
      await world.shopGone(a)
      await world.work()
      await world.shopBack(a)
      world.later(11 * MINUTE)
      await world.work()
    }
    const opened = subjects().filter((subject) => subject.includes('terputus') && !subject.includes('Pulih'))
    expect(opened).toHaveLength(3)
    expect((await world.deliveries(a)).filter(({ state }) => state === 'gathered')).toHaveLength(12)
  })

  it('that is over before its e-mail went out is told as recovered only', async () => {
    await world.prefer(a, null, { quiet: { from: clockIn(-1), to: clockIn(2) } })
    await world.notify({
      organisationId: a,
      kind: 'consent.expiring',
      dedupeKey: 's',
      params: { shop: 'Melati', marketplace: 'Pasar', days: 7 },
    })
    await world.work()
    expect(world.office.received).toHaveLength(0)
    await world.sql('update notice_incidents set recovered_at = now()')
    await world.sql('update notice_incidents set recovery_told_at = now()')
    world.later(3 * HOUR)
    await world.work()
    expect(world.office.received).toHaveLength(0)
    expect(await world.deliveries(a)).toMatchObject([
      { state: 'skipped', cause_code: 'over' },
      { state: 'skipped', cause_code: 'over' },
    ])
  })

  it('of another organisation is nobody’s business here', async () => {
    await world.shopGone(b)
    await world.work()
    expect(world.office.received.map(({ to }) => to)).toEqual(['budi@toko.test'])
    expect(await world.deliveries(a)).toEqual([])
  })

  it('addressed to one person reaches that person only, and only while a member', async () => {
    const gone = await world.person('Pergi', a, 'admin')
    const event = {
      organisationId: a,
      kind: 'security.recovery-used' as const,
      dedupeKey: 'x',
      params: { left: 3 },
      audience: { userId: gone },
    }
    await world.notify(event)
    await world.work()
    expect(world.office.received.map(({ to }) => to)).toEqual(['pergi@toko.test'])
    await world.notify({ ...event, dedupeKey: 'y' })
    await world.sql('delete from users_memberships where _parent_id = $1', [gone])
    await world.work()
    expect(world.office.received).toHaveLength(1)
    await world.sql('delete from users where id = $1', [gone])
  })
})

describe('preferences', () => {
  it('hold back in quiet hours of the organisation’s own zone, but not what is urgent', async () => {
    await world.prefer(a, null, { quiet: { from: clockIn(-1), to: clockIn(2) } })
    await world.shopGone(a)
    await world.behind(a)
    await world.work()
    expect(subjects().some((subject) => subject.includes('tertinggal'))).toBe(false)
    expect(world.office.received).toHaveLength(2)
    world.later(2 * HOUR + MINUTE)
    await world.work()
    expect(subjects().filter((subject) => /tertinggal|behind/.test(subject))).toHaveLength(3)
  })

  it('choose the bell alone, or nothing', async () => {
    await world.prefer(a, null, { rules: { connection: 'bell', critical: 'off' } })
    await world.behind(a)
    await world.shopGone(a)
    await world.work()
    expect(await world.deliveries(a)).toEqual([])
  })
})

describe('the daily summary', () => {
  const system = (dedupeKey: string) =>
    world.notify({
      organisationId: a,
      kind: 'export.made',
      dedupeKey,
      params: { person: 'Adi', content: 'pengaturan' },
    })

  it('comes once a day, with everything that waited, whoever asks for it', async () => {
    await world.prefer(a, null, { digestAt: '00:00' })
    await system('e1')
    await system('e2')
    await world.work()
    expect(world.office.received).toHaveLength(0)
    await Promise.all([world.digest(), world.digest(), world.digest()])
    expect(subjects()).toEqual(['ratna@toko.test: [Kanal] Ringkasan Toko A: 2 pemberitahuan'])
    await system('e3')
    await world.work()
    await world.digest()
    expect(world.office.received).toHaveLength(1)
    world.later(24 * HOUR)
    await world.digest()
    expect(subjects()).toHaveLength(2)
  })

  it('waits for its hour', async () => {
    await world.prefer(a, null, { digestAt: '23:59' })
    await system('e1')
    await world.work()
    await world.digest()
    const { minutes } = localTime(world.kanal.now(), 'Asia/Jakarta')
    expect(world.office.received).toHaveLength(minutes === 23 * 60 + 59 ? 1 : 0)
  })
})

describe('when the mail server fails', () => {
  it('tells it in the bell, holds the e-mails, and sends them once it is back', async () => {
    world.office.mood = 'wrong-password'
    await world.shopGone(a)
    await world.work()
    expect((await world.deliveries(a)).map(({ state }) => state)).toEqual(['held', 'held'])
    const broken = await world.sql(
      `select count, recovered_at from notice_incidents where kind = 'system.mail-broken'`,
    )
    expect(broken).toMatchObject([{ recovered_at: null }])
    await world.shopGone(a, 'shop-2')
    await world.work()
    const held = (await world.deliveries(a)).map(({ state, attempts }) => `${state} ${attempts}`)
    expect(held.sort()).toEqual(['held 0', 'held 0', 'held 0', 'held 1'])
    await world.tend()
    expect(world.office.received).toHaveLength(0)

    world.office.mood = 'kind'
    await world.tend()
    expect(world.office.received).toHaveLength(4)
    expect((await world.deliveries(a)).every(({ state }) => state === 'sent')).toBe(true)
    expect(
      await world.sql(
        `select 1 from notice_incidents where kind = 'system.mail-broken' and recovered_at is null`,
      ),
    ).toEqual([])
    await world.tend()
    expect(world.office.received).toHaveLength(4)
  })

  it('tries thrice before it calls a silent server broken', async () => {
    world.office.mood = 'closed'
    await world.shopGone(b)
    const states: string[] = []
    for (let i = 0; i < 3; i += 1) {
      await world.work()
      states.push((await world.deliveries(b)).map(({ state, attempts }) => `${state} ${attempts}`).join())
      world.later(5 * MINUTE)
    }
    expect(states).toEqual(['queued 1', 'queued 2', 'held 3'])
  })

  it('sums up what was held for more than a day', async () => {
    world.office.mood = 'closed'
    await world.shopGone(a)
    await world.shopGone(a, 'shop-2')
    await world.shopGone(a, 'shop-3')
    for (let i = 0; i < 4; i += 1) {
      await world.work()
      world.later(5 * MINUTE)
    }
    world.later(25 * HOUR)
    await world.shopGone(a, 'shop-4')
    await world.work()
    world.office.mood = 'kind'
    await world.tend()
    expect(subjects()).toEqual([
      'adi@toko.test: [Kanal] E-mail is back: delayed notices 3',
      'adi@toko.test: [Kanal] Shop Melati <b>Jaya</b> is disconnected',
      'ratna@toko.test: [Kanal] E-mail pulih: 3 pemberitahuan yang tertunda',
      'ratna@toko.test: [Kanal] Toko Melati <b>Jaya</b> terputus',
    ])
  })

  it('tries again later when the server is busy, and gives up on an address it does not know', async () => {
    world.office.mood = 'busy'
    world.office.unknown.add('adi@toko.test')
    await world.shopGone(a)
    await world.work()
    expect((await world.deliveries(a)).map(({ state }) => state)).toEqual(['queued', 'queued'])
    world.office.mood = 'kind'
    world.later(5 * MINUTE)
    await world.work()
    expect((await world.deliveries(a)).map(({ email, state }) => `${email} ${state}`).sort()).toEqual([
      'adi@toko.test failed',
      'ratna@toko.test sent',
    ])
    expect(await world.sql(`select 1 from notice_incidents where kind = 'system.mail-broken'`)).toEqual([])
  })

  it('says in the log that none is set up, and holds nothing', async () => {
    world.office.mood = 'absent'
    await world.shopGone(a)
    await world.work()
    expect(await world.deliveries(a)).toMatchObject([
      { state: 'skipped', cause_code: 'not_configured' },
      { state: 'skipped', cause_code: 'not_configured' },
    ])
  })
})

it('writes e-mails without remote content, with names as text, and a link to the place', async () => {
  await world.shopGone(b)
  await world.work()
  const [mail] = world.office.received
  const raw = (mail?.raw ?? '').replace(/=\r\n/g, '').replace(/=3D/g, '=')
  expect(raw).toContain('Melati &lt;b&gt;Jaya&lt;/b&gt;')
  expect(raw).toContain('https://kanal.example/admin/shops-overview')
  expect(raw).toContain('prefers-color-scheme: dark')
  expect(raw).toMatch(/WIT/)
  expect(raw).not.toMatch(/<img|<script|src=|url\(|@import/i)
})
