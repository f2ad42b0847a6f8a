import { randomBytes, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'

import { transaction } from '../../../database/tx.ts'
import { Secret } from '../crypto/secret.ts'
import type { KekProvider } from '../keys/kek.ts'
import { masterKeysFromEnv } from '../keys/kek.ts'
import type { BoundOwner, OwnerType } from '../owner.ts'
import type { ApplyInput, ApplyResult, FieldChange, FieldChanges } from '../store.ts'
import { applyChanges } from '../store.ts'
import type { Vault } from '../vault.ts'
import { ensureOrganisationKey } from '../vault.ts'

/** A provider with one random master key of the given name, or with several. */
export function randomMasterKeys(...ids: string[]): KekProvider {
  const names = ids.length === 0 ? ['k1'] : ids
  const keys = names.map((id) => [`CRED_KEK_${id}`, randomBytes(32).toString('base64')] as const)
  return masterKeysFromEnv({ ...Object.fromEntries(keys), CRED_KEK_ACTIVE: names[0] })
}

export const set = (value: string): FieldChange => ({ op: 'set', value: new Secret(value) })
export const keep: FieldChange = { op: 'keep' }
export const clear: FieldChange = { op: 'clear' }

/** A new organisation's id. */
export async function newOrganisation(pool: Pool): Promise<string> {
  const id = randomUUID()
  await pool.query('insert into organisations (id, name) values ($1, $2)', [id, `Toko ${id}`])
  return id
}

/** A new owner in a new organisation, or in the given one. */
export async function newOwner(
  pool: Pool,
  ownerType: OwnerType = 'integration',
  organisationId?: string,
): Promise<BoundOwner> {
  return {
    organisationId: organisationId ?? (await newOrganisation(pool)),
    ownerType,
    ownerId: randomUUID(),
    slug: 'pasar',
  }
}

/** Saves changes the way an endpoint does: key first, then one transaction. */
export async function save(
  pool: Pool,
  vault: Vault,
  owner: BoundOwner,
  changes: FieldChanges,
  options: Partial<ApplyInput> = {},
): Promise<ApplyResult> {
  await ensureOrganisationKey(vault, pool, owner.organisationId)
  return transaction(pool, (tx) => applyChanges(tx, vault, { ...owner, changes, actorId: null, ...options }))
}
