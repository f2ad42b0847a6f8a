import { text } from '../../kit/text.ts'
import { refused, rule, type ErrorRule } from './errorRule.ts'

/** What Shopee refuses about orders, parcels, returns and payouts. */
export const ORDER_RULES = {
  orderChanged: refused(
    text('Status pesanan sudah berubah.', 'The status of the order has changed.'),
    text('Segarkan pesanan, lalu coba lagi.', 'Refresh the order, then try again.'),
  ),
  cancelTooLate: refused(
    text('Pesanan tidak dapat dibatalkan lagi.', 'The order can no longer be cancelled.'),
    text(
      'Pesanan yang sudah diatur pengirimannya hanya dapat dibatalkan atas permintaan pembeli.',
      'Once shipment is arranged only the buyer can ask to cancel.',
    ),
  ),
  noRequest: refused(
    text('Pembeli tidak (lagi) meminta pembatalan.', 'The buyer does not ask to cancel (any more).'),
    text('Segarkan pesanan, lalu lihat statusnya.', 'Refresh the order, then see its status.'),
  ),
  split: refused(
    text('Pesanan ini tidak dapat dipecah seperti itu.', 'This order cannot be split that way.'),
    text(
      'Bagi semua barang ke dua sampai lima paket sebelum pengiriman diatur.',
      'Divide all goods into two to five parcels before shipment is arranged.',
    ),
  ),
  unsplit: refused(
    text('Pemecahan pesanan tidak dapat dibatalkan.', 'The split of the order cannot be undone.'),
    text('Kirim setiap paket tersendiri.', 'Ship every parcel on its own.'),
  ),
  arranged: refused(
    text('Pengiriman paket ini sudah diatur.', 'Shipment of this parcel is arranged already.'),
    text('Segarkan pesanan, lalu cetak labelnya.', 'Refresh the order, then print its label.'),
  ),
  notReady: refused(
    text(
      'Pesanan belum siap atau tidak lagi perlu dikirim.',
      'The order is not, or no longer, ready to ship.',
    ),
    text('Segarkan pesanan, lalu lihat statusnya.', 'Refresh the order, then see its status.'),
  ),
  handOver: refused(
    text(
      'Cara serah terima tidak cocok untuk jasa kirim ini.',
      'This courier does not take parcels that way.',
    ),
    text('Pilih cara lain yang tersedia di layar.', 'Choose another way on offer.'),
  ),
  shipField: refused(
    text('Ada isian pengiriman yang kurang atau salah.', 'A shipping field is missing or wrong.'),
    text(
      'Isi alamat, jadwal, cabang, nama pengirim, atau nomor resi yang diminta.',
      'Fill in the address, time, branch, sender name or tracking number asked for.',
    ),
  ),
  pickupTime: refused(
    text('Jadwal penjemputan itu tidak tersedia.', 'That pickup time is not available.'),
    text('Muat ulang pilihan, lalu pilih jadwal lain.', 'Load the choices again, then pick another time.'),
  ),
  parcel: refused(
    text('Nomor paket tidak cocok dengan pesanan.', 'The parcel number does not match the order.'),
    text('Segarkan pesanan, lalu coba lagi.', 'Refresh the order, then try again.'),
  ),
  invoice: refused(
    text('Data faktur pesanan belum ada.', 'The invoice data of the order is missing.'),
    text('Isi data faktur di Seller Centre.', 'Fill in the invoice data in Seller Centre.'),
  ),
  cannotPrint: refused(
    text(
      'Label hanya dapat dicetak setelah pengiriman diatur dan sebelum paket diambil.',
      'A label can be printed only after shipment is arranged and before the parcel is picked up.',
    ),
    text('Atur pengiriman dahulu, lalu cetak.', 'Arrange shipment first, then print.'),
  ),
  labelPending: rule('permanent', 'request_refused', {
    what: text('Label sedang dibuat.', 'The label is being made.'),
    why: text('Shopee butuh waktu untuk membuatnya.', 'Shopee needs time to make it.'),
    remedy: text('Coba lagi beberapa saat lagi.', 'Try again in a moment.'),
  }),
  labelFailed: refused(
    text('Shopee gagal membuat label.', 'Shopee could not make the label.'),
    text('Coba lagi, atau cetak di Seller Centre.', 'Try again, or print it in Seller Centre.'),
  ),
  returnChanged: refused(
    text(
      'Status pengembalian tidak mengizinkan langkah ini.',
      'The status of the return does not allow this step.',
    ),
    text('Segarkan pengembalian, lalu lihat statusnya.', 'Refresh the return, then see its status.'),
  ),
  dispute: refused(
    text('Isi sanggahan tidak lengkap atau tidak diterima.', 'The dispute is incomplete or not accepted.'),
    text(
      'Isi email, pilih alasan, dan lampirkan bukti yang diminta.',
      'Fill in the email, choose a reason and attach the evidence asked for.',
    ),
  ),
  income: refused(
    text('Pendapatan pesanan ini belum ada.', 'This order has no income yet.'),
    text('Tunggu sampai dana dilepas.', 'Wait until the money is released.'),
  ),
} as const satisfies Record<string, ErrorRule>
