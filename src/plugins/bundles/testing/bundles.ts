import { randomBytes, randomUUID } from 'node:crypto'
import { FORMAT, FORMAT_VERSION, SCRYPT, type BundleHeader, type Entry } from '../format/manifest.ts'
import { sealBundle } from '../format/seal.ts'

export const NOW = new Date('2026-11-22T10:00:00.000Z')

/** A header of a passphrase bundle made at `NOW`. */
export const headerFor = (count: number, more: Partial<BundleHeader> = {}): BundleHeader => ({
  format: FORMAT,
  version: FORMAT_VERSION,
  id: randomUUID(),
  organisation: { id: randomUUID(), name: 'Toko Sari' },
  createdAt: NOW.toISOString(),
  expiresAt: new Date(NOW.getTime() + 24 * 3_600_000).toISOString(),
  count,
  protection: {
    kind: 'passphrase',
    kdf: 'scrypt',
    ...SCRYPT,
    salt: randomBytes(16).toString('base64url'),
  },
  ...more,
})

export const entryFor = (adapter: string, more: Partial<Entry> = {}): Entry => ({
  adapter,
  environment: 'live',
  fields: [
    { name: 'appId', value: '2001887' },
    { name: 'appKey', value: randomBytes(24).toString('base64url') },
  ],
  ...more,
})

/** A bundle under a random key, and that key. */
export function madeBundle(adapters: readonly string[], more: Partial<BundleHeader> = {}) {
  const secret = randomBytes(32)
  const entries = adapters.map((adapter) => entryFor(adapter))
  return { secret, entries, text: sealBundle(headerFor(entries.length, more), entries, secret) }
}
