import type { Tx } from '../../database/tx.ts'

/**
 * The organisation's default location, made on first need ("UTAMA", Gudang utama). Two that ask at once get the same.
 * @returns its id
 */
export async function ensureDefaultLocation(tx: Tx, organisationId: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>('select kanal_default_location($1) as id', [organisationId])
  if (!row) throw new Error('The database gave no default location')
  return row.id
}
