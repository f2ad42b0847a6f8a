import { z } from 'zod'
import {
  credentialField,
  type CredentialSchema,
  type LocalizedText,
  type Sketch,
  type UsualForm,
} from '../../contract.ts'
import { text } from '../../kit/text.ts'

const APP_LIST = 'https://open.shopee.com/console'

const openApp: readonly LocalizedText[] = [
  text(
    'Masuk ke Shopee Open Platform (open.shopee.com).',
    'Sign in to Shopee Open Platform (open.shopee.com).',
  ),
  text(
    'Buka Console › App List, lalu pilih aplikasi Anda.',
    'Open Console › App List, then choose your app.',
  ),
]

const page: Omit<Sketch, 'line'> = {
  menu: ['Console', 'App List', text('Aplikasi Anda', 'Your app')],
  lines: [
    { label: { live: 'Live Partner_id', sandbox: 'Test Partner_id' }, looks: 'text' },
    { label: { live: 'Live Key', sandbox: 'Test Key' }, looks: 'hidden', press: 'eye' },
  ],
}

/** Not documented by Shopee; the keys in the field are all like this. */
const KEY_FORMS: readonly UsualForm[] = [
  { lengths: [64], alphabet: 'hex' },
  { prefix: 'shpk', lengths: [64], alphabet: 'hex' },
]

const partnerId = z
  .string()
  .trim()
  .regex(/^[1-9]\d{0,9}$/)
  .register(credentialField, {
    label: text('Partner ID', 'Partner ID'),
    help: text(
      'Di konsol tertulis "Live Partner_id", atau "Test Partner_id" untuk Sandbox.',
      'Shown in the console as "Live Partner_id", or "Test Partner_id" for the sandbox.',
    ),
    invalid: text(
      'Partner ID hanya berisi angka, paling banyak 10.',
      'A Partner ID has only digits, 10 at most.',
    ),
    secret: false,
    placeholder: '2001887',
    usual: [{ lengths: [6, 7], alphabet: 'digits' }],
    within: ['[?&]partner_id=(\\d+)'],
    where: {
      url: APP_LIST,
      steps: [...openApp, text('Salin Partner_id.', 'Copy Partner_id.')],
      sketch: { ...page, line: 0 },
    },
  })

const partnerKey = z
  .string()
  .trim()
  .regex(/^[!-~]{16,256}$/)
  .register(credentialField, {
    label: text('Partner Key', 'Partner Key'),
    help: text(
      'Di konsol tertulis "Live Key", atau "Test Key" untuk Sandbox.',
      'Shown in the console as "Live Key", or "Test Key" for the sandbox.',
    ),
    invalid: text(
      'Partner Key paling sedikit 16 karakter tanpa spasi. Salin seluruhnya.',
      'A Partner Key has at least 16 characters and no spaces. Copy all of it.',
    ),
    usual: KEY_FORMS,
    where: {
      url: APP_LIST,
      steps: [
        ...openApp,
        text('Tekan ikon mata di samping Key, lalu salin.', 'Press the eye beside Key, then copy it.'),
      ],
      sketch: { ...page, line: 1 },
    },
  })

const pushKey = z
  .string()
  .trim()
  .regex(/^$|^[!-~]{16,256}$/)
  .register(credentialField, {
    label: text('Push Key (jika ada)', 'Push Key (if any)'),
    help: text(
      'Sebagian konsol menampilkan kunci terpisah untuk Push. Jika tidak ada, kosongkan: Partner Key yang dipakai.',
      'Some consoles show a separate push key. If yours does not, leave it empty: the Partner Key is used.',
    ),
    invalid: text(
      'Push Key paling sedikit 16 karakter tanpa spasi, atau kosong.',
      'A Push Key has at least 16 characters and no spaces, or is empty.',
    ),
    usual: KEY_FORMS,
    where: {
      url: APP_LIST,
      steps: [
        ...openApp,
        text(
          'Buka Push Mechanism, lalu salin Push Partner Key.',
          'Open Push Mechanism, then copy Push Partner Key.',
        ),
      ],
      sketch: {
        menu: [...page.menu, 'Push Mechanism'],
        lines: [
          { label: 'Callback URL', looks: 'text' },
          { label: 'Push Partner Key', looks: 'hidden', press: 'eye' },
        ],
        line: 1,
      },
    },
  })

/** What a seller enters for Shopee: the app's id and key, and a separate push key where the console has one. */
export const shopeeCredentials: CredentialSchema = z.object({
  partnerId,
  partnerKey,
  pushKey: pushKey.optional(),
})
