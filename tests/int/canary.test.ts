import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freePort } from '../../scripts/lib/ports.mjs'
import { kanalOf, type Kanal } from '../../src/plugins/context.ts'
import { newNonce } from '../../src/plugins/marketplaces/consent-state.ts'
import { finishConsent, startConsent } from '../../src/plugins/marketplaces/consent.ts'
import type { Decisions } from '../../src/plugins/security/endpoint/endpoint.ts'
import { openSecurityDesk, type SecurityDesk, type Someone } from '../../src/plugins/security/testing/desk.ts'
import { servicesOf } from '../../src/plugins/services/hub.ts'
import { startReporting } from '../../src/plugins/services/reports/reports.ts'
import { until } from '../e2e/support/until.ts'
import { dumpOf, filesOf, pgDumpOf } from '../support/dump.ts'
import { echoHttp, echoTcp } from '../support/echo.ts'
import { needleSearch } from '../support/needles.ts'
import { databaseOn } from '../support/template.ts'
import { startSentry, type TestSentry } from '../support/sentry.ts'

/**
 * Threats T1 and T15. Secrets go in by every way there is, at the most talkative log level, to providers that say back
 * whatever they heard and with handlers that fail; then everything that leaves or lasts is searched for them.
 */
const MOST_TALKATIVE = 'trace'
const ROUNDS = 9
/** Much is asked of a machine that does other things as well; nothing here measures speed. */
const PATIENCE_MS = 240_000

/** Where the database still answers while handlers fail: finding out who asks, and whether they proved it. */
const SIGNING_IN = /plugins\/security\/(sessions|step-up|organisation)\/|drizzle-orm/

const started = new Date()
const canaries: string[] = []
const remember = (canary: string): string => {
  canaries.push(canary)
  return canary
}
/** A value with characters that JSON, URLs and base64 each write differently. */
const canary = (): string => remember(`k~${randomBytes(21).toString('base64')}+/&`)
const plainCanary = (): string => remember(randomBytes(16).toString('hex'))
const set = (value: string) => ({ op: 'set', value })

const logged: Buffer[] = []
const answers: string[] = []
const mails: Buffer[] = []
const closing: (() => unknown)[] = []
let desk: SecurityDesk
let kanal: Kanal
let owner: Someone
let sentry: TestSentry
let mailPort: number
let closedPort: number
let tcpEcho: { port: number }
let httpEcho: { port: number }
/** What the marketplaces say to every request. */
let mood: 'down' | 'refuse' | 'give' = 'down'

/** Everything this process prints, by whichever way. */
function listenToPrinting(): void {
  const keep = (fd: unknown, what: unknown): void => {
    if (fd !== 1 && fd !== 2) return
    logged.push(typeof what === 'string' ? Buffer.from(what) : Buffer.from(what as Uint8Array))
  }
  const { write, writeSync } = fs
  vi.spyOn(fs, 'write').mockImplementation(((fd: number, what: string, ...rest: [never]) => {
    keep(fd, what)
    const done = rest.at(-1) as unknown
    if (fd > 2) return write(fd, what, ...rest)
    if (typeof done === 'function')
      setImmediate(() => (done as (e: null, n: number) => void)(null, Buffer.byteLength(what)))
  }) as typeof fs.write)
  vi.spyOn(fs, 'writeSync').mockImplementation(((fd: number, what: string, ...rest: [never]) => {
    keep(fd, what)
    return fd > 2 ? writeSync(fd, what, ...rest) : Buffer.byteLength(what)
  }) as typeof fs.writeSync)
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((what) => {
      keep(1, what)
      return true
    })
  }
}

