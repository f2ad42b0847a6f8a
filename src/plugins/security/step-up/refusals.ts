import { text } from '../../../i18n/text.ts'
import { Refusal } from '../endpoint/refusal.ts'
import type { Method } from './methods.ts'

export const STEP_UP_REQUIRED = 'step_up_required'

const stepUpProblem = {
  code: STEP_UP_REQUIRED,
  what: text('Konfirmasi dulu bahwa ini Anda.', 'First confirm that it is you.'),
  why: text(
    'Tindakan ini menyangkut akses dan rahasia, dan konfirmasi terakhir Anda sudah lebih dari 5 menit.',
    'This action concerns access and secrets, and your last confirmation is more than 5 minutes ago.',
  ),
  remedy: text('Konfirmasi identitas Anda, lalu ulangi.', 'Confirm your identity, then repeat.'),
}

/** Asks for a proof of identity; `methods` are the ways this person has. */
export const stepUpRequired = (methods: readonly Method[]): Refusal =>
  new Refusal(401, { ...stepUpProblem, methods })

export const wrongProof = (method: Method): Refusal =>
  new Refusal(422, {
    code: 'wrong_proof',
    what: text('Konfirmasi belum berhasil.', 'The confirmation did not succeed.'),
    ...{
      password: {
        why: text('Kata sandinya tidak cocok.', 'The password does not match.'),
        remedy: text('Periksa lalu ketik lagi kata sandi Anda.', 'Check and type your password again.'),
      },
      totp: {
        why: text(
          'Kodenya salah, sudah kedaluwarsa, atau sudah pernah dipakai.',
          'The code is wrong, has expired, or was used before.',
        ),
        remedy: text(
          'Tunggu kode berikutnya di aplikasi autentikator, lalu ketik kode itu. Pastikan jam ponsel Anda tepat.',
          'Wait for the next code in the authenticator app and type that. Make sure the clock of your phone is right.',
        ),
      },
      recovery: {
        why: text('Kode pemulihan ini salah atau sudah dipakai.', 'This recovery code is wrong or was used.'),
        remedy: text('Pakai kode lain dari daftar Anda.', 'Use another code of your list.'),
      },
      passkey: {
        why: text(
          'Kunci sandi tidak dikenal, atau konfirmasinya terlalu lama.',
          'The passkey is not known, or confirming took too long.',
        ),
        remedy: text('Coba lagi, atau pakai cara lain.', 'Try again, or use another way.'),
      },
    }[method],
  })

export const noSuchMethod = (): Refusal =>
  new Refusal(422, {
    code: 'no_such_method',
    what: text('Cara ini tidak bisa dipakai.', 'This way cannot be used.'),
    why: text('Cara ini tidak terpasang pada akun Anda.', 'It is not set up on your account.'),
    remedy: text('Pilih cara yang lain.', 'Choose another way.'),
  })

/** @param wait seconds */
export const tooManyTries = (wait: number): Refusal => {
  const minutes = Math.ceil(wait / 60)
  return new Refusal(
    429,
    {
      code: 'too_many_tries',
      what: text('Terlalu banyak percobaan.', 'Too many tries.'),
      why: text(
        'Untuk melindungi akun, hanya 5 percobaan yang diperiksa dalam 15 menit.',
        'To protect the account, only 5 tries are checked in 15 minutes.',
      ),
      remedy: text(`Tunggu ${minutes} menit, lalu coba lagi.`, `Wait ${minutes} minutes, then try again.`),
    },
    { 'retry-after': String(wait) },
  )
}
