import { z } from 'zod'
import { credentialField, type CredentialSchema, type LocalizedText, type Sketch } from '../../contract.ts'
import { text } from '../../kit/text.ts'

const CONSOLE = 'https://open.lazada.com/apps/index'

const openApp: readonly LocalizedText[] = [
  text(
    'Masuk ke Lazada Open Platform (open.lazada.com).',
    'Sign in to Lazada Open Platform (open.lazada.com).',
  ),
  text('Buka App Console, lalu pilih aplikasi Anda.', 'Open the App Console, then choose your app.'),
]

const page: Omit<Sketch, 'line'> = {
  menu: ['App Console', text('Aplikasi Anda', 'Your app')],
  lines: [
    { label: 'App Key', looks: 'text' },
    { label: 'App Secret', looks: 'hidden', press: 'View' },
  ],
}

const appKey = z
  .string()
  .trim()
  .regex(/^[1-9]\d{3,11}$/)
  .register(credentialField, {
    label: text('App Key', 'App Key'),
    help: text('Nomor aplikasi di App Console.', 'The number of the app in the App Console.'),
    invalid: text('App Key berisi 4 sampai 12 angka.', 'An App Key has 4 to 12 digits.'),
    secret: false,
    placeholder: '123456',
    usual: [{ lengths: [6], alphabet: 'digits' }],
    within: ['[?&](?:client_id|app_key)=(\\d+)'],
    where: {
      url: CONSOLE,
      steps: [...openApp, text('Salin App Key.', 'Copy App Key.')],
      sketch: { ...page, line: 0 },
    },
  })

const appSecret = z
  .string()
  .trim()
  .regex(/^[!-~]{16,128}$/)
  .register(credentialField, {
    label: text('App Secret', 'App Secret'),
    help: text(
      'Kunci rahasia aplikasi yang sama; juga dipakai untuk memeriksa push dari Lazada.',
      'The secret of the same app; pushes from Lazada are checked with it as well.',
    ),
    invalid: text(
      'App Secret paling sedikit 16 karakter tanpa spasi. Salin seluruhnya.',
      'An App Secret has at least 16 characters and no spaces. Copy all of it.',
    ),
    usual: [{ lengths: [32] }],
    where: {
      url: CONSOLE,
      steps: [
        ...openApp,
        text('Tekan View di samping App Secret, lalu salin.', 'Press View beside App Secret, then copy it.'),
      ],
      sketch: { ...page, line: 1 },
    },
  })

/** What a seller enters for Lazada: the app's key and secret. */
export const lazadaCredentials: CredentialSchema = z.object({ appKey, appSecret })
