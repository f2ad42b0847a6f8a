import { createHmac } from 'node:crypto'
import { createServer as createHttp, type Server as HttpServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createServer as createTcp } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import type { AdapterError, CredentialValues, ServiceSession, TrailEntry } from '../../contract.ts'
import { createHttpClient } from '../../http/client.ts'
import { createConnector } from '../../net/connect.ts'
import { AUTHORITY, SELF_SIGNED, VALID } from '../../net/testing/certificates.ts'
import { auditStream } from './index.ts'

const SECRET = 'kunci-tanda-tangan-uji'
const ORGANISATION = '0f5c8f5e-8f6e-4d7c-9c55-2f7f0d9ac001'
const adapter = auditStream()
const servers: (Server | HttpServer)[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const listening = async (server: Server | HttpServer): Promise<number> => {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const session = (credentials: CredentialValues, port: number): ServiceSession => ({
  credentials,
  send: createHttpClient({ allowedLocalOrigins: [`http://127.0.0.1:${port}`] }).send,
  connect: createConnector({
    allowedLocal: [`127.0.0.1:${port}`, `localhost:${port}`],
    resolve: (_, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    ca: AUTHORITY,
  }),
  now: () => new Date(),
})
const entry = (seq: number, more: Partial<TrailEntry> = {}): TrailEntry => ({
  seq,
  at: '2026-11-22T03:04:05.678Z',
  action: 'credential.update',
  outcome: 'ok',
  json: JSON.stringify({ seq, actorLabel: 'Sari 🌸' }),
  ...more,
})
const failure = (work: Promise<unknown> | undefined): Promise<AdapterError> =>
  (work ?? Promise.resolve()).then(
    () => {
      throw new Error('it went through')
    },
    (error: AdapterError) => error,
  )
const tested = async (at: ServiceSession): Promise<void> => {
  for (const check of adapter.checks) await check.run(at)
}

interface Received {
  body: string
  headers: Record<string, unknown>
}
async function receiver(
  status = 200,
): Promise<{ port: number; received: Received[]; values: CredentialValues }> {
  const received: Received[] = []
  const port = await listening(
    createHttp((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received.push({ body: Buffer.concat(chunks).toString('utf8'), headers: request.headers })
        response.writeHead(status).end()
      })
    }),
  )
  return { port, received, values: { address: `http://127.0.0.1:${port}/kanal?sumber=1`, secret: SECRET } }
}

describe('a webhook', () => {
  it('gets rows as JSON Lines, signed with the time and the body', async () => {
    const { port, received, values } = await receiver()
    await adapter.trail?.deliver(session(values, port), ORGANISATION, [entry(7), entry(8)])
    const [{ body, headers }] = received as [Received]
    expect(
      body
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { seq: number }).seq),
    ).toEqual([7, 8])
    expect(headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'kanal-organisation': ORGANISATION,
      'kanal-rows': '7-8',
    })
    const [, seconds = '', signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['kanal-signature'])) ?? []
    expect(Math.abs(Number(seconds) - Date.now() / 1_000)).toBeLessThan(5)
    expect(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex')).toBe(signature)
    expect(JSON.stringify(received)).not.toContain(SECRET)
  })

  it('is tested with one row that says it is a test', async () => {
    const { port, received, values } = await receiver(204)
    await tested(session(values, port))
    expect(received[0]?.headers['kanal-rows']).toBe('test')
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ test: true })
  })

  it.each([
    [401, 'http_401_bad_credential', ['secret', 'address']],
    [403, 'http_401_bad_credential', ['secret', 'address']],
    [404, 'http_404_wrong_endpoint', ['address']],
    [413, 'request_refused', []],
    [429, 'http_429_rate_limited', []],
    [503, 'http_5xx_provider_down', []],
    [400, 'unexpected_response', ['address']],
  ])('that answers %i is told as %s', async (status, reason, fields) => {
    const { port, values } = await receiver(status)
    const error = await failure(tested(session(values, port)))
    expect([error.reason, [...error.fields]]).toEqual([reason, fields])
    expect(error.explanation?.what.id).toBeTruthy()
  })

  it('without a key, without TLS over the internet, or with nobody there says so', async () => {
    const { port, values, received } = await receiver()
    expect(await failure(tested(session({ address: values.address ?? '' }, port)))).toMatchObject({
      reason: 'invalid_format',
      fields: ['secret'],
    })
    for (const host of ['siem.toko.com', '8.8.8.8', '[2606:4700::1]']) {
      const abroad = session({ address: `http://${host}/kanal`, secret: SECRET }, port)
      expect(await failure(tested(abroad))).toMatchObject({ reason: 'blocked_address', fields: ['address'] })
    }
    const nobody = session({ address: 'http://127.0.0.1:1/', secret: SECRET }, 1)
    expect(await failure(tested(nobody))).toMatchObject({ reason: 'tcp_refused', fields: ['address'] })
    expect(received).toEqual([])
  })
})

