import type { Explanation } from '../../adapters/contract.ts'
import { text } from '../../i18n/text.ts'

export const CONSENT_PROBLEMS = [
  'state_missing',
  'state_unknown',
  'state_expired',
  'state_used',
  'other_browser',
  'not_allowed',
  'address_not_allowed',
  'refused',
  'code_refused',
  'keys_refused',
  'keys_missing',
  'wrong_environment',
  'wrong_region',
  'clock_skew',
  'permission_missing',
  'suspended',
  'ip_refused',
  'shop_taken',
  'unreachable',
  'not_understood',
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
  address_not_allowed: {
    what: text('Toko tidak dihubungkan.', 'The shop was not connected.'),
    why: text(
      'Anda kembali dari alamat IP yang tidak ada di daftar alamat yang diizinkan organisasi ini.',
      'You came back from an IP address that is not on the list of allowed addresses of this organisation.',
    ),
    remedy: text(
      'Pakai jaringan yang diizinkan, atau minta pemilik menambahkan alamat Anda di Keamanan, lalu tekan Hubungkan toko lagi.',
      'Use an allowed network, or ask an owner to add your address under Security, then press Connect shop again.',
    ),
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
  wrong_environment: {
    what: text(
      'Marketplace tidak mengenal aplikasi ini di lingkungan yang dipilih.',
      'The marketplace does not know this app in the chosen environment.',
    ),
    why: text(
      'Kunci uji hanya berlaku di sandbox, kunci live hanya di live.',
      'Test keys only work in the sandbox, live keys only live.',
    ),
    remedy: text(
      'Buka Integrasi, periksa pilihan lingkungan dan kuncinya, simpan, lalu tekan Hubungkan toko lagi.',
      'Open Integrations, check the chosen environment and its keys, save, then press Connect shop again.',
    ),
  },
  wrong_region: {
    what: text('Toko ini milik negara atau wilayah lain.', 'This shop belongs to another country or region.'),
    why: text(
      'Aplikasi Anda tersambung ke wilayah lain, dan izin hanya berlaku di wilayah toko itu sendiri.',
      'Your app is connected to another region, and a consent only works in the region of the shop itself.',
    ),
    remedy: text(
      'Tekan Hubungkan toko lagi dan masuk dengan akun toko dari negara yang benar. Jika negaranya sudah benar, minta pengelola server menyetel alamat wilayah itu.',
      'Press Connect shop again and sign in with a shop account of the right country. If the country is right, ask whoever runs the server to set the address of that region.',
    ),
  },
  clock_skew: {
    what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
    why: text(
      'Jam server ini berbeda terlalu jauh dari jam marketplace, jadi permintaan Kanal ditolak.',
      'The clock of this server is too far from that of the marketplace, so the requests of Kanal are refused.',
    ),
    remedy: text(
      'Nyalakan sinkronisasi waktu (NTP) di server, lalu tekan Hubungkan toko lagi.',
      'Turn on time synchronisation (NTP) on the server, then press Connect shop again.',
    ),
  },
  permission_missing: {
    what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
    why: text(
      'Aplikasi Anda belum diberi izin API yang diperlukan.',
      'Your app has not been given the API permission it needs.',
    ),
    remedy: text(
      'Minta izin itu di konsol pengembang marketplace, lalu tekan Hubungkan toko lagi.',
      'Ask for the permission in the developer console of the marketplace, then press Connect shop again.',
    ),
  },
  suspended: {
    what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
    why: text(
      'Akun, toko, atau aplikasi sedang diblokir marketplace.',
      'The account, shop or app is blocked by the marketplace.',
    ),
    remedy: text(
      'Hubungi layanan bantuan marketplace, lalu tekan Hubungkan toko lagi setelah dibuka.',
      'Contact the support of the marketplace, then press Connect shop again once it is unblocked.',
    ),
  },
  ip_refused: {
    what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
    why: text(
      'Marketplace menolak alamat IP server ini karena belum ada di daftar yang diizinkan.',
      'The marketplace refused the IP address of this server, which is not on the list of allowed ones.',
    ),
    remedy: text(
      'Tambahkan alamat IP server di konsol pengembang marketplace, lalu tekan Hubungkan toko lagi.',
      'Add the IP address of the server in the developer console of the marketplace, then press Connect shop again.',
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
  not_understood: {
    what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
    why: text(
      'Jawaban marketplace tidak dapat dipahami, atau alamat API-nya sudah berubah.',
      'The answer of the marketplace could not be understood, or the address of its API has changed.',
    ),
    remedy: text(
      'Periksa pilihan lingkungan di Integrasi, lalu coba lagi. Jika berulang, perbarui Kanal atau hubungi dukungannya.',
      'Check the chosen environment in Integrations, then try again. If it repeats, update Kanal or contact its support.',
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
