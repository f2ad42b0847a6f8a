import type { Tx } from '../../database/tx.ts'

/**
 * The organisation that runs this deployment: the first there ever was. System services are its to set up, and no
 * other organisation's to see. Null until somebody has signed up.
 */
export async function operatorOf(tx: Tx): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>('select operator_id as id from deployment')
  return row?.id ?? null
}
