import type { OrderStatus } from '../../adapters/contract.ts'
import { text } from '../../i18n/text.ts'

/** The words for each order status, used by lists, filters, badges and e-mails alike. */
export const orderStatusText: Readonly<Record<OrderStatus, ReturnType<typeof text>>> = {
  unpaid: text('Belum bayar', 'Unpaid'),
  pending: text('Ditahan marketplace', 'On hold'),
  to_ship: text('Perlu dikirim', 'To ship'),
  arranged: text('Diatur pengirimannya', 'Arranged'),
  handed_over: text('Diserahkan ke kurir', 'Handed over'),
  in_transit: text('Dalam pengiriman', 'In transit'),
  delivered: text('Terkirim', 'Delivered'),
  completed: text('Selesai', 'Completed'),
  cancel_requested: text('Permintaan pembatalan', 'Cancellation request'),
  cancelled: text('Dibatalkan', 'Cancelled'),
  returning: text('Pengembalian', 'Return'),
  returned: text('Dikembalikan', 'Returned'),
  unknown: text('Status tidak dikenal', 'Unknown status'),
}

export const orderStatusOptions = Object.entries(orderStatusText).map(([value, label]) => ({ value, label }))
