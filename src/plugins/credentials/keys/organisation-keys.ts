import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'

import { autocommit, transaction } from '../../../database/tx.ts'
import type { Tx } from '../../../database/tx.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import type { KeyName } from '../crypto/frame.ts'
import { OrganisationKeyMissingError } from '../errors.ts'
import { KeyCache } from './cache.ts'
import type { DerivedKeys } from './derive.ts'
import { commitmentOf, deriveKeys } from './derive.ts'
import type { KekProvider, WrapContext } from './kek.ts'
import { wrapInForce } from './wrap.ts'

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
   */
  async ensure(pool: Pool, organisationId: string): Promise<void> {
    const load = (): Promise<void> => this.withActive(autocommit(pool), organisationId, () => undefined)
    try {
      await load()
    } catch (error) {
      if (!(error instanceof OrganisationKeyMissingError)) throw error
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
   * Makes the key that is to replace the active one, committed with the caller's transaction and not yet in force.
   * @returns its id.
   */
  async prepareNext(tx: Tx, organisationId: string): Promise<string> {
    const [last] = await tx.query<{ version: number }>(
      'select version from cred_keys where organisation_id = $1 order by version desc limit 1 for update',
      [organisationId],
    )
    if (!last) throw new OrganisationKeyMissingError()
    const key = randomBytes(32)
    try {
      const context: WrapContext = { organisationId, keyId: randomUUID(), keyVersion: last.version + 1 }
      const { blob, kekId } = await wrapInForce(tx, this.#keks, key, context)
      await tx.query(
        `insert into cred_keys (id, organisation_id, version, kek_id, wrapped, commitment, state)
         values ($1, $2, $3, $4, $5, $6, 'pending')`,
        [context.keyId, organisationId, context.keyVersion, kekId, blob, commitmentOf(key, context)],
      )
      return context.keyId
    } finally {
      key.fill(0)
    }
  }

  async #create(pool: Pool, organisationId: string): Promise<void> {
    const key = randomBytes(32)
    try {
      const context: WrapContext = { organisationId, keyId: randomUUID(), keyVersion: 1 }
      const { blob, kekId } = await wrapInForce(autocommit(pool), this.#keks, key, context)
      const commitment = commitmentOf(key, context)
      await transaction(pool, (tx) =>
        tx.query(
          `insert into cred_keys (id, organisation_id, version, kek_id, wrapped, commitment, state)
           values ($1, $2, $3, $4, $5, $6, 'active')
           on conflict do nothing`,
          [context.keyId, organisationId, context.keyVersion, kekId, blob, commitment],
        ),
      )
    } finally {
      key.fill(0)
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
