import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import type { Tx } from '../../database/tx.ts'
import type { SystemKeys } from '../credentials/keys/system-keys.ts'

const SIGNING_KEY = 'audit.sign'
/** RFC 8410: what stands before the 32 bytes of an Ed25519 seed in PKCS #8. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The deployment's Ed25519 key for checkpoints. */
async function privateKey(tx: Tx, keys: SystemKeys): Promise<KeyObject> {
  const seed = await keys.get(tx, SIGNING_KEY, null)
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
}

export const signStatement = async (tx: Tx, keys: SystemKeys, statement: string): Promise<Buffer> =>
  sign(null, Buffer.from(statement, 'utf8'), await privateKey(tx, keys))

/** The public half, as PEM: keep a copy elsewhere, to check checkpoints without this machine. */
export const publicKeyPem = async (tx: Tx, keys: SystemKeys): Promise<string> =>
  createPublicKey(await privateKey(tx, keys))
    .export({ type: 'spki', format: 'pem' })
    .toString()

export const isSignedBy = (pem: string, statement: string, signature: Buffer): boolean =>
  verify(null, Buffer.from(statement, 'utf8'), pem, signature)
