import type { Explanation } from '../../adapters/contract.ts'
import { text } from '../../i18n/text.ts'

export const CONSENT_PROBLEMS = [
  'state_missing',
  'state_unknown',
  'state_expired',
  'state_used',
  'other_browser',
  'not_allowed',
  'refused',
  'code_refused',
  'keys_refused',
  'keys_missing',
  'shop_taken',
  'unreachable',
  'internal',
] as const
export type ConsentProblemCode = (typeof CONSENT_PROBLEMS)[number]

const startAgain = text(
  'Kembali ke halaman Integrasi dan tekan Hubungkan toko sekali lagi.',
  'Go back to the Integrations page and press Connect shop once more.',
)

/** What a seller reads when connecting a shop did not work, by the code in the address of the page. */
export const consentProblems: Readonly<Record<ConsentProblemCode, Explanation>> = {
  state_missing: {
    what: text('Toko tidak dihubungkan.', 'The shop was not connected.'),
    why: text(
      'Izin dimulai di halaman marketplace, bukan di Kanal, jadi Kanal tidak tahu siapa yang memintanya.',
      'The consent was started on a page of the marketplace, not in Kanal, so Kanal does not know who asked for it.',
    ),
    remedy: text(
      'Buka Integrasi di Kanal dan tekan Hubungkan toko; jangan pakai tautan dari marketplace.',
      'Open Integrations in Kanal and press Connect shop; do not use a link from the marketplace.',
    ),
  },
  state_unknown: {
    what: text('Toko tidak dihubungkan.', 'The shop was not connected.'),
    why: text(
      'Tautan ini tidak dibuat oleh Kanal ini, atau berubah di tengah jalan.',
      'This link was not made by this Kanal, or was changed on the way.',
    ),
    remedy: startAgain,
  },
  state_expired: {
    what: text('Toko tidak dihubungkan.', 'The shop was not connected.'),
    why: text(
      'Lebih dari 10 menit berlalu sejak Anda mulai.',
      'More than 10 minutes have passed since you started.',
    ),
    remedy: startAgain,
  },
  state_used: {
    what: text('Tautan ini sudah pernah dipakai.', 'This link has been used before.'),
    why: text(
      'Setiap izin hanya berlaku satu kali, supaya orang lain tidak bisa memakainya.',
      'Each consent works only once, so that nobody else can use it.',
    ),
    remedy: text(
      'Lihat daftar toko: mungkin sudah terhubung. Jika belum, tekan Hubungkan toko sekali lagi.',
      'Look at the list of shops: it may be connected already. If not, press Connect shop once more.',
    ),
  },
  other_browser: {
    what: text('Toko tidak dihubungkan.', 'The shop was not connected.'),
    why: text(
      'Izin dibuka di peramban lain daripada yang memulainya.',
      'The consent was opened in another browser than the one that started it.',
    ),
    remedy: text(
      'Tekan Hubungkan toko, lalu selesaikan semuanya di peramban yang sama.',
      'Press Connect shop, then finish everything in the same browser.',
    ),
  },
  not_allowed: {
    what: text('Toko tidak dihubungkan.', 'The shop was not connected.'),
    why: text(
      'Akun Anda tidak lagi boleh menghubungkan toko untuk organisasi ini.',
      'Your account may no longer connect shops for this organisation.',
    ),
    remedy: text('Minta pemilik organisasi melakukannya.', 'Ask an owner of the organisation to do it.'),
  },
  refused: {
    what: text('Toko tidak dihubungkan.', 'The shop was not connected.'),
    why: text('Izin ditolak di halaman marketplace.', 'Consent was declined on the page of the marketplace.'),
    remedy: text(
      'Jika itu tidak disengaja, tekan Hubungkan toko lagi lalu setujui.',
      'If that was not intended, press Connect shop again and agree.',
    ),
  },
  code_refused: {
    what: text('Marketplace tidak menerima kode izin.', 'The marketplace did not accept the consent code.'),
    why: text(
      'Kodenya sudah dipakai, sudah lewat waktunya, atau tidak lengkap.',
      'The code was used, has expired, or is not complete.',
    ),
    remedy: text(
      'Tekan Hubungkan toko lagi dan masuk dengan akun utama toko, bukan sub-akun.',
      'Press Connect shop again and sign in with the main account of the shop, not a sub-account.',
    ),
  },
  keys_refused: {
    what: text('Marketplace menolak kunci aplikasi.', 'The marketplace refused the keys of the app.'),
    why: text(
      'Kunci yang tersimpan salah, sudah diganti, atau milik lingkungan lain.',
      'The stored keys are wrong, were replaced, or belong to another environment.',
    ),
    remedy: text(
      'Buka Integrasi, tekan Uji koneksi, dan perbaiki isian yang ditandai.',
      'Open Integrations, press Test connection, and correct the marked field.',
    ),
  },
  keys_missing: {
    what: text('Toko belum bisa dihubungkan.', 'The shop cannot be connected yet.'),
    why: text('Kunci aplikasi belum diisi.', 'The keys of the app are not filled in yet.'),
    remedy: text(
      'Isi formulir integrasi dan simpan, lalu coba lagi.',
      'Fill in the integration form and save it, then try again.',
    ),
  },
  shop_taken: {
    what: text('Toko ini tidak dihubungkan.', 'This shop was not connected.'),
    why: text(
      'Toko ini sudah terhubung ke organisasi lain di Kanal ini.',
      'This shop is already connected to another organisation in this Kanal.',
    ),
    remedy: text(
      'Putuskan dahulu di organisasi itu, lalu hubungkan di sini.',
      'Disconnect it in that organisation first, then connect it here.',
    ),
  },
  unreachable: {
    what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
    why: text(
      'Marketplace tidak menjawab atau sedang terganggu.',
      'The marketplace did not answer or is having trouble.',
    ),
    remedy: text(
      'Tunggu beberapa menit, lalu tekan Hubungkan toko lagi.',
      'Wait a few minutes, then press Connect shop again.',
    ),
  },
  internal: {
    what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
    why: text('Terjadi kesalahan di Kanal sendiri.', 'Something went wrong in Kanal itself.'),
    remedy: text(
      'Coba sekali lagi. Jika berulang, kirim waktu kejadian ke pengelola server.',
      'Try once more. If it repeats, tell whoever runs the server when it happened.',
    ),
  },
}

/** Connecting a shop ended here; nothing was stored. */
export class ConsentProblem extends Error {
  readonly code: ConsentProblemCode

  constructor(code: ConsentProblemCode, options?: ErrorOptions) {
    super(`Consent ended with "${code}"`, options)
    this.name = 'ConsentProblem'
    this.code = code
  }

  get explanation(): Explanation {
    return consentProblems[this.code]
  }
}
