import { MailNotSetUpError, sendMail } from '../../services/mail/send-mail.ts'
import type { Mailer } from '../mailer.ts'
import { mailerOver } from './outcome.ts'

/** Sends through the mail service of this deployment. */
export const systemMailer: Mailer = mailerOver(async (kanal, mail) => {
  try {
    return await sendMail(kanal, mail)
  } catch (error) {
    if (error instanceof MailNotSetUpError) return null
    throw error
  }
})
