import { lookup, type LookupAddress } from 'node:dns'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AdapterError } from '../contract.ts'
import type { Resolve } from '../http/guard.ts'
import { createConnector } from './connect.ts'
import { AUTHORITY, EXPIRED, OTHER_NAME, SELF_SIGNED, VALID } from './testing/certificates.ts'
import { socketsOpened } from './testing/sockets.ts'
import { FORBIDDEN_HOSTS } from './testing/vectors.ts'

const answers =
  (...rounds: string[][]): Resolve =>
  (_, done) => {
    const round = rounds.length > 1 ? rounds.shift() : rounds[0]
    done(
      null,
      (round ?? []).map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
const failure = async (work: Promise<unknown>): Promise<AdapterError> =>
  work.then(
    () => Promise.reject(new Error('It was allowed')),
    (error: AdapterError) => error,
  )

let inside: Server
let port: number
let accepted = 0
const open = new Set<Socket>()
const track = (socket: Socket): void => {
  accepted += 1
  open.add(socket)
  socket.on('error', () => undefined).on('close', () => open.delete(socket))
}
const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

beforeAll(async () => {
  inside = createServer(track)
  port = await listening(inside)
})
afterEach(() => {
  for (const socket of open) socket.destroy()
})
afterAll(() => {
  inside.close()
})

describe('T10: connections that settings ask for', () => {
  it.each(FORBIDDEN_HOSTS)('%s is refused before a socket is opened', async (host) => {
    const connect = createConnector({ allowedLocal: [] })
    for (const tls of [false, true]) {
      const opened = await socketsOpened(async () => {
        expect(['blocked_address', 'dns_not_found']).toContain(
          (await failure(connect({ host, port, tls }))).reason,
        )
      })
      expect(opened).toBe(0)
    }
    expect(accepted).toBe(0)
  })

  it('refuses a name that points inside, also when only one of its answers does', async () => {
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['2606:4700::1', 'fd00::1']]) {
      const connect = createConnector({ allowedLocal: [], resolve: answers(addresses) })
      const opened = await socketsOpened(async () => {
        expect((await failure(connect({ host: 'mail.example', port, tls: false }))).reason).toBe(
          'blocked_address',
        )
      })
      expect(opened).toBe(0)
    }
  })

  it('asks for the name once, so a second answer cannot slip in', async () => {
    let asked = 0
    const rebinding: Resolve = (hostname, done) => {
      asked += 1
      if (asked > 1) done(null, [{ address: '169.254.169.254', family: 4 }])
      else lookup('127.0.0.1', { all: true }, done)
      expect(hostname).toBe('mail.example')
    }
    const connect = createConnector({ allowedLocal: [`mail.example:${port}`], resolve: rebinding })
    const socket = await connect({ host: 'mail.example', port, tls: false })
    expect(asked).toBe(1)
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
  })

  it('reaches a listed local service at that host and port and nowhere else; link-local never', async () => {
    const connect = createConnector({ allowedLocal: [`127.0.0.1:${port}`, '169.254.169.254:80'] })
    ;(await connect({ host: '127.0.0.1', port, tls: false })).destroy()
    for (const [host, other] of [
      ['127.0.0.1', port + 1],
      ['localhost', port],
      ['169.254.169.254', 80],
    ] as const) {
      const error = await failure(connect({ host, port: other, tls: false }))
      expect(error.reason).toBe('blocked_address')
    }
  })
})

describe('TLS', () => {
  const connect = (allowed: number, ca?: string) =>
    createConnector({
      allowedLocal: [`localhost:${allowed}`],
      resolve: answers(['127.0.0.1']),
      ...(ca ? { ca } : {}),
    })

  it.each([
    ['an expired certificate', EXPIRED, 'tls_expired'],
    ['one for another name', OTHER_NAME, 'tls_hostname'],
    ['a self-signed one', SELF_SIGNED, 'tls_untrusted'],
  ])('%s is refused', async (_, identity, reason) => {
    const server = createTlsServer(identity, track)
    const at = await listening(server)
    expect((await failure(connect(at, AUTHORITY)({ host: 'localhost', port: at, tls: true }))).reason).toBe(
      reason,
    )
    server.close()
  })

  it('asks for the name although it goes to the address', async () => {
    const asked: (string | false | null)[] = []
    const server = createTlsServer(VALID, (socket) => {
      asked.push(socket.servername)
      track(socket)
    })
    const at = await listening(server)
    const socket = await connect(at, AUTHORITY)({ host: 'localhost', port: at, tls: true })
    await expect.poll(() => asked).toEqual(['localhost'])
    socket.destroy()
    server.close()
  })
})

describe('time', () => {
  it('gives up on a TLS server that never answers', async () => {
    const connect = createConnector({ allowedLocal: [`127.0.0.1:${port}`] })
    const error = await failure(connect({ host: '127.0.0.1', port, tls: true, timeoutMs: 150 }))
    expect(error.reason).toBe('tcp_timeout')
  })

  it('ends with the reason of the signal', async () => {
    const connect = createConnector({ allowedLocal: [`127.0.0.1:${port}`] })
    const left = new AbortController()
    const work = connect({ host: '127.0.0.1', port, tls: true, signal: left.signal })
    left.abort(new Error('left'))
    await expect(work).rejects.toThrow('left')
  })

  it('names a port nobody listens at', async () => {
    const connect = createConnector({ allowedLocal: ['127.0.0.1:1'] })
    expect((await failure(connect({ host: '127.0.0.1', port: 1, tls: false }))).reason).toBe('tcp_refused')
  })
})
