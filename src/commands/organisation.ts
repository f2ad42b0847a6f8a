import type { Tx } from '../database/tx.ts'

/** The organisation of that id or exact name. @throws Error when there is none, or more than one of that name. */
export async function organisationNamed(tx: Tx, named: string): Promise<{ id: string; name: string }> {
  const found = await tx.query<{ id: string; name: string }>(
    'select id, name from organisations where id::text = lower($1) or name = $1 order by id',
    [named],
  )
  const [organisation] = found
  if (!organisation) throw new Error(`There is no organisation called "${named}".`)
  if (found.length === 1) return organisation
  const ids = found.map(({ id }) => id).join(', ')
  throw new Error(`Several organisations are called "${named}"; give the id: ${ids}.`)
}
