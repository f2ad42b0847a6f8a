import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'

import { autocommit, transaction } from '../../../database/tx.ts'
import type { Tx } from '../../../database/tx.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import type { KeyName } from '../crypto/frame.ts'
import { OrganisationKeyMissingError, OrganisationKeysDestroyedError } from '../errors.ts'
import { KeyCache } from './cache.ts'
import type { DerivedKeys } from './derive.ts'
import { commitmentOf, deriveKeys } from './derive.ts'
import type { KekProvider, WrapContext } from './kek.ts'
import { holdKekInForce, kekInForce, wrapInForce } from './wrap.ts'

/**
 * `active` seals and opens; `decrypt_only` and `pending` open; `destroyed` has no bytes left. One key is active
 * per organisation, and values name the key they were sealed with.
 */
export type KeyState = 'pending' | 'active' | 'decrypt_only' | 'destroyed'

interface KeyRow {
  id: string
  version: number
  kek_id: string
  wrapped: Buffer | null
  commitment: Buffer
  state: KeyState
}

/** A key that is wrapped, and not stored yet. */
export interface NewKey extends WrapContext {
  kekId: string
  wrapped: Buffer
  commitment: Buffer
}

/** Tries to store a first key while the master key is being changed. */
const MOST_ATTEMPTS = 3
const COLUMNS = 'id, version, kek_id, wrapped, commitment, state'

/** The keys of all organisations, unwrapped on demand. `use` callbacks are synchronous: see `KeyCache`. */
export class OrganisationKeys {
  readonly #keks: KekProvider
  readonly #cache: KeyCache

  constructor(keks: KekProvider, now: () => number) {
    this.#keks = keks
    this.#cache = new KeyCache(now)
  }

  /**
   * Makes sure the organisation has an active key, committed in a transaction of its own: a value sealed with a
   * key whose transaction then rolls back would be lost. Safe to call any number of times, by any number of
   * processes. Never call it while holding a transaction.
   * @throws OrganisationKeysDestroyedError when its keys were destroyed on purpose: a new one is made only on request.
   */
  async ensure(pool: Pool, organisationId: string): Promise<void> {
    const load = (): Promise<void> => this.withActive(autocommit(pool), organisationId, () => undefined)
    try {
      await load()
    } catch (error) {
      if (!(error instanceof OrganisationKeyMissingError)) throw error
      await refuseDestroyed(autocommit(pool), organisationId)
      await this.#create(pool, organisationId)
      await load()
    }
  }

  /**
   * Calls `use` with the key that seals new values; the key stays the one in force until the caller's transaction
   * ends, so that a rotation never misses a value sealed meanwhile. @throws OrganisationKeyMissingError, DecryptError. */
  async withActive<T>(
    tx: Tx,
    organisationId: string,
    use: (keys: DerivedKeys, name: KeyName) => T,
  ): Promise<T> {
    // A key that a rotation takes out of force while we wait for its row leaves nothing: the next look finds the new one.
    const row = (await this.#lockActive(tx, organisationId)) ?? (await this.#lockActive(tx, organisationId))
    if (!row) throw new OrganisationKeyMissingError()
    const name: KeyName = { keyId: row.id, keyVersion: row.version }
    const cached = this.#cache.get(row.id, organisationId)
    return cached ? use(cached, name) : this.#unwrap(row, organisationId, (keys) => use(keys, name))
  }

  /**
   * Calls `use` with the key a value was sealed with.
   * @throws DecryptError `wrong_key` when this organisation has no such key, `key_destroyed` when it had.
   */
  async withKey<T>(tx: Tx, organisationId: string, name: KeyName, use: (keys: DerivedKeys) => T): Promise<T> {
    const cached = this.#cache.get(name.keyId, organisationId)
    if (cached) return use(cached)
    const [row] = await tx.query<KeyRow>(
      `select ${COLUMNS} from cred_keys where id = $1 and version = $2 and organisation_id = $3`,
      [name.keyId, name.keyVersion, organisationId],
    )
    if (!row) throw new DecryptError('wrong_key')
    return this.#unwrap(row, organisationId, use)
  }

  /** Forgets unwrapped keys, of one organisation or of all; they are zero-filled. */
  flush(organisationId?: string): void {
    this.#cache.flush(organisationId)
  }

  async #lockActive(tx: Tx, organisationId: string): Promise<KeyRow | undefined> {
    const [row] = await tx.query<KeyRow>(
      `select ${COLUMNS} from cred_keys where organisation_id = $1 and state = 'active' for share`,
      [organisationId],
    )
    return row
  }

