import { z } from 'zod'
import { Secret } from '../../credentials/crypto/secret.ts'
import { MAX_BUNDLE_BYTES, MAX_ENTRIES } from '../format/manifest.ts'
import { LONGEST } from '../passphrase.ts'

const organisation = z.uuid().toLowerCase()
const reason = z.string().trim().min(5).max(200)
const adapter = z.string().min(1).max(64)
const passphrase = z
  .string()
  .min(1)
  .max(LONGEST)
  .transform((typed) => new Secret(typed))

/** A bundle inside JSON is a little longer than by itself: its quotes are escaped. */
export const MOST_UPLOAD_BYTES = Math.ceil(MAX_BUNDLE_BYTES * 1.2) + 64 * 1024

export const exportInput = z.strictObject({
  organisation,
  integrations: z.array(adapter).min(1).max(MAX_ENTRIES),
  reason,
  sealedFor: z.union([
    z.strictObject({ passphrase }),
    z.strictObject({ recipient: z.string().min(1).max(500) }),
  ]),
})

export const checkInput = z.strictObject({
  organisation,
  bundle: z.string().min(1),
  passphrase: passphrase.optional(),
})

export const importInput = z.strictObject({
  ...checkInput.shape,
  choices: z
    .array(z.strictObject({ adapter, action: z.enum(['store', 'skip']), expectedVersion: z.int().min(0) }))
    .min(1)
    .max(MAX_ENTRIES)
    .refine((choices) => new Set(choices.map((choice) => choice.adapter)).size === choices.length),
})

export const importKeyInput = z.strictObject({ organisation })
