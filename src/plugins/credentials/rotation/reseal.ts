import { autocommit, type Tx } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { uuidBytes } from '../crypto/bytes.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { openValue, sealValue } from '../crypto/envelope.ts'
import { readKeyName } from '../crypto/frame.ts'
import { fingerprintOf } from '../keys/derive.ts'
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

interface Resealed {
  row: ValueRow
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
  const resealed: Resealed[] = []
  for (const row of rows) {
    const { slug } = row
    if (slug === null) continue
    try {
      resealed.push(await reseal(tx, vault, organisationId, { ...row, slug }))
    } catch (error) {
      if (!(error instanceof DecryptError)) throw error
    }
  }
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

/** Opens and seals one value, and checks that the new envelope opens to the same before anybody relies on it. */
async function reseal(
  tx: Tx,
  vault: Kanal['vault'],
  organisationId: string,
  row: ValueRow & { slug: string },
): Promise<Resealed> {
  const owner = { organisationId, ownerType: row.owner_type, ownerId: row.owner_id, slug: row.slug }
  const place = placeOf(owner, row.field, row.version)
  const value = await vault.keys.withKey(tx, organisationId, readKeyName(row.envelope), (keys) =>
    openValue(keys.enc, place, row.envelope),
  )
  return vault.keys.withActive(tx, organisationId, (keys, name) => {
    const envelope = sealValue(keys.enc, name, place, value)
    if (openValue(keys.enc, place, envelope) !== value) throw new DecryptError('tampered')
    return { row, envelope, fp: row.fp && fingerprintOf(keys, row.slug, row.field, value) }
  })
}
