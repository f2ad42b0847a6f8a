import { randomBytes } from 'node:crypto'

import { NONCE_LENGTH, open, seal, TAG_LENGTH } from './aead.ts'
import { lengthPrefixed, uuidBytes, uuidText } from './bytes.ts'
import { DecryptError } from './decrypt-error.ts'

const MAGIC = Buffer.from('CRD1', 'latin1')
const FORMAT_VERSION = 1
const SUITE_AES_256_GCM = 1
const KEY_ID_AT = 6
const KEY_VERSION_AT = 22
const NONCE_AT = 26
/** Bytes before the ciphertext: magic, format version, suite, key id, key version, nonce. */
export const HEADER_LENGTH = NONCE_AT + NONCE_LENGTH

export interface KeyName {
  keyId: string
  keyVersion: number
}

/** What a frame is bound to: it opens only with the same label and the same parts, in the same order. */
export interface Binding {
  label: string
  parts: readonly string[]
}

const associatedData = (header: Buffer, binding: Binding): Buffer =>
  Buffer.concat([Buffer.from(`${binding.label}\0`, 'utf8'), header, lengthPrefixed(binding.parts)])

/** Seals bytes into a CRD1 frame (54 bytes longer) under a fresh random nonce. */
export function sealFrame(key: Buffer, name: KeyName, binding: Binding, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_LENGTH)
  const keyVersion = Buffer.alloc(4)
  keyVersion.writeUInt32BE(name.keyVersion)
  const header = Buffer.concat([
    MAGIC,
    Buffer.from([FORMAT_VERSION, SUITE_AES_256_GCM]),
    uuidBytes(name.keyId),
    keyVersion,
    nonce,
  ])
  return Buffer.concat([header, seal(key, nonce, associatedData(header, binding), plain)])
}

/**
 * Which key a frame was sealed with, without opening it.
 * @throws DecryptError `unknown_format` unless magic, version, suite and length are exactly ours.
 */
export function readKeyName(frame: Buffer): KeyName {
  const known =
    frame.length > HEADER_LENGTH + TAG_LENGTH &&
    frame.subarray(0, MAGIC.length).equals(MAGIC) &&
    frame[4] === FORMAT_VERSION &&
    frame[5] === SUITE_AES_256_GCM
  if (!known) throw new DecryptError('unknown_format')
  return {
    keyId: uuidText(frame.subarray(KEY_ID_AT, KEY_VERSION_AT)),
    keyVersion: frame.readUInt32BE(KEY_VERSION_AT),
  }
}

/**
 * Opens a frame; bytes come out only after the whole of it proved authentic.
 * @throws DecryptError `unknown_format`, or `tampered` when key, binding or any bit differs.
 */
export function openFrame(key: Buffer, binding: Binding, frame: Buffer): Buffer {
  readKeyName(frame)
  const header = frame.subarray(0, HEADER_LENGTH)
  const nonce = header.subarray(NONCE_AT)
  return open(key, nonce, associatedData(header, binding), frame.subarray(HEADER_LENGTH))
}
