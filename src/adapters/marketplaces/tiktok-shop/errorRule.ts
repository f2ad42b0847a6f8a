import type { Cause, ErrorKind, Explanation, LocalizedText } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { text } from '../../kit/text.ts'
import { NAME } from './name.ts'

/** What the wording of an explanation may mention. */
export interface ErrorContext {
  appKey: string
}
export interface ErrorRule {
  kind: ErrorKind
  reason: Cause
  /** Credential fields at fault. */
  fields: readonly string[]
  explanation: (context: ErrorContext) => Explanation
}

type Wording = Partial<Record<keyof Explanation, LocalizedText | ((context: ErrorContext) => LocalizedText)>>

/** One situation; what is not worded here is worded by its cause. */
export function rule(
  kind: ErrorKind,
  reason: Cause,
  wording: Wording = {},
  fields: readonly string[] = [],
): ErrorRule {
  const say = (part: keyof Explanation, context: ErrorContext): LocalizedText => {
    const own = wording[part]
    return typeof own === 'function' ? own(context) : (own ?? explain(reason, NAME)[part])
  }
  const explanation = (context: ErrorContext): Explanation => ({
    what: say('what', context),
    why: say('why', context),
    remedy: say('remedy', context),
  })
  return { kind, reason, fields, explanation }
}

/** A change the platform will not make until something else changes. */
export const refused = (why: LocalizedText, remedy: LocalizedText): ErrorRule =>
  rule('permanent', 'request_refused', { why, remedy })

export const reconnect = text(
  'Buka Pengaturan › Toko, lalu hubungkan ulang toko ini.',
  'Open Settings › Shops, then connect this shop again.',
)
export const inSellerCenter = text(
  'Ubah di Seller Center, lalu segarkan data di Kanal.',
  'Change it in Seller Center, then refresh it in Kanal.',
)
export const refreshFirst = text('Segarkan data, lalu coba lagi.', 'Refresh the data, then try again.')
export const support = text(
  'Kirim kode permintaan ke dukungan Kanal.',
  'Send the request code to Kanal support.',
)
