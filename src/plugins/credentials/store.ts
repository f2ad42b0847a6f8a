import type { Tx } from '../../database/tx.ts'
import type { Secret } from './crypto/secret.ts'
import { sealValue } from './crypto/envelope.ts'
import { last4Of } from './crypto/secret.ts'
import { CredentialInputError, VersionConflictError } from './errors.ts'
import { recoverExpiry } from './expiry/expiry.ts'
import { fingerprintOf } from './keys/derive.ts'
import { replacedFields } from './lifecycle/overlap.ts'
import { endProbations } from './lifecycle/probation.ts'
import { insertVersion, type VersionOrigin } from './lifecycle/version-origin.ts'
import type { BoundOwner, CredentialOwner, OwnerType } from './owner.ts'
import { canonical, placeOf } from './owner.ts'
import type { Vault } from './vault.ts'

/** What happens to one field: its value stays, is replaced, or goes away. A field not named stays as well. */
export type FieldChange = { op: 'keep' } | { op: 'set'; value: Secret } | { op: 'clear' }
export type FieldChanges = Readonly<Record<string, FieldChange>>

export interface CredentialDescription {
  /** 0 when nothing was ever stored; hand it back as `expectedVersion`. */
  version: number
  lastUsedAt: Date | null
  fields: readonly StoredField[]
}
export interface StoredField {
  field: string
  setAt: Date
  /** The last four characters, only of values with twelve or more. */
  last4: string | null
}

export interface ApplyInput extends BoundOwner {
  changes: FieldChanges
  /** The user who saves, or null for Kanal itself. */
  actorId: string | null
  /** Refuse unless this is still the version in force. */
  expectedVersion?: number
  /**
   * Fields that also get a fingerprint: only ones whose values nobody can guess. When one of them is replaced, the date
   * known for the end of the credentials is forgotten and asked for anew.
   */
  fingerprinted?: readonly string[]
  /** How the version comes about, for owners whose history people look at. */
  history?: VersionOrigin
  /**
   * For how many hours the values replaced now stay usable beside the new ones. What was usable from before ends
   * with every change: it may belong to a destination that is none any more.
   */
  overlap?: { hours: number } | undefined
}
export interface ApplyResult {
  version: number
  /** Field names, for the audit. */
  set: readonly string[]
  cleared: readonly string[]
}

/**
 * How many versions stay restorable; those of an integration also for as long as they are young. A spent token has
 * no use, a mistyped key may.
 */
export const VERSIONS_KEPT: Readonly<Record<OwnerType, number>> = { integration: 10, shop: 3 }
export const KEPT_DAYS = 90

const FIELD = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/

interface Head {
  organisation_id: string
  fields: Record<string, number>
  has_expiry: boolean
  current_version: number
  row_version: number
}

interface DescribedRow {
  owner_id: string
  row_version: number
  last_used_at: Date | null
  field: string | null
  last4: string | null
  created_at: Date
}

const DESCRIBED = `select h.owner_id, h.row_version, h.last_used_at, v.field, v.last4, v.created_at
  from cred_heads h
  left join lateral jsonb_each_text(h.fields) f (field, version) on true
  left join cred_values v on v.owner_type = h.owner_type and v.owner_id = h.owner_id
    and v.field = f.field and v.version = f.version::integer`

const described = (rows: readonly DescribedRow[]): CredentialDescription => ({
  version: rows[0]?.row_version ?? 0,
  lastUsedAt: rows[0]?.last_used_at ?? null,
  fields: rows.flatMap(({ field, last4, created_at: setAt }) =>
    field === null ? [] : [{ field, setAt, last4 }],
  ),
})

/** What is stored for an owner, for a form: opens nothing. */
export async function describeStored(tx: Tx, owner: CredentialOwner): Promise<CredentialDescription> {
  const { organisationId, ownerType, ownerId } = canonical(owner)
  return described(
    await tx.query<DescribedRow>(
      `${DESCRIBED}
       where h.owner_type = $1 and h.owner_id = $2 and h.organisation_id = $3
       order by v.field`,
      [ownerType, ownerId, organisationId],
    ),
  )
}

