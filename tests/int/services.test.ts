import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../scripts/lib/ports.mjs'
import { createPool } from '../../src/database/pool.ts'
import { createKanal, kanalOf } from '../../src/plugins/context.ts'
import { registryOf } from '../../src/plugins/registry.ts'
import { servicesOf, type ServiceHub } from '../../src/plugins/services/hub.ts'
import { canSendMail, sendMail } from '../../src/plugins/services/mail/send-mail.ts'
import {
  createOrganisation,
  createUser,
  startPayload,
  type TestApp,
  type TestUser,
} from '../support/payload.ts'

const PASSWORD = 'rahasia-surat-4711'
const mails: { to: string[]; raw: string }[] = []
let app: TestApp
let mailServer: SMTPServer
let port: number
let operator: { id: string }
let owner: TestUser
let staff: TestUser
let stranger: TestUser
let strangers: { id: string }
const hubs: ServiceHub[] = []
const pools: ReturnType<typeof createPool>[] = []

const set = (value: string) => ({ op: 'set', value })
const keep = { op: 'keep' }
const mailSettings = (more: Record<string, unknown> = {}) => ({
  host: set('127.0.0.1'),
  port: set(String(port)),
  security: set('none'),
  user: set('toko@kanal.test'),
  password: set(PASSWORD),
  fromAddress: set('toko@kanal.test'),
  fromName: set('Kanal Uji'),
  ...more,
})
interface Outcome {
  saved?: boolean
  version?: number
  verdict?: string
  problem?: { code: string; fields?: string[] }
}
async function save(changes: object, as = owner, organisation = operator.id, service = 'smtp') {
  const { body: overview } = await app.rest(`/integrations/overview?organisation=${organisation}`, { as })
  const cards = (overview.services ?? []) as { marketplace: string; version: number }[]
  const expectedVersion = cards.find(({ marketplace }) => marketplace === service)?.version ?? 0
  const body = { organisation, marketplace: service, environment: 'own', changes, expectedVersion }
  const answer = await app.rest('/integrations/credentials', {
    method: 'PUT',
    body: JSON.stringify(body),
    as,
  })
  return { status: answer.status, body: answer.body as Outcome }
}
const disconnect = async (): Promise<void> => {
  const { rows } = await app.database.pool.query<{ id: string; version: number }>(
    `select i.id, h.row_version as version from integrations i
     join cred_heads h on h.owner_id = i.id where h.fields <> '{}'`,
  )
  for (const { id, version: expectedVersion } of rows) {
    const body = JSON.stringify({ expectedVersion })
    const { status } = await app.rest(`/integrations/${id}`, { method: 'DELETE', body, as: owner })
    if (status !== 200) throw new Error(`not disconnected: ${status}`)
  }
}

/** A process of its own, as far as the database can tell. */
function anotherProcess() {
  const pool = createPool({ url: app.database.url, max: 3, applicationName: 'another process' })
  pools.push(pool)
  const kanal = createKanal({ pool, registry: registryOf(app.config) })
  const hub = servicesOf(kanal)
  hubs.push(hub)
  return { kanal, hub }
}

beforeAll(async () => {
  port = await freePort()
  process.env.KANAL_ALLOWED_LOCAL = `127.0.0.1:${port}`
  app = await startPayload()
  operator = await createOrganisation(app, 'Toko Pengelola')
  strangers = await createOrganisation(app, 'Toko Lain')
  owner = await createUser(app, 'pemilik', [{ organisation: operator.id, role: 'owner' }])
  staff = await createUser(app, 'staf', [{ organisation: operator.id, role: 'staff' }])
  stranger = await createUser(app, 'orang-lain', [{ organisation: strangers.id, role: 'owner' }])
  const { rows } = await app.database.pool.query('select operator_id as id from deployment')
  operator = rows[0] as { id: string }
  mailServer = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ password, username }, _, done) =>
      password === PASSWORD
        ? done(null, { user: username })
        : done(Object.assign(new Error('5.7.8 no'), { responseCode: 535 })),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString().replace(/=\r\n/g, ''),
        })
        done()
      })
    },
  })
  mailServer.on('error', () => undefined)
  await new Promise<void>((resolve) => mailServer.listen(port, '127.0.0.1', resolve))
  expect((mailServer.server.address() as AddressInfo).port).toBe(port)
})
beforeEach(async () => {
  mails.length = 0
  await app.database.pool.query('truncate rate_limits')
  await disconnect()
})
afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.close()))
  await servicesOf(kanalOf(app.payload)).close()
  await Promise.all(pools.map((pool) => pool.end()))
  await new Promise<void>((done) => mailServer.close(() => done()))
  await app.stop()
})

