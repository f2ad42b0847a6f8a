import { createHmac, hkdfSync } from 'node:crypto'

import { lengthPrefixed } from '../crypto/bytes.ts'
import type { WrapContext } from './kek.ts'

/** One key per purpose, all derived from the organisation's key: what one opens, the others cannot. */
export interface DerivedKeys {
  /** Sealing credential values. */
  enc: Buffer
  /** Fingerprints. */
  fp: Buffer
  /** Second-factor seeds. */
  totp: Buffer
}

const LABELS = { enc: 'cred/v1/enc', fp: 'cred/v1/fp', totp: 'cred/v1/totp' } as const satisfies Record<
  keyof DerivedKeys,
  string
>
const FINGERPRINT_LENGTH = 16

const derive = (key: Buffer, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), label, 32))

/** Derives the purpose keys of an organisation key (HKDF-SHA256). */
export const deriveKeys = (key: Buffer): DerivedKeys => ({
  enc: derive(key, LABELS.enc),
  fp: derive(key, LABELS.fp),
  totp: derive(key, LABELS.totp),
})

/** Overwrites the keys with zeros. */
export function wipe(keys: DerivedKeys): void {
  for (const key of Object.values(keys) as Buffer[]) key.fill(0)
}

/** Proof of which key was wrapped, stored beside it: says nothing about the key, fits no other. */
export const commitmentOf = (key: Buffer, context: WrapContext): Buffer =>
  createHmac('sha256', key)
    .update('cred/v1/commit\0')
    .update(lengthPrefixed([context.organisationId, context.keyId, String(context.keyVersion)]))
    .digest()

/**
 * 16 bytes that are equal for equal values of one field within one organisation, and tell nothing else. Only for
 * values nobody can guess: a fingerprint of a PIN is the PIN.
 */
export const fingerprintOf = (keys: DerivedKeys, slug: string, field: string, value: string): Buffer =>
  createHmac('sha256', keys.fp)
    .update(lengthPrefixed([slug, field, value]))
    .digest()
    .subarray(0, FINGERPRINT_LENGTH)
