import { connect as tcpConnect, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { AdapterError, type Connect, type ConnectTarget } from '../contract.ts'
import { causeOfNetworkError, httpFailure } from '../http/failures.ts'
import {
  BlockedAddressError,
  checkLiteral,
  guardedLookup,
  isNearbyAddress,
  isPublicAddress,
  type AddressRule,
  type Resolve,
} from '../http/guard.ts'

const DEFAULT_TIMEOUT_MS = 5_000
/** Letters, digits, dots, hyphens, colons of an IPv6 literal: no path of a socket file, no user, no scheme. */
const HOST = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,252}$|^\[?[0-9a-f:.]{2,45}\]?$/iu

export interface ConnectorOptions {
  /** `host:port` of services the deployment allows although they are not on the internet. */
  allowedLocal: readonly string[]
  /** Replaceable for tests. */
  resolve?: Resolve
  /** Extra certificate authorities, for tests. */
  ca?: string
}

/**
 * The one way to open a TCP or TLS connection to an address that comes from settings. It reaches public addresses,
 * and what the deployment lists; the name is resolved once, every answer is judged, and the socket goes to one of
 * those answers while TLS still asks for the name.
 */
export function createConnector({ allowedLocal, resolve, ca }: ConnectorOptions): Connect {
  const local = new Set(allowedLocal.map((each) => each.toLowerCase()))
  const reachable = (address: string): boolean => isNearbyAddress(address) || isPublicAddress(address)

  const connect = async (target: ConnectTarget): Promise<Socket> => {
    target.signal?.throwIfAborted()
    const host = target.host.trim().toLowerCase().replace(/\.$/, '')
    const name = `${host}:${target.port}`
    if (!HOST.test(host) || !Number.isInteger(target.port) || target.port < 1 || target.port > 65_535) {
      throw httpFailure('blocked_address', name, 'not an address that may be contacted')
    }
    const allowed = local.has(name) ? reachable : isPublicAddress
    const timeout = AbortSignal.timeout(target.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    const signal = target.signal ? AbortSignal.any([target.signal, timeout]) : timeout
    let isSecuring = false
    try {
      const addresses = await addressesOf(host, allowed, { resolve, signal })
      const socket = await firstThatAnswers(addresses, target.port, allowed, signal)
      isSecuring = target.tls
      return target.tls ? await secure(socket, { host, ca, signal }) : socket
    } catch (error) {
      if (target.signal?.aborted) throw target.signal.reason
      if (error instanceof AdapterError) throw error
      if (timeout.aborted)
        throw httpFailure('tcp_timeout', name, 'no answer in time', new SilenceError(isSecuring))
      throw httpFailure(causeOfNetworkError(error), name, messageOf(error), error)
    }
  }
  return ca === undefined ? connect : Object.assign(connect, { ca })
}

/** Time ran out; `code` says whether the connection stood already and only TLS was not answered. */
class SilenceError extends Error {
  readonly code: string
  constructor(isSecuring: boolean) {
    super('no answer in time')
    this.code = isSecuring ? 'KANAL_TLS_UNANSWERED' : 'ETIMEDOUT'
  }
}

function addressesOf(
  host: string,
  allowed: AddressRule,
  { resolve, signal }: { resolve: Resolve | undefined; signal: AbortSignal },
): Promise<string[]> {
  const bare = host.replace(/^\[|\]$/g, '')
  checkLiteral(bare, allowed)
  return untilAborted(
    signal,
    new Promise((done, fail) => {
      guardedLookup(allowed, resolve)(bare, { all: true }, (error, answers) => {
        if (error) fail(error)
        else done(Array.isArray(answers) ? answers.map(({ address }) => address) : [answers])
      })
    }),
  )
}

async function firstThatAnswers(
  addresses: readonly string[],
  port: number,
  allowed: AddressRule,
  signal: AbortSignal,
): Promise<Socket> {
  let failure: unknown
  for (const address of addresses) {
    try {
      const socket = await opened(
        tcpConnect({ host: address, port, autoSelectFamily: false }),
        'connect',
        signal,
      )
      const peer = socket.remoteAddress
      if (peer !== undefined && allowed(peer)) return socket
      socket.destroy()
      throw new BlockedAddressError(`${address} may not be contacted`)
    } catch (error) {
      if (signal.aborted || error instanceof BlockedAddressError) throw error
      failure = error
    }
  }
  throw failure
}

const secure = (
  socket: Socket,
  { host, ca, signal }: { host: string; ca: string | undefined; signal: AbortSignal },
): Promise<Socket> =>
  opened(
    tlsConnect({ socket, ...(/^[0-9.:[\]]+$/.test(host) ? { host } : { servername: host }), ca }),
    'secureConnect',
    signal,
  )

/** The socket once it is ready; an error or the signal closes it. */
function opened<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      socket.off(event, succeed).off('error', fail).off('close', cut)
      signal.removeEventListener('abort', leave)
      act()
    }
    const succeed = (): void => settle(() => resolve(socket))
    const fail = (error: Error): void => {
      socket.on('error', () => undefined).destroy()
      settle(() => reject(error))
    }
    const cut = (): void => fail(Object.assign(new Error('connection cut'), { code: 'ECONNRESET' }))
    const leave = (): void => fail(signal.reason as Error)
    if (signal.aborted) {
      leave()
      return
    }
    socket.once(event, succeed).once('error', fail).once('close', cut)
    signal.addEventListener('abort', leave, { once: true })
  })
}

function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'failed'
