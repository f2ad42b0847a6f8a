import type { EmailAdapter, SendEmailOptions } from 'payload'
import type { MailMessage } from '../../../adapters/contract.ts'
import { createLogger } from '../../../log.ts'
import { kanalOf } from '../../context.ts'
import { MailNotSetUpError, sendMail } from './send-mail.ts'

const log = createLogger('mail')
const PAUSES_MS = [0, 5_000, 30_000]

/**
 * How Payload sends mail (forgotten passwords): through the mail server that is set up at that moment. It answers
 * before the message is out: neither an error nor the time it takes may tell a visitor whether an address is known.
 */
export const payloadEmail =
  (): EmailAdapter =>
  ({ payload }) => ({
    name: 'kanal-vault',
    defaultFromAddress: '',
    defaultFromName: '',
    sendEmail: (message) => {
      deliver(messageOf(message)).catch((error: unknown) =>
        log.error({ err: error }, 'mail could not be sent'),
      )
      return Promise.resolve()

      async function deliver(mail: MailMessage): Promise<void> {
        for (const [nth, pause] of PAUSES_MS.entries()) {
          if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause).unref())
          try {
            await sendMail(kanalOf(payload), mail)
            return
          } catch (error) {
            if (error instanceof MailNotSetUpError) {
              log.warn('mail was asked for, and no mail server is set up')
              return
            }
            const isLast = nth === PAUSES_MS.length - 1
            if (isLast || (error as { kind?: string }).kind !== 'transient') throw error
          }
        }
      }
    },
  })

/** Payload writes one recipient and HTML; plain text is made of it for readers that show no HTML. */
function messageOf({ to, subject, html, text }: SendEmailOptions): MailMessage {
  if (typeof to !== 'string') throw new Error('Payload mail has one recipient')
  const page = typeof html === 'string' ? html : ''
  const plain = typeof text === 'string' ? text : plainTextOf(page)
  return { to, subject: subject ?? '', text: plain, ...(page ? { html: page } : {}) }
}

const plainTextOf = (html: string): string =>
  html
    .replace(/<a [^>]*href="([^"]+)"[^>]*>.*?<\/a>/gs, '$1')
    .replace(/<(?:br|\/p|\/h\d)[^>]*>/g, '\n\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
