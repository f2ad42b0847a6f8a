import type { Tx } from '../../database/tx.ts'

/**
 * Holds free stock of these SKUs for open orders that lack it, earliest ship-by first. Whatever raises stock does
 * this itself in the same transaction; call it after a change of the rules of who may have it.
 * @returns units newly held
 */
export async function fillShort(
  tx: Tx,
  input: { organisationId: string; skuIds: readonly string[] },
): Promise<number> {
  await tx.query('select kanal_lock_stock($1, $2)', [input.organisationId, input.skuIds])
  const [row] = await tx.query<{ filled: number }>('select kanal_fill_short($1, $2) as filled', [
    input.organisationId,
    input.skuIds,
  ])
  await tx.query('select kanal_queue_pushes($1, $2)', [input.organisationId, input.skuIds])
  return row?.filled ?? 0
}
