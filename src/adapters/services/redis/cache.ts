import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Cache, ServiceSession } from '../../contract.ts'
import { openRedis, PREFIX } from './client.ts'

/** After a failure nobody waits for Redis again until this long has passed. */
const REST_MS = 5_000

/**
 * One use of a sliding window, in one step: uses that have left the window go, and the new one is added if it fits.
 * Redis's own clock counts, so that processes with different clocks agree.
 */
const ADMIT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('ZADD', KEYS[1], now, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 0
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return math.max(1, oldest[2] + ARGV[2] - now)
`

/** Redis is resting after a failure, or did not answer in time. */
export class CacheUnavailableError extends Error {
  constructor(cause?: unknown) {
    super('The cache does not answer', { cause })
    this.name = 'CacheUnavailableError'
  }
}

/**
 * A cache over one connection, opened when first used and again after it broke. A call that fails or takes longer
 * than `timeoutMs` throws `CacheUnavailableError`, and so does every call of the next seconds, at once: whoever asks
 * has a slower way and takes it within the same request.
 */
export function redisCache(open: () => Promise<Redis>, timeoutMs: number): Cache {
  let connection: Promise<Redis> | null = null
  let restsUntil = 0
  let isClosed = false

  const rest = (): void => {
    restsUntil = Date.now() + REST_MS
    connection?.then(
      (redis) => redis.disconnect(),
      () => undefined,
    )
    connection = null
  }
  const opening = (): Promise<Redis> => {
    const made = open()
    made.catch(() => {
      if (connection === made) rest()
    })
    return made
  }
  const connected = async (): Promise<Redis> => {
    connection ??= opening()
    const redis = await connection
    if (redis.status === 'ready') return redis
    connection = opening()
    return connection
  }
  async function ask<T>(fn: (redis: Redis) => Promise<T>): Promise<T> {
    if (isClosed || Date.now() < restsUntil) throw new CacheUnavailableError()
    let timer: NodeJS.Timeout | undefined
    let isConnected = false
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new CacheUnavailableError()), timeoutMs)
      })
      const work = connected().then((redis) => {
        isConnected = true
        return fn(redis)
      })
      return await Promise.race([work, late])
    } catch (error) {
      // A connection that is still being made may serve the next request; making it fails by itself in time.
      const isLate = error instanceof CacheUnavailableError
      if (!isLate || isConnected) rest()
      throw error instanceof CacheUnavailableError ? error : new CacheUnavailableError(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    admit: (subject, most, windowMs) =>
      ask(async (redis) => {
        const wait = await redis.eval(ADMIT, 1, `${PREFIX}limit:${subject}`, most, windowMs, randomUUID())
        return Number(wait)
      }),
    get: (key) => ask((redis) => redis.get(`${PREFIX}cache:${key}`)),
    set: (key, value, forMs) =>
      ask(async (redis) => {
        await redis.set(`${PREFIX}cache:${key}`, value, 'PX', forMs)
      }),
    close: () => {
      isClosed = true
      rest()
    },
  }
}

/** A cache with the settings of the session. */
export const openCache = (session: ServiceSession, timeoutMs: number): Cache =>
  redisCache(() => openRedis(session, { commandTimeout: timeoutMs }), timeoutMs)
