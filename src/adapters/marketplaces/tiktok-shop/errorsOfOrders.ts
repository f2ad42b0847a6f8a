import { text } from '../../kit/text.ts'
import { inSellerCenter, refreshFirst, refused, rule, type ErrorRule } from './errorRule.ts'

/** Orders, parcels, cancellations and returns. */
export const orders = {
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
