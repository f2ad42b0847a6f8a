import { AdapterError } from '../../../adapters/contract.ts'
import { explain } from '../../../adapters/kit/explain.ts'
import { autocommit } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { pick, languageOf } from '../../../i18n/pick.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { tell, type Caller } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import { admit } from '../../security/rate-limit.ts'
import { MailNotSetUpError, sendMail } from '../mail/send-mail.ts'
import { requireOperator } from './for-operator.ts'

const words = {
  subject: text('Email uji dari Kanal', 'Test mail from Kanal'),
  text: text(
    'Kalau Anda membaca ini, pengaturan email Kanal sudah benar. Tidak ada yang perlu dilakukan.',
    'If you can read this, the mail settings of Kanal are right. There is nothing to do.',
  ),
}

/** `POST /api/services/test-mail`: sends a test mail to the person who asks, and to nobody else. */
export const testMailEndpoint = endpoint({
  method: 'post',
  path: '/services/test-mail',
  audit: ['service.test_mail'],
  stepUp: 'none',
  run: async (caller, req) => {
    const organisationId = await requireOperator(caller, 'test')
    const tx = autocommit(caller.kanal.pool)
    const wait = await admit(tx, { subject: `test-mail:${caller.userId}`, most: 3, windowSeconds: 60 })
    if (wait > 0) throw tooMany(wait)
    const to = (req.user as { email?: string } | null)?.email ?? ''
    const language = languageOf(req.i18n.language)
    const done = (outcome: 'ok' | 'failed', reason?: string): Promise<void> =>
      tell(tx, caller, {
        organisationId,
        action: 'service.test_mail',
        target: { type: 'services', id: organisationId },
        outcome,
        reason,
      })
    try {
      await sendMail(caller.kanal, {
        to,
        subject: pick(words.subject, language),
        text: pick(words.text, language),
      })
    } catch (error) {
      const refusal = refusalOf(error, caller)
      await done('failed', refusal.problem.code)
      throw refusal
    }
    await done('ok')
    return answer({ sentTo: to })
  },
})

function refusalOf(error: unknown, { kanal, requestId }: Caller): Refusal {
  if (error instanceof MailNotSetUpError) {
    return new Refusal(409, {
      code: 'mail_not_set_up',
      what: text('Email belum diatur.', 'Mail is not set up.'),
      why: text('Belum ada server email yang tersimpan.', 'No mail server is stored.'),
      remedy: text('Isi dan simpan pengaturan email dulu.', 'Fill in and save the mail settings first.'),
    })
  }
  if (!(error instanceof AdapterError)) throw error
  kanal.log.info({ err: error, cause: error.reason, requestId }, 'test mail failed')
  return new Refusal(422, { code: error.reason, ...(error.explanation ?? explain(error.reason, 'SMTP')) })
}

const tooMany = (seconds: number): Refusal =>
  new Refusal(
    429,
    {
      code: 'too_many_tests',
      what: text('Terlalu banyak email uji.', 'Too many test mails.'),
      why: text('Paling banyak tiga dalam satu menit.', 'At most three within a minute.'),
      remedy: text(`Tunggu ${seconds} detik.`, `Wait ${seconds} seconds.`),
    },
    { 'retry-after': String(seconds) },
  )
