import type { Tx } from '../../../database/tx.ts'
import type { KekProvider, WrapContext } from './kek.ts'

// Any number that only the change of the master key uses.
const MASTER_KEY_LOCK = 730_211_013

/** The master key that wraps new keys: the one chosen in the database, else the environment's. */
export async function kekInForce(tx: Tx, keks: Pick<KekProvider, 'activeKekId'>): Promise<string> {
  const [chosen] = await tx.query<{ kekId: string }>('select active_kek_id as "kekId" from vault_settings')
  return chosen?.kekId ?? keks.activeKekId
}

/** Until the caller's transaction ends, no other master key comes in force. */
export const holdKekInForce = (tx: Tx): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock_shared($1)', [MASTER_KEY_LOCK])

/** Waits for keys that are being stored with the master key in force; from then on it may be changed. */
export const claimKekInForce = (tx: Tx): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock($1)', [MASTER_KEY_LOCK])

/**
 * Wraps a new key with the master key in force. Inside a transaction it stays in force until that ends, so that a
 * change of the master key never misses a key wrapped meanwhile.
 */
export async function wrapInForce(
  tx: Tx,
  keks: KekProvider,
  key: Buffer,
  context: WrapContext,
): Promise<{ blob: Buffer; kekId: string }> {
  await holdKekInForce(tx)
  return keks.wrap(key, context, await kekInForce(tx, keks))
}
