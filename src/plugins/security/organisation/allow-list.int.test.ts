import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createOrganisation } from '../../../../tests/support/payload.ts'
import { transaction } from '../../../database/tx.ts'
import { kanalOf } from '../../context.ts'
import { AWAY, HOME, openSecurityDesk, type From, type SecurityDesk, type Someone } from '../testing/desk.ts'
import { breakAllowList } from './break-glass.ts'

let desk: SecurityDesk
let owner: Someone
let staff: Someone
beforeAll(async () => {
  desk = await openSecurityDesk()
  owner = await desk.person('pemilik', 'owner')
  staff = await desk.person('staf', 'staff')
  await desk.payload.create({
    collection: 'products',
    data: { title: 'Kemeja', organisation: desk.organisation },
  })
})
afterAll(() => desk?.stop())
afterEach(async () => {
  await desk.database.pool.query('truncate auth_allow_lists')
})

const save = (ranges: string[], from: From = {}) =>
  desk.send('POST', '/security/allow-list', {
    as: owner,
    body: { organisation: desk.organisation, ranges },
    ...from,
  })
const settle = (keep: boolean) =>
  desk.send('POST', '/security/allow-list/confirm', {
    as: owner,
    body: { organisation: desk.organisation, keep },
  })
const trialEnds = () =>
  desk.database.pool.query(`update auth_allow_lists set trial_ends_at = now() - interval '1 second'`)

/** Everything a person could try to see of the organisation, from a place. */
async function sees(who: Someone, from: From): Promise<Record<string, boolean>> {
  const products = await desk.send('GET', '/products', { as: who, ...from })
  const created = await desk.send('POST', '/products', {
    as: who,
    body: { title: 'Baru', organisation: desk.organisation },
    ...from,
  })
  const overview = await desk.send('GET', `/integrations/overview?organisation=${desk.organisation}`, {
    as: who,
    ...from,
  })
  const graphql = await desk.graphql('{ Products { docs { title } } }', who, {
    'x-kanal-peer': from.address ?? HOME,
    ...from.headers,
  })
  return {
    rest: JSON.stringify(products.body).includes('Kemeja'),
    write: created.status === 201,
    ours: overview.status === 200,
    graphql: JSON.stringify(graphql).includes('Kemeja'),
  }
}
const everything = { rest: true, write: true, ours: true, graphql: true }
const nothing = { rest: false, write: false, ours: false, graphql: false }

describe('T18: locking oneself out', () => {
  it('a list without the own address is refused, and so is what is no address', async () => {
    expect(await save(['198.51.100.0/24'])).toMatchObject({
      status: 422,
      body: { problem: { code: 'own_address_outside' } },
    })
    expect(await save([HOME, 'kantor'])).toMatchObject({
      status: 422,
      body: { problem: { code: 'not_addresses' } },
    })
    expect((await desk.database.pool.query('select from auth_allow_lists')).rowCount).toBe(0)
  })

  it('a list counts at once and lapses unless it is confirmed', async () => {
    expect((await save([`${HOME}/32`])).status).toBe(200)
    expect(await sees(owner, { address: HOME })).toEqual(everything)
    expect(await sees(owner, { address: AWAY })).toEqual(nothing)
    await trialEnds()
    expect(await sees(owner, { address: AWAY })).toEqual(everything)
    expect(await settle(true)).toMatchObject({ status: 409, body: { problem: { code: 'no_trial' } } })
  })

  it('the list before comes back, not an empty one', async () => {
    await save([HOME])
    expect((await settle(true)).status).toBe(200)
    await save([HOME, AWAY])
    expect(await sees(owner, { address: AWAY })).toEqual(everything)
    await trialEnds()
    expect(await sees(owner, { address: AWAY })).toEqual(nothing)
    expect(await sees(owner, { address: HOME })).toEqual(everything)
    await save([HOME, AWAY])
    expect((await settle(false)).status).toBe(200)
    expect(await sees(owner, { address: AWAY })).toEqual(nothing)
  })

  it('is undone from the command line, which is written down', async () => {
    await save([HOME])
    await settle(true)
    const { pool, audit } = kanalOf(desk.payload)
    const named = { id: desk.organisation, name: 'Toko Sari' }
    expect(await transaction(pool, (tx) => breakAllowList(tx, audit, named))).toBe(true)
    expect(await sees(owner, { address: AWAY })).toEqual(everything)
    expect((await desk.audit('security.allow_list')).at(-1)).toMatchObject({ reason: 'break_glass' })
    expect(await transaction(pool, (tx) => breakAllowList(tx, audit, named))).toBe(false)
  })
})

describe('T17: a forged address', () => {
  it('never opens the organisation: the peer counts, and a forwarded address only from a proxy of ours', async () => {
    await save([HOME])
    await settle(true)
    const claims: readonly Record<string, string>[] = [
      { 'x-forwarded-for': HOME },
      { 'x-forwarded-for': `${HOME}, ${AWAY}` },
      { 'x-real-ip': HOME, forwarded: `for=${HOME}`, 'cf-connecting-ip': HOME },
    ]
    for (const forged of claims)
      expect(await sees(owner, { address: AWAY, headers: forged })).toEqual(nothing)
    // 10.0.0.0/8 are proxies here: the nearest hop they did not write themselves counts.
    expect(await sees(owner, { address: '10.0.0.2', headers: { 'x-forwarded-for': HOME } })).toEqual(
      everything,
    )
    const spoofed = { 'x-forwarded-for': `${HOME}, ${AWAY}` }
    expect(await sees(owner, { address: '10.0.0.2', headers: spoofed })).toEqual(nothing)
    expect(await sees(owner, { address: '10.0.0.2' })).toEqual(nothing)
    expect(await sees(owner, { address: `::ffff:${HOME}` })).toEqual(everything)
    expect(await sees(owner, { address: '' })).toEqual(nothing)
  })

  it('is not what the audit trail records', async () => {
    await desk.signIn(staff.email, 'salah-sama-sekali', {
      address: AWAY,
      headers: { 'x-forwarded-for': HOME },
    })
    expect((await desk.audit('user.login_failed')).at(-1)).toMatchObject({ ip: AWAY })
  })
})

describe('a list of one organisation', () => {
  it('leaves other organisations of the same person open, and says why it closes this one', async () => {
    const other = (await createOrganisation(desk, 'Toko Lain')).id
    const both = await desk.person('dua', 'owner')
    await desk.database.pool.query(
      `insert into users_memberships (_order, _parent_id, id, organisation_id, role) values (2, $1, 'm2', $2, 'owner')`,
      [both.id, other],
    )
    await save([HOME])
    const at = { as: both, address: AWAY }
    expect((await desk.send('GET', `/integrations/overview?organisation=${other}`, at)).status).toBe(200)
    expect(
      await desk.send('GET', `/integrations/overview?organisation=${desk.organisation}`, at),
    ).toMatchObject({
      status: 403,
      body: { problem: { code: 'address_not_allowed' } },
    })
  })

  it('is an owner’s to change, after a proof', async () => {
    const body = { organisation: desk.organisation, ranges: [HOME] }
    expect((await desk.send('POST', '/security/allow-list', { as: staff, body })).status).toBe(403)
    await desk.forgetStepUps()
    expect((await save([HOME])).status).toBe(401)
  })
})