/** A marketplace that answers in its own envelope, with all it heard inside. */
async function marketplace(envelope: (heard: string) => object): Promise<string> {
  const { port, close } = await echoHttp((heard, { url = '' }, response) => {
    const json = (body: object): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (mood === 'down') response.writeHead(503, { 'x-heard': encodeURIComponent(heard) }).end(heard)
    else if (mood === 'refuse') json(envelope(heard))
    else if (url.includes('/auth/token/get'))
      json({
        error: '',
        message: '',
        request_id: 'r',
        access_token: canary(),
        refresh_token: canary(),
        expire_in: 14_400,
      })
    else
      json({
        error: '',
        message: '',
        request_id: 'r',
        shop_name: 'Toko Kenari',
        region: 'ID',
        status: 'NORMAL',
        expire_time: Math.floor(Date.now() / 1000) + 86_400 * 300,
      })
  })
  closing.push(close)
  return `http://127.0.0.1:${port}`
}

async function mailServer(): Promise<number> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username }, _, done) => done(null, { user: username }),
    onData: (stream, _, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString()
        mails.push(Buffer.from(raw), Buffer.from(raw.replace(/=\r\n/g, '')))
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise<void>((done) => server.close(() => done())))
  return (server.server.address() as AddressInfo).port
}

beforeAll(async () => {
  listenToPrinting()
  const shopee = await marketplace((heard) => ({
    error: 'error_sign',
    message: `Wrong sign: ${heard}`,
    request_id: 'r',
  }))
  const lazada = await marketplace((heard) => ({
    code: 'IncompleteSignature',
    type: 'ISV',
    message: heard,
    request_id: 'r',
  }))
  const tiktok = await marketplace((heard) => ({
    code: 106_001,
    message: heard,
    request_id: 'r',
    data: null,
  }))
  sentry = await startSentry()
  mailPort = await mailServer()
  closedPort = await freePort()
  tcpEcho = await echoTcp('', (heard) => `-WRONGPASS 535 not ${heard.replaceAll(/[\r\n]+/g, ' ')}\r\n`)
  httpEcho = await echoHttp((heard, _, response) =>
    response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ detail: heard })),
  )
  const reachable = [mailPort, closedPort, tcpEcho.port, httpEcho.port].map((port) => `127.0.0.1:${port}`)
  Object.assign(process.env, {
    LOG_LEVEL: MOST_TALKATIVE,
    KANAL_SANDBOXES: `shopee=${shopee},lazada=${lazada},tiktok-shop=${tiktok}`,
    KANAL_ALLOWED_LOCAL: [...reachable, new URL(sentry.dsn).host].join(','),
  })
  desk = await openSecurityDesk()
  kanal = kanalOf(desk.payload)
  const { rows } = await desk.database.pool.query<{ id: string }>('select operator_id as id from deployment')
  desk.organisation = rows[0]?.id ?? desk.organisation
  owner = await desk.person('pemilik', 'owner', desk.organisation)
  closing.push(startReporting(kanal, 'web'))
})
afterAll(async () => {
  vi.restoreAllMocks()
  await servicesOf(kanal).close()
  for (const close of closing.reverse()) await close()
  await sentry.stop()
  await desk.stop()
})

const asSuperuser = (): string =>
  databaseOn(process.env.TEST_DATABASE_URL ?? desk.database.url, new URL(desk.database.url).pathname.slice(1))

async function send(method: string, path: string, body: object, as: Someone | null = owner) {
  await desk.forgetTries()
  const reply = await desk.send(method, path, { as, body })
  answers.push(JSON.stringify(reply.body))
  return reply
}

const versions = new Map<string, number>()
/** Saves settings of one adapter; an owner insists where the provider cannot be heard. */
async function save(adapter: string, changes: Record<string, string>, more: object = {}) {
  const { status, body } = await send('PUT', '/integrations/credentials', {
    organisation: desk.organisation,
    marketplace: adapter,
    environment: ['shopee', 'lazada', 'tiktok-shop'].includes(adapter) ? 'local' : 'own',
    changes: Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, set(value)])),
    expectedVersion: versions.get(adapter) ?? 0,
    override: { reason: 'penyedia sedang mati' },
    ...more,
  })
  if (body.saved === true) versions.set(adapter, Number(body.version))
  return { status, saved: body.saved as boolean | undefined, body }
}