  /**
   * Makes the key that comes after the organisation's last one; nothing is stored yet. Hold no transaction: a key
   * service may be asked.
   */
  async makeNext(pool: Pool, organisationId: string): Promise<NewKey> {
    const tx = autocommit(pool)
    const [last] = await tx.query<{ version: number }>(
      'select max(version) as version from cred_keys where organisation_id = $1',
      [organisationId],
    )
    const key = randomBytes(32)
    try {
      const context: WrapContext = {
        organisationId,
        keyId: randomUUID(),
        keyVersion: (last?.version ?? 0) + 1,
      }
      const { blob: wrapped, kekId } = await wrapInForce(tx, this.#keks, key, context)
      return { ...context, kekId, wrapped, commitment: commitmentOf(key, context) }
    } finally {
      key.fill(0)
    }
  }

  /**
   * Stores a new key with the caller's transaction. @returns false, storing nothing, when the organisation has a key of
   * that version already or another master key has come in force: then make it again.
   */
  async storeNext(tx: Tx, key: NewKey, state: 'pending' | 'active'): Promise<boolean> {
    await holdKekInForce(tx)
    if ((await kekInForce(tx, this.#keks)) !== key.kekId) return false
    const stored = await tx.query(
      `insert into cred_keys (id, organisation_id, version, kek_id, wrapped, commitment, state)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
      [key.keyId, key.organisationId, key.keyVersion, key.kekId, key.wrapped, key.commitment, state],
    )
    return stored.length > 0
  }

  async #create(pool: Pool, organisationId: string): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const key = await this.makeNext(pool, organisationId)
      if (key.keyVersion > 1) return
      if (await transaction(pool, (tx) => this.storeNext(tx, key, 'active'))) return
    }
  }

  async #unwrap<T>(row: KeyRow, organisationId: string, use: (keys: DerivedKeys) => T): Promise<T> {
    if (row.wrapped === null) throw new DecryptError('key_destroyed')
    const context: WrapContext = { organisationId, keyId: row.id, keyVersion: row.version }
    const key = await unwrapCommitted(this.#keks, row.kek_id, row.wrapped, row.commitment, context)
    try {
      const keys = deriveKeys(key)
      this.#cache.put(row.id, organisationId, keys)
      return use(keys)
    } finally {
      key.fill(0)
    }
  }
}

async function refuseDestroyed(tx: Tx, organisationId: string): Promise<void> {
  const [row] = await tx.query<{ destroyed: boolean }>(
    `select coalesce(bool_and(state = 'destroyed'), false) as destroyed from cred_keys where organisation_id = $1`,
    [organisationId],
  )
  if (row?.destroyed) throw new OrganisationKeysDestroyedError()
}

/**
 * Unwraps a key and checks, in constant time, that it is the one that was committed to.
 * @throws DecryptError `wrong_key` otherwise.
 */
export async function unwrapCommitted(
  keks: KekProvider,
  kekId: string,
  wrapped: Buffer,
  commitment: Buffer,
  context: WrapContext,
): Promise<Buffer> {
  const key = await keks.unwrap(wrapped, kekId, context)
  const actual = commitmentOf(key, context)
  if (commitment.length === actual.length && timingSafeEqual(commitment, actual)) return key
  key.fill(0)
  throw new DecryptError('wrong_key')
}
