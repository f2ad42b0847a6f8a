import type { Socket } from 'node:net'
import type { Redis } from 'ioredis'
import type { ServiceSession } from '../../contract.ts'
import { isNearbyAddress } from '../../http/guard.ts'
import { serviceFailure } from '../../kit/serviceFailure.ts'
import { text } from '../../kit/text.ts'
import { redisSettings } from './credentials.ts'
import { redisFailure } from './errors.ts'

const COMMAND_MS = 4_000

/** Everything of ours in a Redis that may be shared begins so. */
export const PREFIX = 'kanal:'

/**
 * Connects, and signs in and chooses the database unless told not to. The socket comes from the guarded `connect`; a
 * lost connection is not taken up again, whoever uses it opens a new one.
 * @throws AdapterError
 */
export async function openRedis(
  session: ServiceSession,
  { signIn = true, commandTimeout = COMMAND_MS } = {},
): Promise<Redis> {
  const settings = redisSettings(session.credentials)
  const { host, port, tls, user, password, db } = settings
  const { Redis: Client, AbstractConnector } = await import('ioredis')
  let redis: Redis | undefined
  try {
    const socket = await session.connect({
      host,
      port,
      tls,
      ...(session.signal ? { signal: session.signal } : {}),
    })
    if (!tls && !isNearbyAddress(socket.remoteAddress ?? '')) {
      socket.destroy()
      throw encryptFirst(host)
    }
    class Ready extends AbstractConnector {
      constructor() {
        super(0)
      }
      connect(): Promise<Socket> {
        this.stream = socket
        return Promise.resolve(socket)
      }
    }
    redis = new Client({
      Connector: Ready,
      protocol: 2,
      lazyConnect: true,
      enableReadyCheck: false,
      disableClientInfo: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      commandTimeout,
    })
    redis.on('error', () => undefined)
    await redis.connect()
    if (signIn && password !== undefined) {
      await (user === undefined ? redis.auth(password) : redis.auth(user, password))
    }
    if (signIn && db !== 0) await redis.select(db)
    return redis
  } catch (error) {
    redis?.disconnect()
    session.signal?.throwIfAborted()
    throw redisFailure(error, settings)
  }
}

/** Opens Redis for one piece of work. @throws AdapterError */
export async function withRedis<T>(
  session: ServiceSession,
  fn: (redis: Redis) => Promise<T>,
  options?: { signIn?: boolean },
): Promise<T> {
  const redis = await openRedis(session, options)
  try {
    return await fn(redis)
  } catch (error) {
    session.signal?.throwIfAborted()
    throw redisFailure(error, redisSettings(session.credentials))
  } finally {
    redis.disconnect()
  }
}

const encryptFirst = (host: string) =>
  serviceFailure('blocked_address', {
    who: host,
    message: `${host}: plain text is for local servers only`,
    fields: ['security'],
    explanation: {
      what: text(
        'Tanpa enkripsi hanya boleh untuk server lokal.',
        'No encryption is only for a local server.',
      ),
      why: text(
        'Di internet kata sandi bisa dibaca orang lain.',
        'On the internet others could read the password.',
      ),
      remedy: text('Pilih TLS.', 'Choose TLS.'),
    },
  })
