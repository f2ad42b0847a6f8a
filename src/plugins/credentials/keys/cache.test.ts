import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'

import { KeyCache } from './cache.ts'
import { deriveKeys } from './derive.ts'
import type { DerivedKeys } from './derive.ts'

const zeroed = (keys: DerivedKeys): boolean =>
  [keys.enc, keys.fp, keys.totp].every((key) => key.every((byte) => byte === 0))
const fresh = (): DerivedKeys => deriveKeys(randomBytes(32))

describe('key cache', () => {
  it('keeps a key for 60 seconds, then zero-fills it', () => {
    let now = 0
    const cache = new KeyCache(() => now)
    const keys = fresh()
    cache.put('k', 'org', keys)
    now = 59_999
    expect(cache.get('k', 'org')).toBe(keys)
    now = 60_000
    expect(cache.get('k', 'org')).toBeUndefined()
    expect(zeroed(keys)).toBe(true)
  })

  it('gives a key to its own organisation only', () => {
    const cache = new KeyCache(() => 0)
    cache.put('k', 'org', fresh())
    expect(cache.get('k', 'other')).toBeUndefined()
  })

  it('keeps 1,000 keys at most, and zero-fills the oldest', () => {
    const cache = new KeyCache(() => 0)
    const first = fresh()
    cache.put('0', 'org', first)
    for (let i = 1; i <= 1_000; i += 1) cache.put(String(i), 'org', fresh())
    expect(zeroed(first)).toBe(true)
    expect(cache.get('0', 'org')).toBeUndefined()
    expect(cache.get('1', 'org')).toBeDefined()
    expect(cache.get('1000', 'org')).toBeDefined()
  })

  it('zero-fills what is replaced or flushed', () => {
    const cache = new KeyCache(() => 0)
    const [replaced, flushed, kept] = [fresh(), fresh(), fresh()]
    cache.put('a', 'org', replaced)
    cache.put('a', 'org', flushed)
    cache.put('b', 'other', kept)
    cache.flush('org')
    expect([replaced, flushed, kept].map(zeroed)).toEqual([true, true, false])
    cache.flush()
    expect(zeroed(kept)).toBe(true)
  })
})
