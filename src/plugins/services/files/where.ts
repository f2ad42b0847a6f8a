import type { Tx } from '../../../database/tx.ts'

/** Where one stored file is; a file nobody wrote down is on the disk. */
export interface FilePlace {
  place: 'disk' | 'store'
  size: number
  sha256: string
  /** The store that holds a copy. */
  bucket: string | null
}

export async function placeOf(tx: Tx, key: string): Promise<FilePlace | null> {
  const [row] = await tx.query<FilePlace>(
    'select place, size, sha256, bucket from file_places where key = $1',
    [key],
  )
  return row ?? null
}

/** Every file that a media document names: the picture itself and its sizes. */
export const FILES_NAMED = /* sql */ `
  select distinct named.value as key
  from media m, jsonb_each_text(to_jsonb(m)) as named (column_name, value)
  where named.value <> '' and (named.column_name = 'filename' or named.column_name like 'sizes\\_%\\_filename')`

/** Whether a document still names the file. Locks nothing. */
export async function isNamed(tx: Tx, key: string): Promise<boolean> {
  const rows = await tx.query(`select from (${FILES_NAMED}) named where key = $1`, [key])
  return rows.length > 0
}

/** How many files are where, and how many bytes lie in the store. */
export async function countFiles(tx: Tx): Promise<{ onDisk: number; inStore: number }> {
  const [row] = await tx.query<{ onDisk: number; inStore: number }>(
    `select count(*) filter (where p.place is distinct from 'store')::int as "onDisk",
       count(*) filter (where p.place = 'store')::int as "inStore"
     from (${FILES_NAMED}) named left join file_places p using (key)`,
  )
  return row ?? { onDisk: 0, inStore: 0 }
}
