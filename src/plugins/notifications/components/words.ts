import { text } from '../../../i18n/text.ts'
import type { DeliveryState } from '../log.ts'
import type { Channel, Topic } from '../choices.ts'

export const bellWords = {
  title: text('Pemberitahuan', 'Notifications'),
  label: text('Pemberitahuan, {count} belum dibaca', 'Notifications, {count} unread'),
  labelNone: text('Pemberitahuan, semua sudah dibaca', 'Notifications, all read'),
  news: text('Ada pemberitahuan baru. {count} belum dibaca.', 'There are new notifications. {count} unread.'),
  readAll: text('Tandai semua dibaca', 'Mark all as read'),
  read: text('Tandai dibaca', 'Mark as read'),
  unread: text('Belum dibaca', 'Unread'),
  close: text('Tutup', 'Close'),
  settings: text('Atur notifikasi', 'Notification settings'),
  today: text('Hari ini', 'Today'),
  earlier: text('Sebelumnya', 'Earlier'),
  recovered: text('Pulih', 'Recovered'),
  open: text('Belum pulih', 'Still open'),
  times: text('{count} kali', '{count} times'),
  emptyTitle: text('Belum ada pemberitahuan', 'No notifications yet'),
  empty: text(
    'Kanal memberi tahu di sini jika toko terputus, kredensial bermasalah, atau ada kejadian keamanan.',
    'Kanal tells you here when a shop is disconnected, a credential has a problem, or something about security happens.',
  ),
  loading: text('Memuat pemberitahuan…', 'Loading notifications…'),
  retry: text('Coba lagi', 'Try again'),
}

export const pageWords = {
  settings: text('Pengaturan', 'Settings'),
  title: text('Notifikasi', 'Notifications'),
  intro: text(
    'Pilih bagaimana Kanal memberi tahu: langsung lewat e-mail, diringkas sekali sehari, atau di lonceng saja.',
    'Choose how Kanal tells you: at once by e-mail, summed up once a day, or in the bell alone.',
  ),
  tabs: text('Bagian notifikasi', 'Parts of notifications'),
  own: text('Untuk saya', 'For me'),
  shared: text('Untuk organisasi', 'For the organisation'),
  log: text('Log pengiriman', 'Delivery log'),
  chooseTitle: text('Pilih organisasi', 'Choose an organisation'),
  choose: text(
    'Anda ikut di beberapa organisasi. Pilih salah satu di kiri atas.',
    'You belong to several organisations. Choose one at the top left.',
  ),
  noAccessTitle: text('Anda tidak bisa melihat ini', 'You cannot see this'),
  noAccess: text(
    'Hanya pemilik dan admin yang bisa. Minta mereka jika perlu.',
    'Only owners and admins can. Ask one of them if you need it.',
  ),
  ownIntro: text(
    'Hanya berlaku untuk Anda. Yang tidak Anda pilih mengikuti organisasi.',
    'For you alone. What you do not choose follows the organisation.',
  ),
  sharedIntro: text(
    'Berlaku untuk setiap orang yang tidak memilih sendiri.',
    'For everybody who has not chosen for themselves.',
  ),
  what: text('Tentang apa', 'About what'),
  how: text('Bagaimana', 'How'),
  follow: text('Ikuti organisasi ({value})', 'Follow the organisation ({value})'),
  standard: text('Bawaan ({value})', 'Default ({value})'),
  quiet: text('Jam tenang', 'Quiet hours'),
  quietHelp: text(
    'E-mail menunggu sampai jam tenang berakhir, menurut zona waktu organisasi ({zone}). Yang mendesak tetap dikirim.',
    'E-mails wait until the quiet hours end, in the organisation’s time zone ({zone}). What is urgent still goes out.',
  ),
  quietNone: text('Tanpa jam tenang', 'No quiet hours'),
  quietOwn: text('Setiap hari', 'Every day'),
  from: text('Dari', 'From'),
  to: text('Sampai', 'Until'),
  digestAt: text('Jam ringkasan harian', 'Time of the daily summary'),
  ownTime: text('Pilih jam', 'Choose a time'),
  language: text('Bahasa e-mail', 'Language of e-mails'),
  save: text('Simpan', 'Save'),
  saving: text('Menyimpan…', 'Saving…'),
  saved: text('Pengaturan notifikasi disimpan.', 'Notification settings saved.'),
  none: text('tidak ada', 'none'),
}

