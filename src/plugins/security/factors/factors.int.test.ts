import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { kanalOf } from '../../context.ts'
import type { Refusal } from '../endpoint/refusal.ts'
import { prove as proveDirectly } from '../step-up/proof.ts'
import { AWAY, openSecurityDesk, type SecurityDesk, type Someone } from '../testing/desk.ts'

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

const prove = (as: { cookie: string }, body: object, from: object = {}) =>
  desk.send('POST', '/security/step-up', { as, body, ...from })
const rows = async <Row>(query: string): Promise<Row[]> =>
  (await desk.database.pool.query(query)).rows as Row[]

describe('an authenticator app', () => {
  it('stores no seed that can be read, and tells of it in the trail and in the bell', async () => {
    const [stored] = await rows<{ sealed: Buffer }>('select sealed from auth_totp')
    expect(stored?.sealed.subarray(0, 4).toString()).toBe('CRD1')
    expect(await desk.audit('security.factor_add')).toMatchObject([{ outcome: 'ok' }])
    expect(
      await rows(`select kind from notice_incidents where kind = 'security.factor-changed'`),
    ).toHaveLength(1)
  })

  it('is of no use to another person', async () => {
    const budi = await desk.person('budi', 'staff')
    await desk.enrol(budi)
    await desk.database.pool.query(
      'update auth_totp set sealed = (select sealed from auth_totp where user_id = $1) where user_id = $2',
      [sari.id, budi.id],
    )
    const { status } = await prove(budi, { method: 'totp', code: await desk.freshCode(enrolled) })
    expect(status).toBe(500)
  })

  it('T13: takes each code once, however many show it at once', async () => {
    const code = await desk.freshCode(enrolled)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        prove(sari, { method: 'totp', code }, { address: `203.0.113.${20 + n}` }).then(
          ({ status }) => status,
        ),
      ),
    )
    expect(answers.filter((status) => status === 200)).toHaveLength(1)
  })

  it('T14: of ten thousand guesses at most five are looked at, and the password is locked with them', async () => {
    const before = (await desk.audit('security.step_up')).length
    const session = (
      await rows<{ id: string }>(`select id from auth_sessions where user_id = '${sari.id}'`)
    )[0]
    const person = { kanal: kanalOf(desk.payload), userId: sari.id, userName: 'sari', email: sari.email }
    const guess = async (n: number): Promise<number> => {
      const code = String(n).padStart(6, '0')
      const address = `198.51.${n % 250}.${Math.floor(n / 250)}`
      if (n % 100 === 0) return (await prove(sari, { method: 'totp', code }, { address })).status
      const place = { address, browser: null, userAgent: null }
      return proveDirectly(
        desk.payload,
        { ...person, sessionId: String(session?.id), place },
        { proof: { method: 'totp', code }, occasion: 'step_up' },
        async () => undefined,
      ).then(
        () => 200,
        (error: unknown) => (error as Refusal).status,
      )
    }
    const statuses = new Map<number, number>()
    for (let start = 0; start < 10_000; start += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => guess(start + n)))
      for (const status of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    const looked = (await desk.audit('security.step_up')).length - before
    expect(looked).toBe(5)
    expect(Object.fromEntries(statuses)).toEqual({ 422: 5, 429: 9_995 })
    expect((await desk.signIn(sari.email, sari.password)).status).toBe(429)
  }, 240_000)

  it('T14: guesses from one address over many accounts stop after five as well', async () => {
    const people = await Promise.all(['a', 'b', 'c'].map((name) => desk.person(name, 'staff')))
    for (const each of people) await desk.enrol(each)
    await desk.forgetTries()
    const answers: number[] = []
    for (let n = 0; n < 9; n += 1) {
      const each = people[n % 3] as Someone
      answers.push((await prove(each, { method: 'totp', code: '000000' }, { address: AWAY })).status)
    }
    expect(answers).toEqual([422, 422, 422, 422, 422, 429, 429, 429, 429])
  })

  it('a right password does not buy more guesses', async () => {
    for (let n = 0; n < 4; n += 1) await prove(sari, { method: 'totp', code: '000000' })
    expect((await desk.signIn(sari.email, sari.password)).status).toBe(200)
    expect((await prove(sari, { method: 'totp', code: '000000' })).status).toBe(422)
    expect((await prove(sari, { method: 'totp', code: '000000' })).status).toBe(429)
  })
})

describe('recovery codes', () => {
  it('are ten, long, stored as hashes, and each works once', async () => {
    expect(enrolled.recoveryCodes).toHaveLength(10)
    for (const code of enrolled.recoveryCodes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    const stored = JSON.stringify(await rows('select * from auth_recovery_codes'))
    for (const code of enrolled.recoveryCodes) expect(stored).not.toContain(code.replaceAll('-', ''))
    const [first = ''] = enrolled.recoveryCodes
    const typed = first.toLowerCase().replaceAll('-', ' ').replace('0', 'o')
    const answers = await Promise.all([1, 2, 3].map(() => prove(sari, { method: 'recovery', code: typed })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422])
    expect(await desk.audit('security.recovery_used')).toMatchObject([{ outcome: 'ok' }])
    expect(
      await rows(`select kind from notice_incidents where kind = 'security.recovery-used'`),
    ).toHaveLength(1)
  })

  it('are replaced all together', async () => {
    const made = await desk.send('POST', '/security/recovery-codes', { as: sari, body: {} })
    expect(made.body.recoveryCodes).toHaveLength(10)
    const [, second = ''] = enrolled.recoveryCodes
    expect((await prove(sari, { method: 'recovery', code: second })).status).toBe(422)
    const [fresh = ''] = made.body.recoveryCodes as string[]
    expect((await prove(sari, { method: 'recovery', code: fresh })).status).toBe(200)
  })
})

describe('changing factors', () => {
  it('ends the other sign-ins and makes older proofs worthless', async () => {
    const rani = await desk.person('rani', 'owner')
    const other = await desk.signIn(rani.email, rani.password, { address: AWAY })
    const factor = await desk.enrol(rani)
    expect((await desk.send('GET', '/security/sessions', { as: other, address: AWAY })).status).toBe(401)
    expect((await desk.send('DELETE', '/security/totp', { as: rani })).status).toBe(200)
    const body = { organisation: desk.organisation, secondFactor: 'optional', graceDays: 7 }
    expect((await desk.send('POST', '/security/policy', { as: rani, body })).status).toBe(401)
    expect(
      await rows(`select count(*)::int as n from auth_recovery_codes where user_id = '${rani.id}'`),
    ).toEqual([{ n: 0 }])
    expect(factor.recoveryCodes).toHaveLength(10)
  })

  it('cannot replace an authenticator that is in force without removing it first', async () => {
    await prove(sari, { method: 'totp', code: await desk.freshCode(enrolled) })
    expect((await desk.send('POST', '/security/totp', { as: sari, body: {} })).status).toBe(409)
    expect(
      (
        await desk.send('POST', '/security/totp/confirm', {
          as: sari,
          body: { code: await desk.freshCode(enrolled) },
        })
      ).status,
    ).toBe(422)
  })
})
