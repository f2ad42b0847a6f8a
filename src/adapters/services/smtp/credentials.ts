import { z } from 'zod'
import { credentialField, type CredentialValues } from '../../contract.ts'
import { text } from '../../kit/text.ts'

const GUIDE = 'https://support.google.com/a/answer/176600'
const HOST_STEPS = [
  text(
    'Buka pengaturan penyedia email Anda, cari bagian "SMTP" atau "Kirim email dari aplikasi lain".',
    'Open the settings of your mail provider and look for "SMTP" or "send mail from other apps".',
  ),
  text(
    'Gmail / Google Workspace: smtp.gmail.com. Outlook: smtp.office365.com. Hosting sendiri: biasanya mail.domain-anda.',
    'Gmail / Google Workspace: smtp.gmail.com. Outlook: smtp.office365.com. Own hosting: usually mail.your-domain.',
  ),
]
const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/

/** Where mail is handed in, as whom, and from whom it comes. */
export const smtpCredentials = z.object({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9.:_-]{1,253}$/)
    .register(credentialField, {
      label: text('Server SMTP', 'SMTP server'),
      help: text('Alamat server pengirim email.', 'The address of the server that sends mail.'),
      invalid: text(
        'Tulis nama server saja, tanpa https://.',
        'Only the name of the server, without https://.',
      ),
      placeholder: 'smtp.gmail.com',
      secret: false,
      within: ['^[a-z]+:\\/\\/(?:[^@/\\s]*@)?([^:/?#\\s]+)', '^([^:/\\s]+):\\d{1,5}$'],
      where: { url: GUIDE, steps: HOST_STEPS },
    }),
  port: z
    .string()
    .trim()
    .regex(/^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/)
    .register(credentialField, {
      label: text('Port', 'Port'),
      help: text('465 untuk TLS, 587 untuk STARTTLS.', '465 for TLS, 587 for STARTTLS.'),
      invalid: text('Port adalah angka 1 sampai 65535.', 'A port is a number from 1 to 65535.'),
      placeholder: '465',
      secret: false,
      within: ['^\\S+:(\\d{1,5})$'],
      where: { url: GUIDE, steps: HOST_STEPS },
    }),
  security: z.enum(['tls', 'starttls', 'none']).register(credentialField, {
    label: text('Keamanan', 'Security'),
    help: text(
      'TLS: terenkripsi sejak awal. STARTTLS: terenkripsi setelah sapaan. Tanpa enkripsi hanya untuk server lokal yang diizinkan.',
      'TLS: encrypted from the start. STARTTLS: encrypted after the greeting. None is only for an allowed local server.',
    ),
    invalid: text('Pilih salah satu.', 'Choose one.'),
    secret: false,
    options: [
      { value: 'tls', label: text('TLS (port 465)', 'TLS (port 465)') },
      { value: 'starttls', label: text('STARTTLS (port 587)', 'STARTTLS (port 587)') },
      { value: 'none', label: text('Tanpa enkripsi (lokal)', 'None (local)') },
    ],
  }),
  user: z
    .string()
    .max(320)
    .register(credentialField, {
      label: text('Nama pengguna', 'User name'),
      help: text('Biasanya alamat email lengkap.', 'Usually the whole mail address.'),
      invalid: text('Terlalu panjang.', 'Too long.'),
      secret: false,
      where: { url: GUIDE, steps: HOST_STEPS },
    })
    .optional(),
  password: z
    .string()
    .max(1000)
    .register(credentialField, {
      label: text('Kata sandi', 'Password'),
      help: text(
        'Gmail dan Outlook meminta kata sandi aplikasi, bukan kata sandi akun.',
        'Gmail and Outlook ask for an app password, not the password of the account.',
      ),
      invalid: text('Terlalu panjang.', 'Too long.'),
      usual: [
        {
          when: { field: 'host', matches: '^smtp\\.(gmail\\.com|mail\\.yahoo\\.com)$' },
          lengths: [16],
          alphabet: 'lower-letters',
        },
        { when: { field: 'host', matches: '^smtp\\.sendgrid\\.net$' }, prefix: 'SG.', lengths: [69] },
        { when: { field: 'host', matches: '^smtp\\.mail\\.me\\.com$' }, lengths: [19] },
      ],
      where: {
        url: 'https://myaccount.google.com/apppasswords',
        steps: [
          text(
            'Aktifkan verifikasi dua langkah di akun email.',
            'Turn on two-step verification of the account.',
          ),
          text('Buat "kata sandi aplikasi" bernama Kanal.', 'Create an "app password" named Kanal.'),
          text('Salin 16 hurufnya ke sini.', 'Copy its 16 letters here.'),
        ],
        sketch: {
          menu: [
            text('Akun Google', 'Google Account'),
            text('Keamanan', 'Security'),
            text('Sandi aplikasi', 'App passwords'),
          ],
          lines: [
            { label: text('Nama aplikasi', 'App name'), looks: 'text', press: text('Buat', 'Create') },
            { label: text('Sandi aplikasi Anda', 'Your app password'), looks: 'text' },
          ],
          line: 1,
        },
      },
    })
    .optional(),
  fromAddress: z
    .string()
    .trim()
    .max(254)
    .regex(ADDRESS)
    .register(credentialField, {
      label: text('Alamat pengirim', 'Sender address'),
      help: text('Email Kanal dikirim dari alamat ini.', 'Mail from Kanal comes from this address.'),
      invalid: text('Bukan alamat email.', 'Not a mail address.'),
      placeholder: 'toko@domain-anda.com',
      secret: false,
      within: ['<([^<>\\s]+@[^<>\\s]+)>', '^mailto:([^?\\s]+)'],
    }),
  fromName: z
    .string()
    .max(100)
    .regex(/^[^\r\n]*$/)
    .register(credentialField, {
      label: text('Nama pengirim', 'Sender name'),
      help: text('Yang terbaca di kotak masuk.', 'What people read in their inbox.'),
      invalid: text('Satu baris, paling banyak 100 huruf.', 'One line, at most 100 letters.'),
      placeholder: 'Kanal',
      secret: false,
    })
    .optional(),
})

export interface SmtpSettings {
  host: string
  port: number
  security: 'tls' | 'starttls' | 'none'
  user?: string
  password?: string
  from: { name: string; address: string }
}

/** The stored values as settings. */
export function smtpSettings(values: CredentialValues): SmtpSettings {
  const { host, port, security, user, password, fromAddress, fromName } = smtpCredentials.parse(values)
  return {
    host,
    port: Number(port),
    security,
    ...(user ? { user, password: password ?? '' } : {}),
    from: { name: fromName || 'Kanal', address: fromAddress },
  }
}
