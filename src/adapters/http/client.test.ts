import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpRequest } from '../contract.ts'
import { createHttpClient, type HttpClient, type HttpClientOptions, type HttpLogEntry } from './client.ts'
import { NOT_PUBLIC } from './guard.vectors.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    if ('closeAllConnections' in server) (server as Server).closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const serve = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(listener))}`

function client(options: Partial<HttpClientOptions> = {}): HttpClient {
  const made = createHttpClient({ allowedLocalOrigins: [], ...options })
  closing.push(() => made.close())
  return made
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', url, ...more })

describe('exchange', () => {
  it('sends method, headers and body, and gives back status, headers and bytes', async () => {
    const origin = await serve((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        response.writeHead(418, {
          'X-Seen': `${request.method} ${request.headers['x-a']} ${request.headers['user-agent']}`,
        })
        response.end(Buffer.concat(chunks))
      })
    })
    const log: HttpLogEntry[] = []
    const { send } = client({
      allowedLocalOrigins: [origin],
      userAgent: 'Kanal/test',
      log: (entry) => log.push(entry),
    })
    const body = new Uint8Array([0, 255, 10])
    const response = await send({
      method: 'POST',
      url: `${origin}/p?secret=1`,
      headers: { 'x-a': 'b' },
      body,
    })
    expect(response.status).toBe(418)
    expect(response.headers['x-seen']).toBe('POST b Kanal/test')
    expect([...response.body]).toEqual([0, 255, 10])
    expect(log).toMatchObject([{ method: 'POST', path: '/p', status: 418, bytes: 3 }])
    expect(JSON.stringify(log)).not.toContain('secret')
  })

  it.each([301, 302, 303, 307, 308])('refuses redirect %d', async (status) => {
    let hits = 0
    const origin = await serve((_request, response) => {
      hits += 1
      response.writeHead(status, { location: 'http://169.254.169.254/' })
      response.end()
    })
    await expect(client({ allowedLocalOrigins: [origin] }).send(get(origin))).rejects.toMatchObject({
      reason: 'redirect_refused',
      kind: 'permanent',
    })
    expect(hits).toBe(1)
  })

  it('ends an answer that is too large', async () => {
    const origin = await serve((_request, response) => {
      response.end(Buffer.alloc(4_096))
    })
    const { send } = client({ allowedLocalOrigins: [origin], maxResponseBytes: 4_095 })
    await expect(send(get(origin))).rejects.toMatchObject({ reason: 'unexpected_response', kind: 'contract' })
  })

  it.each([
    ['no answer at all', (): void => undefined],
    ['an answer that never ends', (response: { write: (text: string) => void }): void => response.write('x')],
  ])('times out on %s', async (_name, act) => {
    const origin = await serve((_request, response) => act(response))
    const { send } = client({ allowedLocalOrigins: [origin] })
    await expect(send(get(origin, { timeoutMs: 100 }))).rejects.toMatchObject({
      reason: 'tcp_timeout',
      kind: 'transient',
    })
  })

  it('rejects with the reason of the signal', async () => {
    const origin = await serve(() => undefined)
    const { send } = client({ allowedLocalOrigins: [origin] })
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('page closed')), 30)
    await expect(send(get(origin, { signal: controller.signal }))).rejects.toThrow('page closed')
  })

  it('tells a refused connection and a cut one', async () => {
    const server = createServer()
    const gone = `http://127.0.0.1:${await listen(server)}`
    await new Promise((resolve) => server.close(resolve))
    const cut = await serve((request) => request.socket.destroy())
    const { send } = client({ allowedLocalOrigins: [gone, cut] })
    await expect(send(get(gone))).rejects.toMatchObject({ reason: 'tcp_refused' })
    await expect(send(get(cut))).rejects.toMatchObject({ reason: 'tcp_refused' })
  })

  it('does not trust a certificate nobody vouches for', async () => {
    const server = createTlsServer(selfSigned(), (_request, response) => response.end('hello'))
    const origin = `https://127.0.0.1:${await listen(server)}`
    await expect(client({ allowedLocalOrigins: [origin] }).send(get(origin))).rejects.toMatchObject({
      reason: 'tls_untrusted',
      kind: 'permanent',
    })
  })
})

