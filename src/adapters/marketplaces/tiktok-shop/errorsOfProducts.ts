import { text } from '../../kit/text.ts'
import { inSellerCenter, refused, rule, type ErrorRule } from './errorRule.ts'
import { NAME } from './name.ts'

/** Products, stock and prices. */
export const products = {
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