/** `describeStored` of all owners of one type in an organisation, by owner id, in one query. */
export async function describeAllStored(
  tx: Tx,
  { organisationId, ownerType }: Omit<CredentialOwner, 'ownerId'>,
): Promise<ReadonlyMap<string, CredentialDescription>> {
  const rows = await tx.query<DescribedRow>(
    `${DESCRIBED}
     where h.owner_type = $1 and h.organisation_id = $2
     order by h.owner_id, v.field`,
    [ownerType, organisationId],
  )
  const byOwner = new Map<string, DescribedRow[]>()
  for (const row of rows) {
    const own = byOwner.get(row.owner_id)
    if (own) own.push(row)
    else byOwner.set(row.owner_id, [row])
  }
  return new Map([...byOwner].map(([id, own]) => [id, described(own)]))
}

/**
 * Stores changes to an owner's credentials as one new version, in the caller's transaction; unchanged fields are
 * carried forward as they are. Changes that change nothing make no version. Write the audit row beside it.
 * Call `ensureOrganisationKey` before the transaction.
 * @throws VersionConflictError when `expectedVersion` is not in force any more.
 * @throws CredentialInputError for an unusable field name or value, or an owner of another organisation.
 */
export async function applyChanges(tx: Tx, vault: Vault, input: ApplyInput): Promise<ApplyResult> {
  const owner = canonical(input)
  assertUsable(owner.changes)
  const head = await lockHead(tx, owner)
  if (owner.expectedVersion !== undefined && owner.expectedVersion !== head.row_version) {
    throw new VersionConflictError(owner.expectedVersion, head.row_version)
  }
  const sets = Object.entries(owner.changes).flatMap(([field, change]) =>
    change.op === 'set' ? [{ field, value: change.value }] : [],
  )
  const set = sets.map(({ field }) => field)
  const cleared = Object.keys(owner.changes).filter(
    (field) => owner.changes[field]?.op === 'clear' && Object.hasOwn(head.fields, field),
  )
  if (set.length + cleared.length === 0) return { version: head.row_version, set, cleared }

  const version = head.current_version + 1
  if (sets.length > 0) {
    const sealed = await vault.keys.withActive(tx, owner.organisationId, (keys, name) =>
      sets.map(({ field, value }) =>
        value.use((text) => ({
          field,
          envelope: sealValue(keys.enc, name, placeOf(owner, field, version), text),
          last4: last4Of(text),
          fp: owner.fingerprinted?.includes(field) ? fingerprintOf(keys, owner.slug, field, text) : null,
        })),
      ),
    )
    for (const row of sealed) await insertValue(tx, owner, version, row)
  }
  for (const field of cleared) {
    await insertValue(tx, owner, version, { field, envelope: null, last4: null, fp: null })
  }
  const previous = owner.overlap ? replacedFields(head.fields, set) : null
  const endsExpiry =
    head.has_expiry && [...set, ...cleared].some((field) => owner.fingerprinted?.includes(field))
  await tx.query(
    `update cred_heads
     set fields = (fields - $3::text[]) || $4::jsonb, current_version = $5, row_version = row_version + 1,
         previous_fields = $6::jsonb,
         overlap_until = case when $6::jsonb is not null then now() + make_interval(hours => $7) end,
         overlap_used_at = null,
         expires_on = case when not $8 then expires_on end,
         expiry_told = case when not $8 then expiry_told end,
         expiry_asked = expiry_asked or $8,
         updated_at = now()
     where owner_type = $1 and owner_id = $2`,
    [
      owner.ownerType,
      owner.ownerId,
      cleared,
      JSON.stringify(Object.fromEntries(set.map((f) => [f, version]))),
      version,
      previous && JSON.stringify(previous),
      owner.overlap?.hours ?? null,
      endsExpiry,
    ],
  )
  if (endsExpiry) await recoverExpiry(tx, owner.organisationId, owner.ownerId)
  if (owner.history) await insertVersion(tx, owner, version, owner.history)
  await purge(tx, owner, version - VERSIONS_KEPT[owner.ownerType] + 1)
  return { version: head.row_version + 1, set, cleared }
}

