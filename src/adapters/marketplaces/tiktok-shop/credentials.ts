import { z } from 'zod'
import { credentialField, type CredentialSchema, type LocalizedText, type Sketch } from '../../contract.ts'
import { text } from '../../kit/text.ts'

const APPS = 'https://partner.tiktokshop.com/dev/app'

const openApp: readonly LocalizedText[] = [
  text(
    'Masuk ke Partner Center dengan akun pengembang Anda.',
    'Sign in to Partner Center with your developer account.',
  ),
  text('Buka App & Service, lalu pilih aplikasi Anda.', 'Open App & Service, then choose your app.'),
]

const page: Omit<Sketch, 'line'> = {
  menu: ['App & Service', text('Aplikasi Anda', 'Your app')],
  lines: [
    { label: 'App Key', looks: 'text' },
    { label: 'App Secret', looks: 'hidden', press: 'eye' },
    { label: 'Authorization link', looks: 'text', before: '…?service_id=' },
  ],
}

const appKey = z
  .string()
  .trim()
  .regex(/^[0-9a-z]{6,24}$/)
  .register(credentialField, {
    label: text('App Key', 'App Key'),
    help: text(
      'Tanda pengenal aplikasi Anda di Partner Center.',
      'What identifies your app in Partner Center.',
    ),
    invalid: text(
      'App Key terdiri dari 6–24 huruf kecil dan angka.',
      'An App Key has 6 to 24 lower-case letters and digits.',
    ),
    secret: false,
    placeholder: '6abcd1efgh2ij',
    usual: [{ lengths: [13], alphabet: 'lower-letters-digits' }],
    within: ['[?&]app_key=([0-9a-z]+)'],
    where: {
      url: APPS,
      steps: [...openApp, text('Salin App Key.', 'Copy App Key.')],
      sketch: { ...page, line: 0 },
    },
  })

const appSecret = z
  .string()
  .trim()
  .regex(/^[!-~]{10,128}$/)
  .register(credentialField, {
    label: text('App Secret', 'App Secret'),
    help: text('Kunci rahasia yang berpasangan dengan App Key.', 'The secret that belongs to the App Key.'),
    invalid: text(
      'App Secret paling sedikit 10 karakter tanpa spasi. Salin seluruhnya.',
      'An App Secret has at least 10 characters and no spaces. Copy all of it.',
    ),
    usual: [{ lengths: [40], alphabet: 'hex' }],
    where: {
      url: APPS,
      steps: [
        ...openApp,
        text(
          'Tekan ikon mata di samping App Secret, lalu salin.',
          'Press the eye beside App Secret, then copy it.',
        ),
      ],
      sketch: { ...page, line: 1 },
    },
  })

const serviceId = z
  .string()
  .trim()
  .regex(/^[1-9]\d{3,24}$/)
  .register(credentialField, {
    label: text('Service ID', 'Service ID'),
    help: text(
      'Angka pada tautan izin (Authorization link); bukan App Key.',
      'The number in the authorization link; it is not the App Key.',
    ),
    invalid: text('Service ID hanya berisi angka.', 'A Service ID has only digits.'),
    secret: false,
    placeholder: '7171234567890123456',
    usual: [{ lengths: [19], alphabet: 'digits' }],
    within: ['service_id=(\\d+)'],
    where: {
      url: APPS,
      steps: [
        ...openApp,
        text(
          'Salin angka setelah "service_id=" pada Authorization link.',
          'Copy the number after "service_id=" in the authorization link.',
        ),
      ],
      sketch: { ...page, line: 2 },
    },
  })

/** What a seller enters: the app's key and secret, and the service whose consent page is shown. */
export const tiktokShopCredentials: CredentialSchema = z.object({ appKey, appSecret, serviceId })
