import { AdapterError, type Cause } from '../../../adapters/contract.ts'
import { explain } from '../../../adapters/kit/explain.ts'
import type { Kanal } from '../../context.ts'
import type { Mailer, MailOutcome, OutgoingMail } from '../mailer.ts'

const SERVER = 'SMTP'

/** Causes that pass by themselves, and that say no to one message while the server works. */
const LATER: ReadonlySet<Cause> = new Set([
  'http_429_rate_limited',
  'http_5xx_provider_down',
  'quota_exceeded',
])
const REFUSED: ReadonlySet<Cause> = new Set(['request_refused'])

/** What a failure to send means for the e-mail. Anything that is no answer of a server may pass as well. */
export function outcomeOf(error: unknown): Exclude<MailOutcome, { state: 'sent' | 'not-configured' }> {
  if (error instanceof Error && error.name === 'TimeoutError')
    return { state: 'broken', passing: true, code: 'tcp_timeout', cause: explain('tcp_timeout', SERVER) }
  if (!(error instanceof AdapterError))
    return { state: 'later', code: 'internal', cause: explain('internal', SERVER) }
  const { kind, reason, explanation, providerCode } = error
  const told = { code: providerCode ?? reason, cause: explanation ?? explain(reason, SERVER) }
  if (LATER.has(reason)) return { state: 'later', ...told }
  if (REFUSED.has(reason)) return { state: 'refused', ...told }
  return { state: 'broken', passing: kind === 'transient', ...told }
}

/**
 * A mailer over a function that sends and returns the server's receipt, returns null when no server is set up, and
 * throws `AdapterError`.
 */
export const mailerOver =
  (send: (kanal: Kanal, mail: OutgoingMail) => Promise<{ receipt: string } | null>): Mailer =>
  async (kanal, mail) => {
    try {
      const sent = await send(kanal, mail)
      return sent ? { state: 'sent', providerId: sent.receipt } : { state: 'not-configured' }
    } catch (error) {
      if (!(error instanceof AdapterError)) kanal.log.error({ err: error }, 'e-mail could not be handed over')
      return outcomeOf(error)
    }
  }
