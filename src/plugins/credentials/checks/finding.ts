import {
  AdapterError,
  type Cause,
  type Explanation,
  type LocalizedText,
  type IntegrationAdapter,
  type Verdict,
} from '../../../adapters/contract.ts'
import { explain } from '../../../adapters/kit/explain.ts'
import { text } from '../../../i18n/text.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { ACCEPTED, type Finding } from './events.ts'

/** Causes that blame the credential or the app. Every other cause only says that we could not find out. */
const REJECTING: ReadonlySet<Cause> = new Set([
  'invalid_format',
  'http_401_bad_credential',
  'http_403_missing_scope',
  'signature_mismatch',
  'wrong_environment',
  'wrong_region',
  'token_revoked',
  'ip_not_allowlisted',
  'account_suspended',
])

export const verdictOf = (cause: Cause): Verdict => (REJECTING.has(cause) ? 'rejected' : 'unverified')

/** Causes that leave the provider unheard: what was typed may well be right. */
const UNHEARD: ReadonlySet<Cause> = new Set([
  'dns_not_found',
  'tcp_refused',
  'tcp_timeout',
  'tls_untrusted',
  'tls_expired',
  'tls_hostname',
  'http_429_rate_limited',
  'http_5xx_provider_down',
  'quota_exceeded',
])

/** Whether nothing is known about the credentials because the provider could not be asked. */
export const isUnheard = ({ verdict, cause }: Pick<Finding, 'verdict' | 'cause'>): boolean =>
  verdict === 'unverified' && cause !== null && UNHEARD.has(cause)

const UNREADABLE: Explanation = {
  what: text('Kredensial yang tersimpan tidak bisa dibuka.', 'The stored credentials could not be opened.'),
  why: text(
    'Kunci utama server berbeda dari saat kredensial disimpan, atau datanya berubah.',
    'The master key of the server is not the one they were stored with, or the data was changed.',
  ),
  remedy: text(
    'Kembalikan kunci utama yang benar di server, atau ketik ulang semua kredensial lalu simpan.',
    'Put the right master key back on the server, or type all credentials again and save.',
  ),
}

type Scrub = (text: string) => string
const scrubText = (value: LocalizedText, scrub: Scrub): LocalizedText => ({
  id: scrub(value.id),
  en: scrub(value.en),
})

/** A text with secrets taken out, or undefined when there is none. */
export const scrubFact = (value: LocalizedText | undefined, scrub: Scrub): LocalizedText | undefined =>
  value && scrubText(value, scrub)

/** What an error during a check says to the seller, with every secret taken out of the marketplace's words. */
export function findingOf(
  error: unknown,
  { adapter, scrub, aboutShop }: { adapter: IntegrationAdapter; scrub: Scrub; aboutShop: boolean },
): Finding {
  if (error instanceof DecryptError) {
    return { ...ACCEPTED, verdict: 'unverified', cause: 'internal', explanation: UNREADABLE }
  }
  if (!(error instanceof AdapterError)) {
    return {
      ...ACCEPTED,
      verdict: 'unverified',
      cause: 'internal',
      explanation: explain('internal', adapter.name),
      aboutShop,
    }
  }
  const { what, why, remedy } = error.explanation ?? explain(error.reason, adapter.name)
  const known = new Set(Object.keys(adapter.credentials.shape))
  return {
    verdict: verdictOf(error.reason),
    cause: error.reason,
    fields: error.fields.filter((field) => known.has(field)),
    fieldErrors: {},
    explanation: {
      what: scrubText(what, scrub),
      why: scrubText(why, scrub),
      remedy: scrubText(remedy, scrub),
    },
    providerCode: error.providerCode === undefined ? null : scrub(error.providerCode),
    providerRequestId: error.requestId === undefined ? null : scrub(error.requestId),
    aboutShop,
  }
}
