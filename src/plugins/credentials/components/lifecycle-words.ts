import type { LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import type { VersionKind } from '../lifecycle/version-origin.ts'

/** What the drawer of an integration says besides its form. */
export const lifecycleWords = {
  tabs: text('Bagian', 'Sections'),
  config: text('Konfigurasi', 'Configuration'),
  history: text('Riwayat', 'History'),
  usage: text('Dipakai oleh', 'Used by'),
  audit: text('Audit', 'Audit'),
  loading: text('Memuat…', 'Loading…'),
  retry: text('Coba lagi', 'Try again'),

  historyIntro: text(
    'Setiap simpan membuat versi baru. Yang disimpan: 10 versi terakhir, dan semua yang lebih muda dari 90 hari. Nilainya tetap terenkripsi.',
    'Every save makes a new version. Kept are the last 10, and all younger than 90 days. Their values stay encrypted.',
  ),
  noHistory: text('Belum ada versi tersimpan.', 'No version is stored yet.'),
  version: text('Versi', 'Version'),
  inForce: text('Dipakai sekarang', 'In force'),
  byKanal: text('Kanal', 'Kanal'),
  restore: text('Kembalikan', 'Restore'),
  restoreYes: text('Ya, uji lalu kembalikan', 'Yes, test and restore'),
  restoring: text('Menguji & mengembalikan…', 'Testing & restoring…'),
  restored: text(
    'Versi lama teruji dan dipakai lagi.',
    'The older version was tested and is in force again.',
  ),
  cleared: text('dihapus', 'removed'),
  set: text('diisi', 'set'),
  watching: text('Versi ini sedang diawasi', 'This version is being watched'),
  watchingHelp: text(
    'Jika marketplace menolak panggilan dengan kunci baru, Kanal kembali ke versi sebelumnya sendiri, sampai',
    'If calls with the new key are refused, Kanal goes back to the version before by itself, until',
  ),

  lastUsed: text('Terakhir dipakai', 'Last used'),
  neverUsed: text('Belum pernah dipakai.', 'Not used yet.'),
  shops: text('Toko', 'Shops'),
  noShops: text('Tidak ada toko yang memakainya.', 'No shop uses it.'),
  impactTitle: text('Jika diputuskan', 'If it is disconnected'),

  noAudit: text('Belum ada catatan.', 'Nothing is recorded yet.'),
  auditAll: text('Buka jejak audit lengkap', 'Open the whole audit trail'),

  overlapTitle: text('Ganti kunci dengan masa tumpang tindih', 'Replace the key with an overlap'),
  overlapHelp: text(
    'Untuk kunci yang diganti di marketplace dan yang lama masih berlaku sementara. Kanal memakai kunci baru; jika ditolak, sekali lagi dengan yang lama. Webhook bertanda tangan lama tetap diterima.',
    'For keys renewed at the marketplace while the old one stays valid for a time. Kanal uses the new key; if that is refused, the old one once more. Webhooks signed with the old key are still accepted.',
  ),
  overlapFor: text('Kunci lama tetap berlaku selama', 'The old key stays valid for'),
  overlapActive: text('Kunci lama masih berlaku', 'The old key is still valid'),
  overlapUntil: text('sampai', 'until'),
  overlapUsed: text('Terakhir dipakai', 'Last used'),
  overlapUnused: text('Belum terpakai sejak diganti.', 'Not used since it was replaced.'),
  overlapEnds: text(
    'Menyimpan perubahan lain mengakhiri masa ini.',
    'Saving any other change ends this period.',
  ),
  overlapEnd: text('Akhiri sekarang', 'End it now'),
  overlapEnded: text('Hanya kunci baru yang berlaku.', 'Only the new key counts now.'),

  revealTitle: text('Tampilkan nilai', 'Show values'),
  revealOff: text(
    'Mati. Nilai rahasia tidak bisa dilihat siapa pun, juga oleh Anda.',
    'Off. Nobody can see the secret values, not even you.',
  ),
  revealOn: text(
    'Menyala. Pemilik, dan admin yang diizinkan, bisa menampilkan satu nilai selama 15 detik, dengan konfirmasi identitas dan alasan. Semua pemilik diberi tahu.',
    'On. Owners, and admins who are allowed to, can show one value for 15 seconds, after confirming who they are and saying why. All owners are told.',
  ),
  revealBy: text('Dinyalakan oleh', 'Switched on by'),
  revealTurnOn: text('Nyalakan', 'Switch on'),
  revealTurnOff: text('Matikan', 'Switch off'),
  revealOwner: text('Hanya pemilik yang bisa mengubahnya.', 'Only an owner can change this.'),
  reveal: text('Tampilkan nilai', 'Show the value'),
  revealReason: text('Mengapa Anda perlu melihatnya?', 'Why do you need to see it?'),
  revealReasonHelp: text(
    'Paling sedikit 5 huruf. Dicatat di jejak audit dan dikirim ke pemilik.',
    'At least 5 letters. Goes into the audit trail; the owners are told.',
  ),
  revealing: text('Membuka…', 'Opening…'),
  revealNow: text('Tampilkan 15 detik', 'Show for 15 seconds'),
  revealHide: text('Sembunyikan', 'Hide'),
  revealGone: text('Nilai disembunyikan lagi.', 'The value is hidden again.'),
  copy: text('Salin', 'Copy'),
  copied: text('Tersalin', 'Copied'),
  formatRight: text('Formatnya benar', 'The format is right'),
} as const satisfies Record<string, LocalizedText>

export const KIND_WORDS: Readonly<Record<VersionKind, LocalizedText>> = {
  save: text('Disimpan', 'Saved'),
  override: text('Disimpan tanpa uji', 'Saved without a test'),
  rollback: text('Dikembalikan', 'Restored'),
  auto_rollback: text('Dikembalikan otomatis', 'Restored automatically'),
  import: text('Diimpor', 'Imported'),
}

export const fromVersion = (version: number): LocalizedText =>
  text(`nilai versi ${version}`, `values of version ${version}`)

export const restoreQuestion = (version: number): LocalizedText =>
  text(
    `Kembalikan versi ${version}? Nilainya diuji dulu. Hanya jika diterima, nilai itu menjadi versi terbaru.`,
    `Restore version ${version}? Its values are tested first. Only if they are accepted do they become the newest version.`,
  )

export const secondsLeft = (seconds: number): LocalizedText =>
  text(`Hilang dalam ${seconds} detik`, `Gone in ${seconds} s`)

export const hours = (count: number): LocalizedText =>
  count % 24 === 0 && count > 24
    ? text(`${count / 24} hari`, `${count / 24} days`)
    : text(`${count} jam`, `${count} ${count === 1 ? 'hour' : 'hours'}`)

export const usedElsewhere = (integration: string): LocalizedText =>
  text(
    `kunci ini sudah dipakai integrasi lain milik Anda (${integration}). Periksa apakah tidak tertukar.`,
    `another integration of yours (${integration}) already uses this key. Check that they are not mixed up.`,
  )

const PURPOSES: Readonly<Record<string, LocalizedText>> = {
  'orders.fetch': text('mengambil pesanan', 'fetching orders'),
  'orders.poll': text('memeriksa pesanan', 'looking for orders'),
  'stock.push': text('mengirim stok', 'sending stock'),
  'catalog.import': text('mengimpor produk', 'importing products'),
  'listing.read': text('membaca produk', 'reading listings'),
  'listing.switch': text('mengubah penayangan produk', 'showing or hiding listings'),
  'consent.start': text('menghubungkan toko', 'connecting a shop'),
  'consent.exchange': text('menghubungkan toko', 'connecting a shop'),
  'token.refresh': text('memperbarui token toko', 'renewing a shop’s token'),
  'webhook.verify': text('memeriksa webhook', 'checking a webhook'),
  'connection.test': text('uji koneksi', 'a connection test'),
  'probation.test': text('pengawasan versi baru', 'watching a new version'),
  rollback: text('mengembalikan versi', 'restoring a version'),
  reveal: text('menampilkan nilai', 'showing a value'),
}

/** What credentials were opened for, as a seller would say it; the code itself when it is a new one. */
export const purposeWord = (code: string): LocalizedText =>
  Object.hasOwn(PURPOSES, code) ? (PURPOSES[code] ?? text(code, code)) : text(code, code)
