import type { Pool } from 'pg'
import type { Tx } from '../../../database/tx.ts'
import { openFrame, sealFrame } from '../../credentials/crypto/frame.ts'
import type { Vault } from '../../credentials/vault.ts'

const PURPOSE = 'totp'
const NAME = { keyId: '00000000-0000-0000-0000-000000000000', keyVersion: 1 }
const bindingOf = (userId: string) => ({ label: 'auth/v1/totp', parts: [userId] })

/** Has the key for seeds at hand, so that no key service is asked in the transaction that follows. */
export const readySeals = (pool: Pool, vault: Vault): Promise<void> =>
  vault.system.ensure(pool, PURPOSE, null)

/**
 * Seals the seed of a person's authenticator with a key of the deployment, not of an organisation: a person may
 * belong to several, and must not lose the second factor with one of them. Bound to the person.
 */
export const sealSeed = async (tx: Tx, vault: Vault, userId: string, seed: Buffer): Promise<Buffer> =>
  sealFrame(await vault.system.get(tx, PURPOSE, null), NAME, bindingOf(userId), seed)

/** Opens a seed for the person it was sealed for. @throws DecryptError otherwise. */
export const openSeed = async (tx: Tx, vault: Vault, userId: string, sealed: Buffer): Promise<Buffer> =>
  openFrame(await vault.system.get(tx, PURPOSE, null), bindingOf(userId), sealed)
