import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { kanalOf } from '../../context.ts'
import type { IntegrationDetails } from './details.ts'
import type { SettingValue } from './settings.ts'
import { openDesk, RIGHT_KEY, set, type Desk } from './testing/desk.ts'

const PUSH_KEY = 'push~key~of~the~seller~0000'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())
beforeEach(async () => {
  await desk.reset()
  const changes = { appId: set('2001887'), appKey: set(RIGHT_KEY), pushKey: set(PUSH_KEY) }
  expect((await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0, changes }))).status).toBe(200)
})
afterEach(() => vi.restoreAllMocks())

const details = async (): Promise<IntegrationDetails> =>
  (await (await desk.call(desk.people.adminA, 'GET', `/${desk.id}/details`)).json()) as IntegrationDetails
const opened = () => vi.spyOn(kanalOf(desk.payload).vault.keys, 'withKey')

describe('stored settings', () => {
  it('are shown as they are, and no secret with them', async () => {
    const answer = await details()
    expect(answer.settings).toEqual({ appId: '2001887' })
    for (const secret of [RIGHT_KEY, PUSH_KEY]) expect(JSON.stringify(answer)).not.toContain(secret)
  })

  it('are the only values opened, and looking is no use', async () => {
    const opening = opened()
    const { usage } = await details()
    expect(opening).toHaveBeenCalledTimes(1)
    expect(usage.lastUsedFor).toBeNull()
    expect((await details()).usage.lastUsedAt).toBeNull()
  })

  it('are not part of the page of all integrations, which opens nothing', async () => {
    const opening = opened()
    expect(JSON.stringify(await desk.overview())).not.toContain('2001887')
    expect(opening).not.toHaveBeenCalled()
  })

  it('do not keep the form from opening when they cannot be opened', async () => {
    await desk.pool.query('alter table cred_values disable trigger user')
    await desk.pool.query(
      `update cred_values set envelope = set_byte(envelope, 117, get_byte(envelope, 117) # 1)`,
    )
    await desk.pool.query('alter table cred_values enable trigger user')
    expect(await details()).toMatchObject({ version: 1, settings: null })
  })

  it('have a type no other text has', () => {
    expectTypeOf<NonNullable<IntegrationDetails['settings']>[string]>().toEqualTypeOf<SettingValue>()
    expectTypeOf<string>().not.toExtend<SettingValue>()
  })
})
