import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { kanalOf } from '../../context.ts'
import { createScrubber, spellings } from '../scrub.ts'
import { keep, openDesk, outcomeOf, problemOf, RIGHT_KEY, set, type Desk } from './testing/desk.ts'
import { ORIGIN, type Person } from './testing/server.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.reset())

describe('destination (T11)', () => {
  it('never sends a stored key to another environment', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    desk.market.seen = []
    for (const changes of [{}, { appKey: keep }, { appId: set('2001888') }]) {
      const body = desk.input({ environment: 'sandbox', changes })
      for (const response of [
        await desk.test(desk.people.ownerA, body),
        await desk.save(desk.people.ownerA, { ...body, expectedVersion: 1 }),
      ]) {
        expect(response.status).toBe(422)
        expect(await problemOf(response)).toMatchObject({ code: 'type_secrets_again', fields: ['appKey'] })
      }
    }
    expect(desk.market.seen).toEqual([])
    const typed = desk.input({
      environment: 'sandbox',
      expectedVersion: 1,
      changes: { appKey: set(RIGHT_KEY) },
    })
    expect((await desk.save(desk.people.ownerA, typed)).status).toBe(200)
    expect(await desk.integration()).toMatchObject({ environment: 'sandbox' })
  })

  it('does not move an integration away from its connected shops', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    await desk.shop()
    const body = desk.input({
      environment: 'sandbox',
      expectedVersion: 1,
      changes: { appKey: set(RIGHT_KEY) },
    })
    const response = await desk.save(desk.people.ownerA, body)
    expect((await problemOf(response)).code).toBe('shops_connected')
    expect(await desk.integration()).toMatchObject({ environment: 'live', version: 1 })
  })

  it('offers a stand-in only where the deployment runs one', async () => {
    expect((await desk.test(desk.people.ownerA, desk.input({ environment: 'local' }))).status).toBe(400)
    process.env.KANAL_SANDBOXES = 'pasar=http://127.0.0.1:4099'
    expect((await desk.test(desk.people.ownerA, desk.input({ environment: 'local' }))).status).toBe(200)
    delete process.env.KANAL_SANDBOXES
  })
})

describe('who may (T20)', () => {
  it('lets owners and admins of the organisation in, and nobody else', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    const id = desk.id
    const calls: ((person: Person | null) => Promise<Response>)[] = [
      (person) => desk.call(person, 'GET', `/overview?organisation=${desk.a}`),
      (person) => desk.test(person, desk.input()),
      (person) => desk.save(person, desk.input({ expectedVersion: 1 })),
      (person) => desk.call(person, 'POST', `/${id}/test`, { body: {} }),
      (person) => desk.call(person, 'DELETE', `/${id}`, { body: { expectedVersion: 2 } }),
    ]
    const statuses = async (person: Person | null): Promise<number[]> => {
      const found: number[] = []
      for (const call of calls) found.push((await call(person)).status)
      return found
    }
    expect(await statuses(null)).toEqual([401, 401, 401, 401, 401])
    expect(await statuses(desk.people.staffA)).toEqual([403, 403, 403, 403, 403])
    expect(await statuses(desk.people.viewerA)).toEqual([403, 403, 403, 403, 403])
    expect(await statuses(desk.people.ownerB)).toEqual([403, 403, 403, 404, 404])
    expect(await statuses(desk.people.nobody)).toEqual([403, 403, 403, 404, 404])
    expect(await desk.integration()).toMatchObject({ status: 'active', version: 1 })
    expect(await statuses(desk.people.adminA)).toEqual([200, 200, 200, 200, 200])
  })

  it('writes denied attempts into the trail of the organisation, a stranger’s into the stranger’s own', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    const since = await desk.auditCount()
    await desk.test(desk.people.staffA, desk.input())
    await desk.call(desk.people.ownerB, 'POST', `/${desk.id}/test`, { body: {} })
    expect(await desk.audit(since)).toEqual([
      expect.objectContaining({
        organisation_id: desk.a,
        actor_label: 'staffA',
        action: 'credential.denied',
        outcome: 'denied',
      }),
      expect.objectContaining({
        organisation_id: desk.b,
        actor_label: 'ownerB',
        action: 'credential.denied',
        outcome: 'denied',
      }),
    ])
  })

  it('answers foreign and unknown ids and organisations the same', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    const text = async (response: Response): Promise<string> =>
      (await response.text()).replace(/"requestId":"[^"]+"/, '')
    const foreign = await desk.call(desk.people.ownerB, 'DELETE', `/${desk.id}`, {
      body: {},
    })
    const unknown = await desk.call(desk.people.ownerB, 'DELETE', `/${randomUUID()}`, { body: {} })
    expect(await text(foreign)).toBe(await text(unknown))
    const foreignOrganisation = await desk.test(desk.people.ownerB, desk.input())
    const unknownOrganisation = await desk.test(
      desk.people.ownerB,
      desk.input({ organisation: randomUUID() }),
    )
    expect(await text(foreignOrganisation)).toBe(await text(unknownOrganisation))
  })

  it('does not mix the organisations of one marketplace', async () => {
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    const changes = { appId: set('3001887') }
    const outcome = await outcomeOf(
      await desk.test(desk.people.ownerB, desk.input({ organisation: desk.b, changes })),
    )
    expect(outcome.fields).toEqual(['appKey'])
    expect(await desk.integration(desk.b)).toBeUndefined()
  })
})