/** Splits what a syslog server read into messages by their length in bytes. */
function messagesIn(bytes: Buffer): string[] {
  const messages: string[] = []
  let rest = bytes
  while (rest.length > 0) {
    const space = rest.indexOf(0x20)
    const length = Number(rest.subarray(0, space).toString())
    messages.push(rest.subarray(space + 1, space + 1 + length).toString('utf8'))
    rest = rest.subarray(space + 1 + length)
  }
  return messages
}
const reading = (into: Buffer[]) => (socket: NodeJS.ReadableStream & NodeJS.WritableStream) => {
  socket.on('data', (chunk: Buffer) => into.push(chunk))
  socket.on('error', () => undefined)
}
const RFC5424 =
  /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) - kanal - ([!-~]{1,32}) (-|\[meta sequenceId="\d+"\]) \uFEFF(.*)$/su

describe('a syslog server', () => {
  it('gets RFC 5424 messages over TLS, framed by length', async () => {
    const chunks: Buffer[] = []
    const port = await listening(createTls(VALID, reading(chunks)))
    const at = session({ address: `syslog+tls://localhost:${port}` }, port)
    await tested(at)
    await adapter.trail?.deliver(at, ORGANISATION, [entry(1), entry(2, { outcome: 'denied' })])
    const messages = messagesIn(Buffer.concat(chunks)).map((message) => RFC5424.exec(message)?.slice(1))
    expect(messages).toEqual([
      ['110', expect.any(String), 'kanal.test', '-', expect.stringContaining('"test":true')],
      ['110', entry(1).at, 'credential.update', '[meta sequenceId="1"]', entry(1).json],
      ['108', entry(2).at, 'credential.update', '[meta sequenceId="2"]', entry(2).json],
    ])
  })

  it('gets them over TCP nearby', async () => {
    const chunks: Buffer[] = []
    const port = await listening(createTcp(reading(chunks)))
    await adapter.trail?.deliver(session({ address: `syslog+tcp://127.0.0.1:${port}` }, port), ORGANISATION, [
      entry(3),
    ])
    expect(messagesIn(Buffer.concat(chunks))).toHaveLength(1)
  })

  it('with a certificate nobody vouches for, or that cuts the connection, gets no trust', async () => {
    const untrusted = await listening(createTls(SELF_SIGNED, () => undefined))
    const wrong = session({ address: `syslog+tls://localhost:${untrusted}` }, untrusted)
    expect(await failure(tested(wrong))).toMatchObject({ reason: 'tls_untrusted', fields: ['address'] })
    const cutting = await listening(
      createTcp((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => socket.resetAndDestroy())
      }),
    )
    const cut = session({ address: `syslog+tcp://127.0.0.1:${cutting}` }, cutting)
    const many = Array.from({ length: 20_000 }, (_, n) => entry(n + 1))
    expect((await failure(adapter.trail?.deliver(cut, ORGANISATION, many))).kind).toBe('transient')
  })
})

it('takes addresses of both kinds and no others', () => {
  const fits = (address: string): boolean => adapter.credentials.safeParse({ address }).success
  expect(
    ['https://a.example/x?y=1', 'syslog+tls://a.example:6514', 'syslog+tcp://[::1]:514'].map(fits),
  ).toEqual([true, true, true])
  for (const address of [
    'ftp://a.example',
    'https://',
    'https://u:p@a.example/',
    'syslog+tls://a.example',
    'a',
  ])
    expect([address, fits(address)]).toEqual([address, false])
})
