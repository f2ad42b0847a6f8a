import { AdapterError, type Cause, type Explanation } from '../contract.ts'
import { explain } from './explain.ts'

const TRANSIENT: ReadonlySet<Cause> = new Set([
  'dns_not_found',
  'tcp_refused',
  'tcp_timeout',
  'http_429_rate_limited',
  'http_5xx_provider_down',
])
const OF_CREDENTIALS: ReadonlySet<Cause> = new Set(['http_401_bad_credential', 'signature_mismatch'])

/** The adapter error of a service for a cause, with the settings at fault and, where known, our own words for it. */
export function serviceFailure(
  reason: Cause,
  input: {
    who: string
    message: string
    fields?: readonly string[]
    explanation?: Explanation
    providerCode?: string
    cause?: unknown
  },
): AdapterError {
  const { who, message, fields = [], explanation = explain(reason, who), providerCode, cause } = input
  return new AdapterError({
    kind: TRANSIENT.has(reason) ? 'transient' : OF_CREDENTIALS.has(reason) ? 'auth' : 'permanent',
    reason,
    message,
    fields,
    explanation,
    ...(providerCode === undefined ? {} : { providerCode }),
    ...(cause === undefined ? {} : { cause }),
  })
}

const PLAIN_SPEECH: ReadonlySet<string> = new Set([
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'KANAL_TLS_UNANSWERED',
])

/** Whether TLS was begun with a server that speaks plainly there: it answers with words, or waits for more. */
export const speaksPlainly = ({ cause }: AdapterError): boolean =>
  cause instanceof Error && PLAIN_SPEECH.has((cause as NodeJS.ErrnoException).code ?? '')

/** A network failure, naming the settings of the service that say where it is. */
export const atFault = (error: AdapterError, fields: readonly string[]): AdapterError =>
  new AdapterError({
    kind: error.kind,
    reason: error.reason,
    message: error.message,
    fields: error.fields.length > 0 ? error.fields : fields,
    ...(error.explanation ? { explanation: error.explanation } : {}),
    cause: error,
  })
