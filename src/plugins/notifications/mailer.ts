import type { Explanation } from '../../adapters/contract.ts'
import type { Kanal } from '../context.ts'

/** One e-mail to one person. */
export interface OutgoingMail {
  /** The address alone. */
  to: string
  subject: string
  html: string
  text: string
}

/**
 * What became of an e-mail. `broken` says that nothing gets through (no connection, wrong sign-in); `later` and
 * `refused` are about this message alone.
 */
export type MailOutcome =
  | { state: 'sent'; providerId: string | null }
  | { state: 'not-configured' }
  /** passing: it may be a moment's trouble, such as a server that restarts, so a few more tries are worth making. */
  | { state: 'broken'; passing: boolean; code: string; cause: Explanation }
  | { state: 'later' | 'refused'; code: string; cause: Explanation }

/** Sends through the mail server that is set up at that moment. Never throws for what a server or a network does. */
export type Mailer = (kanal: Kanal, mail: OutgoingMail) => Promise<MailOutcome>
