import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { kanalOf } from '../../context.ts'
import { withCredentials } from '../read.ts'
import type { IntegrationDetails } from './details.ts'
import { Died, everyDeath, mortalPool } from './testing/fault.ts'
import { keep, openDesk, outcomeOf, problemOf, RIGHT_KEY, set, type Desk } from './testing/desk.ts'
import type { Person } from './testing/server.ts'

const OTHER_KEY = 'other~key~of~the~seller~0000'
const PUSH_KEY = 'push~key~of~the~seller~0000'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.reset())

const save = async (version: number, changes: object): Promise<void> => {
  const response = await desk.save(desk.people.ownerA, desk.input({ expectedVersion: version, changes }))
  expect(response.status).toBe(200)
}
const rollback = (body: object, headers: Record<string, string> = {}, person: Person = desk.people.ownerA) =>
  desk.call(person, 'POST', `/${desk.id}/rollback`, { body, headers })
const details = async (): Promise<IntegrationDetails> =>
  (await (await desk.call(desk.people.ownerA, 'GET', `/${desk.id}/details`)).json()) as IntegrationDetails
const values = (): Promise<Record<string, string>> => {
  const { vault, pool } = kanalOf(desk.payload)
  const owner = { organisationId: desk.a, ownerType: 'integration', ownerId: desk.id, slug: 'pasar' } as const
  return withCredentials(
    vault,
    pool,
    { ...owner, consumer: 'connection.test', purpose: 'test' },
    (opened) => ({
      ...opened,
    }),
  )
}

/** Version 1: app and key; 2: another app and a push key; 3: the push key is gone again. */
async function threeVersions(): Promise<void> {
  await save(0, { appId: set('2001887'), appKey: set(RIGHT_KEY) })
  await save(1, { appId: set('3001888'), pushKey: set(PUSH_KEY) })
  await save(2, { pushKey: { op: 'clear' } })
}

/** The trail without looks: this file looks at details all the time. */
const changesSince = async (since: number): Promise<Record<string, unknown>[]> =>
  (await desk.audit(since)).filter(({ action }) => action !== 'credential.viewed')

describe('history', () => {
  it('says who changed which fields when, and no value', async () => {
    await threeVersions()
    const answer = await desk.call(desk.people.adminA, 'GET', `/${desk.id}/details`)
    expect(answer.headers.get('etag')).toBe('"3"')
    const text = await answer.text()
    for (const value of [RIGHT_KEY, PUSH_KEY, '2001887']) expect(text).not.toContain(value)
    const { versions } = JSON.parse(text) as IntegrationDetails
    expect(versions.map(({ version, kind, by, isInForce }) => ({ version, kind, by, isInForce }))).toEqual([
      { version: 3, kind: 'save', by: 'ownerA', isInForce: true },
      { version: 2, kind: 'save', by: 'ownerA', isInForce: false },
      { version: 1, kind: 'save', by: 'ownerA', isInForce: false },
    ])
    const last4 = PUSH_KEY.slice(-4)
    expect(versions[0]?.fields).toEqual([
      { field: 'pushKey', change: 'cleared', last4Before: last4, last4After: null },
    ])
    expect(versions[1]?.fields).toEqual([
      { field: 'appId', change: 'set', last4Before: null, last4After: null },
      { field: 'pushKey', change: 'set', last4Before: null, last4After: last4 },
    ])
  })

  it('is for those who manage the organisation', async () => {
    await threeVersions()
    const statuses = await Promise.all(
      (['staffA', 'viewerA', 'ownerB', 'nobody'] as const).map(async (name) => [
        (await desk.call(desk.people[name], 'GET', `/${desk.id}/details`)).status,
        (await rollback({ version: 1, expectedVersion: 3 }, {}, desk.people[name])).status,
      ]),
    )
    expect(statuses).toEqual([
      [403, 403],
      [403, 403],
      [404, 404],
      [404, 404],
    ])
    expect((await details()).version).toBe(3)
  })
})

