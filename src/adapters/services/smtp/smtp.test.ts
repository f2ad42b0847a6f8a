import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import type { AdapterError, CredentialValues, ServiceSession } from '../../contract.ts'
import { createConnector } from '../../net/connect.ts'
import { AUTHORITY, EXPIRED, OTHER_NAME, SELF_SIGNED, VALID } from '../../net/testing/certificates.ts'
import { socketsOpened } from '../../net/testing/sockets.ts'
import { FORBIDDEN_HOSTS } from '../../net/testing/vectors.ts'
import { smtp } from './index.ts'

const PASSWORD = 'rahasia-surat-4711'
const adapter = smtp()
const running: { close(done: () => void): unknown }[] = []
const sockets = new Set<Socket>()

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(running.splice(0).map((server) => new Promise<void>((done) => server.close(done))))
})

interface Received {
  from: string
  to: string[]
  raw: string
  secure: boolean
  user: string | undefined
}

async function mailServer(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    ...VALID,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ username, password }, _, done) =>
      password === PASSWORD
        ? done(null, { user: username })
        : done(refusal(535, '5.7.8 Authentication failed')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
          secure: session.secure,
          user: session.user,
        })
        done(null, 'queued as 42')
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  running.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.server.address() as AddressInfo).port, received }
}

/** A server that says what the test wants, for answers no well-behaved server gives. */
async function scripted(talk: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    talk(socket)
  })
  running.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })

