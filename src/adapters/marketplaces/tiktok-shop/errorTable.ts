import type { Cause, ErrorKind, Explanation, LocalizedText } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { text } from '../../kit/text.ts'
import { NAME } from './name.ts'

/** What the wording of an explanation may mention. */
export interface ErrorContext {
  appKey: string
}
export interface ErrorRule {
  kind: ErrorKind
  reason: Cause
  /** Credential fields at fault. */
  fields: readonly string[]
  explanation: (context: ErrorContext) => Explanation
}

type Wording = Partial<Record<keyof Explanation, LocalizedText | ((context: ErrorContext) => LocalizedText)>>

function rule(
  kind: ErrorKind,
  reason: Cause,
  wording: Wording = {},
  fields: readonly string[] = [],
): ErrorRule {
  const say = (part: keyof Explanation, context: ErrorContext): LocalizedText => {
    const own = wording[part]
    return typeof own === 'function' ? own(context) : (own ?? explain(reason, NAME)[part])
  }
  const explanation = (context: ErrorContext): Explanation => ({
    what: say('what', context),
    why: say('why', context),
    remedy: say('remedy', context),
  })
  return { kind, reason, fields, explanation }
}

const refused = (why: LocalizedText, remedy: LocalizedText): ErrorRule =>
  rule('permanent', 'unexpected_response', {
    what: text(`${NAME} menolak perubahan ini.`, `${NAME} refused this change.`),
    why,
    remedy,
  })

const reconnect = text(
  'Buka Pengaturan › Toko, lalu hubungkan ulang toko ini.',
  'Open Settings › Shops, then connect this shop again.',
)
const inSellerCenter = text(
  'Ubah di Seller Center, lalu segarkan data di Kanal.',
  'Change it in Seller Center, then refresh it in Kanal.',
)
const refreshFirst = text('Segarkan data, lalu coba lagi.', 'Refresh the data, then try again.')
const support = text('Kirim kode permintaan ke dukungan Kanal.', 'Send the request code to Kanal support.')

/** What can go wrong with keys, tokens, the gateway and the shop as such. */
const gateway = {
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
        'Salin ulang App Key dari Partner Center › App & Service, lalu uji lagi.',
        'Copy the App Key again from Partner Center › App & Service, then test again.',
      ),
    },
    ['appKey'],
  ),
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
  request: rule('permanent', 'unexpected_response', {
    what: text(`${NAME} menolak permintaan ini.`, `${NAME} refused this request.`),
    why: text('Ada isian yang tidak diterima.', 'One of the values is not accepted.'),
    remedy: support,
  }),
} as const satisfies Record<string, ErrorRule>

