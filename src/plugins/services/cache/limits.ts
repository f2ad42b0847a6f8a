import type { Cache } from '../../../adapters/contract.ts'
import { autocommit } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { admit, type RateLimit } from '../../security/rate-limit.ts'
import { servicesOf } from '../hub.ts'

/** Longer than this nobody waits for Redis: PostgreSQL answers instead. */
const PATIENCE_MS = 250

interface OpenCache {
  generation: string
  cache: Cache
}
const open = new WeakMap<object, OpenCache>()

/**
 * The cache that is set up now, on this process's one connection to it, or null. New settings close the old
 * connection.
 */
export async function cacheOf(kanal: Kanal): Promise<Cache | null> {
  const hub = servicesOf(kanal)
  const service = await hub.find('cache')
  const before = open.get(kanal.pool)
  if (service && before?.generation === service.generation) return before.cache
  before?.cache.close()
  open.delete(kanal.pool)
  const provider = service?.adapter.cache
  if (!service || !provider) return null
  const { generation } = service
  const cache = await hub.use(service, 'cache.open', (session) =>
    Promise.resolve(provider.open(session, PATIENCE_MS)),
  )
  const meanwhile = open.get(kanal.pool)
  if (meanwhile) {
    cache.close()
    return meanwhile.cache
  }
  open.set(kanal.pool, { generation, cache })
  return cache
}

/**
 * Counts one use in a sliding window over all processes in Redis; when there is none, or it fails, `otherwise` counts
 * within the same request. Returns 0 when it may go ahead, else the seconds until the next use fits. Not for limits
 * that must hold exactly while Redis comes and goes: each of the two counts on its own.
 */
export async function countWith(
  kanal: Kanal,
  { subject, most, windowSeconds }: RateLimit,
  otherwise: () => number | Promise<number>,
): Promise<number> {
  try {
    const cache = await cacheOf(kanal)
    if (cache) return Math.ceil((await cache.admit(subject, most, windowSeconds * 1000)) / 1000)
  } catch (error) {
    kanal.log.debug({ err: error }, 'the cache does not answer; its stand-in counts')
  }
  return otherwise()
}

/** `countWith`, with PostgreSQL as the stand-in. */
export const admitFast = (kanal: Kanal, limit: RateLimit): Promise<number> =>
  countWith(kanal, limit, () => admit(autocommit(kanal.pool), limit))
