import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../database/tx.ts'
import { setAdminPermissions } from '../permissions/permissions.ts'
import { openDesk, problemOf, RIGHT_KEY, set, type Desk } from './testing/desk.ts'
import { PEER, type Person } from './testing/server.ts'

const REASON = 'pindah ke server baru'

let desk: Desk
let owner: Person
beforeAll(async () => {
  desk = await openDesk()
  owner = desk.people.ownerA
  const permissions = ['see', 'test', 'rotate', 'reveal'] as const
  await transaction(desk.pool, (tx) =>
    setAdminPermissions(tx, { organisationId: desk.a, permissions, userId: owner.id }),
  )
})
afterAll(() => desk?.close())
beforeEach(async () => {
  await desk.reset()
  const changes = { appId: set('2001887'), appKey: set(RIGHT_KEY) }
  expect((await desk.save(owner, desk.input({ expectedVersion: 0, changes }))).status).toBe(200)
})

const allow = (allowed = true, person = owner) =>
  desk.call(person, 'POST', `/${desk.id}/reveal-setting`, { body: { allowed } })
const ask = (person = owner, body: object = { field: 'appKey', reason: REASON }, headers = {}) =>
  desk.call(person, 'POST', `/${desk.id}/reveal-grant`, { body, headers })
const grantOf = async (person = owner): Promise<string> =>
  ((await (await ask(person)).json()) as { grant: string }).grant
const show = (grant: string, person = owner, { field = 'appKey', headers = {} } = {}) =>
  desk.call(person, 'POST', `/${desk.id}/reveal`, { body: { field, grant }, headers })
const codeOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  (await problemOf(response)).code,
]
const incidents = async (kind: string): Promise<number> =>
  Number(
    (await desk.pool.query('select count(*) as n from notice_incidents where kind = $1', [kind])).rows[0].n,
  )

describe('reveal', () => {
  it('shows one value once, after the trail and the owners have it', async () => {
    expect((await allow()).status).toBe(200)
    const since = await desk.auditCount()
    const told = await incidents('credential.revealed')
    const grant = await grantOf(desk.people.adminA)
    const response = await show(grant, desk.people.adminA)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(await response.json()).toEqual({ value: RIGHT_KEY, seconds: 15 })
    const rows = await desk.audit(since)
    expect(
      rows.map(({ actor_label, action, outcome, reason, fields, ip }) => ({
        actor_label,
        action,
        outcome,
        reason,
        fields,
        ip,
      })),
    ).toEqual([
      {
        actor_label: 'adminA',
        action: 'credential.reveal_grant',
        outcome: 'ok',
        reason: REASON,
        fields: ['appKey'],
        ip: PEER,
      },
      {
        actor_label: 'adminA',
        action: 'credential.reveal',
        outcome: 'ok',
        reason: REASON,
        fields: ['appKey'],
        ip: PEER,
      },
    ])
    expect(JSON.stringify(rows)).not.toContain(RIGHT_KEY)
    expect(await incidents('credential.revealed')).toBe(told + 1)
  })

  it('stores the SHA-256 of a grant and nothing of its value', async () => {
    await allow()
    const grant = await grantOf()
    const { rows } = await desk.pool.query('select token_hash, t::text as line from cred_grants t')
    expect(rows).toHaveLength(1)
    expect(rows[0].token_hash).toEqual(createHash('sha256').update(grant).digest())
    expect(rows[0].line).not.toContain(grant)
    expect(rows[0].line).not.toContain(Buffer.from(grant).toString('hex'))
  })

  it('is off from the start, is switched by owners only, and goes off with a disconnect', async () => {
    expect(await codeOf(await ask())).toEqual([403, 'reveal_off'])
    expect(await codeOf(await allow(true, desk.people.adminA))).toEqual([403, 'owners_only'])
    const since = await desk.auditCount()
    expect((await allow()).status).toBe(200)
    const grant = await grantOf()
    expect((await allow(false)).status).toBe(200)
    expect(await codeOf(await show(grant))).toEqual([410, 'grant_gone'])
    expect((await desk.audit(since)).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['credential.reveal_on', 'ok'],
      ['credential.reveal_grant', 'ok'],
      ['credential.reveal_off', 'ok'],
      ['credential.reveal', 'denied'],
    ])
    await allow()
    await desk.call(owner, 'DELETE', `/${desk.id}`, { body: { expectedVersion: 1 } })
    await desk.save(owner, desk.input({ expectedVersion: 2 }))
    expect(await codeOf(await ask())).toEqual([403, 'reveal_off'])
  })

  it('gives no value when the trail cannot be written', async () => {
    await allow()
    const grant = await grantOf()
    await desk.pool.query(`create function refuse_reveals() returns trigger language plpgsql as $$
      begin
        if new.action = 'credential.reveal' then raise exception 'the trail is full'; end if;
        return new;
      end $$`)
    await desk.pool.query(
      'create trigger refuse_reveals before insert on audit_events for each row execute function refuse_reveals()',
    )
    try {
      const response = await show(grant)
      expect(response.status).toBe(500)
      expect(await response.text()).not.toContain(RIGHT_KEY)
    } finally {
      await desk.pool.query('drop function refuse_reveals cascade')
    }
    // Nothing happened, so the grant is still good.
    expect((await show(grant)).status).toBe(200)
  })

  it('knows only secrets that are stored, and asks for a reason', async () => {
    await allow()
    expect((await ask(owner, { field: 'appId', reason: REASON })).status).toBe(400)
    expect((await ask(owner, { field: 'constructor', reason: REASON })).status).toBe(400)
    expect(await codeOf(await ask(owner, { field: 'pushKey', reason: REASON }))).toEqual([
      409,
      'nothing_stored',
    ])
    expect((await ask(owner, { field: 'appKey', reason: '    ab   ' })).status).toBe(400)
    expect((await ask(owner, { field: 'appKey' })).status).toBe(400)
    const others = ['staffA', 'viewerA', 'ownerB', 'nobody'] as const
    const statuses = await Promise.all(others.map(async (name) => (await ask(desk.people[name])).status))
    expect(statuses).toEqual([403, 403, 404, 404])
  })
})