describe('cross-site requests (T9)', () => {
  const cookie = (person: Person) => ({ cookie: `payload-token=${person.token}` })

  it('accepts the cookie only from pages of this installation', async () => {
    const own = await desk.test(null, desk.input(), { ...cookie(desk.people.ownerA), origin: ORIGIN })
    expect(own.status).toBe(200)
    const elsewhere: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of elsewhere) {
      for (const [method, path] of [
        ['POST', '/test'],
        ['PUT', '/credentials'],
        ['GET', `/overview?organisation=${desk.a}`],
      ] as const) {
        const body = method === 'GET' ? undefined : desk.input({ expectedVersion: 0 })
        const response = await desk.call(null, method, path, {
          body,
          headers: { ...cookie(desk.people.ownerA), ...headers },
        })
        expect(response.status).toBe(403)
      }
    }
    expect(await desk.integration()).toBeUndefined()
  })

  it('takes JSON only, of a sane size and shape', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const response = await desk.test(desk.people.ownerA, JSON.stringify(desk.input()), {
        'content-type': type,
      })
      expect(response.status).toBe(415)
    }
    expect((await desk.test(desk.people.ownerA, '{"organisation":')).status).toBe(400)
    expect(
      (await desk.test(desk.people.ownerA, desk.input({ changes: { appKey: set('x'.repeat(70_000)) } })))
        .status,
    ).toBe(413)
    expect((await desk.test(desk.people.ownerA, desk.input({ extra: 1 }))).status).toBe(400)
    expect(
      (await desk.test(desk.people.ownerA, desk.input({ changes: { unknown: set('abc') } }))).status,
    ).toBe(400)
    expect(
      (await desk.test(desk.people.ownerA, '{"organisation":"x","changes":{"__proto__":{"op":"keep"}}}'))
        .status,
    ).toBe(400)
    expect((await desk.test(desk.people.ownerA, desk.input({ marketplace: 'lain' }))).status).toBe(400)
    expect((await desk.test(desk.people.ownerA, desk.input({ environment: '__proto__' }))).status).toBe(400)
  })
})

describe('secrets stay inside (T15)', () => {
  it('shows none in answers, audit rows, logs, or Payload’s own REST', async () => {
    const secrets = Array.from({ length: 10 }, () => `k~${randomBytes(15).toString('base64')}+/`)
    const seen: string[] = []
    const { log } = kanalOf(desk.payload)
    for (const level of ['info', 'warn', 'error'] as const) {
      vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void seen.push(JSON.stringify(line)))
    }
    const causes = ['signature_mismatch', 'http_5xx_provider_down', 'wrong_environment', null] as const
    for (const [index, secret] of secrets.entries()) {
      await desk.pool.query('truncate rate_limits')
      desk.market.failWith = causes[index % causes.length] ?? null
      desk.market.breakDown = index % 5 === 4
      const changes = { appId: set('2001887'), appKey: set(secret), pushKey: set(`push${secret}`) }
      for (const headers of [{}, { accept: 'application/x-ndjson' }] as Record<string, string>[]) {
        seen.push(await (await desk.test(desk.people.ownerA, desk.input({ changes }), headers)).text())
      }
    }
    desk.market.failWith = 'tcp_timeout'
    desk.market.breakDown = false
    const [kept = ''] = secrets
    const changes = { appId: set('2001887'), appKey: set(kept) }
    const override = { reason: 'gangguan jaringan' }
    await desk.pool.query('truncate rate_limits')
    seen.push(
      await (
        await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0, changes, override }))
      ).text(),
    )
    seen.push(JSON.stringify(await desk.overview()))
    for (const path of ['', `/${desk.id}`, '?depth=5&showHiddenFields=true']) {
      seen.push(await (await desk.call(desk.people.ownerA, 'GET', path)).text())
    }
    seen.push(JSON.stringify((await desk.pool.query('select * from audit_events')).rows))
    seen.push(JSON.stringify((await desk.pool.query('select * from integrations')).rows))
    const haystack = seen.join('\n')
    expect(haystack).toContain('[secret]')
    for (const secret of secrets) {
      for (const spelling of spellings(secret)) expect(haystack).not.toContain(spelling)
      expect(createScrubber([secret])(haystack)).toBe(haystack)
    }
  })
})
