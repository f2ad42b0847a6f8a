import type { MailMessage } from '../../../adapters/contract.ts'
import type { Kanal } from '../../context.ts'
import { servicesOf } from '../hub.ts'

/** Nobody has set up a mail server yet. */
export class MailNotSetUpError extends Error {
  constructor() {
    super('No mail server is set up.')
    this.name = 'MailNotSetUpError'
  }
}

const LONGEST_MS = 20_000

/**
 * Sends one message through the mail server that is set up now. Waits for the server's answer: whoever cannot wait
 * puts it into the queue first.
 * @returns what the server called the message
 * @throws MailNotSetUpError, or AdapterError with the cause and the settings at fault; `kind` says whether trying
 * again can help.
 */
export async function sendMail(kanal: Kanal, message: MailMessage): Promise<{ receipt: string }> {
  const hub = servicesOf(kanal)
  const service = await hub.find('mail', { freshly: true })
  const mail = service?.adapter.mail
  if (!service || !mail) throw new MailNotSetUpError()
  const signal = AbortSignal.timeout(LONGEST_MS)
  return hub.use(service, 'mail.send', (session) => mail.send(session, message), signal)
}

/** Whether mail can be expected to arrive: a server is set up and has not refused its settings. */
export async function canSendMail(kanal: Kanal): Promise<boolean> {
  const service = await servicesOf(kanal).find('mail')
  return service !== null && service.status !== 'failed' && service.status !== 'locked'
}
