import type { Pool } from 'pg'

import type { CredentialValues } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import type { Tx } from '../../database/tx.ts'
import type { Reading } from './consumers.ts'
import { assertAllowed, isInScope } from './consumers.ts'
import { DecryptError } from './crypto/decrypt-error.ts'
import { openValue } from './crypto/envelope.ts'
import { readKeyName } from './crypto/frame.ts'
import { CredentialsMissingError, OutsideScopeError } from './errors.ts'
import type { BoundOwner, OwnerType } from './owner.ts'
import { canonical, placeOf } from './owner.ts'
import type { FieldChanges } from './store.ts'
import { assertUsable } from './store.ts'
import type { Vault } from './vault.ts'

interface SealedRow {
  owner_id: string
  row_version: number
  current_version: number
  /** The only shops that may use an integration's credentials; null for all. */
  scope_shops: readonly string[] | null
  /** `previous` for values of before that are still usable. */
  slot: 'current' | 'previous' | null
  /** Null for an owner that has no field in force. */
  field: string | null
  version: number
  envelope: Buffer | null
}

async function sealedRows(
  tx: Tx,
  owners: readonly BoundOwner[],
  fields?: readonly string[],
  { withPrevious = false } = {},
): Promise<SealedRow[]> {
  return tx.query<SealedRow>(
    `select h.owner_id, h.row_version, h.current_version, h.scope_shops, f.slot, f.field,
       f.version::integer as version, v.envelope
     from unnest($1::uuid[], $2::uuid[]) o (owner_id, organisation_id)
     join cred_heads h on h.owner_type = $3 and h.owner_id = o.owner_id and h.organisation_id = o.organisation_id
     left join lateral (
       select 'current' as slot, key as field, value as version from jsonb_each_text(h.fields)
       union all
       select 'previous', key, value from jsonb_each_text(h.previous_fields) where $5 and h.overlap_until > now()
     ) f on $4::text[] is null or f.field = any ($4)
     left join cred_values v on v.owner_type = h.owner_type and v.owner_id = h.owner_id
       and v.field = f.field and v.version = f.version::integer`,
    [
      owners.map((owner) => owner.ownerId),
      owners.map((owner) => owner.organisationId),
      owners[0]?.ownerType,
      fields ?? null,
      withPrevious,
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

/** @throws OutsideScopeError */
function assertInScope(reading: Reading, rows: readonly SealedRow[]): void {
  if (!isInScope(reading, rows[0]?.scope_shops ?? null)) throw new OutsideScopeError()
}

/**
 * The one way code gets at stored credentials: opens them, hands them to `fn`, and returns what `fn` returns.
 * Do not keep, log or return the values. Writes down who used them. Opens no transaction, so `fn` may use the
 * network; do not call it while holding one.
 * @param input.fields only these fields; all that are stored when left out.
 * @throws OutsideScopeError when they are opened for a shop that may not use them.
 * @throws CredentialsMissingError, DecryptError, ConsumerNotAllowedError.
 */
export async function withCredentials<T>(
  vault: Vault,
  pool: Pool,
  input: BoundOwner & Reading & { fields?: readonly string[] },
  fn: (values: CredentialValues, version: number) => Promise<T> | T,
): Promise<T> {
  assertAllowed(input, input.ownerType)
  const owner = canonical(input)
  const tx = autocommit(pool)
  const rows = await sealedRows(tx, [owner], owner.fields)
  assertInScope(owner, rows)
  const values = await open(tx, vault, owner, rows)
  const missing = owner.fields?.filter((field) => !Object.hasOwn(values, field)) ?? []
  if (missing.length > 0 || Object.keys(values).length === 0) throw new CredentialsMissingError(missing)
  await vault.uses.note(tx, [owner], owner)
  return fn(values, rows[0]?.current_version ?? 0)
}

/**
 * `withCredentials` with the values of before a key was exchanged, while they are still usable.
 * @returns null, without calling `fn`, when there are none (any more).
 * @throws OutsideScopeError, DecryptError, ConsumerNotAllowedError.
 */
export async function withPreviousCredentials<T>(
  vault: Vault,
  pool: Pool,
  input: BoundOwner & Reading,
  fn: (values: CredentialValues) => Promise<T> | T,
): Promise<{ result: T } | null> {
  assertAllowed(input, input.ownerType)
  const owner = canonical(input)
  const tx = autocommit(pool)
  const rows = await sealedRows(tx, [owner], undefined, { withPrevious: true })
  assertInScope(owner, rows)
  if (!rows.some(({ slot }) => slot === 'previous')) return null
  return { result: await fn(await open(tx, vault, owner, beforeExchange(rows))) }
}

/** The fields in force, with those of before in place of the ones that replaced them. */
function beforeExchange(rows: readonly SealedRow[]): SealedRow[] {
  const previous = rows.filter(({ slot }) => slot === 'previous')
  const replaced = new Set(previous.map(({ field }) => field))
  return [...rows.filter(({ slot, field }) => slot === 'current' && !replaced.has(field)), ...previous]
}

/**
 * Hands `fn` the values as they were in one version of an owner's history.
 * @throws CredentialsMissingError when that version is not kept (any more), DecryptError, ConsumerNotAllowedError.
 */
export async function withVersion<T>(
  vault: Vault,
  pool: Pool,
  input: BoundOwner & Reading & { version: number },
  fn: (values: CredentialValues) => Promise<T> | T,
): Promise<T> {
  assertAllowed(input, input.ownerType)
  const owner = canonical(input)
  const tx = autocommit(pool)
  const rows = await tx.query<SealedRow>(
    `select * from (
       select distinct on (v.field) v.owner_id, v.field, v.version, v.envelope
       from cred_versions known
       join cred_values v on v.owner_type = known.owner_type and v.owner_id = known.owner_id
         and v.version <= known.version
       where known.owner_type = $1 and known.owner_id = $2 and known.organisation_id = $3 and known.version = $4
       order by v.field, v.version desc
     ) then_in_force where envelope is not null`,
    [owner.ownerType, owner.ownerId, owner.organisationId, input.version],
  )
  if (rows.length === 0) throw new CredentialsMissingError([])
  return fn(await open(tx, vault, owner, rows))
}

export interface OpenedMany {
  /** By owner id; owners without any stored value are left out. */
  values: ReadonlyMap<string, CredentialValues>
  /** The values of before, by owner id, of owners whose keys were exchanged and are still usable. */
  previous: ReadonlyMap<string, CredentialValues>
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
  const rows = await sealedRows(tx, owners, fields, { withPrevious: true })
  const rowsOf = new Map<string, SealedRow[]>()
  for (const row of rows) rowsOf.set(row.owner_id, [...(rowsOf.get(row.owner_id) ?? []), row])
  const values = new Map<string, CredentialValues>()
  const previous = new Map<string, CredentialValues>()
  const failed = new Map<string, DecryptError>()
  const used: BoundOwner[] = []
  for (const owner of owners) {
    const own = rowsOf.get(owner.ownerId) ?? []
    try {
      const current = own.filter(({ slot }) => slot !== 'previous')
      const opened = await open(tx, vault, owner, current)
      if (Object.keys(opened).length === 0) continue
      values.set(owner.ownerId, opened)
      used.push(owner)
      if (current.length < own.length) {
        previous.set(owner.ownerId, await open(tx, vault, owner, beforeExchange(own)))
      }
    } catch (error) {
      if (!(error instanceof DecryptError)) throw error
      failed.set(owner.ownerId, error)
    }
  }
  await vault.uses.note(tx, used, input)
  return fn({ values, previous, failed })
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