const MARKETPLACES: Record<string, () => Record<string, string>> = {
  shopee: () => ({ partnerId: '2001887', partnerKey: canary(), pushKey: canary() }),
  lazada: () => ({ appKey: '123456', appSecret: canary() }),
  'tiktok-shop': () => ({ appKey: '29a39d00', appSecret: canary(), serviceId: '7001887' }),
}
const services = (port: number, http: number): Record<string, () => Record<string, string>> => ({
  smtp: () => ({
    host: '127.0.0.1',
    port: String(port),
    security: 'none',
    user: 'toko@kanal.test',
    password: canary(),
    fromAddress: 'toko@kanal.test',
    fromName: 'Kanal',
  }),
  redis: () => ({ host: '127.0.0.1', port: String(port), security: 'none', password: canary() }),
  s3: () => ({
    endpoint: `http://127.0.0.1:${http}`,
    region: 'auto',
    bucket: 'toko-media',
    accessKeyId: plainCanary(),
    secretAccessKey: canary(),
    addressing: 'path',
  }),
  sentry: () => ({ dsn: `http://${plainCanary()}@127.0.0.1:${http}/7` }),
})

describe('T1, T15: secrets go in', { timeout: PATIENCE_MS }, () => {
  it('by the form of every adapter and service: stored, stored over, kept beside, and refused', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [adapter, values] of Object.entries(MARKETPLACES)) {
        mood = 'down'
        const overlap = round > 0 && round % 3 === 0 ? { overlap: { hours: 1 } } : {}
        expect([adapter, await save(adapter, values(), overlap)]).toMatchObject([adapter, { saved: true }])
        mood = 'refuse'
        expect([adapter, await save(adapter, values())]).toMatchObject([adapter, { saved: false }])
      }
      if (round % 3 !== 0) continue
      for (const [service, values] of Object.entries(services(closedPort, closedPort)))
        expect([service, await save(service, values())]).toMatchObject([service, { saved: true }])
      for (const [service, values] of Object.entries(services(tcpEcho.port, httpEcho.port)))
        expect([service, await save(service, values())]).toMatchObject([service, { saved: false }])
    }
    expect(await save('smtp', services(mailPort, mailPort).smtp?.() ?? {})).toMatchObject({ saved: true })
    expect(await save('sentry', { dsn: sentry.dsn })).toMatchObject({ saved: true })
  })

  it('as tokens of shops', async () => {
    const { rows } = await kanal.pool.query<{ id: string }>(
      `select id from integrations where marketplace = 'shopee'`,
    )
    mood = 'give'
    for (let shop = 1; shop <= ROUNDS; shop += 1) {
      const nonce = newNonce()
      const input = {
        integrationId: rows[0]?.id ?? '',
        organisationId: desk.organisation,
        userId: owner.id,
        nonce,
      }
      const state = new URL(await startConsent(kanal, input)).searchParams.get('state') ?? ''
      const query = { state, code: canary(), shop_id: String(9000 + shop) }
      expect(await finishConsent(kanal, { marketplace: 'shopee', query, nonce })).toHaveLength(1)
    }
    mood = 'down'
  })

  it('as seeds of authenticators, recovery codes and passwords', async () => {
    for (let n = 0; n < 5; n += 1) {
      const person = await desk.person(`penjaga-${n}`, 'staff')
      remember(person.password)
      const started = await desk.send('POST', '/security/totp', { as: person, body: {} })
      const seed = remember(String(started.body.secret))
      const { recoveryCodes } = await desk.enrol(person).catch(() => ({ recoveryCodes: [] as string[] }))
      canaries.push(...recoveryCodes)
      expect(seed).toMatch(/^[A-Z2-7]{16,}$/)
      await send('POST', '/users/login', { email: person.email, password: canary() }, null)
      await send('POST', '/security/step-up', { password: canary() }, person)
    }
  })

  it('as passphrases of bundles, and values inside them', async () => {
    const passphrase = canary()
    const exported = await desk.send('POST', '/bundles/export', {
      as: owner,
      body: {
        organisation: desk.organisation,
        integrations: ['shopee', 'smtp'],
        reason: 'pindah server',
        sealedFor: { passphrase },
      },
    })
    expect(exported.status).toBe(200)
    const bundle = String(exported.body.text ?? JSON.stringify(exported.body))
    answers.push(bundle)
    for (const wrong of [canary(), passphrase])
      await send('POST', '/bundles/check', { organisation: desk.organisation, bundle, passphrase: wrong })
    const choices = [{ adapter: 'shopee', action: 'store', expectedVersion: versions.get('shopee') }]
    const taken = await send('POST', '/bundles/import', {
      organisation: desk.organisation,
      bundle,
      passphrase,
      choices,
    })
    expect(taken.status).toBe(200)
    expect(String(taken.body.text)).toContain('"type":"done"')
  })

  it('to every endpoint of ours, whole, cut in half, and while the database fails', async () => {
    const { collections, endpoints } = desk.config
    const own = [
      ...collections.flatMap(({ slug, endpoints: each }) =>
        (each || []).map((one) => ({ ...one, path: `/${slug}${one.path}` })),
      ),
      ...endpoints,
    ].filter(({ custom }) => (custom?.kanal as Decisions | undefined) !== undefined)
    expect(own.length).toBeGreaterThan(40)
    const failed: string[] = []
    const whole: string[] = []
    for (const { method, path } of own) {
      if (path.endsWith('/stream')) continue
      const where = path.replaceAll(/:\w+\??/g, '019a0000-0000-7000-8000-000000000000')
      const body = {
        organisation: desk.organisation,
        value: canary(),
        changes: { appSecret: set(canary()) },
        code: canary(),
      }
      const ask = () =>
        desk.send(method.toUpperCase(), where, { as: owner, ...(method === 'get' ? {} : { body }) })
      answers.push(JSON.stringify((await ask()).body))
      const cut = await desk.rest(where, {
        method: method.toUpperCase(),
        headers: { cookie: owner.cookie },
        ...(method === 'get' ? {} : { body: JSON.stringify(body).slice(0, -9) }),
      })
      answers.push(JSON.stringify(cut.body))
      const broken = (): never => {
        const message = `Failed query: insert into x\nparams: ${JSON.stringify(body)}`
        throw Object.assign(new Error(message), { detail: body.value })
      }
      const { query, connect } = kanal.pool
      const onlyWhoAsks = (...args: unknown[]): unknown => {
        if (!SIGNING_IN.test(new Error().stack ?? '')) return broken()
        Object.assign(kanal.pool, { connect })
        const answer: unknown = Reflect.apply(query, kanal.pool, args)
        Object.assign(kanal.pool, { connect: broken })
        return answer
      }
      Object.assign(kanal.pool, { connect: broken, query: onlyWhoAsks })
      const reply = await ask().finally(() => {
        Reflect.deleteProperty(kanal.pool, 'connect')
        Reflect.deleteProperty(kanal.pool, 'query')
      })
      ;(reply.status >= 500 ? failed : whole).push(
        `${method} ${path} ${reply.status} ${reply.body.problem?.code}`,
      )
      answers.push(JSON.stringify(reply.body))
    }
    expect(failed.length, whole.join('\n')).toBeGreaterThan(10)
  })
})

