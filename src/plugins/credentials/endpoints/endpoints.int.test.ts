import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OutcomeLine, Problem, StepLine, StreamLine } from '../checks/events.ts'
import { createScrubber, spellings } from '../scrub.ts'
import type { Overview } from '../view-model.ts'
import { integrationIdOf } from './integration-id.ts'
import { ORIGIN, PEER, startTestServer, type Person, type TestServer } from './testing/server.ts'

const RIGHT_KEY = `right~${randomBytes(18).toString('base64')}`
const set = (value: string) => ({ op: 'set', value })
const keep = { op: 'keep' }

let server: TestServer
let a: string
let b: string
const people = {} as Record<'ownerA' | 'adminA' | 'staffA' | 'viewerA' | 'ownerB' | 'nobody', Person>

beforeAll(async () => {
  server = await startTestServer(RIGHT_KEY)
  a = await server.organisation('Toko A')
  b = await server.organisation('Toko B')
  people.ownerA = await server.person('ownerA', [{ organisation: a, role: 'owner' }])
  people.adminA = await server.person('adminA', [{ organisation: a, role: 'admin' }])
  people.staffA = await server.person('staffA', [{ organisation: a, role: 'staff' }])
  people.viewerA = await server.person('viewerA', [{ organisation: a, role: 'viewer' }])
  people.ownerB = await server.person('ownerB', [{ organisation: b, role: 'owner' }])
  people.nobody = await server.person('nobody', [])
}, 120_000)
afterAll(() => server?.close())

beforeEach(async () => {
  Object.assign(server.market, { failWith: null, breakDown: false, delayMs: 0, during: null, seen: [] })
  await server.pool.query('truncate rate_limits')
  await server.pool.query('delete from shops')
  await server.pool.query(`update integrations set status = 'draft'`)
  const heads = await server.pool.query(`select owner_id, organisation_id from cred_heads where owner_type = 'integration'`)
  for (const head of heads.rows as { owner_id: string; organisation_id: string }[]) {
    await server.pool.query(`update cred_heads set fields = '{}' where owner_id = $1`, [head.owner_id])
    await server.pool.query(`select kanal_vault_purge($1, 'integration', $2, null)`, [head.organisation_id, head.owner_id])
    await server.pool.query('delete from cred_heads where owner_id = $1', [head.owner_id])
  }
  await server.pool.query('delete from integrations')
})

const input = (more: object = {}) => ({
  organisation: a,
  marketplace: 'pasar',
  environment: 'live',
  changes: { appId: set('2001887'), appKey: set(RIGHT_KEY) },
  ...more,
})
const test = (person: Person | null, body: unknown, headers = {}) =>
  server.call(person, 'POST', '/test', { body, headers })
const save = (person: Person | null, body: unknown, headers = {}) =>
  server.call(person, 'PUT', '/credentials', { body, headers })
const problemOf = async (response: Response): Promise<Problem> =>
  ((await response.json()) as { problem: Problem }).problem
const outcomeOf = async (response: Response) => (await response.json()) as OutcomeLine & { steps: StepLine[] }
const linesOf = async (response: Response): Promise<StreamLine[]> =>
  (await response.text()).trim().split('\n').map((line) => JSON.parse(line) as StreamLine)
const audit = async (since: number) =>
  (
    await server.pool.query(
      `select organisation_id, actor_id, actor_label, action, target_id, outcome, reason, fields, ip, user_agent
       from audit_events order by created_at, id offset $1`,
      [since],
    )
  ).rows as Record<string, unknown>[]
const auditCount = async (): Promise<number> =>
  Number((await server.pool.query('select count(*) as n from audit_events')).rows[0].n)
const integration = async (organisation = a) =>
  (await server.pool.query('select * from integrations where organisation_id = $1', [organisation])).rows[0]
const storedValues = async (): Promise<number> =>
  Number((await server.pool.query('select count(*) as n from cred_values where envelope is not null')).rows[0].n)
