import { text } from '../../i18n/text.ts'

export const words = {
  title: text('Konfirmasi identitas', 'Confirm your identity'),
  why: text(
    'Tindakan ini menyangkut akses dan rahasia. Buktikan bahwa ini Anda; berlaku 5 menit di browser ini.',
    'This action concerns access and secrets. Show that it is you; this counts for 5 minutes in this browser.',
  ),
  confirm: text('Konfirmasi', 'Confirm'),
  confirming: text('Memeriksa…', 'Checking…'),
  cancel: text('Batal', 'Cancel'),
  otherWays: text('Cara lain', 'Other ways'),
  passkeyHint: text(
    'Browser akan meminta sidik jari, wajah, atau PIN perangkat Anda.',
    'Your browser will ask for the fingerprint, face or PIN of your device.',
  ),
  passkeyFailed: text(
    'Kunci sandi tidak terbaca. Permintaan dibatalkan atau waktunya habis. Coba lagi, atau pakai cara lain.',
    'The passkey was not read. The request was cancelled or timed out. Try again, or use another way.',
  ),
  passkeyImpossible: text(
    'Browser ini tidak mendukung kunci sandi. Alamatnya harus https. Pakai cara lain atau browser lain.',
    'This browser does not support passkeys. The address must be https. Use another way or another browser.',
  ),
  methods: {
    passkey: text('Pakai kunci sandi (passkey)', 'Use a passkey'),
    totp: text('Pakai aplikasi autentikator', 'Use the authenticator app'),
    recovery: text('Pakai kode pemulihan', 'Use a recovery code'),
    password: text('Pakai kata sandi', 'Use the password'),
  },
  fields: {
    totp: text('Kode 6 angka dari aplikasi autentikator', '6-digit code of the authenticator app'),
    recovery: text('Kode pemulihan', 'Recovery code'),
    password: text('Kata sandi Anda', 'Your password'),
  },
}
