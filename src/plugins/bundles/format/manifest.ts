import { z } from 'zod'
import { isUuid } from '../../credentials/crypto/bytes.ts'

export const FORMAT = 'kanal-settings'
export const FORMAT_VERSION = 1
/** How long a bundle can be taken in. */
export const VALID_HOURS = 24
/** Largest bundle, as text. */
export const MAX_BUNDLE_BYTES = 5 * 1024 * 1024
export const MAX_ENTRIES = 2_000
/** The one cost a passphrase bundle has: a bundle must not say how much work reading it takes. */
export const SCRYPT = { N: 2 ** 17, r: 8, p: 1 } as const

const NAME_LENGTH = 200
const ADAPTER = /^[a-z][a-z0-9-]{0,63}$/
const FIELD = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
/** Names every object has from birth: no field is called so. */
const INBORN = new Set(['__proto__', 'constructor', 'prototype'])

/** Bytes in base64url, of one spelling only. */
const bytes = (length: number) =>
  z.string().refine((text) => {
    const decoded = Buffer.from(text, 'base64url')
    return decoded.length === length && decoded.toString('base64url') === text
  })
const sealed = z
  .string()
  .max(MAX_BUNDLE_BYTES)
  .refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text)
const id = z.string().refine(isUuid)
const instant = z.iso.datetime({ precision: 3 })

const protection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('passphrase'),
    kdf: z.literal('scrypt'),
    N: z.literal(SCRYPT.N),
    r: z.literal(SCRYPT.r),
    p: z.literal(SCRYPT.p),
    salt: bytes(16),
  }),
  z.strictObject({
    kind: z.literal('recipient'),
    kdf: z.literal('x25519-hkdf-sha256'),
    /** The import key it is made for, as the receiving instance knows it. */
    key: id,
    ephemeral: bytes(32),
  }),
])

const header = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  id,
  organisation: z.strictObject({ id, name: z.string().min(1).max(NAME_LENGTH) }),
  createdAt: instant,
  expiresAt: instant,
  count: z.int().min(1).max(MAX_ENTRIES),
  protection,
})

/** A bundle as it is written: a manifest, the proof that it is whole, and the sealed entries in its order. */
export const bundleSchema = z
  .strictObject({
    manifest: z.strictObject({ ...header.shape, entries: z.array(bytes(32)).min(1).max(MAX_ENTRIES) }),
    commitment: bytes(32),
    seal: bytes(28),
    entries: z.array(sealed).min(1).max(MAX_ENTRIES),
  })
  .refine(
    ({ manifest, entries }) =>
      manifest.count === entries.length && manifest.entries.length === entries.length,
  )

/** What an entry says once it is open: one integration's settings. */
export const entrySchema = z
  .strictObject({
    adapter: z.string().regex(ADAPTER),
    environment: z.string().min(1).max(64),
    fields: z
      .array(
        z.strictObject({
          name: z
            .string()
            .regex(FIELD)
            .refine((name) => !INBORN.has(name)),
          value: z
            .string()
            .min(1)
            .max(64 * 1024),
        }),
      )
      .min(1)
      .max(100),
  })
  .refine(({ fields }) => new Set(fields.map(({ name }) => name)).size === fields.length)

/** Everything about a bundle that is known before its entries are sealed; each entry is bound to it. */
export type BundleHeader = z.infer<typeof header>
export type Manifest = BundleHeader & { entries: string[] }
export type Protection = BundleHeader['protection']
export type Bundle = z.infer<typeof bundleSchema>
export type Entry = z.infer<typeof entrySchema>

/** The header inside a manifest. */
export const headerOf = ({ entries: _, ...rest }: Manifest): BundleHeader => rest