const overview = async (): Promise<Overview['marketplaces'][number]> => {
  const body = (await (await server.call(people.ownerA, 'GET', `/overview?organisation=${a}`)).json()) as Overview
  const [card] = body.marketplaces
  if (!card) throw new Error('no card')
  return card
}
const shop = (externalId = 'S1'): Promise<unknown> =>
  server.pool.query(
    `insert into shops (organisation_id, name, marketplace, external_shop_id, integration_id)
     values ($1, 'Toko Sari', 'pasar', $2, $3)`,
    [a, externalId, integrationIdOf(a, 'pasar')],
  )

describe('saving', () => {
  it('tests, then stores sealed values, status and audit together', async () => {
    const since = await auditCount()
    const response = await save(people.ownerA, input({ expectedVersion: 0 }))
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(await outcomeOf(response)).toMatchObject({ verdict: 'accepted', saved: true, version: 1 })
    expect(await integration()).toMatchObject({ status: 'active', environment: 'live', last_verdict: 'accepted', version: 1 })
    expect(await storedValues()).toBe(2)
    expect(await audit(since)).toEqual([
      expect.objectContaining({
        organisation_id: a,
        actor_id: people.ownerA.id,
        actor_label: 'ownerA',
        action: 'credential.create',
        outcome: 'ok',
        fields: ['appId', 'appKey'],
        ip: PEER,
        user_agent: 'Uji/1.0',
      }),
    ])
  })

  it('keeps what works when the marketplace refuses, and says why', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    const since = await auditCount()
    const body = input({ expectedVersion: 1, changes: { appId: keep, appKey: set('wrong-key-000000') } })
    const response = await save(people.adminA, body)
    expect(response.status).toBe(422)
    const outcome = await outcomeOf(response)
    expect(outcome).toMatchObject({
      verdict: 'rejected',
      saved: false,
      cause: 'signature_mismatch',
      fields: ['appKey'],
      providerCode: 'error_sign',
      version: 1,
    })
    expect(outcome.explanation?.what.id).toContain('Pasar menolak tanda tangan')
    expect(outcome.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'shape passed',
      'signature failed',
      'shop skipped',
      'store skipped',
    ])
    expect(await integration()).toMatchObject({ status: 'active', version: 1 })
    expect(await audit(since)).toEqual([
      expect.objectContaining({
        action: 'credential.update',
        outcome: 'failed',
        reason: 'signature_mismatch',
        fields: ['appKey'],
      }),
    ])
    server.market.seen = []
    const again = await server.call(people.ownerA, 'POST', `/${integrationIdOf(a, 'pasar')}/test`, { body: {} })
    expect(again.status).toBe(200)
    expect(server.market.seen[0]?.credentials).toEqual({ appId: '2001887', appKey: RIGHT_KEY })
  })

  it('persists nothing at all when the first save fails', async () => {
    const body = input({ expectedVersion: 0, changes: { appId: set('2001887'), appKey: set('wrong-key-000000') } })
    expect((await save(people.ownerA, body)).status).toBe(422)
    expect(await integration()).toBeUndefined()
    expect(await storedValues()).toBe(0)
  })

  it('merges typed with stored values and clears optional ones', async () => {
    const changes = { appId: set('2001887'), appKey: set(`  ${RIGHT_KEY}\n`), pushKey: set('push-key-000001') }
    await save(people.ownerA, input({ expectedVersion: 0, changes }))
    server.market.seen = []
    const body = input({ expectedVersion: 1, changes: { appId: set('2001888'), pushKey: { op: 'clear' } } })
    expect((await save(people.ownerA, body)).status).toBe(200)
    expect(server.market.seen[0]?.credentials).toEqual({ appId: '2001888', appKey: RIGHT_KEY })
    const card = await overview()
    expect(card.fields.map(({ key, stored }) => [key, stored?.last4 ?? null])).toEqual([
      ['appId', null],
      ['appKey', RIGHT_KEY.slice(-4)],
      ['pushKey', null],
    ])
  })

  it('refuses a version that is not in force, also when it changed during the test', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    const stale = await save(people.ownerA, input({ expectedVersion: 0 }))
    expect(stale.status).toBe(409)
    expect((await problemOf(stale)).code).toBe('changed_meanwhile')

    server.market.during = async () => {
      server.market.during = null
      const inner = await save(people.adminA, input({ expectedVersion: 1, changes: { appId: set('2001889') } }))
      expect(inner.status).toBe(200)
    }
    const late = await save(people.ownerA, input({ expectedVersion: 1, changes: { appId: set('2001890') } }))
    expect(late.status).toBe(409)
    expect(await integration()).toMatchObject({ version: 2 })
  })

  it('lets an owner, and only an owner, save what could not be verified', async () => {
    server.market.failWith = 'tcp_timeout'
    const body = input({ expectedVersion: 0 })
    const first = await outcomeOf(await save(people.ownerA, body))
    expect(first).toMatchObject({ saved: false, verdict: 'unverified', canOverride: true })
    expect(await outcomeOf(await save(people.adminA, body))).toMatchObject({ saved: false, canOverride: false })
    const override = { reason: `Shopee sedang gangguan ${RIGHT_KEY}` }
    expect((await save(people.adminA, { ...body, override })).status).toBe(403)
    const since = await auditCount()
    expect((await save(people.ownerA, { ...body, override })).status).toBe(200)
    expect(await integration()).toMatchObject({ status: 'unverified', last_cause: 'tcp_timeout' })
    const [row] = await audit(since)
    expect(row).toMatchObject({ action: 'credential.create', outcome: 'ok' })
    expect(row?.reason).toBe('override (tcp_timeout): Shopee sedang gangguan [secret]')
  })

  it('never lets an override pass a key the marketplace rejects', async () => {
    const changes = { appId: set('2001887'), appKey: set('wrong-key-000000') }
    const body = input({ expectedVersion: 0, changes, override: { reason: 'tolong simpan saja' } })
    expect((await save(people.ownerA, body)).status).toBe(422)
    expect(await integration()).toBeUndefined()
  })

  it('stores nothing when the person leaves during the test', async () => {
    const leaving = new AbortController()
    server.market.during = async () => leaving.abort()
    const since = await auditCount()
    const response = await server.call(people.ownerA, 'PUT', '/credentials', {
      body: input({ expectedVersion: 0 }),
      headers: { accept: 'application/x-ndjson' },
      signal: leaving.signal,
    })
    await response.text()
    expect(await integration()).toBeUndefined()
    expect(await audit(since)).toEqual([expect.objectContaining({ outcome: 'failed', reason: 'aborted' })])
  })
})

