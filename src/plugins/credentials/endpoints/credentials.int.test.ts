import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../database/tx.ts'
import { notify } from '../../notifications/notify.ts'
import { keep, linesOf, openDesk, outcomeOf, problemOf, RIGHT_KEY, set, type Desk } from './testing/desk.ts'
import { PEER } from './testing/server.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.reset())

describe('saving', () => {
  it('tests, then stores sealed values, status and audit together', async () => {
    const since = await desk.auditCount()
    const response = await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(await outcomeOf(response)).toMatchObject({ verdict: 'accepted', saved: true, version: 1 })
    expect(await desk.integration()).toMatchObject({
      status: 'active',
      environment: 'live',
      last_verdict: 'accepted',
      version: 1,
    })
    expect(await desk.storedValues()).toBe(2)
    expect(await desk.audit(since)).toEqual([
      expect.objectContaining({
        organisation_id: desk.a,
        actor_id: desk.people.ownerA.id,
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
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    const since = await desk.auditCount()
    const body = desk.input({ expectedVersion: 1, changes: { appId: keep, appKey: set('wrong-key-000000') } })
    const response = await desk.save(desk.people.adminA, body)
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
    expect(await desk.integration()).toMatchObject({ status: 'active', version: 1 })
    expect(await desk.audit(since)).toEqual([
      expect.objectContaining({
        action: 'credential.update',
        outcome: 'failed',
        reason: 'signature_mismatch',
        fields: ['appKey'],
      }),
    ])
    desk.market.seen = []
    const again = await desk.call(desk.people.ownerA, 'POST', `/${desk.id}/test`, {
      body: {},
    })
    expect(again.status).toBe(200)
    expect(desk.market.seen[0]?.credentials).toEqual({ appId: '2001887', appKey: RIGHT_KEY })
  })

  it('persists nothing at all when the first save fails', async () => {
    const body = desk.input({
      expectedVersion: 0,
      changes: { appId: set('2001887'), appKey: set('wrong-key-000000') },
    })
    expect((await desk.save(desk.people.ownerA, body)).status).toBe(422)
    expect(await desk.integration()).toBeUndefined()
    expect(await desk.storedValues()).toBe(0)
  })

  it('merges typed with stored values and clears optional ones', async () => {
    const changes = {
      appId: set('2001887'),
      appKey: set(`  ${RIGHT_KEY}\n`),
      pushKey: set('push-key-000001'),
    }
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0, changes }))
    desk.market.seen = []
    const body = desk.input({
      expectedVersion: 1,
      changes: { appId: set('2001888'), pushKey: { op: 'clear' } },
    })
    expect((await desk.save(desk.people.ownerA, body)).status).toBe(200)
    expect(desk.market.seen[0]?.credentials).toEqual({ appId: '2001888', appKey: RIGHT_KEY })
    const card = await desk.overview()
    expect(card.fields.map(({ key, stored }) => [key, stored?.last4 ?? null])).toEqual([
      ['appId', null],
      ['appKey', RIGHT_KEY.slice(-4)],
      ['pushKey', null],
    ])
  })

  it('refuses a version that is not in force, also when it changed during the test', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    const stale = await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    expect(stale.status).toBe(409)
    expect((await problemOf(stale)).code).toBe('changed_meanwhile')

    desk.market.during = async () => {
      desk.market.during = null
      const inner = await desk.save(
        desk.people.adminA,
        desk.input({ expectedVersion: 1, changes: { appId: set('2001889') } }),
      )
      expect(inner.status).toBe(200)
    }
    const late = await desk.save(
      desk.people.ownerA,
      desk.input({ expectedVersion: 1, changes: { appId: set('2001890') } }),
    )
    expect(late.status).toBe(409)
    expect(await desk.integration()).toMatchObject({ version: 2 })
  })

  it('lets an owner, and only an owner, save what could not be verified', async () => {
    desk.market.failWith = 'tcp_timeout'
    const body = desk.input({ expectedVersion: 0 })
    const first = await outcomeOf(await desk.save(desk.people.ownerA, body))
    expect(first).toMatchObject({ saved: false, verdict: 'unverified', canOverride: true })
    expect(await outcomeOf(await desk.save(desk.people.adminA, body))).toMatchObject({
      saved: false,
      canOverride: false,
    })
    const override = { reason: `Shopee sedang gangguan ${RIGHT_KEY}` }
    expect((await desk.save(desk.people.adminA, { ...body, override })).status).toBe(403)
    const since = await desk.auditCount()
    expect((await desk.save(desk.people.ownerA, { ...body, override })).status).toBe(200)
    expect(await desk.integration()).toMatchObject({ status: 'unverified', last_cause: 'tcp_timeout' })
    const [row] = await desk.audit(since)
    expect(row).toMatchObject({ action: 'credential.create', outcome: 'ok' })
    expect(row?.reason).toBe('override (tcp_timeout): Shopee sedang gangguan [secret]')
  })

  it.each(['clock_skew', 'unexpected_response', 'http_404_wrong_endpoint'] as const)(
    'offers no override where the marketplace was reached: %s',
    async (cause) => {
      desk.market.failWith = cause
      const body = desk.input({ expectedVersion: 0 })
      const outcome = await outcomeOf(await desk.save(desk.people.ownerA, body))
      expect(outcome).toMatchObject({ saved: false, verdict: 'unverified', cause, canOverride: false })
      const override = { reason: 'tolong simpan saja' }
      expect((await outcomeOf(await desk.save(desk.people.ownerA, { ...body, override }))).saved).toBe(false)
      expect(await desk.integration()).toBeUndefined()
    },
  )

  it('never lets an override pass a key the marketplace rejects', async () => {
    const changes = { appId: set('2001887'), appKey: set('wrong-key-000000') }
    const body = desk.input({ expectedVersion: 0, changes, override: { reason: 'tolong simpan saja' } })
    expect((await desk.save(desk.people.ownerA, body)).status).toBe(422)
    expect(await desk.integration()).toBeUndefined()
  })

  it('stores nothing when the person leaves during the test', async () => {
    const leaving = new AbortController()
    desk.market.during = async () => leaving.abort()
    const since = await desk.auditCount()
    const response = await desk.call(desk.people.ownerA, 'PUT', '/credentials', {
      body: desk.input({ expectedVersion: 0 }),
      headers: { accept: 'application/x-ndjson' },
      signal: leaving.signal,
    })
    await response.text()
    expect(await desk.integration()).toBeUndefined()
    expect(await desk.audit(since)).toEqual([
      expect.objectContaining({ outcome: 'failed', reason: 'aborted' }),
    ])
  })
})

