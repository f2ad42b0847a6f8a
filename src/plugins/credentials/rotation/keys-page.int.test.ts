import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { autocommit } from '../../../database/tx.ts'
import { kanalOf, type Kanal } from '../../context.ts'
import { openSecurityDesk, type SecurityDesk, type Someone } from '../../security/testing/desk.ts'
import { operatorOf } from '../../services/operator.ts'
import { masterKeysFromEnv } from '../keys/kek.ts'
import type { BoundOwner } from '../owner.ts'
import { save, set } from '../testing/fixtures.ts'
import { followRotation } from './follow.ts'
import { announceKeys } from './heartbeat.ts'
import type { KeyStatus } from './status.ts'
import { newIntegration, openAll } from './testing/stocked.ts'

let desk: SecurityDesk
let kanal: Kanal
let owner: Someone
let admin: Someone
let operator: Someone
let organisation: string
let integration: BoundOwner
const NEW_KEK = 'CRED_KEK_next'

beforeAll(async () => {
  desk = await openSecurityDesk()
  kanal = kanalOf(desk.payload)
  const first = (await operatorOf(autocommit(kanal.pool))) ?? ''
  operator = await desk.person('pengelola', 'owner', first)
  organisation = String(
    (
      await desk.payload.create({
        collection: 'organisations',
        data: { name: 'Toko Budi', timeZone: 'Asia/Jakarta' },
      })
    ).id,
  )
  owner = await desk.person('budi', 'owner', organisation)
  admin = await desk.person('ani', 'admin', organisation)
})
afterAll(async () => {
  delete process.env[NEW_KEK]
  await desk?.stop()
})
beforeEach(() => desk.forgetTries())

const status = async (as = owner, id = organisation): Promise<KeyStatus> =>
  (await desk.send('GET', `/keys/status?organisation=${id}`, { as })).body as unknown as KeyStatus
const post = (path: string, body: object, as = owner) => desk.send('POST', `/keys/${path}`, { as, body })
const follow = async (rotation: unknown) =>
  followRotation(kanal, masterKeysFromEnv(process.env), String(rotation), {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })

describe('the figures of cryptography', () => {
  const TOKEN = 'token-pemantauan-uji-0123456789abcdef'
  const scrape = (authorization?: string, as?: Someone) =>
    desk.send('GET', '/metrics', { ...(as ? { as } : {}), headers: authorization ? { authorization } : {} })

  it('are for owners of the operator and for the token, and for nobody else', async () => {
    const stop = await announceKeys(kanal.pool, 'worker', masterKeysFromEnv(process.env), () => undefined)
    expect((await scrape()).status).toBe(401)
    expect((await scrape(undefined, owner)).status).toBe(403)
    expect((await scrape(undefined, operator)).status).toBe(200)
    process.env.KANAL_METRICS_TOKEN = TOKEN
    expect((await scrape(`Bearer ${TOKEN}`)).status).toBe(200)
    expect((await scrape(`Bearer ${TOKEN}x`)).status).toBe(401)
    process.env.KANAL_METRICS_TOKEN = 'pendek'
    expect((await scrape('Bearer pendek')).status).toBe(401)
    delete process.env.KANAL_METRICS_TOKEN
    const figures = (await status(operator, (await operatorOf(autocommit(kanal.pool))) ?? '')).master?.figures
    expect(figures?.operations.map(({ operation }) => operation)).toEqual(['seal', 'open', 'wrap', 'unwrap'])
    expect((await kanal.pool.query('select from crypto_metrics')).rowCount).toBe(1)
    await stop()
    expect((await kanal.pool.query('select from crypto_metrics')).rowCount).toBe(0)
  })
})

describe('the key of an organisation', () => {
  it('is for its owners alone, after a proof of identity', async () => {
    for (const path of ['rotate', 'shred', 'start-again']) {
      const body = { organisation, name: 'Toko Budi' }
      expect((await post(path, body, admin)).status).toBe(403)
      expect((await post(path, body, operator)).status).toBe(403)
    }
    expect((await desk.send('GET', `/keys/status?organisation=${organisation}`, { as: admin })).status).toBe(
      403,
    )
    await desk.forgetStepUps()
    for (const path of ['rotate', 'promote', 'shred', 'start-again'])
      expect((await post(path, {})).body.problem?.code).toBe('step_up_required')
    owner = { ...owner, cookie: (await desk.signIn(owner.email, owner.password)).cookie }
    operator = { ...operator, cookie: (await desk.signIn(operator.email, operator.password)).cookie }
  })

  it('is none before the first secret, and is changed on request with everything sealed again', async () => {
    expect((await status()).organisation).toMatchObject({ state: 'none', version: null, values: 0 })
    expect((await post('rotate', { organisation })).body.problem?.code).toBe('no_key')
    integration = await newIntegration(kanal.pool, organisation)
    await save(kanal.pool, kanal.vault, integration, { key: set('rahasia') })
    expect((await status()).organisation).toMatchObject({ state: 'active', version: 1, values: 1 })

    const started = await post('rotate', { organisation })
    expect(started.status).toBe(200)
    const again = await post('rotate', { organisation })
    expect(again).toMatchObject({ status: 409, body: { problem: { code: 'already_running' } } })
    const resumed = await post('rotate', { organisation, resume: true })
    expect(resumed.body.rotation).toBe(started.body.rotation)
    expect(await follow(started.body.rotation)).toMatchObject({ state: 'done', done: 1, total: 1 })
    const now = await status()
    expect(now.master).toBeNull()
    expect(now.organisation).toMatchObject({ state: 'active', version: 2 })
    expect(now.organisation.rotations).toMatchObject([{ state: 'done', requestedBy: 'budi' }])
    expect(await openAll(kanal, [integration])).toEqual(['rahasia'])
    expect(await desk.audit('key.rotate')).toMatchObject([{ outcome: 'ok', reason: 'rotation' }])
  })
})

