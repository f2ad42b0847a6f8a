import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../database/tx.ts'
import { kanalOf } from '../../context.ts'
import { resetSecondFactor } from '../organisation/break-glass.ts'
import { AWAY, BROWSER, HOME, openSecurityDesk, type SecurityDesk, type Someone } from '../testing/desk.ts'

let desk: SecurityDesk
let sari: Someone
let enrolled: { code: (offset?: number) => string; recoveryCodes: string[] }
beforeAll(async () => {
  desk = await openSecurityDesk()
  sari = await desk.person('sari', 'owner')
  enrolled = await desk.enrol(sari)
})
afterAll(() => desk?.stop())
beforeEach(() => desk.forgetTries())

describe('a right password of somebody with a second factor', () => {
  it('opens nothing: every collection, endpoint and GraphQL field answers as to a stranger', async () => {
    const half = await desk.signIn(sari.email, sari.password)
    expect(half.status).toBe(200)
    expect(half.body).toMatchObject({ secondFactor: 'required', user: { email: sari.email } })
    expect(JSON.stringify(half.body)).not.toContain('memberships')
    const asked = [
      ...desk.config.collections.flatMap(({ slug, endpoints }) =>
        (endpoints || []).map(({ method, path }) => ({ method, path: `/${slug}${path}` })),
      ),
      ...desk.config.endpoints.filter(({ path }) => !path.startsWith('/security/sign-in')),
    ].map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+\??/g, sari.id).replace(/\/$/, '') }))
    expect(asked.length).toBeGreaterThan(150)
    for (const { method, path } of asked) {
      const body = method === 'get' ? undefined : {}
      const told = await desk.send(method, path, { as: half, body })
      const stranger = await desk.send(method, path, { body })
      for (const { body: said } of [told, stranger]) delete said.requestId
      expect([method, path, told.status, told.body]).toEqual([method, path, stranger.status, stranger.body])
    }
    const fields =
      '{ meUser { user { id } } Orders { docs { id } } Users { docs { id } } Organisations { docs { id } } }'
    const asHalf = await desk.graphql(fields, { ...sari, cookie: half.cookie })
    expect(JSON.stringify(asHalf)).not.toContain(sari.id)
    expect(asHalf).toEqual(await desk.graphql(fields))
  })

  it('becomes whole with a code, keeps its cookie, and is written down with the way', async () => {
    const half = await desk.signIn(sari.email, sari.password)
    const wrong = await desk.send('POST', '/security/sign-in', {
      as: half,
      body: { method: 'totp', code: '000000' },
    })
    expect(wrong.status).toBe(422)
    expect((await desk.send('GET', '/users/me', { as: half })).body.user).toBeNull()
    const code = await desk.freshCode(enrolled)
    expect(
      (await desk.send('POST', '/security/sign-in', { as: half, body: { method: 'totp', code } })).status,
    ).toBe(200)
    expect((await desk.send('GET', '/users/me', { as: half })).body.user).toMatchObject({ id: sari.id })
    expect((await desk.audit('user.login')).at(-1)).toMatchObject({ outcome: 'ok', reason: 'totp' })
    const again = await desk.send('POST', '/security/sign-in', { as: half, body: { method: 'totp', code } })
    expect(again.status).toBe(401)
  })

  it('can also be completed with a recovery code, and never with the password alone', async () => {
    const half = await desk.signIn(sari.email, sari.password)
    const complete = (body: object) => desk.send('POST', '/security/sign-in', { as: half, body })
    expect((await complete({ method: 'password', password: sari.password })).status).toBe(422)
    expect((await complete({ method: 'recovery', code: enrolled.recoveryCodes[0] })).status).toBe(200)
  })

  it('lapses after ten minutes, and can be given up', async () => {
    const late = await desk.signIn(sari.email, sari.password)
    await desk.database.pool.query(`update auth_sessions set ends_at = now() where state = 'pending'`)
    const code = await desk.freshCode(enrolled)
    expect(
      (await desk.send('POST', '/security/sign-in', { as: late, body: { method: 'totp', code } })).status,
    ).toBe(401)
    const half = await desk.signIn(sari.email, sari.password)
    const given = await desk.send('POST', '/security/sign-in/cancel', { as: half, body: {} })
    expect(given.headers.get('set-cookie')).toMatch(/payload-token=;/)
    expect(
      (await desk.send('POST', '/security/sign-in', { as: half, body: { method: 'totp', code } })).status,
    ).toBe(401)
  })

  it('is refused from another site', async () => {
    const half = await desk.signIn(sari.email, sari.password)
    const { status } = await desk.send('POST', '/security/sign-in', {
      as: half,
      body: { method: 'recovery', code: enrolled.recoveryCodes[1] },
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(status).toBe(403)
  })

  it('also asks after a password was reset by a link', async () => {
    const token = await desk.payload.forgotPassword({
      collection: 'users',
      data: { email: sari.email },
      disableEmail: true,
    })
    const reset = await desk.send('POST', '/users/reset-password', {
      body: { token, password: sari.password },
    })
    const cookie = (reset.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect((await desk.send('GET', '/users/me', { as: { cookie } })).body.user).toBeNull()
    expect((await desk.send('GET', '/users/me', { as: sari })).body.user).toBeNull()
  })
})

describe('somebody who lost every factor', () => {
  it('is let back in from the command line, with every sign-in ended, which is written down', async () => {
    const lost = await desk.person('hilang', 'staff')
    await desk.enrol(lost)
    const { pool, audit } = kanalOf(desk.payload)
    const person = { id: lost.id, name: 'hilang', organisations: [desk.organisation] }
    expect(await transaction(pool, (tx) => resetSecondFactor(tx, audit, person))).toBe(true)
    expect((await desk.send('GET', '/users/me', { as: lost })).body.user).toBeNull()
    const again = await desk.signIn(lost.email, lost.password)
    expect((await desk.send('GET', '/users/me', { as: again })).body.user).toMatchObject({ id: lost.id })
    expect((await desk.audit('security.factor_remove')).at(-1)).toMatchObject({ reason: 'break_glass' })
    expect(await transaction(pool, (tx) => resetSecondFactor(tx, audit, person))).toBe(false)
  })
})

describe('sign-ins', () => {
  it('are listed with device and place, end one by one or all others, and stay ended', async () => {
    const budi = await desk.person('budi', 'staff')
    const phone = await desk.signIn(budi.email, budi.password, {
      address: AWAY,
      browser: 'Mozilla/5.0 (iPhone) Safari/604',
    })
    const listed = (await desk.send('GET', '/security/sessions', { as: budi })).body.sessions as Record<
      string,
      unknown
    >[]
    expect(listed.map(({ device, address, isCurrent }) => [device, address, isCurrent])).toEqual([
      ['Chrome · Windows', HOME, true],
      ['Safari · iPhone', AWAY, false],
      ['–', null, false],
    ])
    const end = (body: object) => desk.send('POST', '/security/sessions/end', { as: budi, body })
    expect((await end({ id: listed[1]?.id })).body).toEqual({ ended: 1 })
    expect((await desk.send('GET', '/users/me', { as: phone })).body.user).toBeNull()
    // A whole-row write of Payload that read the list before brings the row back; what ended stays ended.
    await desk.database.pool.query(
      `insert into users_sessions (_order, _parent_id, id, expires_at) values (9, $1, $2, now() + interval '1 hour')`,
      [budi.id, listed[1]?.id],
    )
    expect((await desk.send('GET', '/users/me', { as: phone })).body.user).toBeNull()
    expect((await end({ others: true })).body).toEqual({ ended: 1 })
    const stranger = await desk.person('orang', 'staff')
    expect(
      (await desk.send('POST', '/security/sessions/end', { as: stranger, body: { id: listed[0]?.id } })).body,
    ).toEqual({
      ended: 0,
    })
    expect((await desk.send('GET', '/users/me', { as: budi })).body.user).not.toBeNull()
  })

  it('end eight hours after they began, however busy', async () => {
    const budi = await desk.signIn('budi@kanal.test', 'kata-sandi-budi-panjang')
    expect((await desk.send('POST', '/users/refresh-token', { as: budi, body: {} })).status).toBe(200)
    await desk.database.pool.query(`update auth_sessions set ends_at = now() where state = 'active'`)
    expect((await desk.send('POST', '/users/refresh-token', { as: budi, body: {} })).status).toBe(403)
    expect((await desk.send('GET', '/users/me', { as: budi })).body.user).toBeNull()
  })

  it('are told of from a new place only', async () => {
    const count = async (): Promise<number> =>
      (
        await desk.database.pool.query(
          `select count(*)::int as n from notice_incidents where kind = 'security.new-sign-in'`,
        )
      ).rows[0].n as number
    const nina = await desk.person('nina', 'staff')
    const before = await count()
    await desk.signIn(nina.email, nina.password)
    expect(await count()).toBe(before)
    await desk.signIn(nina.email, nina.password, { address: AWAY, browser: BROWSER })
    expect(await count()).toBe(before + 1)
    await desk.signIn(nina.email, nina.password, { address: AWAY, browser: BROWSER })
    expect(await count()).toBe(before + 1)
  })

  it('are counted per account, whether it exists or not, and wrong ones are written down', async () => {
    const nina = 'nina@kanal.test'
    const before = (await desk.audit('user.login_failed')).length
    const tries = async (email: string): Promise<number[]> => {
      const statuses: number[] = []
      for (let n = 0; n < 7; n += 1) {
        const from = { address: `192.0.2.${n}` }
        statuses.push((await desk.signIn(email, 'salah-sama-sekali', from)).status)
      }
      return statuses
    }
    expect(await tries(nina)).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect(await tries('tidak-ada@kanal.test')).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect((await desk.audit('user.login_failed')).length - before).toBe(5)
  })
})
