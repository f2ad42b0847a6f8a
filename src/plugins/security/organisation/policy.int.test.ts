import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSecurityDesk, type SecurityDesk, type Someone } from '../testing/desk.ts'
import { memberFactorsOf } from './policy.ts'
import { autocommit } from '../../../database/tx.ts'

let desk: SecurityDesk
let owner: Someone
let staff: Someone
beforeAll(async () => {
  desk = await openSecurityDesk()
  owner = await desk.person('pemilik', 'owner')
  staff = await desk.person('staf', 'staff')
})
afterAll(() => desk?.stop())

const demand = (secondFactor: string, graceDays = 7, as: Someone = owner) =>
  desk.send('POST', '/security/policy', {
    as,
    body: { organisation: desk.organisation, secondFactor, graceDays },
  })
const seesProducts = async (who: Someone): Promise<boolean> =>
  (await desk.send('GET', '/products', { as: who })).status === 200
const due = async () =>
  (await desk.database.pool.query('select required_since from auth_policies')).rows[0]?.required_since as Date

describe('what an organisation asks of its people', () => {
  it('is an owner’s to set', async () => {
    expect((await demand('required', 7, staff)).status).toBe(403)
    expect((await demand('sometimes')).status).toBe(400)
    expect((await demand('required', 91)).status).toBe(400)
  })

  it('lets everybody in during the grace, and the grace does not start anew with each save', async () => {
    await demand('required', 7)
    const since = await due()
    expect(await seesProducts(staff)).toBe(true)
    await demand('required', 3)
    expect(await due()).toEqual(since)
    expect(await seesProducts(staff)).toBe(true)
  })

  it('after it opens nothing but the own account without a second factor, until there is one', async () => {
    await demand('required', 0)
    expect(await seesProducts(staff)).toBe(false)
    const refused = await desk.send('GET', `/integrations/overview?organisation=${desk.organisation}`, {
      as: owner,
    })
    expect(refused).toMatchObject({ status: 403, body: { problem: { code: 'factor_required' } } })
    expect((await desk.send('GET', '/security/sessions', { as: staff })).status).toBe(200)
    await desk.enrol(staff)
    expect(await seesProducts(staff)).toBe(true)
    expect(await seesProducts(owner)).toBe(false)
    await desk.enrol(owner)
    expect((await demand('optional')).status).toBe(200)
  })

  it('shows who has what, those without first', async () => {
    await desk.person('baru', 'viewer')
    expect(await memberFactorsOf(autocommit(desk.database.pool), desk.organisation)).toMatchObject([
      { name: 'baru', totp: false, passkeys: 0 },
      { name: 'pemilik', totp: true },
      { name: 'staf', totp: true },
    ])
  })
})