describe('testing', () => {
  it('streams every step in order and stores nothing', async () => {
    const response = await test(people.ownerA, input(), { accept: 'application/x-ndjson' })
    expect(response.headers.get('content-type')).toContain('application/x-ndjson')
    const lines = await linesOf(response)
    const told = lines.map((line) => (line.type === 'step' ? `${line.step} ${line.state}` : line.type))
    expect(told).toEqual([
      'shape running',
      'shape passed',
      'signature running',
      'signature passed',
      'shop skipped',
      'outcome',
    ])
    expect(lines.at(-1)).toMatchObject({ verdict: 'accepted', saved: false, status: 200 })
    expect(await integration()).toBeUndefined()
    expect(await storedValues()).toBe(0)
  })

  it('sends the first line while a later step still runs', async () => {
    server.market.delayMs = 400
    const response = await test(people.ownerA, input(), { accept: 'application/x-ndjson' })
    const reader = response.body?.getReader()
    const started = performance.now()
    const first = new TextDecoder().decode((await reader?.read())?.value)
    expect(first).toContain('"step":"shape"')
    expect(performance.now() - started).toBeLessThan(300)
    await reader?.cancel()
  })

  it('blames the field whose format is wrong without asking the marketplace', async () => {
    const outcome = await outcomeOf(await test(people.ownerA, input({ changes: { appId: set('abc') } })))
    expect(outcome).toMatchObject({ status: 422, cause: 'invalid_format', fields: ['appId', 'appKey'] })
    expect(outcome.fieldErrors.appId).toEqual({ id: 'App ID belum benar.', en: 'App ID is not right.' })
    expect(outcome.fieldErrors.appKey?.id).toBe('Belum diisi.')
    expect(server.market.seen).toEqual([])
  })

  it('answers a breakdown of the adapter as our fault, not the seller’s', async () => {
    server.market.breakDown = true
    const outcome = await outcomeOf(await test(people.ownerA, input()))
    expect(outcome).toMatchObject({ verdict: 'unverified', cause: 'internal', fields: [] })
  })

  it('updates the status of a stored integration and asks as a connected shop only with a token', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    await shop()
    const path = `/${integrationIdOf(a, 'pasar')}/test`
    server.market.failWith = 'http_5xx_provider_down'
    expect((await server.call(people.adminA, 'POST', path, { body: {} })).status).toBe(422)
    expect(await integration()).toMatchObject({ status: 'degraded', last_cause: 'http_5xx_provider_down' })
    server.market.failWith = 'http_401_bad_credential'
    await server.call(people.adminA, 'POST', path, { body: {} })
    expect(await integration()).toMatchObject({ status: 'failed' })
    server.market.failWith = null
    const outcome = await outcomeOf(await server.call(people.adminA, 'POST', path, { body: {} }))
    expect(outcome.steps.at(-1)).toMatchObject({ step: 'shop', state: 'skipped' })
    expect(await integration()).toMatchObject({ status: 'active', last_cause: null })
  })

  it('marks an integration whose values cannot be opened as locked', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    await server.pool.query('alter table cred_values disable trigger user')
    await server.pool.query(`update cred_values set envelope = set_byte(envelope, 117, get_byte(envelope, 117) # 1)`)
    await server.pool.query('alter table cred_values enable trigger user')
    const path = `/${integrationIdOf(a, 'pasar')}/test`
    const outcome = await outcomeOf(await server.call(people.ownerA, 'POST', path, { body: {} }))
    expect(outcome.explanation?.what.id).toBe('Kredensial yang tersimpan tidak bisa dibuka.')
    expect(await integration()).toMatchObject({ status: 'locked' })
    const all = { appId: set('2001887'), appKey: set(RIGHT_KEY) }
    expect((await save(people.ownerA, input({ expectedVersion: 1, changes: all }))).status).toBe(200)
    expect(await integration()).toMatchObject({ status: 'active' })
  })

  it('allows six tests a minute per person', async () => {
    for (let count = 0; count < 6; count += 1) expect((await test(people.ownerA, input())).status).toBe(200)
    const seventh = await test(people.ownerA, input())
    expect(seventh.status).toBe(429)
    expect(Number(seventh.headers.get('retry-after'))).toBeGreaterThan(50)
    expect((await problemOf(seventh)).remedy.id).toMatch(/Tunggu \d+ detik/)
    expect((await save(people.ownerA, input({ expectedVersion: 0 }))).status).toBe(429)
    expect((await test(people.adminA, input())).status).toBe(200)
  })

  it('counts simultaneous tests too', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, () => test(people.ownerA, input())))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6)
  })
})

