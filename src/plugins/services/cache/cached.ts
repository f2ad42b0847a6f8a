import type { Kanal } from '../../context.ts'
import { cacheOf } from './limits.ts'

interface Cached {
  /** Names the value and everything it depends on: another state of things is another key. */
  key: string
  forMs: number
}

/**
 * What `load` returns, which must survive JSON unchanged and hold no secret; for a while the one the cache remembers.
 * Without a cache, or when it does not answer or holds nonsense, it is loaded.
 */
export async function cached<T>(kanal: Kanal, { key, forMs }: Cached, load: () => Promise<T>): Promise<T> {
  const cache = await cacheOf(kanal).catch(() => null)
  if (!cache) return load()
  try {
    const known = await cache.get(key)
    if (known !== null) return JSON.parse(known) as T
  } catch (error) {
    kanal.log.debug({ err: error }, 'the cache does not answer; the value is loaded')
    return load()
  }
  const value = await load()
  await cache.set(key, JSON.stringify(value), forMs).catch(() => undefined)
  return value
}