describe('guard', () => {
  const literal = (address: string): string => (address.includes(':') ? `[${address}]` : address)

  it.each(NOT_PUBLIC)('opens no socket to %s', async (address) => {
    await expect(client().send(get(`https://${literal(address)}/`))).rejects.toMatchObject({
      reason: 'blocked_address',
    })
  })

  it.each([
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://①②⑦.0.0.1/',
    'https://127.0.0.1./',
    'https://localhost/',
    'https://user@8.8.8.8/',
    'https://user:pass@8.8.8.8/',
    'http://8.8.8.8/',
    'https://8.8.8.8:22/',
    'https://8.8.8.8:25/',
    'https://8.8.8.8:6379/',
    'file:///etc/passwd',
    'gopher://8.8.8.8/',
    'unix:/var/run/docker.sock',
    'not a url',
  ])('refuses %s', async (url) => {
    await expect(client().send(get(url, { timeoutMs: 1_000 }))).rejects.toMatchObject({
      reason: 'blocked_address',
    })
  })

  it('does not reach this machine by a name with a trailing dot', async () => {
    await expect(client().send(get('https://localhost./'))).rejects.toMatchObject({
      reason: expect.stringMatching(/blocked_address|dns_not_found/) as unknown,
    })
  })

  it('reaches loopback only at the exact origin that was allowed', async () => {
    let hits = 0
    const listener: RequestListener = (_request, response) => {
      hits += 1
      response.end('ok')
    }
    const allowed = await serve(listener)
    const other = await serve(listener)
    const { send } = client({ allowedLocalOrigins: [`${allowed}/`] })
    expect((await send(get(`${allowed}/any`))).status).toBe(200)
    const port = new URL(allowed).port
    for (const url of [other, `http://localhost:${port}`, `https://127.0.0.1:${port}`]) {
      await expect(send(get(url))).rejects.toMatchObject({ reason: 'blocked_address' })
    }
    expect(hits).toBe(1)
  })

  it.each([
    ['a private answer', [['10.0.0.1']]],
    ['public and private answers together', [['8.8.8.8', '127.0.0.1']]],
    ['the metadata address', [['169.254.169.254']]],
  ])('refuses a name with %s', async (_name, [addresses = []]) => {
    const { send } = client({
      resolve: (_hostname, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        ),
    })
    await expect(send(get('https://shop.test/'))).rejects.toMatchObject({ reason: 'blocked_address' })
  })

  it('refuses an allowed local name that moves to the metadata address', async () => {
    const { send } = client({
      allowedLocalOrigins: ['http://standin.test:4010'],
      resolve: (_hostname, done) => done(null, [{ address: '169.254.169.254', family: 4 }]),
    })
    await expect(send(get('http://standin.test:4010/'))).rejects.toMatchObject({ reason: 'blocked_address' })
  })

  it('asks DNS once for a connection: there is no second answer to rebind', async () => {
    const port = new URL(await serve((_request, response) => response.end('ok'))).port
    let asked = 0
    const { send } = client({
      allowedLocalOrigins: [`http://standin.test:${port}`],
      resolve: (_hostname, done) => {
        asked += 1
        done(null, [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }])
      },
    })
    expect((await send(get(`http://standin.test:${port}/`))).status).toBe(200)
    expect(asked).toBe(1)
  })

  it('names an unknown name', async () => {
    const { send } = client({
      resolve: (_hostname, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []),
    })
    await expect(send(get('https://nowhere.test/'))).rejects.toMatchObject({
      reason: 'dns_not_found',
      kind: 'transient',
    })
  })
})

/** A certificate for "standin" signed with its own key, valid until 2049. */
function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
    const content = Buffer.concat(parts)
    const { length } = content
    const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
    return Buffer.concat([Buffer.from([tag, ...size]), content])
  }
  const ecdsaWithSha256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'))
  const name = der(
    0x30,
    der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('standin')))),
  )
  const time = (text: string): Buffer => der(0x17, Buffer.from(text))
  const content = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(0x30, time('200101000000Z'), time('490101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey))
  const base64 = der(0x30, content, ecdsaWithSha256, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}