/**
 * Deletes every value of an owner, all versions. The version number lives on, so that a form opened before
 * cannot overwrite what is stored after.
 */
export async function purgeOwner(tx: Tx, input: CredentialOwner): Promise<void> {
  const owner = canonical(input)
  await tx.query(
    `update cred_heads
     set fields = '{}', current_version = current_version + 1, row_version = row_version + 1,
         previous_fields = null, overlap_until = null, overlap_used_at = null,
         reveal_allowed_at = null, reveal_allowed_by = null,
         expires_on = null, expiry_told = null, expiry_asked = false, updated_at = now()
     where owner_type = $1 and owner_id = $2 and organisation_id = $3`,
    [owner.ownerType, owner.ownerId, owner.organisationId],
  )
  await tx.query('delete from cred_grants where owner_type = $1 and owner_id = $2', [
    owner.ownerType,
    owner.ownerId,
  ])
  await endProbations(tx, owner)
  await tx.query('select kanal_vault_purge($1, $2, $3, null)', [
    owner.organisationId,
    owner.ownerType,
    owner.ownerId,
  ])
}

/** @throws CredentialInputError when a field name or a change cannot be stored. */
export function assertUsable(changes: FieldChanges): void {
  for (const [field, change] of Object.entries(changes)) {
    if (!FIELD.test(field)) throw new CredentialInputError('The field name is not usable', field)
    if (change.op === 'set' && change.value.use((text) => text.length === 0)) {
      throw new CredentialInputError('An empty value cannot be set: clear the field instead', field)
    }
  }
}

async function lockHead(tx: Tx, owner: CredentialOwner): Promise<Head> {
  // No index named: of two first saves at once, either of the table's two unique keys may be the one that says no.
  await tx.query(
    `insert into cred_heads (owner_type, owner_id, organisation_id) values ($1, $2, $3) on conflict do nothing`,
    [owner.ownerType, owner.ownerId, owner.organisationId],
  )
  const [head] = await tx.query<Head>(
    `select organisation_id, fields, current_version, row_version, expires_on is not null as has_expiry from cred_heads
     where owner_type = $1 and owner_id = $2 and organisation_id = $3 for update`,
    [owner.ownerType, owner.ownerId, owner.organisationId],
  )
  if (!head) throw new CredentialInputError('These credentials belong to another organisation')
  return head
}

async function insertValue(
  tx: Tx,
  owner: CredentialOwner & { actorId: string | null },
  version: number,
  row: { field: string; envelope: Buffer | null; last4: string | null; fp: Buffer | null },
): Promise<void> {
  await tx.query(
    `insert into cred_values (organisation_id, owner_type, owner_id, field, version, envelope, last4, fp, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      owner.organisationId,
      owner.ownerType,
      owner.ownerId,
      row.field,
      version,
      row.envelope,
      row.last4,
      row.fp,
      owner.actorId,
    ],
  )
}

/** Deletes what no version needs that is among the last ones, or young enough. */
const purge = (tx: Tx, owner: CredentialOwner, keepFrom: number): Promise<unknown> =>
  tx.query(
    `select kanal_vault_purge($1, $2, $3, coalesce(
       kanal_vault_keep_from($2, $3, $4, make_interval(days => $5)), $6))`,
    [
      owner.organisationId,
      owner.ownerType,
      owner.ownerId,
      VERSIONS_KEPT[owner.ownerType],
      KEPT_DAYS,
      keepFrom,
    ],
  )
