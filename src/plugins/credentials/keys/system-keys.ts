import { randomBytes, randomUUID } from 'node:crypto'
import type { Tx } from '../../../database/tx.ts'
import { commitmentOf } from './derive.ts'
import type { KekProvider, WrapContext } from './kek.ts'
import { unwrapCommitted } from './organisation-keys.ts'
import { wrapInForce } from './wrap.ts'

/** Stands for "the whole deployment" where a key is bound to an organisation. */
export const NO_ORGANISATION = '00000000-0000-0000-0000-000000000000'
const VERSION = 1
const TTL_MS = 10 * 60_000
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
   * The key of a purpose, for one organisation or for the whole deployment; made on first use in the caller's
   * transaction, so that what it protects and the key itself are committed together. Do not keep or change it.
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
    const context: WrapContext = {
      organisationId: organisationId ?? NO_ORGANISATION,
      keyId: row.id,
      keyVersion: VERSION,
    }
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

  async #create(tx: Tx, purpose: string, organisationId: string | null): Promise<Row> {
    const key = randomBytes(32)
    const context = {
      organisationId: organisationId ?? NO_ORGANISATION,
      keyId: randomUUID(),
      keyVersion: VERSION,
    }
    try {
      const { blob, kekId } = await wrapInForce(tx, this.#keks, key, context)
      await tx.query(
        `insert into system_keys (id, purpose, organisation_id, kek_id, wrapped, commitment)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [context.keyId, purpose, organisationId, kekId, blob, commitmentOf(key, context)],
      )
    } finally {
      key.fill(0)
    }
    const row = await this.#read(tx, purpose, organisationId)
    if (!row) throw new Error(`The key for ${purpose} could not be made`)
    return row
  }
}
