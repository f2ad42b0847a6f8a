import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto'
import { BundleError } from './bundle-error.ts'

/** Both halves of an X25519 key, raw. */
export interface KeyPair {
  publicKey: Buffer
  privateKey: Buffer
}

// What DER puts before the 32 bytes of a key (RFC 8410).
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex')
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex')

/** A fresh X25519 key pair. Overwrite the private half after use. */
export function newKeyPair(): KeyPair {
  const pair = generateKeyPairSync('x25519')
  const der = pair.privateKey.export({ format: 'der', type: 'pkcs8' })
  const privateKey = Buffer.from(der.subarray(PRIVATE_PREFIX.length))
  der.fill(0)
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length),
    privateKey,
  }
}

/**
 * The 32-byte key both sides come to, bound to both public halves (X25519, HKDF-SHA256).
 * @throws BundleError `tampered` for a public half that leads every key to the same secret.
 */
export function agree(
  own: Buffer,
  other: Buffer,
  { ephemeral, recipient }: { ephemeral: Buffer; recipient: Buffer },
): Buffer {
  const der = Buffer.concat([PRIVATE_PREFIX, own])
  let shared: Buffer
  try {
    shared = diffieHellman({
      privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
      publicKey: createPublicKey({
        key: Buffer.concat([PUBLIC_PREFIX, other]),
        format: 'der',
        type: 'spki',
      }),
    })
  } catch {
    throw new BundleError('tampered')
  } finally {
    der.fill(0)
  }
  try {
    const salt = Buffer.concat([ephemeral, recipient])
    return Buffer.from(hkdfSync('sha256', shared, salt, 'kanal/bundle/v1/x25519', 32))
  } finally {
    shared.fill(0)
  }
}
