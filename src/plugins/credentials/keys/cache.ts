import type { DerivedKeys } from './derive.ts'
import { wipe } from './derive.ts'
import { countLook } from '../metrics.ts'

const LIFETIME_MS = 60_000
const MOST = 1_000

interface Entry {
  organisationId: string
  keys: DerivedKeys
  expiresAt: number
}

/**
 * Unwrapped organisation keys, for at most 60 seconds and 1,000 of them; the oldest go first. Keys are
 * zero-filled as they leave, so whoever takes one out uses it at once and never across an `await`.
 */
export class KeyCache {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  get(keyId: string, organisationId: string): DerivedKeys | undefined {
    const keys = this.#find(keyId, organisationId)
    countLook(keys !== undefined)
    return keys
  }

  #find(keyId: string, organisationId: string): DerivedKeys | undefined {
    const entry = this.#entries.get(keyId)
    if (!entry || entry.organisationId !== organisationId) return undefined
    if (entry.expiresAt > this.#now()) return entry.keys
    this.#drop(keyId, entry)
    return undefined
  }

  put(keyId: string, organisationId: string, keys: DerivedKeys): void {
    const now = this.#now()
    const replaced = this.#entries.get(keyId)
    if (replaced) this.#drop(keyId, replaced)
    for (const [id, entry] of this.#entries) {
      if (entry.expiresAt > now && this.#entries.size < MOST) break
      this.#drop(id, entry)
    }
    this.#entries.set(keyId, { organisationId, keys, expiresAt: now + LIFETIME_MS })
  }

  /** Forgets the keys of one organisation, or all of them. */
  flush(organisationId?: string): void {
    for (const [id, entry] of this.#entries) {
      if (organisationId === undefined || entry.organisationId === organisationId) this.#drop(id, entry)
    }
  }

  #drop(keyId: string, entry: Entry): void {
    wipe(entry.keys)
    this.#entries.delete(keyId)
  }
}
