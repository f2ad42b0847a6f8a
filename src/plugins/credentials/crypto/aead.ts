import { createCipheriv, createDecipheriv } from 'node:crypto'
import { DecryptError } from './decrypt-error.ts'

export const NONCE_LENGTH = 12
/** Node accepts 4-byte tags unless told otherwise; a forgery would then cost 2^32 instead of 2^128. */
export const TAG_LENGTH = 16
const ALGORITHM = 'aes-256-gcm'

/** AES-256-GCM: ciphertext and 16-byte tag. Never use a nonce twice under one key. */
export function seal(key: Buffer, nonce: Buffer, associatedData: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH })
  cipher.setAAD(associatedData)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/**
 * Opens what `seal` made; bytes come out only after the whole of it proved authentic.
 * @throws DecryptError `tampered` when key, nonce, associated data or any bit differs.
 */
export function open(key: Buffer, nonce: Buffer, associatedData: Buffer, sealed: Buffer): Buffer {
  const end = sealed.length - TAG_LENGTH
  if (end < 0) throw new DecryptError('tampered')
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH })
  decipher.setAAD(associatedData)
  decipher.setAuthTag(sealed.subarray(end))
  const opened = decipher.update(sealed.subarray(0, end))
  try {
    return Buffer.concat([opened, decipher.final()])
  } catch {
    throw new DecryptError('tampered')
  } finally {
    opened.fill(0)
  }
}