/** Products, stock and prices. */
const products = {
  notFound: refused(
    text('Produk itu tidak ada di toko ini.', 'That product does not exist in this shop.'),
    text('Segarkan daftar produk, lalu tautkan lagi.', 'Refresh the products, then link it again.'),
  ),
  otherShop: refused(
    text('Data itu milik toko lain.', 'It belongs to another shop.'),
    text('Periksa toko yang terhubung.', 'Check which shop is connected.'),
  ),
  productStatus: refused(
    text('Produk belum aktif atau sedang ditinjau.', 'The product is not active, or is under review.'),
    text(
      'Aktifkan produk atau tunggu peninjauan selesai; Kanal mencoba lagi sesudahnya.',
      'Activate the product or wait for the review; Kanal tries again after that.',
    ),
  ),
  variantChanged: refused(
    text('Varian produk ini sudah berubah.', 'The variants of this product have changed.'),
    text(
      'Segarkan produk, lalu tautkan lagi variannya.',
      'Refresh the product, then link its variants again.',
    ),
  ),
  warehouseSet: refused(
    text('Daftar gudang produk ini sudah berubah.', "The product's list of warehouses has changed."),
    text(
      'Kanal membaca ulang gudangnya pada percobaan berikut.',
      'Kanal reads its warehouses again with the next attempt.',
    ),
  ),
  warehouse: refused(
    text(
      'Gudang tidak ada, nonaktif, atau tidak boleh dipakai untuk menjual.',
      'The warehouse does not exist, is disabled, or may not be used for sales.',
    ),
    inSellerCenter,
  ),
  quantity: refused(
    text('Jumlah stok di luar batas yang diizinkan.', 'The quantity is outside the allowed limits.'),
    text('Isi jumlah sampai 99.999.', 'Enter a quantity of up to 99,999.'),
  ),
  zeroQuantity: refused(
    text(`${NAME} tidak menerima stok 0.`, `${NAME} does not accept a stock of 0.`),
    text('Sembunyikan listing ini sampai stoknya ada lagi.', 'Hide this listing until there is stock again.'),
  ),
  promotionStock: refused(
    text(
      'Stok dikunci promosi dan tidak boleh diturunkan.',
      'A promotion holds the stock, so it may not be lowered.',
    ),
    text(
      'Ubah promosi di Seller Center, atau tunggu sampai selesai.',
      'Change the promotion in Seller Center, or wait for it to end.',
    ),
  ),
  stockElsewhere: refused(
    text(
      'Stok produk ini diatur di tempat lain (produk global, bundel, atau toko sumber).',
      'The stock of this product is kept elsewhere (global product, bundle or source shop).',
    ),
    inSellerCenter,
  ),
  dilayani: refused(
    text('Stok ini berada di gudang Dilayani Tokopedia.', 'This stock is in a Dilayani Tokopedia warehouse.'),
    text('Matikan sinkronisasi stok untuk listing ini.', 'Turn off stock sync for this listing.'),
  ),
  mergeLock: refused(
    text(
      'Seller Center terkunci selama toko digabungkan; hanya stok dan harga yang bisa diubah.',
      'Seller Center is locked while the shops are merged; only stock and price may change.',
    ),
    text('Coba lagi setelah penggabungan selesai.', 'Try again once the merge is finished.'),
  ),
  surface: refused(
    text(
      'Produk atau toko ini belum boleh tampil di etalase itu.',
      'This product or shop may not be shown on that storefront yet.',
    ),
    text(
      'Pilih etalase lain, atau lengkapi syaratnya di Seller Center.',
      'Choose another storefront, or meet its conditions in Seller Center.',
    ),
  ),
  price: refused(
    text('Harga atau mata uang tidak diterima.', 'The price or its currency is not accepted.'),
    text('Isi harga antara Rp100 dan Rp100.000.000.', 'Enter a price from Rp100 to Rp100,000,000.'),
  ),
  promotionPrice: refused(
    text('Harga dikunci promosi yang sedang berjalan.', 'A running promotion locks the price.'),
    text('Tunggu promosi selesai.', 'Wait for the promotion to end.'),
  ),
  productLocked: refused(
    text('Produk sedang dibanding atau dilelang.', 'The product is under appeal or in an auction.'),
    text('Coba lagi setelah selesai.', 'Try again when that is over.'),
  ),
  category: refused(
    text(
      'Kategori tidak dikenal atau bukan kategori terakhir.',
      'The category is unknown or not a final one.',
    ),
    text('Pilih kategori lain.', 'Choose another category.'),
  ),
  categoryRights: refused(
    text('Toko belum boleh menjual di kategori itu.', 'The shop may not sell in that category yet.'),
    text(
      'Ajukan izin di Seller Center › Qualification Center.',
      'Apply in Seller Center › Qualification Center.',
    ),
  ),
  brand: refused(
    text('Merek tidak dikenal atau belum diizinkan.', 'The brand is unknown or not authorised.'),
    text(
      'Pilih merek lain, atau ajukan izin merek di Seller Center.',
      'Choose another brand, or apply for it in Seller Center.',
    ),
  ),
  attribute: refused(
    text('Ada atribut atau sertifikat yang kurang.', 'An attribute or a certificate is missing.'),
    text(
      'Lengkapi atribut kategori, lalu simpan lagi.',
      'Fill in the attributes of the category, then save again.',
    ),
  ),
  image: refused(
    text(
      'Gambar hilang, terlalu besar, atau bentuknya tidak sesuai.',
      'A picture is missing, too large, or has the wrong shape.',
    ),
    text(
      'Pakai JPG atau PNG 300–4000 piksel, paling besar 10 MB.',
      'Use JPG or PNG of 300 to 4000 pixels, 10 MB at most.',
    ),
  ),
  tooLong: refused(
    text(
      'Judul, SKU, deskripsi, atau jumlah varian melewati batas.',
      'Title, SKU, description or the number of variants exceeds the limit.',
    ),
    text('Persingkat isian itu, lalu simpan lagi.', 'Shorten it, then save again.'),
  ),
  characters: refused(
    text(
      'Teks memuat emoji atau karakter yang tidak diizinkan.',
      'The text has emoji or characters that are not allowed.',
    ),
    text('Hapus karakter itu, lalu simpan lagi.', 'Remove them, then save again.'),
  ),
  listingQuota: refused(
    text('Jatah jumlah produk toko ini sudah habis.', "The shop's quota of products is used up."),
    text(
      'Hapus produk lama, atau minta kuota di Seller Center.',
      'Delete old products, or ask for quota in Seller Center.',
    ),
  ),
  returnWarehouse: refused(
    text('Gudang pengembalian belum diatur.', 'No return warehouse is set.'),
    inSellerCenter,
  ),
  seller: rule('permission', 'account_suspended', {
    why: text(
      'Akun penjual tidak aktif atau datanya belum lengkap.',
      'The seller account is inactive or incomplete.',
    ),
    remedy: text(
      'Lengkapi akun di Seller Center, lalu uji lagi.',
      'Complete the account in Seller Center, then test again.',
    ),
  }),
} as const satisfies Record<string, ErrorRule>

