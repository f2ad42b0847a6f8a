import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startRedis, type TestRedis } from '../../../../tests/support/redis.ts'
import type { AdapterError, Cache, CredentialValues, ServiceSession } from '../../contract.ts'
import { createConnector } from '../../net/connect.ts'
import { AUTHORITY } from '../../net/testing/certificates.ts'
import { socketsOpened } from '../../net/testing/sockets.ts'
import { FORBIDDEN_HOSTS } from '../../net/testing/vectors.ts'
import { openCache } from './cache.ts'
import { withRedis } from './client.ts'
import { redis } from './index.ts'

const PASSWORD = 'rahasia-redis-4711'
const adapter = redis()

const settings = (port: number, more: Partial<Record<string, string>> = {}): CredentialValues =>
  Object.fromEntries(
    Object.entries({ host: 'localhost', port: String(port), security: 'none', ...more }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
const session = (credentials: CredentialValues): ServiceSession => ({
  credentials,
  send: () => Promise.reject(new Error('Redis uses no HTTP')),
  connect: createConnector({
    allowedLocal: [`${credentials.host}:${credentials.port}`],
    ca: AUTHORITY,
    resolve: (_, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  }),
  now: () => new Date(),
})
async function test(credentials: CredentialValues): Promise<AdapterError | null> {
  for (const check of adapter.checks) {
    try {
      await check.run(session(credentials))
    } catch (error) {
      return error as AdapterError
    }
  }
  return null
}

let open: TestRedis
let locked: TestRedis
let secure: TestRedis
const fakes: Server[] = []
const sockets = new Set<Socket>()

/** A server that gives one answer to everything, for what a healthy Redis does not say. */
async function answering(line: string): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', () => socket.write(line))
  })
  fakes.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

beforeAll(async () => {
  open = await startRedis()
  locked = await startRedis({
    config: [
      `requirepass ${PASSWORD}`,
      `user toko on >${PASSWORD} ~kanal:* +@read +@write +@scripting +@connection`,
      `user terbatas on >${PASSWORD} ~lain:* +@read +@connection`,
      'databases 4',
    ],
  })
  secure = await startRedis({ tls: true, config: [`requirepass ${PASSWORD}`] })
}, 60_000)
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of fakes.splice(0)) server.close()
})
afterAll(async () => {
  await Promise.all([open, locked, secure].map((server) => server.stop()))
})