describe('destination (T11)', () => {
  it('never sends a stored key to another environment', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    server.market.seen = []
    for (const changes of [{}, { appKey: keep }, { appId: set('2001888') }]) {
      const body = input({ environment: 'sandbox', changes })
      for (const response of [await test(people.ownerA, body), await save(people.ownerA, { ...body, expectedVersion: 1 })]) {
        expect(response.status).toBe(422)
        expect(await problemOf(response)).toMatchObject({ code: 'type_secrets_again', fields: ['appKey'] })
      }
    }
    expect(server.market.seen).toEqual([])
    const typed = input({ environment: 'sandbox', expectedVersion: 1, changes: { appKey: set(RIGHT_KEY) } })
    expect((await save(people.ownerA, typed)).status).toBe(200)
    expect(await integration()).toMatchObject({ environment: 'sandbox' })
  })

  it('does not move an integration away from its connected shops', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    await shop()
    const body = input({ environment: 'sandbox', expectedVersion: 1, changes: { appKey: set(RIGHT_KEY) } })
    const response = await save(people.ownerA, body)
    expect((await problemOf(response)).code).toBe('shops_connected')
    expect(await integration()).toMatchObject({ environment: 'live', version: 1 })
  })

  it('offers a stand-in only where the deployment runs one', async () => {
    expect((await test(people.ownerA, input({ environment: 'local' }))).status).toBe(400)
    process.env.KANAL_SANDBOXES = 'pasar=http://127.0.0.1:4099'
    expect((await test(people.ownerA, input({ environment: 'local' }))).status).toBe(200)
    delete process.env.KANAL_SANDBOXES
  })
})