/** Orders, parcels, cancellations and returns. */
const orders = {
  orderNotFound: refused(
    text('Pesanan atau paket itu bukan milik toko ini.', 'That order or parcel is not this shop’s.'),
    refreshFirst,
  ),
  alreadyShipped: refused(text('Paket sudah dikirim.', 'The parcel has been shipped already.'), refreshFirst),
  orderChanged: refused(
    text('Status pesanan sudah berubah.', 'The status of the order has changed.'),
    refreshFirst,
  ),
  afterSale: refused(
    text(
      'Ada permintaan pembatalan atau pengembalian yang belum dijawab.',
      'A cancellation or return request is still open.',
    ),
    text('Jawab permintaan itu dahulu.', 'Answer that request first.'),
  ),
  trackingNumber: refused(
    text('Nomor resi atau kurir tidak diterima.', 'The tracking number or courier is not accepted.'),
    text(
      'Periksa nomor resi dan kurirnya, lalu coba lagi.',
      'Check the tracking number and courier, then try again.',
    ),
  ),
  trackingLocked: refused(
    text('Nomor resi tidak bisa diubah lagi.', 'The tracking number can no longer be changed.'),
    inSellerCenter,
  ),
  split: refused(
    text(
      'Pesanan ini tidak bisa dipecah atau digabung seperti itu.',
      'This order cannot be divided or combined that way.',
    ),
    text('Ubah pembagian paketnya, lalu coba lagi.', 'Change the parcels, then try again.'),
  ),
  noCourier: refused(
    text('Tidak ada kurir untuk berat atau alamat itu.', 'No courier takes that weight or address.'),
    inSellerCenter,
  ),
  labelData: refused(
    text(
      'Alamat, nama barang, berat, atau ukuran belum lengkap.',
      'Address, item name, weight or size is incomplete.',
    ),
    inSellerCenter,
  ),
  slot: refused(
    text('Waktu penjemputan tidak tersedia.', 'The pickup time is not available.'),
    text('Pilih waktu penjemputan lain.', 'Choose another pickup time.'),
  ),
  invoiceFirst: refused(
    text('Faktur harus diunggah dahulu.', 'The invoice must be uploaded first.'),
    inSellerCenter,
  ),
  platformShips: refused(
    text('Pesanan ini dikirim oleh gudang platform.', 'The platform ships this order from its warehouse.'),
    text('Tidak perlu tindakan dari Anda.', 'Nothing to do on your side.'),
  ),
  notInRegion: refused(
    text(
      'Fitur ini tidak tersedia untuk pesanan atau wilayah ini.',
      'This is not available for this order or region.',
    ),
    inSellerCenter,
  ),
  shipFirst: refused(
    text('Label baru ada setelah pengiriman diatur.', 'The label exists only once shipment is arranged.'),
    text('Atur pengiriman dahulu.', 'Arrange the shipment first.'),
  ),
  documentPending: rule('transient', 'http_5xx_provider_down', {
    what: text('Label sedang dibuat.', 'The label is being made.'),
    why: text('Pembuatannya perlu beberapa detik.', 'Making it takes a few seconds.'),
    remedy: text('Kanal mencoba lagi dengan sendirinya.', 'Kanal tries again by itself.'),
  }),
  decision: refused(
    text(
      'Permintaan ini tidak bisa dijawab seperti itu sekarang.',
      'This request cannot be answered that way now.',
    ),
    refreshFirst,
  ),
  settled: refused(
    text('Permintaan ini sudah diselesaikan.', 'This request has been settled already.'),
    refreshFirst,
  ),
  reason: refused(
    text(
      'Alasan itu tidak berlaku untuk status pesanan ini.',
      'That reason does not fit the status of the order.',
    ),
    text('Pilih alasan lain.', 'Choose another reason.'),
  ),
  refund: refused(
    text('Jumlah pengembalian dana tidak diterima.', 'The refund amount is not accepted.'),
    text('Periksa jumlahnya, lalu coba lagi.', 'Check the amount, then try again.'),
  ),
  platformDecides: refused(
    text('Tim platform sedang menangani permintaan ini.', 'The platform’s team is handling this request.'),
    text('Tunggu keputusannya.', 'Wait for its decision.'),
  ),
} as const satisfies Record<string, ErrorRule>

/** Every situation the platform reports, once; codes and texts point here. */
export const RULES = { ...gateway, ...products, ...orders } as const satisfies Record<string, ErrorRule>

export type RuleName = keyof typeof RULES