describe('the master key', () => {
  it('is the operator’s to change, and only when every living process holds the new one', async () => {
    expect((await post('promote', { kekId: 'next' }, owner)).status).toBe(403)
    const unknown = await post('promote', { kekId: 'next' }, operator)
    expect(unknown).toMatchObject({ status: 409, body: { problem: { code: 'unknown_key' } } })

    const stop = await announceKeys(kanal.pool, 'worker', masterKeysFromEnv(process.env), (error) => {
      throw error
    })
    process.env[NEW_KEK] = Buffer.alloc(32, 'kunci induk berikutnya').toString('base64')
    const refused = await post('promote', { kekId: 'next' }, operator)
    expect(refused).toMatchObject({ status: 409, body: { problem: { code: 'not_everywhere' } } })
    expect(refused.body.problem?.why.en).toContain('worker')
    const id = (await operatorOf(autocommit(kanal.pool))) ?? ''
    const before = await status(operator, id)
    expect(before.master?.keys.find(({ kekId }) => kekId === 'next')).toMatchObject({
      state: 'waiting',
      lacking: ['worker'],
    })
    await stop()
  })
})

describe('crypto-shredding', () => {
  it('T2: wants the exact name, then leaves nothing that opens, in a copy either', async () => {
    const sealed = await kanal.pool.query('select * from cred_values where organisation_id = $1', [
      organisation,
    ])
    const wrong = await post('shred', { organisation, name: 'toko budi' })
    expect(wrong).toMatchObject({ status: 422, body: { problem: { code: 'wrong_name' } } })
    expect(await openAll(kanal, [integration])).toEqual(['rahasia'])

    const { rows } = await kanal.pool.query(
      `select encode(commitment, 'hex') as proof, version from cred_keys where organisation_id = $1 order by version`,
      [organisation],
    )
    const done = await post('shred', { organisation, name: 'Toko Budi' })
    expect(done).toMatchObject({ status: 200, body: { integrations: 1, keys: 2 } })
    expect((await status()).organisation).toMatchObject({ state: 'destroyed', version: null, values: 0 })
    const audit = await kanal.pool.query(
      `select fields from audit_events where action = 'organisation.shred' and organisation_id = $1`,
      [organisation],
    )
    expect(audit.rows[0].fields).toEqual(rows.map(({ proof, version }) => `v${version}:${proof}`))
    expect(await desk.audit('integration.disconnect')).toMatchObject([{ outcome: 'ok', reason: 'shredded' }])
    const told = await desk.database.pool.query(
      `select organisation_id as organisation, params ->> 'integrations' as integrations, audience_roles as roles
       from notice_incidents where kind = 'organisation.shredded'`,
    )
    expect(told.rows).toEqual([{ organisation, integrations: '1', roles: ['owner', 'admin'] }])

    // A copy of the values from before, put back into the database as it is now.
    const [copy] = sealed.rows
    await kanal.pool.query(
      `insert into cred_values (organisation_id, owner_type, owner_id, field, version, envelope)
       values ($1, $2, $3, $4, $5, $6)`,
      [copy.organisation_id, copy.owner_type, copy.owner_id, copy.field, copy.version, copy.envelope],
    )
    await kanal.pool.query(
      `update cred_heads set fields = jsonb_build_object($2::text, $3::int) where owner_id = $1`,
      [copy.owner_id, copy.field, copy.version],
    )
    await expect(openAll(kanal, [integration])).rejects.toMatchObject({ reason: 'key_destroyed' })
  })

  it('refuses new secrets until somebody asks for a new key', async () => {
    const store = () => save(kanal.pool, kanal.vault, integration, { key: set('baru') })
    await expect(store()).rejects.toMatchObject({ problem: { code: 'secrets_destroyed' } })
    expect((await post('rotate', { organisation })).body.problem?.code).toBe('destroyed')
    expect((await post('shred', { organisation, name: 'Toko Budi' })).body.problem?.code).toBe('destroyed')
    expect((await post('start-again', { organisation })).body).toMatchObject({ version: 3 })
    expect((await post('start-again', { organisation })).body.problem?.code).toBe('not_destroyed')
    await store()
    expect(await openAll(kanal, [integration])).toEqual(['baru'])
    expect((await status()).organisation).toMatchObject({ state: 'active', version: 3 })
  })
})
