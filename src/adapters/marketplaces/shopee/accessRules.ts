import { text } from '../../kit/text.ts'
import { refused, rule, type ErrorRule } from './errorRule.ts'

const reconnect = text(
  'Buka Pengaturan › Toko, lalu hubungkan ulang toko ini.',
  'Open Settings › Shops, then connect this shop again.',
)

/** What goes wrong at the door: keys, consent, limits, and requests nobody can answer. */
export const ACCESS_RULES = {
  signature: rule(
    'auth',
    'signature_mismatch',
    {
      why: ({ partnerId }) =>
        text(
          `Partner Key tidak cocok dengan Partner ID ${partnerId}.`,
          `The Partner Key does not match Partner ID ${partnerId}.`,
        ),
      remedy: text(
        'Salin ulang Partner Key dari Shopee Open Platform › App List, lalu uji lagi.',
        'Copy the Partner Key again from Shopee Open Platform › App List, then test again.',
      ),
    },
    ['partnerKey'],
  ),
  unknownPartner: rule(
    'auth',
    'wrong_environment',
    {
      what: ({ partnerId }) =>
        text(
          `Shopee tidak mengenal Partner ID ${partnerId} di lingkungan ini.`,
          `Shopee does not know Partner ID ${partnerId} in this environment.`,
        ),
      why: text(
        'Partner ID uji hanya berlaku di Sandbox, Partner ID live hanya di Live; atau ada angka yang salah salin.',
        'A test Partner ID only works in the sandbox, a live one only live; or a digit was copied wrongly.',
      ),
      remedy: text(
        'Periksa pilihan lingkungan dan salin ulang Partner ID dari Shopee Open Platform › App List, lalu uji lagi.',
        'Check the chosen environment and copy the Partner ID again from Shopee Open Platform › App List, then test again.',
      ),
    },
    ['partnerId'],
  ),
  keyExpired: rule(
    'auth',
    'http_401_bad_credential',
    {
      what: text('Partner Key sudah kedaluwarsa.', 'The Partner Key has expired.'),
      why: text('Shopee membatasi masa berlaku Live Key.', 'Shopee limits the life of a Live Key.'),
      remedy: text(
        'Buat kunci baru di Shopee Open Platform › App List, lalu simpan di sini.',
        'Reset the key in Shopee Open Platform › App List, then save the new one here.',
      ),
    },
    ['partnerKey'],
  ),
  notAuthorised: rule('permission', 'http_401_bad_credential'),
  clock: rule('permanent', 'clock_skew'),
  region: rule('permission', 'wrong_region', {
    why: text(
      'Toko dan tokennya hanya dikenal di wilayah Shopee yang menerbitkannya.',
      'A shop and its token are only known in the region of Shopee that issued it.',
    ),
  }),
  accessToken: rule('auth', 'token_expired'),
  code: rule('auth', 'token_expired', {
    what: text('Kode izin dari Shopee tidak diterima.', 'The consent code from Shopee was not accepted.'),
    why: text('Kode hanya berlaku sekali dan 10 menit.', 'A code works once and for 10 minutes.'),
    remedy: text('Mulai lagi dari tombol Hubungkan toko.', 'Start again with the Connect shop button.'),
  }),
  refreshToken: rule('auth', 'token_revoked', {
    what: text('Shopee menolak perpanjangan token toko ini.', "Shopee refused to renew this shop's token."),
    why: text(
      'Token pembaru sudah dipakai, diganti, atau lewat 30 hari.',
      'The refresh token was used, replaced, or is older than 30 days.',
    ),
    remedy: reconnect,
  }),
  unlinked: rule('auth', 'token_revoked', {
    what: text(
      'Toko ini tidak lagi terhubung dengan aplikasi Anda.',
      'This shop is no longer linked to your app.',
    ),
    why: text(
      'Izin dicabut di Seller Centre, atau toko belum pernah memberi izin.',
      'Consent was withdrawn in Seller Centre, or never given.',
    ),
    remedy: reconnect,
  }),
  consentOver: rule('auth', 'token_revoked', {
    what: text('Masa izin toko ini sudah habis.', 'The consent of this shop has run out.'),
    why: text(
      'Shopee meminta izin baru paling lama setiap 365 hari.',
      'Shopee asks for new consent at least every 365 days.',
    ),
    remedy: reconnect,
  }),
  blocked: rule('permission', 'account_suspended', {
    what: text('Shopee memblokir akun ini.', 'Shopee has blocked this account.'),
    why: text(
      'Toko, pengguna, atau akun mitra sedang dibekukan.',
      'The shop, user or partner account is frozen.',
    ),
    remedy: text(
      'Lihat pemberitahuan di Seller Centre atau hubungi Shopee, lalu uji lagi.',
      'See the notice in Seller Centre or contact Shopee, then test again.',
    ),
  }),
  appRestricted: rule('permission', 'account_suspended', {
    what: text('Shopee membatasi aplikasi Anda.', 'Shopee has restricted your app.'),
    why: text(
      'Aplikasi dihapus, ditangguhkan, atau belum disetujui.',
      'The app was deleted, suspended, or is not approved yet.',
    ),
    remedy: text(
      'Lihat status aplikasi di Shopee Open Platform › App List.',
      'See the status of the app in Shopee Open Platform › App List.',
    ),
  }),
  apiPermission: rule('permission', 'http_403_missing_scope', {
    why: text(
      'Jenis aplikasi Anda tidak memiliki akses ke API ini.',
      'The type of your app has no access to this API.',
    ),
    remedy: text(
      'Di Shopee Open Platform › App List, tambahkan modul Product, Order, dan Shop, atau pilih jenis aplikasi ERP System.',
      'In Shopee Open Platform › App List, add the Product, Order and Shop modules, or choose the app type ERP System.',
    ),
  }),
  affiliateShop: rule('permission', 'http_403_missing_scope', {
    why: text(
      'Toko afiliasi SIP tidak boleh memanggil API ini.',
      'A SIP affiliate shop may not call this API.',
    ),
    remedy: text('Hubungkan toko utamanya.', 'Connect its primary shop.'),
  }),
  registration: rule('permission', 'http_403_missing_scope', {
    why: text('Pendaftaran penjual belum selesai.', 'The seller registration is not finished.'),
    remedy: text(
      'Selesaikan pendaftaran di Seller Centre, lalu uji lagi.',
      'Finish the registration in Seller Centre, then test again.',
    ),
  }),
  ip: rule('permission', 'ip_not_allowlisted', {
    remedy: text(
      'Daftarkan alamat IP server ini di Shopee Open Platform › App List › IP Address Whitelist, lalu uji lagi.',
      'Declare the IP address of this server in Shopee Open Platform › App List › IP Address Whitelist, then test again.',
    ),
  }),
  endpoint: rule('permanent', 'http_404_wrong_endpoint'),
  rate: rule('rate_limit', 'http_429_rate_limited'),
  dailyQuota: rule('rate_limit', 'quota_exceeded', {
    why: text('Jatah panggilan harian aplikasi sudah terpakai.', "The app's daily calls are used up."),
    remedy: text(
      'Jatah diperbarui pukul 23.00 WIB. Kanal melanjutkan sesudahnya.',
      'It is renewed at 00:00 (UTC+8). Kanal continues after that.',
    ),
  }),
  server: rule('transient', 'http_5xx_provider_down'),
  parameter: refused(
    text('Ada isian yang tidak diterima Shopee.', 'Shopee does not accept one of the values.'),
    text('Kirim kode permintaan ke dukungan Kanal.', 'Send the request code to Kanal support.'),
  ),
  notFound: refused(
    text('Data itu tidak ada di toko ini.', 'It does not exist in this shop.'),
    text('Segarkan daftar, lalu coba lagi.', 'Refresh the list, then try again.'),
  ),
} as const satisfies Record<string, ErrorRule>