describe('who may (T20)', () => {
  it('lets owners and admins of the organisation in, and nobody else', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    const id = integrationIdOf(a, 'pasar')
    const calls: ((person: Person | null) => Promise<Response>)[] = [
      (person) => server.call(person, 'GET', `/overview?organisation=${a}`),
      (person) => test(person, input()),
      (person) => save(person, input({ expectedVersion: 1 })),
      (person) => server.call(person, 'POST', `/${id}/test`, { body: {} }),
      (person) => server.call(person, 'DELETE', `/${id}`, { body: {} }),
    ]
    const statuses = async (person: Person | null): Promise<number[]> => {
      const found: number[] = []
      for (const call of calls) found.push((await call(person)).status)
      return found
    }
    expect(await statuses(null)).toEqual([401, 401, 401, 401, 401])
    expect(await statuses(people.staffA)).toEqual([403, 403, 403, 403, 403])
    expect(await statuses(people.viewerA)).toEqual([403, 403, 403, 403, 403])
    expect(await statuses(people.ownerB)).toEqual([403, 403, 403, 404, 404])
    expect(await statuses(people.nobody)).toEqual([403, 403, 403, 404, 404])
    expect(await integration()).toMatchObject({ status: 'active', version: 1 })
    expect(await statuses(people.adminA)).toEqual([200, 200, 200, 200, 200])
  })

  it('writes denied attempts into the trail of the organisation, a stranger’s into the stranger’s own', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    const since = await auditCount()
    await test(people.staffA, input())
    await server.call(people.ownerB, 'POST', `/${integrationIdOf(a, 'pasar')}/test`, { body: {} })
    expect(await audit(since)).toEqual([
      expect.objectContaining({ organisation_id: a, actor_label: 'staffA', action: 'credential.denied', outcome: 'denied' }),
      expect.objectContaining({ organisation_id: b, actor_label: 'ownerB', action: 'credential.denied', outcome: 'denied' }),
    ])
  })

  it('answers foreign and unknown ids and organisations the same', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    const text = async (response: Response): Promise<string> =>
      (await response.text()).replace(/"requestId":"[^"]+"/, '')
    const foreign = await server.call(people.ownerB, 'DELETE', `/${integrationIdOf(a, 'pasar')}`, { body: {} })
    const unknown = await server.call(people.ownerB, 'DELETE', `/${randomUUID()}`, { body: {} })
    expect(await text(foreign)).toBe(await text(unknown))
    const foreignOrganisation = await test(people.ownerB, input())
    const unknownOrganisation = await test(people.ownerB, input({ organisation: randomUUID() }))
    expect(await text(foreignOrganisation)).toBe(await text(unknownOrganisation))
  })

  it('does not mix the organisations of one marketplace', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    const changes = { appId: set('3001887') }
    const outcome = await outcomeOf(await test(people.ownerB, input({ organisation: b, changes })))
    expect(outcome.fields).toEqual(['appKey'])
    expect(await integration(b)).toBeUndefined()
  })
})

describe('cross-site requests (T9)', () => {
  const cookie = (person: Person) => ({ cookie: `payload-token=${person.token}` })

  it('accepts the cookie only from pages of this installation', async () => {
    const own = await test(null, input(), { ...cookie(people.ownerA), origin: ORIGIN })
    expect(own.status).toBe(200)
    const elsewhere: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of elsewhere) {
      for (const [method, path] of [['POST', '/test'], ['PUT', '/credentials'], ['GET', `/overview?organisation=${a}`]] as const) {
        const body = method === 'GET' ? undefined : input({ expectedVersion: 0 })
        const response = await server.call(null, method, path, { body, headers: { ...cookie(people.ownerA), ...headers } })
        expect(response.status).toBe(403)
      }
    }
    expect(await integration()).toBeUndefined()
  })

  it('takes JSON only, of a sane size and shape', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const response = await test(people.ownerA, JSON.stringify(input()), { 'content-type': type })
      expect(response.status).toBe(415)
    }
    expect((await test(people.ownerA, '{"organisation":')).status).toBe(400)
    expect((await test(people.ownerA, input({ changes: { appKey: set('x'.repeat(70_000)) } }))).status).toBe(413)
    expect((await test(people.ownerA, input({ extra: 1 }))).status).toBe(400)
    expect((await test(people.ownerA, input({ changes: { unknown: set('abc') } }))).status).toBe(400)
    expect((await test(people.ownerA, '{"organisation":"x","changes":{"__proto__":{"op":"keep"}}}')).status).toBe(400)
    expect((await test(people.ownerA, input({ marketplace: 'lain' }))).status).toBe(400)
    expect((await test(people.ownerA, input({ environment: '__proto__' }))).status).toBe(400)
  })
})

