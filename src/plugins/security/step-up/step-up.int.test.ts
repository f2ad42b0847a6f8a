import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AWAY, openSecurityDesk, type SecurityDesk, type Someone } from '../testing/desk.ts'

let desk: SecurityDesk
let owner: Someone
beforeAll(async () => {
  desk = await openSecurityDesk()
  owner = await desk.person('pemilik', 'owner')
})
afterAll(() => desk?.stop())
beforeEach(() => desk.forgetTries())

const policy = () => ({ organisation: desk.organisation, secondFactor: 'optional', graceDays: 7 })

describe('a proof of identity', () => {
  it('is the sign-in itself for five minutes, then asked for again, before anything is done', async () => {
    expect((await desk.send('POST', '/security/policy', { as: owner, body: policy() })).status).toBe(200)
    await desk.forgetStepUps()
    const asked = await desk.send('POST', '/security/policy', { as: owner, body: 'not even read' })
    expect(asked).toMatchObject({
      status: 401,
      body: { problem: { code: 'step_up_required', methods: ['password'] } },
    })
    expect((await desk.send('GET', '/security/step-up', { as: owner })).body).toEqual({
      recent: false,
      methods: ['password'],
    })
    const wrong = await desk.send('POST', '/security/step-up', {
      as: owner,
      body: { method: 'password', password: 'salah sama sekali' },
    })
    expect(wrong).toMatchObject({ status: 422, body: { problem: { code: 'wrong_proof' } } })
    const right = { method: 'password', password: owner.password }
    expect((await desk.send('POST', '/security/step-up', { as: owner, body: right })).status).toBe(200)
    expect((await desk.send('POST', '/security/policy', { as: owner, body: policy() })).status).toBe(200)
    expect((await desk.audit('security.step_up')).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'wrong_password'],
      ['ok', 'password'],
    ])
  })

  it('leaves no sign-in behind when the password is confirmed', async () => {
    const count = async (): Promise<unknown> =>
      (
        await desk.database.pool.query(
          'select (select count(*) from users_sessions) as theirs, (select count(*) from auth_sessions) as ours',
        )
      ).rows
    const before = await count()
    const body = { method: 'password', password: owner.password }
    expect((await desk.send('POST', '/security/step-up', { as: owner, body })).status).toBe(200)
    expect(await count()).toEqual(before)
  })

  it('counts in one sign-in, at one address, in one browser', async () => {
    await desk.send('POST', '/security/step-up', {
      as: owner,
      body: { method: 'password', password: owner.password },
    })
    const other = await desk.signIn(owner.email, owner.password)
    await desk.database.pool.query(
      'delete from auth_step_ups where session_id = (select id from auth_sessions order by created_at desc limit 1)',
    )
    const ask = (from: object) =>
      desk.send('POST', '/security/policy', { as: owner, body: policy(), ...from })
    expect((await desk.send('POST', '/security/policy', { as: other, body: policy() })).status).toBe(401)
    expect((await ask({ address: AWAY })).status).toBe(401)
    expect((await ask({ browser: 'curl/8' })).status).toBe(401)
    expect((await ask({})).status).toBe(200)
    expect(
      (await desk.audit('access.denied')).filter(({ reason }) => reason === 'step_up_elsewhere'),
    ).toEqual([{ outcome: 'denied', reason: 'step_up_elsewhere', ip: AWAY }])
  })

  it('is no longer the password alone once there is a second factor', async () => {
    const sari = await desk.person('sari', 'owner')
    const enrolled = await desk.enrol(sari)
    await desk.forgetStepUps()
    const prove = (body: object) => desk.send('POST', '/security/step-up', { as: sari, body })
    expect((await desk.send('GET', '/security/step-up', { as: sari })).body.methods).toEqual([
      'totp',
      'recovery',
    ])
    expect(await prove({ method: 'password', password: sari.password })).toMatchObject({
      status: 422,
      body: { problem: { code: 'no_such_method' } },
    })
    expect((await prove({ method: 'totp', code: await desk.freshCode(enrolled) })).status).toBe(200)
    expect((await desk.send('POST', '/security/policy', { as: sari, body: policy() })).status).toBe(200)
  })
})

describe('changing accounts', () => {
  it('needs a proof for roles, e-mail and password, by REST and GraphQL alike, and none for a name', async () => {
    const staff = await desk.person('staf', 'staff')
    await desk.forgetStepUps()
    const patch = (body: object, id = staff.id) => desk.send('PATCH', `/users/${id}`, { as: owner, body })
    const code = {
      status: 401,
      body: { errors: [{ data: { code: 'step_up_required', methods: ['password'] } }] },
    }
    const memberships = [{ organisation: desk.organisation, role: 'admin' }]
    expect(await patch({ memberships })).toMatchObject(code)
    expect(await patch({ email: 'curian@kanal.test' })).toMatchObject(code)
    expect(await patch({ password: 'kata-sandi-baru-panjang' })).toMatchObject(code)
    const everybody = await desk.send('PATCH', '/users?where[name][exists]=true', {
      as: owner,
      body: { name: 'x' },
    })
    expect(everybody.status).toBe(403)
    const created = {
      name: 'baru',
      email: 'baru@kanal.test',
      password: 'kata-sandi-baru-panjang',
      memberships,
    }
    expect(await desk.send('POST', '/users', { as: owner, body: created })).toMatchObject(code)
    const mutation = `mutation { updateUser(id: "${staff.id}", data: { email: "curian@kanal.test" }) { id } }`
    expect((await desk.graphql(mutation, owner)).errors).toMatchObject([
      { extensions: { statusCode: 401, data: { code: 'step_up_required' } } },
    ])
    const same = [{ organisation: desk.organisation, role: 'staff' }]
    expect((await patch({ name: 'Staf Gudang', memberships: same, email: staff.email })).status).toBe(200)
    await desk.send('POST', '/security/step-up', {
      as: owner,
      body: { method: 'password', password: owner.password },
    })
    expect((await patch({ memberships })).status).toBe(200)
    expect((await desk.audit('user.role_change')).length).toBe(1)
  })

  it('ends every other sign-in of a person whose password changes', async () => {
    const rani = await desk.person('rani', 'staff')
    const elsewhere = await desk.signIn(rani.email, rani.password, { address: AWAY })
    expect((await desk.send('GET', '/security/sessions', { as: elsewhere, address: AWAY })).status).toBe(200)
    await desk.send('PATCH', `/users/${rani.id}`, { as: rani, body: { password: 'kata-sandi-baru-panjang' } })
    expect((await desk.send('GET', '/security/sessions', { as: elsewhere, address: AWAY })).status).toBe(401)
    expect((await desk.send('GET', '/security/sessions', { as: rani })).status).toBe(200)
  })
})
