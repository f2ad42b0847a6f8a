import type { LocalizedText } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { rule, type ErrorRule } from './errorRule.ts'

const refused = (why: LocalizedText, remedy: LocalizedText): ErrorRule =>
  rule('permanent', 'request_refused', { why, remedy })

const reconnect = text(
  'Buka Pengaturan › Toko, lalu hubungkan ulang toko ini.',
  'Open Settings › Shops, then connect this shop again.',
)
const bySelf = text(
  'Tidak perlu tindakan: Kanal mencoba lagi dengan sendirinya.',
  'Nothing to do: Kanal tries again by itself.',
)
const refreshOrder = text('Segarkan pesanan, lalu coba lagi.', 'Refresh the order, then try again.')
const tellSupport = text(
  'Kirim kode permintaan ke dukungan Kanal.',
  'Send the request code to Kanal support.',
)

/** Every situation Lazada reports, once; codes point here. */
export const RULES = {
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
        'Salin ulang App Secret dari Lazada Open Platform › App Console, lalu uji lagi.',
        'Copy the App Secret again from Lazada Open Platform › App Console, then test again.',
      ),
    },
    ['appSecret'],
  ),
  unknownApp: rule(
    'auth',
    'wrong_environment',
    {
      what: ({ appKey }) =>
        text(
          `Lazada tidak mengenal App Key ${appKey} di lingkungan ini.`,
          `Lazada does not know App Key ${appKey} in this environment.`,
        ),
      why: text(
        'Ada angka yang salah salin, aplikasi sudah dihapus, atau kuncinya milik lingkungan lain.',
        'A digit was copied wrongly, the app was deleted, or the key belongs to another environment.',
      ),
      remedy: text(
        'Periksa pilihan lingkungan dan salin ulang App Key dari Lazada Open Platform › App Console, lalu uji lagi.',
        'Check the chosen environment and copy the App Key again from Lazada Open Platform › App Console, then test again.',
      ),
    },
    ['appKey'],
  ),
  clock: rule('permanent', 'clock_skew', {
    why: text(
      'Permintaan yang jamnya meleset lebih dari 2 jam ditolak.',
      'Requests whose clock is off by more than 2 hours are refused.',
    ),
  }),
  accessToken: rule('auth', 'token_expired', {
    why: text(
      'Token akses salah, sudah lewat masanya, atau milik negara lain.',
      'The access token is wrong, has expired, or belongs to another country.',
    ),
  }),
  otherCountry: rule('permission', 'wrong_region', {
    what: text('Toko ini milik negara lain.', 'This shop belongs to another country.'),
    why: text(
      'Token Lazada hanya berlaku di negara yang menerbitkannya.',
      'A token of Lazada only works in the country that issued it.',
    ),
  }),
  code: rule('auth', 'token_expired', {
    what: text('Kode izin dari Lazada tidak diterima.', 'The consent code from Lazada was not accepted.'),
    why: text('Kode hanya berlaku sekali dan 30 menit.', 'A code works once and for 30 minutes.'),
    remedy: text('Mulai lagi dari tombol Hubungkan toko.', 'Start again with the Connect shop button.'),
  }),
  refreshToken: rule('auth', 'token_revoked', {
    what: text('Lazada menolak perpanjangan token toko ini.', "Lazada refused to renew this shop's token."),
    why: text(
      'Token pembaru sudah dipakai, diganti, atau masa izinnya habis.',
      'The refresh token was used, replaced, or the consent has run out.',
    ),
    remedy: reconnect,
  }),
  subscriptionToken: rule('auth', 'token_revoked', {
    what: text('Token langganan ini tidak dapat diperpanjang.', 'This subscription token cannot be renewed.'),
    why: text(
      'Izin mengikuti masa langganan aplikasi di pasar layanan Lazada.',
      'The consent lasts as long as the subscription of the app in the Lazada service market.',
    ),
    remedy: text(
      'Perpanjang langganan di pasar layanan Lazada, lalu hubungkan ulang toko ini.',
      'Renew the subscription in the Lazada service market, then connect this shop again.',
    ),
  }),
  notSubscribed: rule('auth', 'token_revoked', {
    what: text('Toko ini belum berlangganan aplikasi Anda.', 'This shop has not subscribed to your app.'),
    why: text(
      'Lazada meminta langganan sebelum aplikasi boleh mengelola toko.',
      'Lazada wants a subscription before an app may manage a shop.',
    ),
    remedy: text(
      'Berlanggananlah di pasar layanan Lazada, lalu hubungkan ulang toko ini.',
      'Subscribe in the Lazada service market, then connect this shop again.',
    ),
  }),
  apiPermission: rule('permission', 'http_403_missing_scope', {
    why: text('Aplikasi Anda belum diberi grup API ini.', 'Your app has not been given this API group.'),
    remedy: text(
      'Di Lazada Open Platform › App Console › API Permission, minta grup Product, Order, dan Finance, lalu uji lagi.',
      'In Lazada Open Platform › App Console › API Permission, request the Product, Order and Finance groups, then test again.',
    ),
  }),
  sellerType: rule('permission', 'http_403_missing_scope', {
    why: text(
      'Jenis toko ini tidak boleh memakai panggilan tersebut.',
      'This kind of shop may not use that call.',
    ),
    remedy: text(
      'Ubah lewat Seller Center. Stok tetap disinkronkan Kanal.',
      'Change it in Seller Center. Kanal keeps syncing the stock.',
    ),
  }),
  ip: rule('permission', 'ip_not_allowlisted', {
    remedy: text(
      'Tambahkan alamat IP server ini di Lazada Open Platform › App Console › IP Whitelist, tunggu 2 menit, lalu uji lagi.',
      'Add the IP address of this server in Lazada Open Platform › App Console › IP Whitelist, wait 2 minutes, then test again.',
    ),
  }),
  unverified: rule('permission', 'account_suspended', {
    what: text('Toko Lazada ini belum siap.', 'This Lazada shop is not ready yet.'),
    why: text('Verifikasi penjual belum selesai.', 'The verification of the seller is not finished.'),
    remedy: text(
      'Selesaikan verifikasi di Seller Center, lalu uji lagi.',
      'Finish the verification in Seller Center, then test again.',
    ),
  }),
  closed: rule('permission', 'account_suspended', {
    what: text('Toko Lazada ini tidak aktif.', 'This Lazada shop is not active.'),
    why: text('Toko ditutup atau dinonaktifkan.', 'The shop is closed or deactivated.'),
    remedy: text(
      'Lihat pemberitahuan di Seller Center atau hubungi Lazada, lalu uji lagi.',
      'See the notice in Seller Center or contact Lazada, then test again.',
    ),
  }),
  endpoint: rule('permanent', 'http_404_wrong_endpoint'),
  rate: rule('rate_limit', 'http_429_rate_limited'),
  dailyQuota: rule('rate_limit', 'quota_exceeded', {
    why: text('Jatah panggilan harian aplikasi sudah terpakai.', "The app's daily calls are used up."),
    remedy: text(
      'Kanal melanjutkan besok. Aplikasi berstatus Online mendapat jatah lebih besar.',
      'Kanal continues tomorrow. An app with the status Online gets a larger quota.',
    ),
  }),
  campaign: rule('transient', 'http_5xx_provider_down', {
    what: text('Lazada mematikan API ini untuk sementara.', 'Lazada has switched this API off for now.'),
    why: text('Sedang ada kampanye besar di Lazada.', 'A mega campaign is running at Lazada.'),
    remedy: text(
      'Sinkronisasi berlanjut sendiri setelah kampanye.',
      'Syncing continues by itself after the campaign.',
    ),
  }),
  server: rule('transient', 'http_5xx_provider_down'),
  editCollision: rule('transient', 'http_429_rate_limited', {
    what: text('Produk ini sedang diubah di tempat lain.', 'This product is being changed elsewhere.'),
    why: text(
      'Lazada menolak dua perubahan dalam beberapa detik.',
      'Lazada refuses two changes within a few seconds.',
    ),
    remedy: bySelf,
  }),
  lock: rule('transient', 'http_429_rate_limited', {
    what: text('Pesanan ini sedang diproses Lazada.', 'Lazada is working on this order.'),
    why: text('Langkah sebelumnya belum selesai.', 'The step before has not finished.'),
    remedy: bySelf,
  }),
  parameter: refused(
    text('Ada isian yang tidak diterima Lazada.', 'Lazada does not accept one of the values.'),
    tellSupport,
  ),
  listingRejected: refused(
    text('Isi produk belum memenuhi aturan Lazada.', 'The product does not meet the rules of Lazada yet.'),
    text('Perbaiki isian produk, lalu kirim lagi.', 'Correct the product, then send it again.'),
  ),
  attributes: refused(
    text(
      'Ada atribut yang kosong, salah, atau sama pada dua varian.',
      'An attribute is missing, wrong, or the same in two variants.',
    ),
    text(
      'Buka formulir produk, lalu lengkapi atributnya.',
      'Open the product form and complete its attributes.',
    ),
  ),
  duplicateSku: refused(
    text('SKU itu sudah dipakai di toko ini.', 'That SKU is already used in this shop.'),
    text('Pilih SKU lain, lalu kirim lagi.', 'Choose another SKU, then send it again.'),
  ),
  picture: refused(
    text(
      'Gambar tidak ada, rusak, atau ukurannya salah.',
      'The picture is missing, broken, or has a wrong size.',
    ),
    text(
      'Ganti dengan JPG atau PNG 330 sampai 5000 piksel, paling besar 1 MB.',
      'Replace it with a JPG or PNG of 330 to 5000 pixels, 1 MB at most.',
    ),
  ),
  notFound: refused(
    text('Data itu tidak ada di toko ini.', 'It does not exist in this shop.'),
    text('Segarkan daftar, lalu coba lagi.', 'Refresh the list, then try again.'),
  ),
  wrongShop: refused(
    text('Produk itu milik toko lain.', 'That product belongs to another shop.'),
    text(
      'Hubungkan toko yang benar, lalu tautkan lagi produknya.',
      'Connect the right shop, then link the product again.',
    ),
  ),
  negative: refused(
    text('Stok tidak boleh di bawah nol.', 'Stock may not fall below zero.'),
    text('Segarkan produk, lalu periksa stoknya.', 'Refresh the product, then check its stock.'),
  ),
  campaignStock: refused(
    text('Stok tidak boleh dikurangi selama kampanye.', 'Stock may not be lowered during a campaign.'),
    text(
      'Tunggu kampanye selesai, atau ubah di Seller Center.',
      'Wait for the campaign to end, or change it in Seller Center.',
    ),
  ),
  locked: refused(
    text(
      'Produk dikunci, merek tidak diizinkan, atau kuota produk habis.',
      'The product is locked, its brand is not allowed, or the item quota is used up.',
    ),
    text('Lihat produk itu di Seller Center.', 'See the product in Seller Center.'),
  ),
  managed: refused(
    text('Isian ini dikelola oleh Lazada.', 'Lazada manages this field.'),
    text('Matikan sinkronisasi untuk isian ini.', 'Turn off syncing for this field.'),
  ),
  orderChanged: refused(
    text(
      'Langkah itu sudah dilakukan, atau belum boleh dilakukan.',
      'That step is already done, or not allowed yet.',
    ),
    refreshOrder,
  ),
  provider: refused(
    text('Jasa kirim itu tidak tersedia untuk paket ini.', 'That courier is not available for this parcel.'),
    text('Pilih jasa kirim lain, lalu coba lagi.', 'Choose another courier, then try again.'),
  ),
  cannotPack: refused(
    text(
      'Pesanan ini dipenuhi Lazada, diambil di toko, atau produk digital.',
      'Lazada fulfils this order, it is picked up in store, or it is digital.',
    ),
    text('Tidak perlu dikemas dari sini.', 'It need not be packed here.'),
  ),
  warehouses: refused(
    text('Barang ada di beberapa gudang.', 'The goods are in several warehouses.'),
    text('Kemas barang tiap gudang sendiri-sendiri.', 'Pack the goods of each warehouse by themselves.'),
  ),
  unprintable: refused(
    text('Tidak ada label yang dapat dicetak.', 'There is no label to print.'),
    text('Atur pengiriman dulu, lalu cetak labelnya.', 'Arrange the shipment first, then print the label.'),
  ),
  packageGone: refused(
    text('Paket tidak ada atau sudah dibatalkan.', 'The parcel does not exist or was cancelled.'),
    refreshOrder,
  ),
  window: refused(
    text(
      'Rentang waktunya terlalu panjang atau jenisnya tidak dikenal.',
      'The period is too long or its type unknown.',
    ),
    text('Persempit rentang waktunya.', 'Narrow the period.'),
  ),
  reversal: refused(
    text(
      'Alasan atau barangnya tidak cocok dengan pesanan.',
      'The reason or the goods do not fit the order.',
    ),
    text('Muat ulang alasannya, lalu coba lagi.', 'Reload the reasons, then try again.'),
  ),
} as const satisfies Record<string, ErrorRule>

export type RuleName = keyof typeof RULES