describe('T1, T15: and are found nowhere', { timeout: PATIENCE_MS }, () => {
  let worker: ChildProcess
  beforeAll(async () => {
    worker = spawn(process.execPath, ['--import', 'tsx', 'src/worker.ts'], {
      env: process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [worker.stdout, worker.stderr])
      stream?.on('data', (chunk: Buffer) => logged.push(chunk))
    closing.push(() => worker.kill('SIGKILL'))
    await until(
      async () => mails.length,
      (count) => count > 0,
      PATIENCE_MS,
    )
  }, PATIENCE_MS)

  it('of more than two hundred', () => {
    expect(new Set(canaries).size).toBe(canaries.length)
    expect(canaries.length).toBeGreaterThan(200)
  })

  const places: [string, number, () => Promise<Buffer | string> | Buffer | string][] = [
    ['the database, with jobs, sessions and notices', 100_000, () => dumpOf(desk.database.pool)],
    ['what the processes print', 20_000, () => Buffer.concat(logged)],
    ['answers', 10_000, () => answers.join('\n')],
    ['error reports', 1_000, () => sentry.raw.join('\n')],
    ['e-mails', 500, () => Buffer.concat(mails)],
  ]
  it.each(places)('%s', async (_, least, read) => {
    const search = needleSearch(canaries)
    const hay = await read()
    expect(hay.length).toBeGreaterThan(least)
    expect(search(hay).map(({ index, spelling }) => `${index}: ${spelling}`)).toEqual([])
  })

  it('what pg_dump writes, where there is one as new as the server', async (context) => {
    const dump = await pgDumpOf(asSuperuser())
    if (dump === null) return context.skip()
    expect(dump.length).toBeGreaterThan(100_000)
    expect(needleSearch(canaries)(dump)).toEqual([])
  })

  it('the files of the database and its write-ahead log, deleted and uncommitted rows included', async (context) => {
    const files = await filesOf(asSuperuser(), started)
    if (files === null) return context.skip()
    expect(files.some(({ name }) => name.startsWith('pg_wal/'))).toBe(true)
    expect(files.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(8_000_000)
    const search = needleSearch(canaries)
    const found = files.flatMap(({ name, bytes }) =>
      search(bytes).map(({ index, spelling }) => `${name} ${index}: ${spelling}`),
    )
    expect(found).toEqual([])
  })

  it('although each place is searched well: a value that is put there is found', async () => {
    const planted = `k~${randomBytes(21).toString('base64')}+/&`
    const search = needleSearch([...canaries, planted])
    const found = (hay: Buffer | string): number => search(hay).length
    const { pool } = desk.database
    let onDisk = 0
    await pool.query(`update organisations set name = $1 where id = $2`, [planted, desk.organisation])
    await pool.query(
      `select graphile_worker.add_job('uji', json_build_object('x', $1::text), run_at => now() + interval '1 day')`,
      [Buffer.from(planted).toString('base64')],
    )
    expect(found(await dumpOf(pool))).toBeGreaterThanOrEqual(2)
    const erased = 'x'.repeat(planted.length)
    await pool.query(`update organisations set name = $1 where id = $2`, [erased, desk.organisation])
    for (const { bytes } of (await filesOf(asSuperuser(), started)) ?? [{ bytes: Buffer.from(planted) }])
      onDisk += found(bytes)
    expect(onDisk).toBeGreaterThan(0)
    const before = logged.length
    kanal.log.info({ note: encodeURIComponent(planted) }, 'uji')
    await until(
      async () => logged.length,
      (count) => count > before,
    )
    expect(found(Buffer.concat(logged))).toBeGreaterThan(0)
    for (const bytes of [
      Buffer.from(planted, 'utf16le'),
      Buffer.from(planted).toString('hex'),
      Buffer.from(`xy${planted}`).toString('base64url'),
      JSON.stringify({ planted }),
      new URLSearchParams({ planted }).toString(),
    ])
      expect(
        found(Buffer.concat([Buffer.from('..'), Buffer.from(bytes), Buffer.from('..')])),
      ).toBeGreaterThan(0)
  })
})
