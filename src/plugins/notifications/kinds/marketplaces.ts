import { MANAGERS, WAREHOUSE } from '../../../collections/access/roles.ts'
import { text } from '../../../i18n/text.ts'
import { kind } from './definition.ts'

/** What can be told of connections to marketplaces and their consent. */
export const marketplacesKinds = {
  'shop.reconnect': kind({
    group: 'connection',
    severity: 'critical',
    lasting: true,
    roles: MANAGERS,
    params: ['shop', 'marketplace'],
    title: text('Toko {shop} terputus', 'Shop {shop} is disconnected'),
    what: text(
      '{marketplace} tidak lagi memberi akses ke toko {shop}. Pesanan dan stoknya berhenti disinkronkan.',
      '{marketplace} no longer gives access to {shop}. Its orders and stock have stopped synchronising.',
    ),
    remedy: text(
      'Sambungkan lagi toko ini. Pesanan yang tertinggal diambil sendiri.',
      'Reconnect this shop. Missed orders are then fetched by themselves.',
    ),
    recovered: text(
      'Toko {shop} tersambung lagi. Pesanan yang tertinggal sedang diambil.',
      'Shop {shop} is connected again. Missed orders are being fetched.',
    ),
    link: '/shops-overview',
    action: text('Sambungkan lagi', 'Reconnect'),
  }),
  'consent.expiring': kind({
    group: 'connection',
    severity: 'warning',
    lasting: true,
    roles: MANAGERS,
    params: ['shop', 'marketplace', 'days'],
    title: text('Izin toko {shop} segera berakhir', 'The consent of shop {shop} is about to end'),
    what: text(
      'Izin yang Anda berikan di {marketplace} untuk toko {shop} berakhir dalam {days} hari. Setelah itu pesanan dan stok tidak disinkronkan.',
      'The consent you gave on {marketplace} for shop {shop} ends in {days} days. Orders and stock then stop synchronising.',
    ),
    remedy: text('Perbarui izin sekarang. Toko tetap berjalan.', 'Renew it now. The shop keeps running.'),
    recovered: text('Izin toko {shop} sudah diperbarui.', 'The consent of shop {shop} has been renewed.'),
    link: '/shops-overview',
    action: text('Perbarui izin', 'Renew consent'),
  }),
  'consent.expired': kind({
    group: 'connection',
    severity: 'critical',
    lasting: true,
    roles: MANAGERS,
    params: ['shop', 'marketplace'],
    title: text('Izin toko {shop} sudah berakhir', 'The consent of shop {shop} has ended'),
    what: text(
      'Masa izin di {marketplace} untuk toko {shop} habis. Pesanan dan stoknya berhenti disinkronkan.',
      'The consent on {marketplace} for shop {shop} ran out. Its orders and stock have stopped synchronising.',
    ),
    remedy: text(
      'Sambungkan lagi toko ini dengan akun penjualnya.',
      'Reconnect this shop with its seller account.',
    ),
    recovered: text('Toko {shop} diizinkan lagi.', 'Shop {shop} has given its consent again.'),
    link: '/shops-overview',
    action: text('Sambungkan lagi', 'Reconnect'),
  }),
  'sync.behind': kind({
    group: 'connection',
    severity: 'warning',
    lasting: true,
    roles: WAREHOUSE,
    params: ['shop', 'minutes'],
    title: text('Sinkronisasi toko {shop} tertinggal', 'Shop {shop} is behind'),
    what: text(
      'Pesanan toko {shop} belum diambil selama {minutes} menit. Angka stok dan pesanan bisa belum terbaru.',
      'Orders of shop {shop} have not been fetched for {minutes} minutes. Stock and orders may be old.',
    ),
    remedy: text(
      'Periksa log sinkronisasi. Jika penyebabnya di marketplace, Kanal mengejar sendiri.',
      'Look at the sync log. If the cause is at the marketplace, Kanal catches up by itself.',
    ),
    recovered: text('Sinkronisasi toko {shop} sudah mengejar.', 'Shop {shop} has caught up.'),
    link: '/collections/sync-log',
    action: text('Lihat log sinkronisasi', 'See the sync log'),
  }),
  'pushes.missing': kind({
    group: 'connection',
    severity: 'warning',
    lasting: true,
    roles: MANAGERS,
    params: ['shop', 'marketplace'],
    title: text(
      '{marketplace} tidak mengirim kabar pesanan {shop}',
      '{marketplace} sends no order news of {shop}',
    ),
    what: text(
      'Hampir semua pesanan toko {shop} selama 30 menit terakhir ditemukan Kanal sendiri, karena push dari {marketplace} tidak sampai. Pesanan tetap masuk, tetapi stok di toko lain turun satu sampai dua menit lebih lambat.',
      'Kanal found almost all orders of {shop} of the last 30 minutes by looking, because pushes of {marketplace} do not arrive. Orders still come in, but stock in other shops goes down a minute or two later.',
    ),
    remedy: text(
      'Buka pengaturan push di konsol pengembang {marketplace}: pastikan alamat webhook sama dengan yang ada di Integrasi, lalu simpan lagi. Itu juga menyalakan push yang dijeda.',
      'Open the push settings in the developer console of {marketplace}: make sure the webhook address is the one shown in Integrations, then save it again. That also restarts pushes that were paused.',
    ),
    recovered: text(
      '{marketplace} mengirim kabar pesanan toko {shop} lagi.',
      '{marketplace} sends news of the orders of {shop} again.',
    ),
    link: '/integrations',
    action: text('Buka integrasi', 'Open integrations'),
  }),
} as const