describe('testing', () => {
  it('streams every step in order and stores nothing', async () => {
    const response = await desk.test(desk.people.ownerA, desk.input(), { accept: 'application/x-ndjson' })
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
    expect(await desk.integration()).toBeUndefined()
    expect(await desk.storedValues()).toBe(0)
  })

  it('sends the first line while a later step still runs', async () => {
    desk.market.delayMs = 400
    const response = await desk.test(desk.people.ownerA, desk.input(), { accept: 'application/x-ndjson' })
    const reader = response.body?.getReader()
    const started = performance.now()
    const first = new TextDecoder().decode((await reader?.read())?.value)
    expect(first).toContain('"step":"shape"')
    expect(performance.now() - started).toBeLessThan(300)
    await reader?.cancel()
  })

  it('blames the field whose format is wrong without asking the marketplace', async () => {
    const outcome = await outcomeOf(
      await desk.test(desk.people.ownerA, desk.input({ changes: { appId: set('abc') } })),
    )
    expect(outcome).toMatchObject({ status: 422, cause: 'invalid_format', fields: ['appId', 'appKey'] })
    expect(outcome.fieldErrors.appId).toEqual({ id: 'App ID belum benar.', en: 'App ID is not right.' })
    expect(outcome.fieldErrors.appKey?.id).toBe('Belum diisi.')
    expect(desk.market.seen).toEqual([])
  })

  it('answers a breakdown of the adapter as our fault, not the seller’s', async () => {
    desk.market.breakDown = true
    const outcome = await outcomeOf(await desk.test(desk.people.ownerA, desk.input()))
    expect(outcome).toMatchObject({ verdict: 'unverified', cause: 'internal', fields: [] })
  })

  it('updates the status of a stored integration and asks as a connected shop only with a token', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    await desk.shop()
    const path = `/${desk.id}/test`
    desk.market.failWith = 'http_5xx_provider_down'
    expect((await desk.call(desk.people.adminA, 'POST', path, { body: {} })).status).toBe(422)
    expect(await desk.integration()).toMatchObject({
      status: 'degraded',
      last_cause: 'http_5xx_provider_down',
    })
    desk.market.failWith = 'http_401_bad_credential'
    await desk.call(desk.people.adminA, 'POST', path, { body: {} })
    expect(await desk.integration()).toMatchObject({ status: 'failed' })
    desk.market.failWith = null
    const outcome = await outcomeOf(await desk.call(desk.people.adminA, 'POST', path, { body: {} }))
    expect(outcome.steps.at(-1)).toMatchObject({ step: 'shop', state: 'skipped' })
    expect(await desk.integration()).toMatchObject({ status: 'active', last_cause: null })
  })

  it('marks an integration whose values cannot be opened as locked', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    await desk.pool.query('alter table cred_values disable trigger user')
    await desk.pool.query(
      `update cred_values set envelope = set_byte(envelope, 117, get_byte(envelope, 117) # 1)`,
    )
    await desk.pool.query('alter table cred_values enable trigger user')
    const path = `/${desk.id}/test`
    const outcome = await outcomeOf(await desk.call(desk.people.ownerA, 'POST', path, { body: {} }))
    expect(outcome.explanation?.what.id).toBe('Kredensial yang tersimpan tidak bisa dibuka.')
    expect(await desk.integration()).toMatchObject({ status: 'locked' })
    const all = { appId: set('2001887'), appKey: set(RIGHT_KEY) }
    expect(
      (await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 1, changes: all }))).status,
    ).toBe(200)
    expect(await desk.integration()).toMatchObject({ status: 'active' })
  })

  it('allows six tests a minute per person', async () => {
    for (let count = 0; count < 6; count += 1)
      expect((await desk.test(desk.people.ownerA, desk.input())).status).toBe(200)
    const seventh = await desk.test(desk.people.ownerA, desk.input())
    expect(seventh.status).toBe(429)
    expect(Number(seventh.headers.get('retry-after'))).toBeGreaterThan(50)
    expect((await problemOf(seventh)).remedy.id).toMatch(/Tunggu \d+ detik/)
    expect((await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))).status).toBe(429)
    expect((await desk.test(desk.people.adminA, desk.input())).status).toBe(200)
  })

  it('counts simultaneous tests too', async () => {
    const answers = await Promise.all(
      Array.from({ length: 15 }, () => desk.test(desk.people.ownerA, desk.input())),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6)
  })
})

