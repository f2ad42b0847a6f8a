import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SoftPasskey, type Misbehaviour } from '../testing/authenticator.ts'
import { openSecurityDesk, type SecurityDesk, type Someone } from '../testing/desk.ts'

const ORIGIN = 'http://localhost:3000'

let desk: SecurityDesk
let sari: Someone
let passkey: SoftPasskey
beforeAll(async () => {
  desk = await openSecurityDesk()
  sari = await desk.person('sari', 'owner')
  passkey = new SoftPasskey(ORIGIN)
})
afterAll(() => desk?.stop())
beforeEach(() => desk.forgetTries())

type Options = { challenge: string; rpId?: string; userVerification?: string }
const ask = async (path: string, as: { cookie: string }): Promise<Options> =>
  (await desk.send('POST', path, { as, body: {} })).body.options as Options
const toMake = (as: { cookie: string } = sari) => ask('/security/passkeys/options', as)
const toShow = (as: { cookie: string } = sari) => ask('/security/step-up/passkey', as)
const add = (response: object, name = 'Laptop toko', as: { cookie: string } = sari) =>
  desk.send('POST', '/security/passkeys', { as, body: { name, response } })
const prove = (response: object, as: { cookie: string } = sari) =>
  desk.send('POST', '/security/step-up', { as, body: { method: 'passkey', response } })

describe('making a passkey', () => {
  it.each<[string, Misbehaviour]>([
    ['another site’s page', { origin: 'https://kanal.evil.example' }],
    ['another site’s name', { rpId: 'evil.example' }],
    ['nobody verified', { userVerified: false }],
  ])('is refused from %s', async (_case, wrong) => {
    expect((await add(new SoftPasskey(ORIGIN).register(await toMake(), wrong))).status).toBe(422)
  })

  it('stores it with its name, gives recovery codes with the first, and takes it once', async () => {
    const response = passkey.register(await toMake())
    const made = await add(response)
    expect(made.status).toBe(200)
    expect(made.body.recoveryCodes).toHaveLength(10)
    expect((await add(response)).status).toBe(422)
    const second = await add(new SoftPasskey(ORIGIN).register(await toMake()), 'HP Sari')
    expect(second.body.recoveryCodes).toBeNull()
    const { rows } = await desk.database.pool.query('select name from auth_passkeys order by created_at')
    expect(rows).toEqual([{ name: 'Laptop toko' }, { name: 'HP Sari' }])
  })
})

describe('showing a passkey', () => {
  it('proves who one is, with the person verified', async () => {
    const options = await toShow()
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    await desk.forgetStepUps()
    expect((await prove(passkey.show(options))).status).toBe(200)
    expect((await desk.send('GET', '/security/step-up', { as: sari })).body.recent).toBe(true)
  })

  it.each<[string, Misbehaviour]>([
    ['another site’s page', { origin: 'https://kanal.evil.example' }],
    ['another site’s name', { rpId: 'evil.example' }],
    ['nobody verified', { userVerified: false }],
    ['a counter that stands still', { counter: 1 }],
  ])('is refused with %s', async (_case, wrong) => {
    const { counter } = passkey
    expect((await prove(passkey.show(await toShow(), wrong))).status).toBe(422)
    passkey.counter = counter
  })

  it('T13: answers each challenge once', async () => {
    const response = passkey.show(await toShow())
    const shown = Array.from({ length: 100 }, () => prove(response).then(({ status }) => status))
    const answers = await Promise.all(shown)
    expect(answers.filter((status) => status === 200)).toHaveLength(1)
    expect(answers.filter((status) => [422, 429].includes(status))).toHaveLength(99)
  })

  it('is bound to the person, the sign-in and what it was asked for', async () => {
    const elsewhere = await desk.signIn(sari.email, sari.password)
    expect((await prove(passkey.show(await ask('/security/sign-in/passkey', elsewhere)))).status).toBe(422)
    expect((await prove(passkey.show(await toMake()))).status).toBe(422)
    const budi = await desk.person('budi', 'staff')
    const his = new SoftPasskey(ORIGIN)
    await add(his.register(await toMake(budi)), 'HP Budi', budi)
    expect((await prove(his.show(await toShow(budi)))).status).toBe(422)
    expect((await prove(his.show(await toShow()))).status).toBe(422)
  })

  it('lapses after five minutes', async () => {
    const response = passkey.show(await toShow())
    await desk.database.pool.query(`update auth_challenges set expires_at = now()`)
    expect((await prove(response)).status).toBe(422)
  })

  it('completes a sign-in', async () => {
    const half = await desk.signIn(sari.email, sari.password)
    const response = passkey.show(await ask('/security/sign-in/passkey', half))
    const done = await desk.send('POST', '/security/sign-in', {
      as: half,
      body: { method: 'passkey', response },
    })
    expect(done.status).toBe(200)
    expect((await desk.send('GET', '/users/me', { as: half })).body.user).toMatchObject({ id: sari.id })
  })
})

describe('passkeys of a person', () => {
  it('are named and removed by nobody else', async () => {
    const { rows } = await desk.database.pool.query<{ id: string }>(
      `select id from auth_passkeys where name = 'HP Sari'`,
    )
    const path = `/security/passkeys/${rows[0]?.id}`
    const budi = await desk.person('budi2', 'staff')
    expect((await desk.send('PATCH', path, { as: budi, body: { name: 'Punya saya' } })).status).toBe(422)
    expect((await desk.send('DELETE', path, { as: budi })).status).toBe(422)
    expect((await desk.send('PATCH', path, { as: sari, body: { name: 'HP lama' } })).status).toBe(200)
    expect((await desk.send('DELETE', path, { as: sari })).status).toBe(200)
    expect((await desk.audit('security.factor_remove')).length).toBe(1)
  })
})