describe('services', () => {
  it('are set up like a marketplace: tested first, stored after, seen on the card', async () => {
    const wrong = await save(mailSettings({ password: set('salah-sekali') }))
    expect(wrong.body).toMatchObject({ saved: false, verdict: 'rejected', cause: 'http_401_bad_credential' })
    expect((await save(mailSettings())).body).toMatchObject({ saved: true, verdict: 'accepted' })
    const { body } = await app.rest(`/integrations/overview?organisation=${operator.id}`, { as: owner })
    const services = body.services as { marketplace: string; status: string }[]
    expect(services.map(({ marketplace }) => marketplace)).toEqual([
      'smtp',
      'sentry',
      'redis',
      's3',
      'audit-stream',
    ])
    expect(services[0]).toMatchObject({ status: 'active', kind: 'service' })
    expect(JSON.stringify(body)).not.toContain(PASSWORD)
  })

  it('are nobody else’s: other organisations neither see nor set nor use them', async () => {
    await save(mailSettings())
    const { body } = await app.rest(`/integrations/overview?organisation=${strangers.id}`, { as: stranger })
    expect(body.services).toEqual([])
    expect((await save(mailSettings(), stranger, strangers.id)).status).toBe(400)
    for (const as of [stranger, staff]) {
      const { status } = await app.rest('/services/test-mail', { method: 'POST', body: '{}', as })
      expect(status).toBe(403)
    }
    expect(mails).toEqual([])
  })

  it('T11: never send a stored secret to a changed destination', async () => {
    await save(mailSettings())
    const stored = mailSettings({ user: keep, password: keep, fromAddress: keep, fromName: keep })
    for (const moved of [
      { ...stored, port: keep, security: keep },
      { ...stored, host: keep, security: keep },
      { ...stored, host: keep, port: keep },
      { host: { op: 'clear' } },
    ]) {
      const { status, body } = await save(moved)
      expect(status).toBe(422)
      expect(body.problem).toMatchObject({ code: 'type_secrets_again', fields: ['password'] })
    }
    const typed = { host: set('127.0.0.1'), password: set(PASSWORD) }
    expect((await save(typed)).body).toMatchObject({ saved: true })
  })

  it('take effect at once in every process, and so does their end', async () => {
    const processes = [anotherProcess(), anotherProcess()]
    for (const { hub } of processes) expect(await hub.find('mail')).toBeNull()
    let heard = 0
    processes[1]?.hub.onChange(() => (heard += 1))
    await new Promise((resolve) => setTimeout(resolve, 200))

    await save(mailSettings())
    await expect.poll(() => heard, { timeout: 1_000, interval: 5 }).toBe(1)
    for (const { kanal } of processes) {
      await sendMail(kanal, { to: 'x@toko.test', subject: 's', text: 't' })
    }
    expect(mails).toHaveLength(2)

    await disconnect()
    await expect.poll(() => heard, { timeout: 1_000, interval: 5 }).toBe(2)
    for (const { kanal } of processes) {
      expect(await canSendMail(kanal)).toBe(false)
      await expect(sendMail(kanal, { to: 'x@toko.test', subject: 's', text: 't' })).rejects.toThrow(
        'No mail server is set up',
      )
    }
  })

  it('are read anew at every use while nobody can listen', async () => {
    const { kanal, hub } = anotherProcess()
    expect(await hub.find('mail')).toBeNull()
    await hub.close()
    await save(mailSettings())
    await sendMail(kanal, { to: 'x@toko.test', subject: 's', text: 't' })
    expect(mails).toHaveLength(1)
  })

  it('are heard of again after the listening connection was cut', async () => {
    const { hub } = anotherProcess()
    await hub.inForce()
    await expect
      .poll(async () => {
        const cut = await app.database.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'kanal listens to kanal_settings'`,
        )
        return cut.rowCount
      })
      .toBeGreaterThan(0)
    await save(mailSettings())
    await expect
      .poll(async () => (await hub.find('mail'))?.adapter.id, { timeout: 1_000, interval: 5 })
      .toBe('smtp')
    let heard = 0
    hub.onChange(() => (heard += 1))
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await disconnect()
    await expect.poll(() => heard, { timeout: 2_000 }).toBe(1)
  })
})

describe('forgotten passwords', () => {
  const ask = (email: string, language: string) =>
    app.rest('/users/forgot-password', {
      method: 'POST',
      body: JSON.stringify({ email }),
      headers: { 'accept-language': language },
    })

  it.each([
    ['id', /Atur ulang kata sandi|Buat kata sandi baru/],
    ['en', /Choose a new password/],
  ])('are renewed by mail in %s, end to end', async (language, words) => {
    await save(mailSettings())
    const person = await createUser(app, `lupa-${language}-${randomUUID().slice(0, 8)}`, [])
    expect((await ask(person.email, language)).status).toBe(200)
    await expect.poll(() => mails.length, { timeout: 5_000 }).toBe(1)
    expect(mails[0]?.to).toEqual([person.email])
    const letter = mails[0]?.raw.replaceAll('=3D', '=') ?? ''
    expect(letter).toMatch(words)
    const [, token = ''] = /\/admin\/reset\/([0-9a-f]+)/.exec(letter) ?? []
    const password = 'sandi-baru-yang-panjang-1'
    const reset = await app.rest('/users/reset-password', {
      method: 'POST',
      body: JSON.stringify({ token, password }),
    })
    expect(reset.status).toBe(200)
    const again = await app.rest('/users/reset-password', {
      method: 'POST',
      body: JSON.stringify({ token, password }),
    })
    expect(again.status).not.toBe(200)
    const login = await app.rest('/users/login', {
      method: 'POST',
      body: JSON.stringify({ email: person.email, password }),
    })
    expect(login.status).toBe(200)
  })

  it('tell a stranger nothing: the same answer for an unknown address, and when the mail server is gone', async () => {
    await save(mailSettings())
    const known = await ask(owner.email, 'id')
    const unknown = await ask('tidak-ada@kanal.test', 'id')
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
    await disconnect()
    const without = await ask(owner.email, 'id')
    expect([without.status, without.body]).toEqual([known.status, known.body])
  })
})

it('sends a test mail to whoever asks, and to nobody else', async () => {
  const ask = () => app.rest('/services/test-mail', { method: 'POST', body: '{}', as: owner })
  expect((await ask()).body.problem).toMatchObject({ code: 'mail_not_set_up' })
  await save(mailSettings())
  expect(await ask()).toMatchObject({ status: 200, body: { sentTo: owner.email } })
  const ours = mails.filter(({ raw }) => /Email uji dari Kanal|Test mail from Kanal/.test(raw))
  expect(ours.map(({ to }) => to)).toEqual([[owner.email]])
  const { rows } = await app.database.pool.query(
    `select outcome from audit_events where action = 'service.test_mail' order by created_at`,
  )
  expect(rows.slice(-2)).toEqual([{ outcome: 'failed' }, { outcome: 'ok' }])
})