describe('Test connection', () => {
  it('passes open, locked, as an ACL user, with a database number and over TLS', async () => {
    expect(await test(settings(open.port))).toBeNull()
    expect(await test(settings(locked.port, { password: PASSWORD, db: '3' }))).toBeNull()
    expect(await test(settings(locked.port, { password: PASSWORD, user: 'toko' }))).toBeNull()
    expect(await test(settings(secure.port, { password: PASSWORD, security: 'tls' }))).toBeNull()
  })

  const faults: [string, () => Promise<CredentialValues> | CredentialValues, string, string[]][] = [
    ['no password where one is needed', () => settings(locked.port), 'http_401_bad_credential', ['password']],
    [
      'a wrong password',
      () => settings(locked.port, { password: 'salah' }),
      'http_401_bad_credential',
      ['user', 'password'],
    ],
    [
      'an unknown user',
      () => settings(locked.port, { password: PASSWORD, user: 'siapa' }),
      'http_401_bad_credential',
      ['user', 'password'],
    ],
    [
      'a password where there is none',
      () => settings(open.port, { password: PASSWORD }),
      'http_401_bad_credential',
      ['password'],
    ],
    [
      'a user without permission',
      () => settings(locked.port, { password: PASSWORD, user: 'terbatas' }),
      'http_403_missing_scope',
      ['user'],
    ],
    [
      'a database that does not exist',
      () => settings(locked.port, { password: PASSWORD, db: '9' }),
      'invalid_format',
      ['db'],
    ],
    [
      'TLS on a plain port',
      () => settings(open.port, { security: 'tls' }),
      'unexpected_response',
      ['security', 'port'],
    ],
    ['plain on a TLS port', () => settings(secure.port), 'tcp_refused', ['host', 'port']],
    ['a port nobody listens at', () => settings(1), 'tcp_refused', ['host', 'port']],
    [
      'a cluster',
      async () => settings(await answering('-MOVED 3999 10.0.0.1:6381\r\n')),
      'wrong_environment',
      ['host'],
    ],
    [
      'a replica',
      async () => settings(await answering("-READONLY You can't write against a read only replica.\r\n")),
      'wrong_environment',
      ['host'],
    ],
    [
      'a server that is loading',
      async () => settings(await answering('-LOADING Redis is loading the dataset in memory\r\n')),
      'http_5xx_provider_down',
      [],
    ],
    [
      'a full memory',
      async () => settings(await answering("-OOM command not allowed when used memory > 'maxmemory'.\r\n")),
      'quota_exceeded',
      [],
    ],
    [
      'protected mode',
      async () => settings(await answering('-DENIED Redis is running in protected mode\r\n')),
      'ip_not_allowlisted',
      ['host', 'password'],
    ],
    [
      'a web server',
      async () => settings(await answering('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'unexpected_response',
      ['host', 'port', 'security'],
    ],
  ]
  it.each(faults)('%s: cause and fields', async (_, arrange, reason, fields) => {
    const failure = await test(await arrange())
    expect(failure).toMatchObject({ name: 'AdapterError', reason, fields })
    expect(JSON.stringify([failure?.message, failure?.explanation])).not.toContain(PASSWORD)
  })
})

describe('the shared counter', () => {
  it('admits exactly as many uses as fit, over several connections at once', async () => {
    const at = session(settings(open.port))
    const caches = Array.from({ length: 4 }, () => openCache(at, 2_000))
    const waits = await Promise.all(
      Array.from({ length: 80 }, (_, nth) => (caches[nth % 4] as Cache).admit('ramai', 10, 60_000)),
    )
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10)
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(60_000)
    for (const cache of caches) cache.close()
  })

  it('lets the window slide', async () => {
    const cache = adapter.cache?.open(session(settings(open.port)), 2_000)
    expect(await cache?.admit('geser', 1, 200)).toBe(0)
    expect(await cache?.admit('geser', 1, 200)).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, 220))
    expect(await cache?.admit('geser', 1, 200)).toBe(0)
    cache?.close()
  })

  it('remembers for as long as it was told', async () => {
    const cache = adapter.cache?.open(session(settings(open.port)), 2_000)
    await cache?.set('k', 'v', 150)
    expect(await cache?.get('k')).toBe('v')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await cache?.get('k')).toBeNull()
    cache?.close()
  })

  it('fails at once while Redis is away, and works again after it is back', async () => {
    const server = await startRedis()
    const cache = adapter.cache?.open(session(settings(server.port)), 500)
    expect(await cache?.admit('x', 5, 60_000)).toBe(0)
    await server.kill()
    await expect(cache?.admit('x', 5, 60_000)).rejects.toMatchObject({ name: 'CacheUnavailableError' })
    const started = performance.now()
    await expect(cache?.admit('x', 5, 60_000)).rejects.toMatchObject({ name: 'CacheUnavailableError' })
    expect(performance.now() - started).toBeLessThan(20)
    const again = await startRedis({ port: server.port })
    await expect
      .poll(() => cache?.admit('x', 5, 60_000).catch(() => -1), { timeout: 10_000, interval: 250 })
      .toBe(0)
    cache?.close()
    await again.stop()
  }, 30_000)

  it('does not wait longer than it may for a server that says nothing', async () => {
    const port = await answering('')
    const cache = adapter.cache?.open(session(settings(port)), 100)
    const started = performance.now()
    await expect(cache?.get('x')).rejects.toMatchObject({ name: 'CacheUnavailableError' })
    expect(performance.now() - started).toBeLessThan(1_000)
    cache?.close()
  })
})

it('leaves nothing of its probe behind', async () => {
  const at = session(settings(open.port))
  await withRedis(at, (client) => client.flushall())
  await test(settings(open.port))
  expect(await withRedis(at, (client) => client.keys('*'))).toEqual([])
})

describe('T10', () => {
  it('opens no socket towards an address inside, however it is written', async () => {
    const connect = createConnector({ allowedLocal: [] })
    const opened = await socketsOpened(async () => {
      for (const host of FORBIDDEN_HOSTS.filter((each) => /^[A-Za-z0-9.:_-]+$/.test(each))) {
        const at = { ...session(settings(6379, { host })), connect }
        await expect(adapter.checks[0]?.run(at)).rejects.toMatchObject({ name: 'AdapterError' })
      }
    })
    expect(opened).toBe(0)
  })
})
