import type { LookupAddress } from 'node:dns'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CredentialValues, ServiceAdapter } from '../../src/adapters/contract.ts'
import { createHttpClient } from '../../src/adapters/http/client.ts'
import type { Resolve } from '../../src/adapters/http/guard.ts'
import { createConnector } from '../../src/adapters/net/connect.ts'
import { socketsOpened } from '../../src/adapters/net/testing/sockets.ts'
import { FORBIDDEN_HOSTS } from '../../src/adapters/net/testing/vectors.ts'
import { auditStream } from '../../src/adapters/services/audit-stream/index.ts'
import { redis } from '../../src/adapters/services/redis/index.ts'
import { s3 } from '../../src/adapters/services/s3/index.ts'
import { sentry } from '../../src/adapters/services/sentry/index.ts'
import { smtp } from '../../src/adapters/services/smtp/index.ts'

/**
 * Threat T10 over every way out: whatever a person types as host or address, Test connection opens no socket towards
 * this machine, its network or a cloud's metadata service. The values are typed as that adapter's form takes them.
 */
interface Destination {
  host: string
  port?: number
  resolve?: Resolve
  /** Whether the operator listed this host and port as reachable nearby. */
  isListed?: boolean
}
type Reach = (destination: Destination) => Promise<unknown>

const wayOut = ({ host, port, resolve, isListed }: Destination) => ({
  send: createHttpClient({
    allowedLocalOrigins: isListed ? [`http://${host}:${port}`] : [],
    ...(resolve ? { resolve } : {}),
  }).send,
  connect: createConnector({
    allowedLocal: isListed ? [`${host}:${port}`] : [],
    ...(resolve ? { resolve } : {}),
  }),
  now: () => new Date(),
})
/** Runs every check of Test connection, as far as they come. */
const service =
  (adapter: ServiceAdapter, settings: (host: string, port: string) => CredentialValues): Reach =>
  async (destination) => {
    const { host, port } = destination
    const session = { ...wayOut(destination), credentials: settings(host, port ? String(port) : '') }
    for (const check of adapter.checks) await check.run(session)
  }
const inUrl = (host: string, port = ''): string =>
  `${/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(host) ? `[${host}]` : host}${port && `:${port}`}`
const WAYS: Record<string, Reach> = {
  HTTP: (destination) => {
    const { host, port } = destination
    const url = `http://${inUrl(host, port ? String(port) : '')}/`
    return wayOut(destination).send({ method: 'GET', url })
  },
  SMTP: service(smtp(), (host, port) => ({
    host,
    port: port || '25',
    security: 'none',
    fromAddress: 'toko@kanal.test',
  })),
  Redis: service(redis(), (host, port) => ({ host, port: port || '6379', security: 'none' })),
  S3: service(s3(), (host, port) => ({
    endpoint: `http://${inUrl(host, port)}`,
    region: 'auto',
    bucket: 'toko-media',
    accessKeyId: 'KANALTESTKEY1234',
    secretAccessKey: 'kunci-rahasia-penyimpanan-uji',
    addressing: 'path',
  })),
  Sentry: service(sentry(), (host, port) => ({
    dsn: `http${port ? '' : 's'}://${'a'.repeat(32)}@${inUrl(host, port)}/7`,
  })),
  'Audit webhook': service(auditStream(), (host, port) => ({
    address: `http://${inUrl(host, port)}/`,
    secret: 'kunci-tanda-tangan-uji',
  })),
  'Audit syslog': service(auditStream(), (host, port) => ({
    address: `syslog+tcp://${inUrl(host, port || '514')}`,
  })),
}
const answering =
  (...addresses: string[]): Resolve =>
  (_, done) =>
    done(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'reached',
    (error: Error) => error.name,
  )

let inside: Server
let hits = 0
const sources: Server[] = []
beforeAll(async () => {
  inside = createServer((_, response) => response.end('secret of the inside'))
  inside.on('connection', () => {
    hits += 1
  })
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  for (const source of sources.splice(0)) source.close()
})
afterAll(() => {
  inside.close()
})
const insidePort = (): number => (inside.address() as AddressInfo).port

describe.each(Object.entries(WAYS))('T10: %s', (_, reach) => {
  it(`opens no socket for any of ${FORBIDDEN_HOSTS.length} hosts inside, however they are written`, async () => {
    expect(FORBIDDEN_HOSTS.length).toBeGreaterThanOrEqual(60)
    const opened = await socketsOpened(async () => {
      for (const host of FORBIDDEN_HOSTS)
        expect([host, await outcome(reach({ host }))]).not.toEqual([host, 'reached'])
    })
    expect(opened).toBe(0)
  })

  it('opens none for a name that points inside, also when only one of its answers does', async () => {
    for (const addresses of [
      ['127.0.0.1'],
      ['169.254.169.254'],
      ['8.8.8.8', '10.0.0.1'],
      ['2606:4700::1', '::ffff:7f00:1'],
    ]) {
      const opened = await socketsOpened(async () => {
        expect(await outcome(reach({ host: 'toko.example', resolve: answering(...addresses) }))).not.toBe(
          'reached',
        )
      })
      expect([addresses, opened]).toEqual([addresses, 0])
    }
  })

  it('keeps to the answer it judged: a name that points elsewhere the next time leads nowhere', async () => {
    let asked = 0
    const rebinding: Resolve = (_hostname, done) => {
      asked += 1
      done(null, [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }])
    }
    const before = hits
    const opened = await socketsOpened(() =>
      outcome(reach({ host: 'toko.example', port: insidePort(), isListed: true, resolve: rebinding })),
    )
    expect(opened).toBeGreaterThan(0)
    // Every socket went to the first answer; the second was asked for by another connection, and refused.
    expect(hits - before).toBe(opened)
  })

  it('is what was tried: the same settings reach a host that the operator listed', async () => {
    const before = hits
    const opened = await socketsOpened(() =>
      outcome(reach({ host: '127.0.0.1', port: insidePort(), isListed: true })),
    )
    expect(opened).toBeGreaterThan(0)
    expect(hits).toBeGreaterThan(before)
  })
})

describe.each(['HTTP', 'S3', 'Sentry'])('T10: redirects over %s', (way) => {
  it.each([
    ['to an address', () => `http://127.0.0.1:${insidePort()}/`],
    ['to a number', () => `http://2130706433:${insidePort()}/`],
    ['to a mapped address', () => `http://[::ffff:7f00:1]:${insidePort()}/`],
    ['to a name', () => `http://localhost:${insidePort()}/`],
    ['to a file', () => 'file:///etc/passwd'],
    ['to the metadata of a cloud', () => 'http://169.254.169.254/latest/meta-data/'],
  ])('are not followed %s', async (_, target) => {
    let asked = 0
    const source = createServer((__, response) => {
      asked += 1
      response.writeHead(asked % 2 === 1 ? 302 : 307, { location: target() }).end()
    })
    sources.push(source)
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve))
    const { port } = source.address() as AddressInfo
    const before = hits
    let arrived = 0
    source.on('connection', () => {
      arrived += 1
    })
    const opened = await socketsOpened(() =>
      outcome(WAYS[way]?.({ host: '127.0.0.1', port, isListed: true }) ?? Promise.reject(new Error(way))),
    )
    expect(asked).toBeGreaterThan(0)
    expect(hits).toBe(before)
    expect(opened).toBe(arrived)
  })
})
