import { text } from '../../../i18n/text.ts'
import type { FaultKind } from '../verify.ts'

export const words = {
  settings: text('Pengaturan', 'Settings'),
  title: text('Jejak audit', 'Audit trail'),
  intro: text(
    'Siapa melakukan apa pada kunci, toko dan tim. Tidak ada yang bisa mengubah atau menghapusnya, dan nilai rahasia tidak pernah tercatat.',
    'Who did what to keys, shops and the team. Nobody can change or delete it, and secret values are never written down.',
  ),
  chooseTitle: text('Pilih organisasi', 'Choose an organisation'),
  choose: text('Jejak audit dicatat per organisasi.', 'The audit trail is kept per organisation.'),
  noAccessTitle: text('Hanya untuk pemilik dan admin', 'Owners and admins only'),
  noAccess: text(
    'Minta pemilik organisasi jika Anda perlu melihat jejak audit.',
    'Ask an owner of the organisation if you need to see the audit trail.',
  ),
  area: text('Tentang', 'About'),
  outcome: text('Hasil', 'Outcome'),
  actor: text('Pelaku', 'Who'),
  from: text('Dari tanggal', 'From'),
  to: text('Sampai tanggal', 'To'),
  search: text('Cari nama, alamat IP…', 'Search a name, IP address…'),
  all: text('Semua', 'All'),
  clear: text('Hapus filter', 'Clear filters'),
  older: text('Lebih lama', 'Older'),
  loading: text('Memuat…', 'Loading…'),
  system: text('Kanal', 'Kanal'),
  somebody: text('Seseorang', 'Somebody'),
  fields: text('Kolom', 'Fields'),
  reason: text('Alasan', 'Reason'),
  address: text('Alamat IP', 'IP address'),
  browser: text('Peramban', 'Browser'),
  request: text('Kode permintaan', 'Request code'),
  row: text('Baris', 'Row'),
  download: text('Unduh', 'Download'),
  preparing: text('Menyiapkan…', 'Preparing…'),
  downloadNote: text('Unduhan ikut tercatat.', 'Downloads are written down too.'),
  emptyTitle: text('Tidak ada yang cocok', 'Nothing matches'),
  empty: text('Longgarkan filternya untuk melihat lebih banyak.', 'Loosen the filters to see more.'),
  sound: text('Utuh', 'Intact'),
  unverified: text('Belum diperiksa', 'Not verified yet'),
  broken: text('Tidak utuh', 'Not intact'),
  soundLine: (rows: number) =>
    text(
      `${rows.toLocaleString('id')} baris, semuanya sama dengan saat ditulis. Diperiksa`,
      `${rows.toLocaleString('en')} rows, all as they were written. Verified`,
    ),
  brokenLine: (row: number) =>
    text(
      `Mulai baris ${row}, jejak ini tidak lagi sama dengan saat ditulis. Minta pengelola server menjalankan pemeriksaan audit.`,
      `From row ${row} on, this trail is no longer what was written. Ask whoever runs the server to verify the audit.`,
    ),
  outside: text('Di luar server ini', 'Outside this server'),
  copied: text('Salinan bukti terakhir:', 'Last copy of the proof:'),
  noCopyYet: text('Salinan bukti pertama belum dibuat.', 'No copy of the proof has been made yet.'),
  copyNumber: (seq: number) => text(`nomor ${seq}`, `number ${seq}`),
  lockedUntil: text('dikunci penyimpanan sampai', 'locked by the storage until'),
  notLocked: text(
    'bucket ini tidak mengunci salinan (object lock mati)',
    'this bucket does not lock copies (object lock is off)',
  ),
  copyLate: text('Terlambat', 'Late'),
  copyFailed: text('Percobaan terakhir gagal:', 'The last try failed:'),
  noPlace: text(
    'Belum ada. Tanpa salinan di luar, jejak yang ditukar bersama seluruh basis data tidak ketahuan.',
    'Nothing yet. Without a copy outside, a trail exchanged together with the whole database is not noticed.',
  ),
  setUp: text('Atur File (S3) di Integrasi', 'Set up File (S3) in Integrations'),
  unknownCopy: (seq: number) =>
    text(
      `Basis data lebih lama dari salinannya: bukti nomor ${seq} tidak dikenal di sini.`,
      `The database is older than its copies: proof number ${seq} is not known here.`,
    ),
  stream: text('Aliran ke sistem lain:', 'Stream to another system:'),
  streamStarting: text('dimulai dalam satu menit', 'begins within a minute'),
  streamCurrent: text('semua baris sudah diterima', 'all rows have been taken'),
  streamBehind: (rows: number) =>
    text(`${rows.toLocaleString('id')} baris menunggu`, `${rows.toLocaleString('en')} rows wait`),
  streamSince: text('sejak', 'since'),
  waitingLine: text('Diperiksa setiap 15 menit.', 'Verified every 15 minutes.'),
}

export const AREAS = {
  credential: text('Kredensial', 'Credentials'),
  integration: text('Integrasi', 'Integrations'),
  shop: text('Toko', 'Shops'),
  listing: text('Listing', 'Listings'),
  user: text('Tim', 'Team'),
  security: text('Keamanan', 'Security'),
  key: text('Kunci enkripsi', 'Encryption keys'),
  settings: text('Ekspor & impor', 'Export & import'),
  audit: text('Jejak audit', 'Audit trail'),
  access: text('Penolakan akses', 'Refused access'),
}

/** What a fault means, for the title of the badge. */
export const FAULTS: Readonly<Record<FaultKind, ReturnType<typeof text>>> = {
  missing_link: text('Ada baris yang hilang', 'A row is missing'),
  missing_event: text('Ada kejadian yang dihapus', 'An event was deleted'),
  changed: text('Ada baris yang diubah', 'A row was changed'),
  foreign_event: text('Ada kejadian yang disisipkan', 'An event was slipped in'),
  cut_off: text('Bagian akhirnya terpotong', 'Its end was cut off'),
  replaced: text('Rantainya diganti', 'Its chain was replaced'),
  checkpoint: text('Tanda tangan berkala tidak cocok', 'A signed checkpoint does not match'),
}