describe('T5: a manager who uses the page against its owners', () => {
  it('sees five values an hour; the sixth is refused and the owners are told', async () => {
    await allow()
    const admin = desk.people.adminA
    for (let count = 0; count < 5; count += 1)
      expect((await show(await grantOf(admin), admin)).status).toBe(200)
    const since = await desk.auditCount()
    const alarms = await incidents('credential.reveal_limit')
    const sixth = await ask(admin)
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(3_500)
    expect(await codeOf(sixth)).toEqual([429, 'too_many_reveals'])
    expect(await desk.audit(since)).toEqual([
      expect.objectContaining({ actor_label: 'adminA', outcome: 'denied', reason: 'too_many_reveals' }),
    ])
    expect(await incidents('credential.reveal_limit')).toBe(alarms + 1)
    await ask(admin)
    expect(await incidents('credential.reveal_limit')).toBe(alarms + 1)
    expect((await ask(owner)).status).toBe(200)
  })

  it('has no way to a value without a grant', async () => {
    await allow()
    const made = createHash('sha256').update('made up').digest('base64url')
    expect(await codeOf(await show(made))).toEqual([410, 'grant_gone'])
    for (const body of [
      {},
      { field: 'appKey' },
      { field: 'appKey', grant: '' },
      { field: 'appKey', grant: 1 },
    ]) {
      const response = await desk.call(owner, 'POST', `/${desk.id}/reveal`, { body })
      expect(response.status).toBe(400)
    }
  })
})

describe('T8: a script that runs in the page', () => {
  it('cannot use a grant for another field, from another session, person or address', async () => {
    await allow()
    const changes = { appId: set('2001887'), appKey: set(RIGHT_KEY), pushKey: set('push~key~0123456789') }
    await desk.save(owner, desk.input({ expectedVersion: 1, changes }))
    const grant = await grantOf()
    const again = await desk.signIn('ownerA')
    for (const stolen of [
      () => show(grant, owner, { field: 'pushKey' }),
      () => show(grant, desk.people.adminA),
      () => show(grant, again),
      () => show(grant, owner, { headers: { 'x-kanal-peer': '203.0.113.77' } }),
    ]) {
      const response = await stolen()
      expect([401, 410]).toContain(response.status)
      expect(await response.text()).not.toContain(RIGHT_KEY)
    }
    expect((await show(grant)).status).toBe(200)
  })
})

describe('T13: a grant that is sent again', () => {
  it('is gone after its first use, and after 30 seconds', async () => {
    await allow()
    const used = await grantOf()
    expect((await show(used)).status).toBe(200)
    const since = await desk.auditCount()
    expect(await codeOf(await show(used))).toEqual([410, 'grant_gone'])
    const late = await grantOf()
    await desk.pool.query(
      `update cred_grants set created_at = created_at - interval '31 seconds', expires_at = expires_at - interval '31 seconds'
       where used_at is null`,
    )
    expect(await codeOf(await show(late))).toEqual([410, 'grant_gone'])
    const reasons = (await desk.audit(since)).filter(({ action }) => action === 'credential.reveal')
    expect(reasons.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['denied', 'grant_used'],
      ['denied', 'grant_expired'],
    ])
  })

  it('gives exactly one value to a hundred at once', { timeout: 60_000 }, async () => {
    await allow()
    const grant = await grantOf()
    const answers = await Promise.all(Array.from({ length: 100 }, () => show(grant)))
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(texts.filter((text) => text.includes(RIGHT_KEY))).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(99)
  })
})