it('ends the incident and the streak of a refused key with a new key that passes', async () => {
  await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
  await transaction(desk.pool, (tx) =>
    notify(tx, {
      organisationId: desk.a,
      kind: 'credential.rejected',
      dedupeKey: desk.id,
      params: { integration: 'Pasar' },
    }),
  )
  await desk.pool.query(
    `insert into credential_health (integration_id, organisation_id, next_at, rejected, rejected_since)
     values ($1, $2, now(), 3, now() - interval '20 minutes')`,
    [desk.id, desk.a],
  )
  const saved = await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 1 }))
  expect(saved.status).toBe(200)
  const { rows } = await desk.pool.query(
    `select i.recovered_at is not null as over, h.rejected, h.rejected_since,
       (select count(*)::int from credential_checks where integration_id = $2 and verdict = 'accepted') as passed
     from notice_incidents i, credential_health h
     where i.organisation_id = $1 and i.kind = 'credential.rejected' and h.integration_id = $2`,
    [desk.a, desk.id],
  )
  expect(rows).toEqual([{ over: true, rejected: 0, rejected_since: null, passed: 2 }])
})

describe('disconnecting', () => {
  it('closes what was told about the credentials, without saying that they work again', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    await transaction(desk.pool, (tx) =>
      notify(tx, {
        organisationId: desk.a,
        kind: 'credential.rejected',
        dedupeKey: desk.id,
        params: { integration: 'Pasar' },
      }),
    )
    await desk.call(desk.people.ownerA, 'DELETE', `/${desk.id}`, { body: { expectedVersion: 1 } })
    const { rows } = await desk.pool.query(
      `select lasting, recovered_at from notice_incidents
       where organisation_id = $1 and kind = 'credential.rejected'`,
      [desk.a],
    )
    expect(rows).toEqual([{ lasting: false, recovered_at: null }])
  })

  it('asks about connected shops, then forgets everything', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    await desk.shop('S1')
    await desk.shop('S2')
    const path = `/${desk.id}`
    const headers = { 'if-match': '"1"' }
    const asked = await desk.call(desk.people.ownerA, 'DELETE', path, { body: {}, headers })
    expect(asked.status).toBe(409)
    expect((await problemOf(asked)).why.id).toContain('2 toko')
    expect(await desk.storedValues()).toBe(2)

    const since = await desk.auditCount()
    const done = await desk.call(desk.people.ownerA, 'DELETE', path, {
      body: { shops: 'disconnect' },
      headers,
    })
    expect(await done.json()).toEqual({ disconnected: true, shops: 2 })
    expect(await desk.storedValues()).toBe(0)
    expect(await desk.integration()).toMatchObject({ status: 'draft', version: 2 })
    const states = await desk.pool.query('select distinct status from shops')
    expect(states.rows).toEqual([{ status: 'disconnected' }])
    expect((await desk.audit(since)).map(({ action, fields }) => [action, fields])).toEqual([
      ['shop.disconnect', []],
      ['shop.disconnect', []],
      ['integration.disconnect', ['appId', 'appKey']],
    ])
    expect((await desk.call(desk.people.ownerA, 'POST', `${path}/test`, { body: {} })).status).toBe(409)
    expect((await desk.overview()).shops).toEqual([])
    expect((await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 1 }))).status).toBe(409)
    expect((await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 2 }))).status).toBe(200)
  })
})
