import { text } from '../../kit/text.ts'
import { reconnect, rule, support, type ErrorRule } from './errorRule.ts'
import { NAME } from './name.ts'

/** What can go wrong with keys, tokens, the gateway and the shop as such. */
export const gateway = {
  signature: rule(
    'auth',
    'signature_mismatch',
    {
      why: ({ appKey }) =>
        text(
          `App Secret tidak cocok dengan App Key ${appKey}.`,
          `The App Secret does not match App Key ${appKey}.`,
        ),
      remedy: text(
        'Salin ulang App Secret dari Partner Center › App & Service, lalu uji lagi.',
        'Copy the App Secret again from Partner Center › App & Service, then test again.',
      ),
    },
    ['appSecret'],
  ),
  appKey: rule(
    'auth',
    'wrong_environment',
    {
      what: ({ appKey }) =>
        text(`${NAME} tidak mengenal App Key ${appKey}.`, `${NAME} does not know App Key ${appKey}.`),
      why: text(
        'Ada karakter yang salah salin, aplikasi sudah dihapus, atau kunci ini milik lingkungan lain.',
        'A character was copied wrongly, the app was deleted, or the key belongs to another environment.',
      ),
      remedy: text(
        'Periksa pilihan lingkungan dan salin ulang App Key dari Partner Center › App & Service, lalu uji lagi.',
        'Check the chosen environment and copy the App Key again from Partner Center › App & Service, then test again.',
      ),
    },
    ['appKey'],
  ),
  region: rule('permission', 'wrong_region', {
    why: text(
      'Penjual ini terdaftar di wilayah yang tidak dilayani alamat ini.',
      'This seller is registered in a region that this address does not serve.',
    ),
  }),
  clock: rule('permanent', 'clock_skew', {
    why: text(
      'Permintaan yang lebih tua dari 5 menit, atau lebih dari 30 detik di depan, ditolak.',
      'Requests older than 5 minutes, or more than 30 seconds ahead, are refused.',
    ),
  }),
  tokenExpired: rule('auth', 'token_expired'),
  tokenInvalid: rule('auth', 'token_revoked', { remedy: reconnect }),
  refreshToken: rule('auth', 'token_revoked', {
    what: text(`${NAME} menolak perpanjangan token toko ini.`, `${NAME} refused to renew this shop's token.`),
    remedy: reconnect,
  }),
  code: rule('auth', 'token_expired', {
    what: text(`Kode izin dari ${NAME} tidak diterima.`, `The consent code from ${NAME} was not accepted.`),
    why: text('Kode hanya berlaku sekali dan 30 menit.', 'A code works once and for 30 minutes.'),
    remedy: text('Mulai lagi dari tombol Hubungkan toko.', 'Start again with the Connect shop button.'),
  }),
  cipher: rule('auth', 'token_revoked', {
    what: text('Tanda pengenal toko sudah tidak cocok.', "The shop's identifier no longer fits."),
    why: text(
      'Tanda itu berasal dari izin lama atau dari toko lain.',
      'It comes from an older consent or from another shop.',
    ),
    remedy: reconnect,
  }),
  scope: rule('permission', 'http_403_missing_scope', {
    why: text(
      'Izin itu belum ada di aplikasi, atau ditambahkan sesudah toko memberi izin.',
      'The app lacks that scope, or got it after the shop had consented.',
    ),
    remedy: text(
      'Tambahkan izin di Partner Center › App & Service, lalu hubungkan ulang toko ini.',
      'Add the scope in Partner Center › App & Service, then connect this shop again.',
    ),
  }),
  ip: rule('permission', 'ip_not_allowlisted', {
    remedy: text(
      'Daftarkan alamat IP server ini di Partner Center › App & Service, lalu uji lagi.',
      'Add the IP address of this server in Partner Center › App & Service, then test again.',
    ),
  }),
  disabled: rule('permission', 'account_suspended', {
    why: text('Toko atau penjual sedang dinonaktifkan.', 'The shop or seller is disabled.'),
    remedy: text(
      'Lihat pemberitahuan di Seller Center, lalu uji lagi.',
      'See the notice in Seller Center, then test again.',
    ),
  }),
  rate: rule('rate_limit', 'http_429_rate_limited'),
  server: rule('transient', 'http_5xx_provider_down'),
  endpoint: rule('permanent', 'http_404_wrong_endpoint'),
  request: rule('permanent', 'request_refused', {
    what: text(`${NAME} menolak permintaan ini.`, `${NAME} refused this request.`),
    why: text('Ada isian yang tidak diterima.', 'One of the values is not accepted.'),
    remedy: support,
  }),
} as const satisfies Record<string, ErrorRule>
