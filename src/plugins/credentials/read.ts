import type { Pool } from 'pg'

import type { CredentialValues } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import type { Tx } from '../../database/tx.ts'
import type { Reading } from './consumers.ts'
import { assertAllowed } from './consumers.ts'
import { DecryptError } from './crypto/decrypt-error.ts'
import { openValue } from './crypto/envelope.ts'
import { readKeyName } from './crypto/frame.ts'
import { CredentialsMissingError } from './errors.ts'
import type { BoundOwner, OwnerType } from './owner.ts'
import { canonical, placeOf } from './owner.ts'
import type { FieldChanges } from './store.ts'
import { assertUsable } from './store.ts'
import type { Vault } from './vault.ts'

interface SealedRow {
  owner_id: string
  row_version: number
  /** Null for an owner that has no field in force. */
  field: string | null
  version: number
  envelope: Buffer | null
}

async function sealedRows(
  tx: Tx,
  owners: readonly BoundOwner[],
  fields?: readonly string[],
): Promise<SealedRow[]> {
  return tx.query<SealedRow>(
    `select h.owner_id, h.row_version, f.field, f.version::integer as version, v.envelope
     from unnest($1::uuid[], $2::uuid[]) o (owner_id, organisation_id)
     join cred_heads h on h.owner_type = $3 and h.owner_id = o.owner_id and h.organisation_id = o.organisation_id
     left join lateral jsonb_each_text(h.fields) f (field, version) on $4::text[] is null or f.field = any ($4)
     left join cred_values v on v.owner_type = h.owner_type and v.owner_id = h.owner_id
       and v.field = f.field and v.version = f.version::integer`,
    [
      owners.map((owner) => owner.ownerId),
      owners.map((owner) => owner.organisationId),
      owners[0]?.ownerType,
      fields ?? null,
    ],
  )
}

async function open(
  tx: Tx,
  vault: Vault,
  owner: BoundOwner,
  rows: readonly SealedRow[],
): Promise<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const { field, version, envelope } of rows) {
    if (field === null) continue
    if (envelope === null) throw new DecryptError('tampered')
    values[field] = await vault.keys.withKey(tx, owner.organisationId, readKeyName(envelope), (keys) =>
      openValue(keys.enc, placeOf(owner, field, version), envelope),
    )
  }
  return values
}

/**
 * The one way code gets at stored credentials: opens them, hands them to `fn`, and returns what `fn` returns.
 * Do not keep, log or return the values. Writes down who used them. Opens no transaction, so `fn` may use the
 * network; do not call it while holding one.
 * @param input.fields only these fields; all that are stored when left out.
 * @throws CredentialsMissingError, DecryptError, ConsumerNotAllowedError.
 */
export async function withCredentials<T>(
  vault: Vault,
  pool: Pool,
  input: BoundOwner & Reading & { fields?: readonly string[] },
  fn: (values: CredentialValues) => Promise<T> | T,
): Promise<T> {
  assertAllowed(input, input.ownerType)
  const owner = canonical(input)
  const tx = autocommit(pool)
  const values = await open(tx, vault, owner, await sealedRows(tx, [owner], owner.fields))
  const missing = owner.fields?.filter((field) => !Object.hasOwn(values, field)) ?? []
  if (missing.length > 0 || Object.keys(values).length === 0) throw new CredentialsMissingError(missing)
  await vault.uses.note(tx, [owner], owner)
  return fn(values)
}

export interface OpenedMany {
  /** By owner id; owners without any stored value are left out. */
  values: ReadonlyMap<string, CredentialValues>
  /** Owners whose values could not be opened, by owner id. */
  failed: ReadonlyMap<string, DecryptError>
}

/**
 * `withCredentials` for many owners of one adapter in one query: for webhooks, which arrive in batches. One owner
 * that cannot be opened does not stop the others.
 */
export async function withCredentialsOfMany<T>(
  vault: Vault,
  pool: Pool,
  input: Reading & {
    ownerType: OwnerType
    slug: string
    owners: readonly { organisationId: string; ownerId: string }[]
    fields?: readonly string[]
  },
  fn: (opened: OpenedMany) => Promise<T> | T,
): Promise<T> {
  assertAllowed(input, input.ownerType)
  const { ownerType, slug, fields } = input
  const owners = input.owners.map((owner) => canonical({ ...owner, ownerType, slug }))
  const tx = autocommit(pool)
  const rows = await sealedRows(tx, owners, fields)
  const rowsOf = new Map<string, SealedRow[]>()
  for (const row of rows) rowsOf.set(row.owner_id, [...(rowsOf.get(row.owner_id) ?? []), row])
  const values = new Map<string, CredentialValues>()
  const failed = new Map<string, DecryptError>()
  const used: BoundOwner[] = []
  for (const owner of owners) {
    try {
      const opened = await open(tx, vault, owner, rowsOf.get(owner.ownerId) ?? [])
      if (Object.keys(opened).length === 0) continue
      values.set(owner.ownerId, opened)
      used.push(owner)
    } catch (error) {
      if (!(error instanceof DecryptError)) throw error
      failed.set(owner.ownerId, error)
    }
  }
  await vault.uses.note(tx, used, input)
  return fn({ values, failed })
}

/**
 * Hands `fn` what the credentials would be if `changes` were saved, and saves nothing: for Test connection.
 * `version` is what is stored now; saving with it as `expectedVersion` makes sure that what was tested is what
 * is saved.
 * @param input.ownerId null while the owner does not exist yet.
 * @throws DecryptError, CredentialInputError.
 */
export async function withMergedCredentials<T>(
  vault: Vault,
  pool: Pool,
  input: Omit<BoundOwner, 'ownerId'> & { ownerId: string | null; changes: FieldChanges },
  fn: (values: CredentialValues, version: number) => Promise<T> | T,
): Promise<T> {
  assertUsable(input.changes)
  const tx = autocommit(pool)
  const stored = input.ownerId === null ? null : canonical({ ...input, ownerId: input.ownerId })
  const rows = stored ? await sealedRows(tx, [stored]) : []
  const kept = rows.filter(({ field }) => field !== null && (input.changes[field]?.op ?? 'keep') === 'keep')
  const values = stored ? await open(tx, vault, stored, kept) : {}
  for (const [field, change] of Object.entries(input.changes)) {
    if (change.op === 'set') values[field] = change.value.use((text) => text)
  }
  return fn(values, rows[0]?.row_version ?? 0)
}
