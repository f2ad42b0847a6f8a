import { randomBytes, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { commitmentOf } from './derive.ts'
import type { KekProvider, WrapContext } from './kek.ts'
import { unwrapCommitted } from './organisation-keys.ts'
import { holdKekInForce, kekInForce, wrapInForce } from './wrap.ts'

/** Stands for "the whole deployment" where a key is bound to an organisation. */
export const NO_ORGANISATION = '00000000-0000-0000-0000-000000000000'
const VERSION = 1
const TTL_MS = 10 * 60_000
/** Tries to store a key while the master key is being changed. */
const MOST_ATTEMPTS = 3
/** Only keys surely committed are remembered: one whose transaction rolls back must not be used again. */
const SETTLED_SECONDS = 60

interface Row {
  id: string
  kek_id: string
  wrapped: Buffer
  commitment: Buffer
  settled: boolean
}

const nameOf = (purpose: string, organisationId: string | null): string =>
  `${purpose}:${organisationId ?? NO_ORGANISATION}`

/** Keys that belong to the system rather than to an organisation's secrets: 32 random bytes per purpose, wrapped. */
export class SystemKeys {
  readonly #keks: KekProvider
  readonly #now: () => number
  readonly #cache = new Map<string, { key: Buffer; until: number }>()

  constructor(keks: KekProvider, now: () => number = Date.now) {
    this.#keks = keks
    this.#now = now
  }

  /**
   * Makes sure that the key of a purpose is there, committed by itself, and at hand: `get` then asks no key service. Safe
   * to call any number of times, by any number of processes. Never call it while holding a transaction.
   * @throws DecryptError `wrong_key`.
   */
  async ensure(pool: Pool, purpose: string, organisationId: string | null): Promise<void> {
    const tx = autocommit(pool)
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      if (this.#cached(purpose, organisationId)) return
      const row = await this.#read(tx, purpose, organisationId)
      // Read outside any transaction, so it is committed.
      if (row) await this.#unwrap({ ...row, settled: true }, purpose, organisationId)
      else await this.#makeOutside(pool, purpose, organisationId)
    }
  }

  /**
   * The key of a purpose, for one organisation or for the whole deployment. Call `ensure` before the transaction where
   * there is a place to; else it is made on first use in the caller's transaction, so that what it protects and the key
   * itself are committed together. Do not keep or change it.
   * @throws DecryptError `wrong_key`.
   */
  async get(tx: Tx, purpose: string, organisationId: string | null): Promise<Buffer> {
    const cached = this.#cached(purpose, organisationId)
    if (cached) return cached
    const row =
      (await this.#read(tx, purpose, organisationId)) ?? (await this.#create(tx, purpose, organisationId))
    return this.#unwrap(row, purpose, organisationId)
  }

  /** The key of a purpose if there is one: never makes it. @throws DecryptError `wrong_key`. */
  async find(tx: Tx, purpose: string, organisationId: string | null): Promise<Buffer | null> {
    const row = await this.#read(tx, purpose, organisationId)
    return row ? this.#unwrap(row, purpose, organisationId) : null
  }

  #cached(purpose: string, organisationId: string | null): Buffer | undefined {
    const cached = this.#cache.get(nameOf(purpose, organisationId))
    return cached && cached.until > this.#now() ? cached.key : undefined
  }

  async #unwrap(row: Row, purpose: string, organisationId: string | null): Promise<Buffer> {
    const context = contextOf(organisationId, row.id)
    const key = await unwrapCommitted(this.#keks, row.kek_id, row.wrapped, row.commitment, context)
    if (row.settled) {
      this.#cache.set(nameOf(purpose, organisationId), { key, until: this.#now() + TTL_MS })
    }
    return key
  }

  async #read(tx: Tx, purpose: string, organisationId: string | null): Promise<Row | undefined> {
    const [row] = await tx.query<Row>(
      `select id, kek_id, wrapped, commitment, created_at < now() - make_interval(secs => $3) as settled
       from system_keys where purpose = $1 and organisation_id is not distinct from $2`,
      [purpose, organisationId, SETTLED_SECONDS],
    )
    return row
  }

  /** Wraps a new key first, then stores it in a transaction of its own, unless somebody else has meanwhile. */
  async #makeOutside(pool: Pool, purpose: string, organisationId: string | null): Promise<void> {
    const key = randomBytes(32)
    const context = contextOf(organisationId, randomUUID())
    try {
      const { blob, kekId } = await this.#keks.wrap(
        key,
        context,
        await kekInForce(autocommit(pool), this.#keks),
      )
      await transaction(pool, async (tx) => {
        await holdKekInForce(tx)
        if ((await kekInForce(tx, this.#keks)) !== kekId) return
        await insertKey(tx, {
          purpose,
          organisationId,
          kekId,
          blob,
          commitment: commitmentOf(key, context),
          context,
        })
      })
    } finally {
      key.fill(0)
    }
  }

  async #create(tx: Tx, purpose: string, organisationId: string | null): Promise<Row> {
    const key = randomBytes(32)
    const context = contextOf(organisationId, randomUUID())
    try {
      const { blob, kekId } = await wrapInForce(tx, this.#keks, key, context)
      await insertKey(tx, {
        purpose,
        organisationId,
        kekId,
        blob,
        commitment: commitmentOf(key, context),
        context,
      })
    } finally {
      key.fill(0)
    }
    const row = await this.#read(tx, purpose, organisationId)
    if (!row) throw new Error(`The key for ${purpose} could not be made`)
    return row
  }
}

const contextOf = (organisationId: string | null, keyId: string): WrapContext => ({
  organisationId: organisationId ?? NO_ORGANISATION,
  keyId,
  keyVersion: VERSION,
})

/** Stores a wrapped key; the first one of a purpose stays. */
const insertKey = (
  tx: Tx,
  key: {
    purpose: string
    organisationId: string | null
    kekId: string
    blob: Buffer
    commitment: Buffer
    context: WrapContext
  },
): Promise<unknown> =>
  tx.query(
    `insert into system_keys (id, purpose, organisation_id, kek_id, wrapped, commitment)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [key.context.keyId, key.purpose, key.organisationId, key.kekId, key.blob, key.commitment],
  )
