import { text } from '../../kit/text.ts'
import { refused, type ErrorRule } from './errorRule.ts'

/** What Shopee refuses about goods: their stock, price and description. */
export const LISTING_RULES = {
  itemLocked: refused(
    text(
      'Produk sudah dihapus, diblokir, atau sedang ditinjau.',
      'The item was deleted, banned, or is under review.',
    ),
    text('Lihat produk itu di Seller Centre.', 'See the item in Seller Centre.'),
  ),
  penalty: refused(
    text('Toko sedang terkena sanksi.', 'The shop is under penalty.'),
    text('Lihat Kesehatan Toko di Seller Centre.', 'See Account Health in Seller Centre.'),
  ),
  belowReserved: refused(
    text(
      'Stok tidak boleh di bawah jumlah yang sudah dikunci promosi.',
      'Stock may not be below what a promotion has reserved.',
    ),
    text('Naikkan stok, atau tunggu promosi selesai.', 'Raise the stock, or wait for the promotion to end.'),
  ),
  promotion: refused(
    text('Stok dikunci selama promosi berjalan.', 'Stock is locked while a promotion runs.'),
    text(
      'Ubah di Seller Centre › Promosi, atau tunggu promosi selesai.',
      'Change it in Seller Centre › Promotions, or wait for it to end.',
    ),
  ),
  location: refused(
    text(
      'Stok produk ini disimpan per gudang Shopee.',
      'The stock of this item is kept per Shopee warehouse.',
    ),
    text('Ubah stok produk ini di Seller Centre.', 'Change the stock of this item in Seller Centre.'),
  ),
  heldByShopee: refused(
    text('Stok produk ini dikelola gudang Shopee (FBS).', 'Shopee keeps the stock of this item (FBS).'),
    text('Matikan sinkronisasi stok untuk listing ini.', 'Turn off stock sync for this listing.'),
  ),
  variantChanged: refused(
    text('Varian produk di Shopee sudah berubah.', 'The variants of the item have changed at Shopee.'),
    text(
      'Segarkan produk dari Shopee, lalu tautkan lagi variannya.',
      'Refresh the product from Shopee, then link its variants again.',
    ),
  ),
  holiday: refused(
    text('Toko sedang libur.', 'The shop is in holiday mode.'),
    text(
      'Matikan mode libur di Seller Centre, lalu coba lagi.',
      'Turn off holiday mode in Seller Centre, then try again.',
    ),
  ),
  price: refused(
    text('Harga di luar batas Shopee.', 'The price is outside the limits of Shopee.'),
    text('Periksa harga, lalu kirim lagi.', 'Check the price, then send it again.'),
  ),
  priceRatio: refused(
    text(
      'Selisih harga antarvarian terlalu besar, atau varian itu sudah tidak ada.',
      'The prices of the variants are too far apart, or a variant no longer exists.',
    ),
    text(
      'Di Indonesia varian termahal paling banyak 7 kali varian termurah. Sesuaikan harganya.',
      'In Indonesia the dearest variant may cost 7 times the cheapest at most. Adjust the prices.',
    ),
  ),
  pricePromotion: refused(
    text('Harga dikunci selama promosi berjalan.', 'The price is locked while a promotion runs.'),
    text(
      'Tunggu promosi selesai, lalu ubah harganya.',
      'Wait for the promotion to end, then change the price.',
    ),
  ),
  wholesale: refused(
    text('Harga bertentangan dengan harga grosir.', 'The price contradicts the wholesale price.'),
    text('Ubah harga grosir di Seller Centre dahulu.', 'Change the wholesale price in Seller Centre first.'),
  ),
  category: refused(
    text(
      'Kategori tidak berlaku atau tertutup untuk toko ini.',
      'The category is invalid or closed to this shop.',
    ),
    text('Pilih kategori paling rinci yang tersedia.', 'Choose the most specific category on offer.'),
  ),
  attribute: refused(
    text('Ada atribut produk yang kurang atau salah.', 'A product attribute is missing or wrong.'),
    text('Lengkapi atribut wajib kategori ini.', 'Fill in the mandatory attributes of this category.'),
  ),
  brand: refused(
    text('Merek tidak berlaku untuk kategori ini.', 'The brand does not apply to this category.'),
    text('Pilih merek dari daftar, atau tanpa merek.', 'Choose a brand from the list, or none.'),
  ),
  itemText: refused(
    text(
      'Judul atau deskripsi tidak memenuhi aturan Shopee.',
      "The title or description breaks Shopee's rules.",
    ),
    text(
      'Periksa panjang teks, karakter khusus, dan jumlah tagar.',
      'Check the length, special characters and the number of hashtags.',
    ),
  ),
  itemImage: refused(
    text('Gambar atau video tidak dapat dipakai.', 'A picture or video cannot be used.'),
    text(
      'Unggah ulang gambar JPG atau PNG, paling banyak 2 MB dan sedikitnya 200 x 200 piksel.',
      'Upload the pictures again as JPG or PNG, 2 MB at most and at least 200 x 200 pixels.',
    ),
  ),
  itemLimit: refused(
    text('Toko sudah mencapai jumlah produk terbanyak.', 'The shop has reached its number of products.'),
    text('Hapus produk lama di Seller Centre.', 'Delete old products in Seller Centre.'),
  ),
  itemLogistics: refused(
    text('Jasa kirim tidak cocok untuk produk ini.', 'The couriers do not fit this product.'),
    text('Periksa berat, ukuran, dan jasa kirim toko.', 'Check weight, size and the couriers of the shop.'),
  ),
  daysToShip: refused(
    text('Lama pengemasan tidak diizinkan.', 'The days to ship are not allowed.'),
    text('Atur lama pengemasan di Seller Centre.', 'Set the days to ship in Seller Centre.'),
  ),
  delist: refused(
    text(
      'Produk sedang ditinjau, diblokir, dijadwalkan, atau dalam promosi.',
      'The item is under review, banned, scheduled, or in a promotion.',
    ),
    text('Lihat produk itu di Seller Centre.', 'See the item in Seller Centre.'),
  ),
  variation: refused(
    text('Susunan varian tidak diterima Shopee.', 'Shopee does not accept the variants.'),
    text(
      'Paling banyak dua jenis variasi dan 50 kombinasi, tanpa nama ganda.',
      'Two kinds of options and 50 combinations at most, without repeated names.',
    ),
  ),
  noWarehouses: refused(
    text('Toko ini tidak memakai multi-gudang.', 'This shop does not use several warehouses.'),
    text('Pakai satu stok untuk toko ini.', 'Keep one stock for this shop.'),
  ),
} as const satisfies Record<string, ErrorRule>
