import { credentialField, type CredentialSchema, type Sketch } from 'kanal/adapter'
import { text } from 'kanal/adapter/kit'
import { z } from 'zod'

const CONSOLE = 'https://developer.toko-demo.example/apps'
const openApp = text('Buka Aplikasi Saya, lalu pilih aplikasi Anda.', 'Open My apps, then choose your app.')

/** The page both values stand on, for the sketch beside each field. */
const page: Omit<Sketch, 'line'> = {
  menu: [text('Aplikasi Saya', 'My apps'), text('Aplikasi Anda', 'Your app')],
  lines: [
    { label: 'App Key', looks: 'text' },
    { label: 'App Secret', looks: 'hidden', press: text('Tampilkan', 'Show') },
  ],
}

const appKey = z
  .string()
  .trim()
  .regex(/^td_[a-z0-9]{8}$/)
  .register(credentialField, {
    label: text('App Key', 'App Key'),
    help: text('Nama pengenal aplikasi Anda.', 'What identifies your app.'),
    invalid: text(
      'App Key diawali td_ lalu 8 huruf kecil atau angka.',
      'An App Key is td_ followed by 8 lower-case letters or digits.',
    ),
    secret: false,
    placeholder: 'td_1a2b3c4j',
    usual: [{ prefix: 'td_', alphabet: 'lower-letters-digits', checksum: 'luhn', certain: true }],
    within: ['[?&]app=(td_[a-z0-9]{8})'],
    where: {
      url: CONSOLE,
      steps: [openApp, text('Salin App Key.', 'Copy App Key.')],
      sketch: { ...page, line: 0 },
    },
  })

const appSecret = z
  .string()
  .trim()
  .regex(/^[0-9a-f]{32}$/)
  .register(credentialField, {
    label: text('App Secret', 'App Secret'),
    help: text(
      'Kunci rahasia aplikasi yang sama; webhook juga diperiksa dengannya.',
      'The secret of the same app; webhooks are checked with it as well.',
    ),
    invalid: text(
      'App Secret berisi 32 karakter 0-9 dan a-f.',
      'An App Secret has 32 characters, 0-9 and a-f.',
    ),
    usual: [{ lengths: [32], alphabet: 'hex' }],
    where: {
      url: CONSOLE,
      steps: [openApp, text('Tekan Tampilkan, lalu salin App Secret.', 'Press Show, then copy App Secret.')],
      sketch: { ...page, line: 1 },
    },
  })

/** What a seller enters for Toko Demo. A field is secret unless it says otherwise. */
export const credentials: CredentialSchema = z.object({ appKey, appSecret })
