import { autocommit, type Tx } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { uuidBytes } from '../crypto/bytes.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { openValue, sealValue, type FieldPlace } from '../crypto/envelope.ts'
import { readKeyName } from '../crypto/frame.ts'
import { fingerprintOf, type DerivedKeys } from '../keys/derive.ts'
import { placeOf, type OwnerType } from '../owner.ts'

const BATCH = 200

interface ValueRow {
  id: string
  owner_type: OwnerType
  owner_id: string
  /** Null when the record is gone: nobody can say what the value was sealed for. */
  slug: string | null
  field: string
  version: number
  envelope: Buffer
  fp: Buffer | null
}

interface OpenableRow extends ValueRow {
  slug: string
  place: FieldPlace
}

interface OpenedRow {
  row: OpenableRow
  value: string
}

interface Resealed {
  row: OpenableRow
  envelope: Buffer
  fp: Buffer | null
}

export interface ResealedBatch {
  /** The last value looked at: where to go on. */
  last: string
  /** Values that did not open; they stay as they are. */
  unreadable: number
  /** Stores what was sealed; @returns how many values were still the same. */
  store(tx: Tx): Promise<number>
}

/** Seals the next 200 values that another key sealed with the organisation's active one. Null when there is none. */
export async function resealBatch(
  { pool, vault }: Pick<Kanal, 'pool' | 'vault'>,
  {
    organisationId,
    toKey,
    after,
    size = BATCH,
  }: { organisationId: string; toKey: string; after: string | null; size?: number | undefined },
): Promise<ResealedBatch | null> {
  const tx = autocommit(pool)
  const rows = await tx.query<ValueRow>(
    `select v.id, v.owner_type, v.owner_id, coalesce(i.marketplace, s.marketplace) as slug, v.field, v.version,
       v.envelope, v.fp
     from cred_values v
     left join integrations i on v.owner_type = 'integration' and i.id = v.owner_id
     left join shops s on v.owner_type = 'shop' and s.id = v.owner_id
     where v.organisation_id = $1 and v.envelope is not null and substr(v.envelope, 7, 16) <> $2
       and ($3::uuid is null or v.id > $3)
     order by v.id limit $4`,
    [organisationId, uuidBytes(toKey), after, size],
  )
  const last = rows.at(-1)?.id
  if (last === undefined) return null
  const opened = await openRows(tx, vault, organisationId, rows)
  const resealed = await sealRows(tx, vault, organisationId, opened)
  return {
    last,
    unreadable: rows.length - resealed.length,
    async store(inside) {
      const [stored] = await inside.query<{ resealed: number }>(
        'select kanal_vault_reseal($1, $2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[]) as resealed',
        [
          organisationId,
          resealed.map(({ row }) => row.id),
          resealed.map(({ row }) => row.envelope),
          resealed.map(({ envelope }) => envelope),
          resealed.map(({ fp }) => fp),
        ],
      )
      return stored?.resealed ?? 0
    },
  }
}

/** The values that open. Keys are asked for once, not value by value. */
async function openRows(
  tx: Tx,
  vault: Kanal['vault'],
  organisationId: string,
  rows: readonly ValueRow[],
): Promise<OpenedRow[]> {
  const byKey = new Map<string, OpenableRow[]>()
  for (const { slug, ...row } of rows) {
    if (slug === null) continue
    const owner = { organisationId, ownerType: row.owner_type, ownerId: row.owner_id, slug }
    const { keyId } = readKeyName(row.envelope)
    const place = placeOf(owner, row.field, row.version)
    const group = byKey.get(keyId) ?? []
    group.push({ ...row, slug, place })
    byKey.set(keyId, group)
  }
  const opened: OpenedRow[] = []
  for (const group of byKey.values()) {
    const [first] = group
    if (!first) continue
    const open = (keys: DerivedKeys): void => {
      for (const row of group) {
        const value = ifItOpens(() => openValue(keys.enc, row.place, row.envelope))
        if (value !== null) opened.push({ row, value })
      }
    }
    try {
      await vault.keys.withKey(tx, organisationId, readKeyName(first.envelope), open)
    } catch (error) {
      if (!(error instanceof DecryptError)) throw error
    }
  }
  return opened
}

function ifItOpens(open: () => string): string | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof DecryptError) return null
    throw error
  }
}

/** Seals the values, and checks that each new envelope opens to the same before anybody relies on it. */
const sealRows = (
  tx: Tx,
  vault: Kanal['vault'],
  organisationId: string,
  opened: readonly OpenedRow[],
): Promise<Resealed[]> =>
  vault.keys.withActive(tx, organisationId, (keys, name) =>
    opened.map(({ row, value }) => {
      const envelope = sealValue(keys.enc, name, row.place, value)
      if (openValue(keys.enc, row.place, envelope) !== value) throw new DecryptError('tampered')
      return { row, envelope, fp: row.fp && fingerprintOf(keys, row.slug, row.field, value) }
    }),
  )
