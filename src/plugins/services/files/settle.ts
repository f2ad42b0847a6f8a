import { extname } from 'node:path'
import { transaction, type Tx } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { readFromDisk, removeFromDisk, sha256Of, writeToDisk } from './disk.ts'
import type { OpenStore } from './store.ts'
import { isNamed, placeOf } from './where.ts'

/** What came back is not what was sent: the source stays. */
export class DamagedCopyError extends Error {
  constructor(key: string) {
    super(`The copy of ${key} is not the file`)
    this.name = 'DamagedCopyError'
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
}
export const typeOf = (key: string): string => TYPES[extname(key).toLowerCase()] ?? 'application/octet-stream'

export interface Moved {
  /** Bytes that changed places; null when there was nothing to do. */
  bytes: number | null
}
/** Runs in the transaction that writes the new place down. */
type Counting = (tx: Tx, bytes: number) => Promise<void>

/**
 * Brings one file from the disk into the store: puts it, reads it back, compares, writes down where it is, and only
 * then removes it from the disk. May be stopped and repeated at any point.
 * @throws DamagedCopyError, AdapterError
 */
export async function intoStore(
  kanal: Kanal,
  store: OpenStore,
  key: string,
  count?: Counting,
): Promise<Moved | 'missing'> {
  const before = await transaction(kanal.pool, (tx) => placeOf(tx, key))
  const body = await readFromDisk(key)
  if (before?.place === 'store') {
    if (body && sha256Of(body) === before.sha256) await removeFromDisk(key)
    return { bytes: null }
  }
  if (!body) return 'missing'
  const sha256 = sha256Of(body)
  await store.put(key, { body, contentType: typeOf(key) })
  const copy = await store.get(key)
  if (!copy || copy.body.byteLength !== body.byteLength || sha256Of(copy.body) !== sha256) {
    throw new DamagedCopyError(key)
  }
  const isKept = await transaction(kanal.pool, async (tx) => {
    if (!(await isNamed(tx, key))) return false
    await tx.query(
      `insert into file_places (key, place, size, sha256, bucket) values ($1, 'store', $2, $3, $4)
       on conflict (key) do update
         set place = 'store', size = excluded.size, sha256 = excluded.sha256, bucket = excluded.bucket, moved_at = now()`,
      [key, body.byteLength, sha256, store.bucket],
    )
    await count?.(tx, body.byteLength)
    return true
  })
  if (isKept) await removeFromDisk(key)
  else await store.remove(key)
  return { bytes: body.byteLength }
}

/**
 * Brings one file from the store back to the disk, the same way round. A copy that an interruption left in the store
 * is removed when this runs again.
 * @throws DamagedCopyError, AdapterError
 */
export async function ontoDisk(
  kanal: Kanal,
  store: OpenStore,
  key: string,
  count?: Counting,
): Promise<Moved | 'missing'> {
  const before = await transaction(kanal.pool, (tx) => placeOf(tx, key))
  if (!before || before.bucket !== store.bucket) return before ? 'missing' : { bytes: null }
  if (before.place === 'store') {
    const found = await store.get(key)
    if (!found) return 'missing'
    if (found.body.byteLength !== before.size || sha256Of(found.body) !== before.sha256) {
      throw new DamagedCopyError(key)
    }
    await writeToDisk(key, found.body)
    const copy = await readFromDisk(key)
    if (!copy || sha256Of(copy) !== before.sha256) throw new DamagedCopyError(key)
    await transaction(kanal.pool, async (tx) => {
      await tx.query(`update file_places set place = 'disk', moved_at = now() where key = $1`, [key])
      await count?.(tx, before.size)
    })
  }
  await store.remove(key)
  await transaction(kanal.pool, (tx) =>
    tx.query(`delete from file_places where key = $1 and place = 'disk'`, [key]),
  )
  return { bytes: before.place === 'store' ? before.size : null }
}