describe('disconnecting', () => {
  it('asks about connected shops, then forgets everything', async () => {
    await save(people.ownerA, input({ expectedVersion: 0 }))
    await shop('S1')
    await shop('S2')
    const path = `/${integrationIdOf(a, 'pasar')}`
    const asked = await server.call(people.ownerA, 'DELETE', path, { body: {} })
    expect(asked.status).toBe(409)
    expect((await problemOf(asked)).why.id).toContain('2 toko')
    expect(await storedValues()).toBe(2)

    const since = await auditCount()
    const done = await server.call(people.ownerA, 'DELETE', path, { body: { shops: 'disconnect' } })
    expect(await done.json()).toEqual({ disconnected: true, shops: 2 })
    expect(await storedValues()).toBe(0)
    expect(await integration()).toMatchObject({ status: 'draft', version: 2 })
    const states = await server.pool.query('select distinct status from shops')
    expect(states.rows).toEqual([{ status: 'disconnected' }])
    expect((await audit(since)).map(({ action, fields }) => [action, fields])).toEqual([
      ['shop.disconnect', []],
      ['shop.disconnect', []],
      ['integration.disconnect', ['appId', 'appKey']],
    ])
    expect((await server.call(people.ownerA, 'POST', `${path}/test`, { body: {} })).status).toBe(409)
    expect((await overview()).shops).toEqual([])
    expect((await save(people.ownerA, input({ expectedVersion: 1 }))).status).toBe(409)
    expect((await save(people.ownerA, input({ expectedVersion: 2 }))).status).toBe(200)
  })
})

describe('secrets stay inside (T15)', () => {
  it('shows none in answers, audit rows, or Payload’s own REST and GraphQL', async () => {
    const secrets = Array.from({ length: 10 }, () => `k~${randomBytes(15).toString('base64')}+/`)
    const seen: string[] = []
    const causes = ['signature_mismatch', 'http_5xx_provider_down', 'wrong_environment', null] as const
    for (const [index, secret] of secrets.entries()) {
      await server.pool.query('truncate rate_limits')
      server.market.failWith = causes[index % causes.length] ?? null
      server.market.breakDown = index % 5 === 4
      const changes = { appId: set('2001887'), appKey: set(secret), pushKey: set(`push${secret}`) }
      for (const headers of [{}, { accept: 'application/x-ndjson' }]) {
        seen.push(await (await test(people.ownerA, input({ changes }), headers)).text())
      }
    }
    server.market.failWith = 'tcp_timeout'
    server.market.breakDown = false
    const [kept = ''] = secrets
    const changes = { appId: set('2001887'), appKey: set(kept) }
    const override = { reason: 'gangguan jaringan' }
    await server.pool.query('truncate rate_limits')
    seen.push(await (await save(people.ownerA, input({ expectedVersion: 0, changes, override }))).text())
    seen.push(JSON.stringify(await overview()))
    for (const path of ['', `/${integrationIdOf(a, 'pasar')}`, '?depth=5&showHiddenFields=true']) {
      seen.push(await (await server.call(people.ownerA, 'GET', path)).text())
    }
    seen.push(JSON.stringify((await server.pool.query('select * from audit_events')).rows))
    seen.push(JSON.stringify((await server.pool.query('select * from integrations')).rows))
    const haystack = seen.join('\n')
    expect(haystack).toContain('[secret]')
    for (const secret of secrets) {
      for (const spelling of spellings(secret)) expect(haystack).not.toContain(spelling)
      expect(createScrubber([secret])(haystack)).toBe(haystack)
    }
  })
})
