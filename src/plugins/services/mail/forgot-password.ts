import type { PayloadRequest } from 'payload'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'

const words = {
  subject: text('Atur ulang kata sandi Kanal', 'Reset your Kanal password'),
  hello: text('Halo', 'Hello'),
  asked: text(
    'Ada permintaan untuk mengatur ulang kata sandi akun Kanal Anda. Buka tautan ini untuk membuat kata sandi baru:',
    'Someone asked to reset the password of your Kanal account. Open this link to choose a new one:',
  ),
  button: text('Buat kata sandi baru', 'Choose a new password'),
  valid: text(
    'Tautan berlaku satu jam dan hanya bisa dipakai sekali.',
    'The link is valid for one hour and can be used once.',
  ),
  ignore: text(
    'Kalau bukan Anda yang meminta, abaikan email ini. Kata sandi Anda tidak berubah.',
    'If it was not you, ignore this mail. Your password has not changed.',
  ),
}

const escape = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

interface Asked {
  req?: PayloadRequest
  token?: string
  user?: { name?: unknown }
}

/** The mail for a forgotten password, in the language of the page it was asked for on. */
export const forgotPassword = {
  expiration: 60 * 60 * 1000,
  generateEmailSubject: ({ req }: Asked = {}): string =>
    pick(words.subject, languageOf(req?.i18n.language ?? 'id')),
  generateEmailHTML: ({ req, token = '', user }: Asked = {}): string => {
    const language = languageOf(req?.i18n.language ?? 'id')
    const config = req?.payload.config
    const link = `${config?.serverURL ?? ''}${config?.routes.admin ?? '/admin'}${config?.admin.routes.reset ?? '/reset'}/${token}`
    const name = typeof user?.name === 'string' && user.name ? ` ${escape(user.name)}` : ''
    return [
      `<div style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.6;max-width:520px">`,
      `<p>${pick(words.hello, language)}${name},</p>`,
      `<p>${pick(words.asked, language)}</p>`,
      `<p><a href="${escape(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#171717;color:#fff;text-decoration:none">${pick(words.button, language)}</a></p>`,
      `<p style="word-break:break-all;color:#555">${escape(link)}</p>`,
      `<p>${pick(words.valid, language)}</p>`,
      `<p>${pick(words.ignore, language)}</p>`,
      `</div>`,
    ].join('')
  },
}
