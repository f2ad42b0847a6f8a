import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { startSentry, type TestSentry } from '../../../../tests/support/sentry.ts'
import type { AdapterError, ReportOptions, ServiceSession } from '../../contract.ts'
import { createHttpClient } from '../../http/client.ts'
import { createConnector } from '../../net/connect.ts'
import { socketsOpened } from '../../net/testing/sockets.ts'
import { FORBIDDEN_HOSTS } from '../../net/testing/vectors.ts'
import { sentry } from './index.ts'
import { trimEvent } from './trim.ts'

const adapter = sentry()
const running: { stop(): Promise<void> }[] = []
const SECRET = 'rahasia-toko-4711'
const options: ReportOptions = {
  release: '0.1.0',
  environment: 'test',
  scrub: (text) => text.replaceAll(SECRET, '[secret]'),
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})
async function ingest(): Promise<TestSentry> {
  const server = await startSentry()
  running.push(server)
  return server
}
const session = (dsn: string): ServiceSession => ({
  credentials: { dsn },
  send: createHttpClient({ allowedLocalOrigins: [new URL(dsn).origin] }).send,
  connect: createConnector({ allowedLocal: [] }),
  now: () => new Date(),
})
const test = async (dsn: string): Promise<AdapterError | null> => {
  try {
    await adapter.checks[0]?.run(session(dsn))
    return null
  } catch (error) {
    return error as AdapterError
  }
}
async function answering(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, headers).end(body))
  })
  running.push({ stop: () => new Promise((done) => server.close(() => done())) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://${'a'.repeat(32)}@127.0.0.1:${(server.address() as AddressInfo).port}/7`
}

describe('Test connection', () => {
  it('sends one valid event and shows its number', async () => {
    const server = await ingest()
    expect(await test(server.dsn)).toBeNull()
    expect(server.events).toHaveLength(1)
    expect(server.problems).toEqual([])
  })

  const faults: [string, () => Promise<string> | string, string, string[]][] = [
    [
      'a key that was disabled',
      async () => (await ingest()).dsn.replace(/[0-9a-f]{32}/, 'b'.repeat(32)),
      'http_401_bad_credential',
      ['dsn'],
    ],
    [
      'another project',
      async () => (await ingest()).dsn.replace(/\d+$/, '99'),
      'http_401_bad_credential',
      ['dsn'],
    ],
    ['a path that does not exist', () => answering(404, 'not found'), 'http_404_wrong_endpoint', ['dsn']],
    ['too many reports', () => answering(429, '{}', { 'retry-after': '60' }), 'http_429_rate_limited', []],
    ['a server that is down', () => answering(502, 'bad gateway'), 'http_5xx_provider_down', []],
    ['a web site', () => answering(200, '<!doctype html>'), 'unexpected_response', ['dsn']],
    ['an answer without a number', () => answering(200, '{"ok":true}'), 'unexpected_response', ['dsn']],
    [
      'a redirect',
      () => answering(302, '', { location: 'https://elsewhere.example' }),
      'redirect_refused',
      ['dsn'],
    ],
    ['a port nobody listens at', () => `http://${'a'.repeat(32)}@127.0.0.1:1/7`, 'tcp_refused', ['dsn']],
  ]
  it.each(faults)('%s: cause and fields', async (_, arrange, reason, fields) => {
    expect(await test(await arrange())).toMatchObject({ name: 'AdapterError', reason, fields })
  })
})

describe('reports', () => {
  it('tell what went wrong and where, and nothing else', async () => {
    const server = await ingest()
    const reporter = await adapter.reports?.open(session(server.dsn), options)
    const cause = new TypeError(`inner ${SECRET}`)
    const error = Object.assign(new Error(`outer ${SECRET}`, { cause }), {
      headers: { cookie: 'payload-token=x' },
      request: { body: SECRET },
    })
    reporter?.capture({ error, level: 'error', part: 'web', userId: 'u-1', tags: { requestId: 'r-1' } })
    expect(await reporter?.flush(5_000)).toBe(true)
    await reporter?.close()
    expect(server.problems).toEqual([])
    expect(server.events).toHaveLength(1)
    const [event] = server.events
    expect(Object.keys(event ?? {}).sort()).toEqual(
      [
        'environment',
        'event_id',
        'exception',
        'level',
        'platform',
        'release',
        'sdk',
        'tags',
        'timestamp',
        'user',
      ].sort(),
    )
    expect(event).toMatchObject({
      release: '0.1.0',
      environment: 'test',
      level: 'error',
      platform: 'node',
      user: { id: 'u-1' },
      tags: { part: 'web', requestId: 'r-1' },
    })
    const { values } = event?.exception as {
      values: { type: string; value: string; stacktrace: { frames: unknown[] } }[]
    }
    expect(values.map(({ type, value }) => `${type}: ${value}`)).toEqual([
      'TypeError: inner [secret]',
      'Error: outer [secret]',
    ])
    expect(values[0]?.stacktrace.frames.length).toBeGreaterThan(0)
    expect(server.raw.join()).not.toMatch(/rahasia-toko|payload-token|hostname/)
  })

  it('from a browser are rebuilt from what may leave, in the name of who is signed in', async () => {
    const server = await ingest()
    const event = {
      event_id: 'c'.repeat(32),
      message: `boom ${SECRET}`,
      user: { id: 'someone-else', email: 'x@y.z', ip_address: '{{auto}}' },
      request: { url: 'https://kanal.test/admin?token=abc#x', headers: { Cookie: 'a=b' } },
      breadcrumbs: [{ message: SECRET }],
      extra: { form: SECRET },
      environment: 'forged',
    }
    const envelope = Buffer.from(
      `{"dsn":"https://evil@evil.example/1"}\n{"type":"event"}\n${JSON.stringify(event)}\n`,
    )
    await adapter.reports?.forward(session(server.dsn), envelope, { ...options, userId: 'u-7' })
    expect(server.events).toEqual([
      {
        event_id: 'c'.repeat(32),
        timestamp: expect.any(Number) as number,
        platform: 'javascript',
        level: 'error',
        message: 'boom [secret]',
        release: '0.1.0',
        environment: 'test',
        user: { id: 'u-7' },
        tags: { part: 'browser' },
        request: { url: 'https://kanal.test/admin' },
      },
    ])
  })

  it.each(['', '{}', '{}\n{"type":"session"}\n{}', 'x\ny\nz', '{}\n{"type":"attachment"}\nabc'])(
    'are refused when they are none: %j',
    async (envelope) => {
      const server = await ingest()
      const work = adapter.reports?.forward(session(server.dsn), Buffer.from(envelope), {
        ...options,
        userId: 'u',
      })
      await expect(work).rejects.toMatchObject({ reason: 'invalid_format' })
      expect(server.raw).toEqual([])
    },
  )

  it('survive whatever somebody calls an event', () => {
    for (const odd of [
      null,
      1,
      'x',
      [],
      { exception: { values: [null, 3, { stacktrace: { frames: [null] } }] } },
    ]) {
      expect(trimEvent(odd, (text) => text)).toMatchObject({ level: 'error' })
    }
  })
})

describe('T10', () => {
  it('opens no socket towards an address inside, however it is written', async () => {
    const { send } = createHttpClient({ allowedLocalOrigins: [] })
    const opened = await socketsOpened(async () => {
      for (const host of FORBIDDEN_HOSTS.filter((each) => /^[A-Za-z0-9.-]+$/.test(each))) {
        const dsn = `https://${'a'.repeat(32)}@${host}/7`
        const at = { ...session('https://x.example'), credentials: { dsn }, send }
        await expect(adapter.checks[0]?.run(at)).rejects.toMatchObject({ name: 'AdapterError' })
      }
    })
    expect(opened).toBe(0)
  })
})