const settings = (port: number, more: Partial<Record<string, string>> = {}): CredentialValues =>
  Object.fromEntries(
    Object.entries({
      host: 'localhost',
      port: String(port),
      security: 'starttls',
      user: 'toko@kanal.test',
      password: PASSWORD,
      fromAddress: 'toko@kanal.test',
      fromName: 'Toko Sari',
      ...more,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )

const session = (credentials: CredentialValues): ServiceSession => ({
  credentials,
  send: () => Promise.reject(new Error('Mail uses no HTTP')),
  connect: createConnector({
    allowedLocal: [`${credentials.host}:${credentials.port}`],
    ca: AUTHORITY,
    resolve: (_, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  }),
  now: () => new Date(),
})

/** Runs the checks as the settings page does and returns the failure. */
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

describe('Test connection', () => {
  it('passes over STARTTLS and over TLS', async () => {
    const upgrading = await mailServer()
    expect(await test(settings(upgrading.port))).toBeNull()
    const direct = await mailServer({ secure: true })
    expect(await test(settings(direct.port, { security: 'tls' }))).toBeNull()
  })

  it('passes without a login on a local server that wants none', async () => {
    const { port } = await mailServer({ authOptional: true, disabledCommands: ['STARTTLS'] })
    expect(await test(settings(port, { security: 'none', user: undefined, password: undefined }))).toBeNull()
  })

  const faults: [string, () => Promise<CredentialValues>, string, string[]][] = [
    [
      'a wrong password',
      async () => settings((await mailServer()).port, { password: 'salah-sekali' }),
      'http_401_bad_credential',
      ['user', 'password'],
    ],
    [
      'an account that wants an app password',
      async () =>
        settings(
          (
            await mailServer({
              onAuth: (_, __, done) => done(refusal(534, '5.7.9 Application-specific password required')),
            })
          ).port,
        ),
      'http_401_bad_credential',
      ['password'],
    ],
    [
      'an account that is busy',
      async () =>
        settings(
          (await mailServer({ onAuth: (_, __, done) => done(refusal(454, '4.7.0 Temporary failure')) })).port,
        ),
      'http_5xx_provider_down',
      [],
    ],
    [
      'a server without login',
      async () => settings((await mailServer({ disabledCommands: ['AUTH'] })).port),
      'unexpected_response',
      ['user', 'security'],
    ],
    [
      'a server without STARTTLS',
      async () => settings((await mailServer({ disabledCommands: ['STARTTLS'] })).port),
      'unexpected_response',
      ['security'],
    ],
    [
      'TLS on a STARTTLS port',
      async () => settings((await mailServer()).port, { security: 'tls' }),
      'unexpected_response',
      ['security', 'port'],
    ],
    [
      'STARTTLS on a TLS port',
      async () => settings((await mailServer({ secure: true })).port),
      'unexpected_response',
      ['security', 'port'],
    ],
    [
      'an expired certificate',
      async () => settings((await mailServer({ secure: true, ...EXPIRED })).port, { security: 'tls' }),
      'tls_expired',
      ['host', 'port'],
    ],
    [
      'an expired certificate after STARTTLS',
      async () => settings((await mailServer(EXPIRED)).port),
      'tls_expired',
      ['host'],
    ],
    [
      'a certificate of another name',
      async () => settings((await mailServer({ secure: true, ...OTHER_NAME })).port, { security: 'tls' }),
      'tls_hostname',
      ['host', 'port'],
    ],
    [
      'another name after STARTTLS',
      async () => settings((await mailServer(OTHER_NAME)).port),
      'tls_hostname',
      ['host'],
    ],
    [
      'a self-signed certificate',
      async () => settings((await mailServer(SELF_SIGNED)).port),
      'tls_untrusted',
      ['host'],
    ],
    ['a port nobody listens at', async () => settings(1), 'tcp_refused', ['host', 'port']],
    [
      'a server that turns this address away',
      async () => settings(await scripted((socket) => socket.end('554 5.7.1 Your IP is blocked\r\n'))),
      'ip_not_allowlisted',
      ['host'],
    ],
    [
      'a server that is down for now',
      async () => settings(await scripted((socket) => socket.end('421 4.3.2 System shutting down\r\n'))),
      'http_5xx_provider_down',
      [],
    ],
    [
      'something that is no mail server',
      async () => settings(await scripted((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))),
      'unexpected_response',
      ['host', 'port'],
    ],
    [
      'a connection that is cut',
      async () => settings(await scripted((socket) => socket.destroy())),
      'tcp_refused',
      ['host', 'port'],
    ],
  ]
  it.each(faults)('%s: cause and fields', async (_, arrange, reason, fields) => {
    const failure = await test(await arrange())
    expect(failure).toMatchObject({ name: 'AdapterError', reason, fields })
    expect(failure?.explanation?.remedy.id).toBeTruthy()
    expect(JSON.stringify([failure?.message, failure?.explanation])).not.toContain(PASSWORD)
  })

  it('sends no password in plain text to a server that is not local', async () => {
    const said: string[] = []
    const port = await scripted((socket) => {
      socket.write('220 ready\r\n')
      socket.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    })
    const far = session(settings(port, { security: 'none' }))
    const connect: ServiceSession['connect'] = async (target) => {
      const socket = await far.connect(target)
      Object.defineProperty(socket, 'remoteAddress', { value: '8.8.8.8' })
      return socket
    }
    await expect(adapter.checks[0]?.run({ ...far, connect })).rejects.toMatchObject({
      reason: 'blocked_address',
      fields: ['security'],
    })
    expect(said).toEqual([])
  })
})

describe('sending', () => {
  it('hands in a message from the sender that is set, signed in and encrypted', async () => {
    const { port, received } = await mailServer()
    const { receipt } = (await adapter.mail?.send(session(settings(port)), {
      to: 'pemilik@toko.test',
      subject: 'Uji coba — é',
      text: 'Halo',
      html: '<p>Halo</p>',
    })) ?? { receipt: '' }
    expect(receipt).toContain('queued as 42')
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({
      from: 'toko@kanal.test',
      to: ['pemilik@toko.test'],
      secure: true,
      user: 'toko@kanal.test',
    })
    expect(received[0]?.raw).toMatch(/^From: (?:"?Toko Sari"?) <toko@kanal.test>\r?$/m)
    expect(received[0]?.raw).toMatch(/^Subject: =\?UTF-8\?/m)
  })

  it.each([
    [
      'a sender that is not ours',
      {
        onMailFrom: (_a: unknown, _s: unknown, done: (error: Error) => void) =>
          done(refusal(553, '5.7.1 Sender address rejected')),
      },
      'http_403_missing_scope',
      ['fromAddress'],
    ],
    [
      'a recipient that does not exist',
      {
        onRcptTo: (_a: unknown, _s: unknown, done: (error: Error) => void) =>
          done(refusal(550, '5.1.1 No such user')),
      },
      'request_refused',
      [],
    ],
    [
      'a full mailbox',
      {
        onRcptTo: (_a: unknown, _s: unknown, done: (error: Error) => void) =>
          done(refusal(552, '5.2.2 Quota exceeded')),
      },
      'quota_exceeded',
      [],
    ],
  ] as [string, SMTPServerOptions, string, string[]][])(
    '%s: cause and fields',
    async (_, options, reason, fields) => {
      const { port } = await mailServer(options)
      const message = { to: 'x@toko.test', subject: 's', text: 't' }
      await expect(adapter.mail?.send(session(settings(port)), message)).rejects.toMatchObject({
        reason,
        fields,
      })
    },
  )

  it('does not let a name or a recipient add headers or recipients', async () => {
    const { port, received } = await mailServer()
    const message = { to: 'a@toko.test', subject: 'x\r\nBcc: b@toko.test', text: 't' }
    await adapter.mail?.send(session(settings(port)), message)
    expect(received[0]?.to).toEqual(['a@toko.test'])
    expect(received[0]?.raw).not.toMatch(/^Bcc:/im)
  })
})

describe('T10', () => {
  it('opens no socket towards an address inside, however it is written', async () => {
    const connect = createConnector({ allowedLocal: [] })
    const opened = await socketsOpened(async () => {
      for (const host of FORBIDDEN_HOSTS.filter((each) => /^[A-Za-z0-9.:_-]+$/.test(each))) {
        const credentials = settings(25, { host })
        await expect(adapter.checks[0]?.run({ ...session(credentials), connect })).rejects.toMatchObject({
          name: 'AdapterError',
        })
      }
    })
    expect(opened).toBe(0)
  })
})