describe('rollback', () => {
  it('tests the old values, makes them the newest version, and rewrites nothing', async () => {
    await threeVersions()
    const before = await desk.pool.query('select id, version, field from cred_values order by id')
    const since = await desk.auditCount()
    desk.market.seen = []
    const started = performance.now()
    const outcome = await outcomeOf(await rollback({ version: 1, expectedVersion: 3 }))
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(outcome).toMatchObject({ saved: true, verdict: 'accepted', version: 4 })
    expect(outcome.steps.map(({ step }) => step)).toEqual(['shape', 'signature', 'shop', 'store'])
    expect(desk.market.seen).toEqual([
      { environment: 'https://api.pasar.example', credentials: { appId: '2001887', appKey: RIGHT_KEY } },
    ])
    expect(await values()).toEqual({ appId: '2001887', appKey: RIGHT_KEY })
    const after = await desk.pool.query('select id, version, field from cred_values order by id')
    expect(after.rows.slice(0, before.rows.length)).toEqual(before.rows)
    const { versions } = await details()
    expect(versions[0]).toMatchObject({ version: 4, kind: 'rollback', restoredVersion: 1, isInForce: true })
    expect(versions[0]?.fields.map(({ field }) => field)).toEqual(['appId'])
    expect(await changesSince(since)).toEqual([
      expect.objectContaining({
        action: 'credential.rollback',
        outcome: 'ok',
        reason: 'restored v1 over v3',
        fields: ['appId'],
      }),
    ])
  })

  it('brings a cleared field back', async () => {
    await threeVersions()
    expect((await rollback({ version: 2, expectedVersion: 3 })).status).toBe(200)
    expect(await values()).toEqual({ appId: '3001888', appKey: RIGHT_KEY, pushKey: PUSH_KEY })
  })

  it('leaves everything as it is when the marketplace refuses the old values', async () => {
    await save(0, { appId: set('2001887'), appKey: set(RIGHT_KEY) })
    desk.market.rightKey = OTHER_KEY
    await save(1, { appKey: set(OTHER_KEY) })
    const since = await desk.auditCount()
    const response = await rollback({ version: 1, expectedVersion: 2 })
    expect(response.status).toBe(422)
    expect(await values()).toEqual({ appId: '2001887', appKey: OTHER_KEY })
    expect((await details()).versions).toHaveLength(2)
    expect(await changesSince(since)).toEqual([
      expect.objectContaining({
        action: 'credential.rollback',
        outcome: 'failed',
        reason: 'signature_mismatch',
      }),
    ])
    desk.market.rightKey = RIGHT_KEY
  })

  it('goes back to the environment the values are for, never sending a newer key there', async () => {
    await save(0, { appId: set('2001887'), appKey: set(RIGHT_KEY) })
    const moved = desk.input({ expectedVersion: 1, environment: 'sandbox' })
    expect((await desk.save(desk.people.ownerA, moved)).status).toBe(200)
    desk.market.seen = []
    expect((await rollback({ version: 1, expectedVersion: 2 })).status).toBe(200)
    expect(desk.market.seen.map(({ environment }) => environment)).toEqual(['https://api.pasar.example'])
    expect(await desk.integration()).toMatchObject({ environment: 'live', version: 3 })
  })

  it('knows versions that are gone, in force, or of nobody', async () => {
    await threeVersions()
    const code = async (response: Response): Promise<unknown> => [
      response.status,
      (await problemOf(response)).code,
    ]
    expect(await code(await rollback({ version: 9, expectedVersion: 3 }))).toEqual([404, 'version_gone'])
    expect(await code(await rollback({ version: 3, expectedVersion: 3 }))).toEqual([409, 'already_in_force'])
    await desk.call(desk.people.ownerA, 'DELETE', `/${desk.id}`, { body: { expectedVersion: 3 } })
    expect(await code(await rollback({ version: 1, expectedVersion: 4 }))).toEqual([404, 'version_gone'])
  })
})

