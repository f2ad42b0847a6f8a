import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { canonicalJson } from '../../audit/canonical.ts'
import { NONCE_LENGTH, open, seal } from '../../credentials/crypto/aead.ts'
import { DecryptError } from '../../credentials/crypto/decrypt-error.ts'
import { BundleError } from './bundle-error.ts'
import {
  type Bundle,
  type BundleHeader,
  bundleSchema,
  type Entry,
  entrySchema,
  FORMAT,
  FORMAT_VERSION,
  headerOf,
  MAX_BUNDLE_BYTES,
  VALID_HOURS,
} from './manifest.ts'

/** Entries are padded to whole buckets, so that their length does not tell how long the keys are. */
const BUCKET = 512
const HOUR_MS = 3_600_000
/** How far the clocks of two instances may be apart. */
const SKEW_MS = 5 * 60_000
/** A bundle has a handful of objects; JSON of nothing but brackets would cost a hundred times its size. */
const MOST_BRACKETS = 1_000

const EMPTY = Buffer.alloc(0)
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('base64url')

interface BundleKeys {
  entries: Buffer
  manifest: Buffer
  commitment: Buffer
}

/** One key per purpose; the secret is of this bundle alone. */
function keysOf(secret: Buffer): BundleKeys {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, EMPTY, `kanal/bundle/v1/${purpose}`, 32))
  return { entries: derive('entries'), manifest: derive('manifest'), commitment: derive('commitment') }
}

const wipe = (keys: BundleKeys): void => {
  for (const key of Object.values(keys) as Buffer[]) key.fill(0)
}

const associated = (label: string, about: unknown): Buffer =>
  Buffer.from(`kanal/bundle/v1/${label}\0${canonicalJson(about)}`, 'utf8')

const entryPlace = (header: BundleHeader, position: number): Buffer =>
  associated('entry', { header, position })

function sealBytes(key: Buffer, about: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_LENGTH)
  return Buffer.concat([nonce, seal(key, nonce, about, plain)])
}

function openBytes(key: Buffer, about: Buffer, sealed: Buffer): Buffer {
  try {
    return open(key, sealed.subarray(0, NONCE_LENGTH), about, sealed.subarray(NONCE_LENGTH))
  } catch (error) {
    if (error instanceof DecryptError || error instanceof TypeError) throw new BundleError('tampered')
    throw error
  }
}

function padded(entry: Entry): Buffer {
  const json = Buffer.from(JSON.stringify(entry), 'utf8')
  const plain = Buffer.alloc(Math.ceil(json.length / BUCKET) * BUCKET, ' ')
  json.copy(plain)
  json.fill(0)
  return plain
}

/**
 * Writes a bundle. Every entry is bound to the header and its position, and the manifest to all entries, so that none
 * can be dropped, added, moved or exchanged.
 * @throws BundleError `too_large`.
 */
export function sealBundle(header: BundleHeader, entries: readonly Entry[], secret: Buffer): string {
  const keys = keysOf(secret)
  try {
    const sealed = entries.map((entry, position) => {
      const plain = padded(entry)
      const bytes = sealBytes(keys.entries, entryPlace(header, position), plain)
      plain.fill(0)
      return bytes
    })
    const manifest = { ...header, entries: sealed.map(sha256) }
    const bundle: Bundle = {
      manifest,
      commitment: keys.commitment.toString('base64url'),
      seal: sealBytes(keys.manifest, associated('manifest', manifest), EMPTY).toString('base64url'),
      entries: sealed.map((bytes) => bytes.toString('base64url')),
    }
    const text = canonicalJson(bundle)
    if (Buffer.byteLength(text) > MAX_BUNDLE_BYTES) throw new BundleError('too_large')
    return text
  } finally {
    wipe(keys)
  }
}

/**
 * Reads what a bundle says of itself; nothing of it is proven yet. Cheap whatever the text is.
 * @throws BundleError `too_large`, `unreadable`, `too_new`, `expired`, `not_yet`.
 */
export function parseBundle(text: string, now: Date): Bundle {
  if (Buffer.byteLength(text) > MAX_BUNDLE_BYTES) throw new BundleError('too_large')
  const trimmed = text.trim()
  if (hasMoreBracketsThan(MOST_BRACKETS, trimmed)) throw new BundleError('unreadable')
  const json = jsonOf(trimmed)
  const parsed = bundleSchema.safeParse(json)
  if (!parsed.success) throw new BundleError(isNewer(json) ? 'too_new' : 'unreadable')
  const bundle = parsed.data
  // One spelling only: no key twice, no blank, no escape that another reader might take differently.
  if (canonicalJson(bundle) !== trimmed) throw new BundleError('unreadable')
  const made = Date.parse(bundle.manifest.createdAt)
  const ends = Date.parse(bundle.manifest.expiresAt)
  if (ends - made !== VALID_HOURS * HOUR_MS) throw new BundleError('unreadable')
  if (now.getTime() >= ends) throw new BundleError('expired')
  if (made > now.getTime() + SKEW_MS) throw new BundleError('not_yet')
  return bundle
}

function hasMoreBracketsThan(most: number, text: string): boolean {
  let brackets = 0
  for (let at = 0; at < text.length && brackets <= most; at += 1) {
    const character = text[at]
    if (character === '{' || character === '[') brackets += 1
  }
  return brackets > most
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BundleError('unreadable')
  }
}

function isNewer(json: unknown): boolean {
  const { format, version } = (json as { manifest?: { format?: unknown; version?: unknown } } | null)
    ?.manifest ?? { format: null, version: null }
  return format === FORMAT && typeof version === 'number' && version > FORMAT_VERSION
}

/**
 * Opens a bundle with its key; entries come out only after the whole of it proved authentic.
 * @throws BundleError `wrong_passphrase` when it is another key, `tampered` when anything differs from what was written.
 */
export function openBundle({ manifest, commitment, seal: sealOf, entries }: Bundle, secret: Buffer): Entry[] {
  const keys = keysOf(secret)
  try {
    if (!timingSafeEqual(keys.commitment, Buffer.from(commitment, 'base64url')))
      throw new BundleError(manifest.protection.kind === 'passphrase' ? 'wrong_passphrase' : 'tampered')
    openBytes(keys.manifest, associated('manifest', manifest), Buffer.from(sealOf, 'base64url'))
    const sealed = entries.map((entry) => Buffer.from(entry, 'base64url'))
    if (sealed.some((bytes, position) => sha256(bytes) !== manifest.entries[position]))
      throw new BundleError('tampered')
    const header = headerOf(manifest)
    const opened = sealed.map((bytes, position) =>
      entryOf(openBytes(keys.entries, entryPlace(header, position), bytes)),
    )
    if (new Set(opened.map(({ adapter }) => adapter)).size !== opened.length)
      throw new BundleError('unreadable')
    return opened
  } finally {
    wipe(keys)
  }
}

/** An authentic entry is still what a stranger wrote. @throws BundleError `unreadable`. */
function entryOf(plain: Buffer): Entry {
  try {
    const parsed = entrySchema.safeParse(jsonOf(plain.toString('utf8')))
    if (!parsed.success) throw new BundleError('unreadable')
    return parsed.data
  } finally {
    plain.fill(0)
  }
}
