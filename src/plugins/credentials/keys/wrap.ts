import type { Tx } from '../../../database/tx.ts'
import type { KekProvider, WrapContext } from './kek.ts'

/** Wraps a new key with the master key in force: the one chosen in the database, else the environment's. */
export async function wrapInForce(
  tx: Tx,
  keks: KekProvider,
  key: Buffer,
  context: WrapContext,
): Promise<{ blob: Buffer; kekId: string }> {
  const [chosen] = await tx.query<{ kekId: string }>('select active_kek_id as "kekId" from vault_settings')
  return keks.wrap(key, context, chosen?.kekId)
}