export const topicWords: Readonly<
  Record<Topic, { name: ReturnType<typeof text>; help: ReturnType<typeof text> }>
> = {
  critical: {
    name: text('Mendesak, tentang apa pun', 'Urgent, about anything'),
    help: text(
      'Toko terputus, kredensial ditolak, kejadian keamanan. Pemilik tidak bisa mematikannya.',
      'A shop is disconnected, a credential is rejected, something about security. Owners cannot turn it off.',
    ),
  },
  connection: {
    name: text('Toko dan sinkronisasi', 'Shops and synchronisation'),
    help: text(
      'Izin segera berakhir, sinkronisasi tertinggal.',
      'Consents that end soon, synchronisation behind.',
    ),
  },
  credential: {
    name: text('Kredensial', 'Credentials'),
    help: text(
      'Segera berakhir, ditampilkan, atau dikembalikan ke versi lama.',
      'About to end, revealed, or rolled back.',
    ),
  },
  security: {
    name: text('Keamanan akun', 'Account security'),
    help: text(
      'Masuk dari perangkat baru, faktor kedua berubah.',
      'Sign-in from a new device, second factor changed.',
    ),
  },
  system: {
    name: text('Sistem', 'System'),
    help: text('Ekspor dibuat, file selesai dipindahkan.', 'Exports made, files moved.'),
  },
}

export const channelWords: Readonly<Record<Channel, ReturnType<typeof text>>> = {
  mail: text('Lonceng dan e-mail langsung', 'Bell, and e-mail at once'),
  digest: text('Lonceng dan ringkasan harian', 'Bell, and daily summary'),
  bell: text('Lonceng saja', 'Bell only'),
  off: text('Mati', 'Off'),
}

export const logWords = {
  intro: text(
    'E-mail yang dikirim Kanal, dengan hasilnya. Disimpan 90 hari.',
    'E-mails that Kanal sent, and what became of them. Kept for 90 days.',
  ),
  emptyTitle: text('Belum ada e-mail', 'No e-mails yet'),
  empty: text(
    'Setiap e-mail pemberitahuan dicatat di sini: menunggu, terkirim, atau gagal dengan penyebabnya.',
    'Every notification e-mail is listed here: waiting, sent, or failed with its cause.',
  ),
  about: text('Tentang', 'About'),
  to: text('Kepada', 'To'),
  state: text('Keadaan', 'State'),
  when: text('Waktu', 'Time'),
  digest: text('Ringkasan', 'Summary'),
  recovered: text('Pulih: {title}', 'Recovered: {title}'),
  again: text('Kirim ulang', 'Send again'),
  queuedAgain: text(
    'E-mail dikirim ulang. Muat ulang untuk melihat hasilnya.',
    'The e-mail is being sent again. Reload to see the result.',
  ),
  newer: text('Lebih baru', 'Newer'),
  older: text('Lebih lama', 'Older'),
  pages: text('Halaman log', 'Pages of the log'),
  attempts: text('percobaan ke-{count}', 'attempt {count}'),
}

export const stateWords: Readonly<Record<DeliveryState, ReturnType<typeof text>>> = {
  queued: text('Menunggu giliran', 'Waiting'),
  gathered: text('Menunggu ringkasan', 'Waiting for the summary'),
  held: text('Tertahan', 'Held'),
  sent: text('Terkirim', 'Sent'),
  failed: text('Gagal', 'Failed'),
  skipped: text('Tidak dikirim', 'Not sent'),
  summarised: text('Masuk ringkasan', 'In a summary'),
}