describe('If-Match', () => {
  it('guards save, rollback and disconnect with the entity tag of the version', async () => {
    await threeVersions()
    const body = desk.input({ changes: { appId: set('2001889'), appKey: keep } })
    const calls = (headers: Record<string, string>): (() => Promise<Response>)[] => [
      () => desk.save(desk.people.ownerA, body, headers),
      () => rollback({ version: 1 }, headers),
      () => desk.call(desk.people.ownerA, 'DELETE', `/${desk.id}`, { body: {}, headers }),
    ]
    const statuses = async (headers: Record<string, string>): Promise<number[]> => {
      const found: number[] = []
      for (const call of calls(headers)) found.push((await call()).status)
      return found
    }
    expect(await statuses({})).toEqual([428, 428, 428])
    expect(await statuses({ 'if-match': '"2"' })).toEqual([412, 412, 412])
    expect(await statuses({ 'if-match': '*' })).toEqual([400, 400, 400])
    expect(await statuses({ 'if-match': 'W/"3"' })).toEqual([400, 400, 400])
    expect((await details()).version).toBe(3)
    const saved = await desk.save(desk.people.ownerA, body, { 'if-match': '"3"' })
    expect([saved.status, saved.headers.get('etag')]).toEqual([200, '"4"'])
    expect((await rollback({ version: 1 }, { 'if-match': '"4"' })).status).toBe(200)
    const gone = await desk.call(desk.people.ownerA, 'DELETE', `/${desk.id}`, {
      body: {},
      headers: { 'if-match': '"5"' },
    })
    expect(gone.status).toBe(200)
  })
})

describe('kill at every step of save', () => {
  const changes = { appId: set('3001888'), appKey: set(OTHER_KEY), pushKey: set(PUSH_KEY) }
  const OLD = { appId: '2001887', appKey: RIGHT_KEY }
  const NEW = { appId: '3001888', appKey: OTHER_KEY, pushKey: PUSH_KEY }

  it(
    'leaves the old values live, whole and usable, unless everything was committed',
    { timeout: 300_000 },
    async () => {
      const kanal = kanalOf(desk.payload)
      const real = kanal.pool
      const attempt = async (death: Parameters<typeof mortalPool>[1]): Promise<string[]> => {
        await desk.reset()
        desk.market.rightKey = RIGHT_KEY
        await save(0, { appId: set(OLD.appId), appKey: set(RIGHT_KEY) })
        desk.market.rightKey = OTHER_KEY
        const mortal = mortalPool(real, death)
        kanal.pool = mortal.pool
        try {
          await desk
            .save(desk.people.ownerA, desk.input({ expectedVersion: 1, changes }))
            .catch((error: unknown) => {
              if (!(error instanceof Died)) throw error
            })
        } finally {
          kanal.pool = real
        }
        return mortal.statements
      }
      const steps = await attempt(null)
      expect(await values()).toEqual(NEW)
      // The transaction of the save is among them, with all it writes.
      const writes = [
        'insert into integrations',
        'insert into cred_values',
        'update cred_heads',
        'audit_events',
      ]
      for (const write of ['begin', ...writes, 'commit'])
        expect(steps.some((text) => text.includes(write))).toBe(true)
      const ends = new Set<boolean>()
      for (const { at, side } of everyDeath(steps)) {
        const said = await attempt({ at, side })
        // A run may need a statement more or less than the first did, as when a key has to be read anew.
        const reached = side === 'before' ? said.slice(0, at - 1) : said.slice(0, at)
        const written = reached.findLastIndex((text) => text.includes('insert into cred_values'))
        const isDone = written >= 0 && reached.includes('commit', written)
        ends.add(isDone)
        const where = `${side} step ${at}: ${said[at - 1]?.slice(0, 60)}`
        expect(await values(), where).toEqual(isDone ? NEW : OLD)
        const { rows } = await desk.pool.query(
          `select h.row_version as head, i.version::int as row,
             (select count(*)::int from cred_versions where owner_id = h.owner_id) as versions,
             (select count(*)::int from audit_events where action = 'credential.update' and outcome = 'ok'
              and target_id = h.owner_id::text and created_at >= i.created_at) as told
           from cred_heads h join integrations i on i.id = h.owner_id`,
        )
        const version = isDone ? 2 : 1
        expect(rows, where).toEqual([{ head: version, row: version, versions: version, told: version - 1 }])
      }
      expect(ends.size).toBe(2)
    },
  )
})
