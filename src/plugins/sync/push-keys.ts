import type { Pool } from 'pg'
import type { CredentialValues } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import { withCredentialsOfMany } from '../credentials/read.ts'
import type { Vault } from '../credentials/vault.ts'

export interface PushKey {
  integrationId: string
  organisationId: string
  marketplace: string
  /** `unreadable` when they are stored but cannot be opened now. */
  values: CredentialValues | 'unreadable'
  /** What senders may still sign with after the keys were exchanged. */
  previous: CredentialValues | null
}

interface Row {
  id: string
  organisationId: string
  marketplace: string
}

/** Reads what webhooks are verified with, for a whole batch, fresh each time: an edited key counts at once. */
export class PushKeys {
  readonly #pool: Pool
  readonly #vault: Vault

  constructor({ pool, vault }: { pool: Pool; vault: Vault }) {
    this.#pool = pool
    this.#vault = vault
  }

  /** By integration id; unknown integrations and ones without keys are left out. */
  async open(requests: readonly { integrationId: string }[]): Promise<ReadonlyMap<string, PushKey>> {
    const ids = [...new Set(requests.map(({ integrationId }) => integrationId.toLowerCase()))]
    const rows = await autocommit(this.#pool).query<Row>(
      `select id, organisation_id as "organisationId", marketplace from integrations where id = any ($1::uuid[])`,
      [ids],
    )
    const keys = new Map<string, PushKey>()
    for (const marketplace of new Set(rows.map((row) => row.marketplace))) {
      const own = rows.filter((row) => row.marketplace === marketplace)
      await withCredentialsOfMany(
        this.#vault,
        this.#pool,
        {
          ownerType: 'integration',
          slug: marketplace,
          owners: own.map(({ id, organisationId }) => ({ ownerId: id, organisationId })),
          consumer: 'webhook.intake',
          purpose: 'webhook.verify',
        },
        ({ values, previous, failed }) => {
          for (const { id, organisationId } of own) {
            const opened = failed.has(id) ? 'unreadable' : values.get(id)
            if (!opened) continue
            const before = previous.get(id) ?? null
            keys.set(id, { integrationId: id, organisationId, marketplace, values: opened, previous: before })
          }
        },
      )
    }
    return keys
  }
}
