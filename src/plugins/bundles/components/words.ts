import type { LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import type { EntryReport, FieldState, Obstacle } from '../examine.ts'

export const words = {
  settings: text('Pengaturan', 'Settings'),
  title: text('Ekspor & impor', 'Export & import'),
  intro: text(
    'Pindahkan pengaturan integrasi ke Kanal lain, misalnya server baru, tanpa mengetik ulang kunci. Berkasnya selalu terkunci.',
    'Take the settings of your integrations to another Kanal, such as a new server, without typing keys again. The file is always locked.',
  ),
  noAccessTitle: text('Anda belum boleh mengekspor', 'You may not export yet'),
  noAccess: text(
    'Berkas ekspor berisi semua kunci. Hanya pemilik, dan admin yang diizinkan pemilik di Pengaturan › Keamanan, yang bisa membuatnya.',
    'An export holds all keys. Only owners, and admins whom an owner allows it in Settings › Security, can make one.',
  ),
  chooseTitle: text('Pilih organisasi dulu', 'Choose an organisation first'),
  choose: text(
    'Anda pemilik beberapa organisasi. Pilih satu di kiri atas.',
    'You own several organisations. Choose one at the top left.',
  ),

  exportTitle: text('Ekspor dari sini', 'Export from here'),
  nothingTitle: text('Belum ada yang bisa diekspor', 'There is nothing to export yet'),
  nothing: text(
    'Simpan dulu pengaturan sebuah integrasi di Pengaturan › Integrasi.',
    'Save the settings of an integration first, in Settings › Integrations.',
  ),
  whichStep: text('Pilih integrasi', 'Choose integrations'),
  noTokens: text(
    'Izin toko tidak ikut: sambungkan lagi toko di tempat baru. Satu izin hanya bisa dipakai di satu tempat.',
    'Consents of shops stay here: connect the shops again at the new place. One consent works in one place only.',
  ),
  lockStep: text('Pilih cara mengunci', 'Choose the lock'),
  byKey: text('Kunci penerima (paling aman)', 'Receiving key (safest)'),
  byKeyHelp: text(
    'Kanal tujuan membuat kunci sekali pakai di halaman ini. Tempel di sini; hanya tujuan itu yang bisa membuka berkas.',
    'The other Kanal makes a one-time key on this page. Paste it here; only that Kanal can open the file.',
  ),
  byPassphrase: text('Frasa sandi', 'Passphrase'),
  byPassphraseHelp: text(
    'Siapa pun yang punya berkas dan frasa sandinya bisa membukanya. Kirim keduanya lewat jalur berbeda.',
    'Whoever has the file and the passphrase can open it. Send the two by different ways.',
  ),
  recipient: text('Kunci penerima', 'Receiving key'),
  recipientWrong: text(
    'Kunci ini tidak lengkap. Salin seluruhnya, mulai dari kanal-penerima-1.',
    'This key is not complete. Copy all of it, beginning with kanal-penerima-1.',
  ),
  matchCode: text('Kode pencocok', 'Matching code'),
  matchCodeHelp: text(
    'Cocokkan dengan kode di Kanal tujuan, misalnya lewat telepon.',
    'Compare it with the code at the other Kanal, by telephone for example.',
  ),
  passphrase: text('Frasa sandi', 'Passphrase'),
  makePassphrase: text('Buatkan frasa sandi', 'Make a passphrase'),
  keepPassphrase: text(
    'Catat sekarang. Kanal tidak menyimpannya; tanpa frasa ini berkas tidak bisa dibuka.',
    'Note it down now. Kanal does not keep it; without it the file cannot be opened.',
  ),
  show: text('Tampilkan', 'Show'),
  hide: text('Sembunyikan', 'Hide'),
  strength: text('Kekuatan', 'Strength'),
  weak: text('Mudah ditebak', 'Easy to guess'),
  fair: text('Kurang kuat', 'Not strong enough'),
  strong: text('Kuat', 'Strong'),
  weakHelp: text(
    'Pakai lima kata acak atau lebih, atau tekan Buatkan frasa sandi.',
    'Use five random words or more, or press Make a passphrase.',
  ),
  reasonStep: text('Tulis alasan', 'Say why'),
  reason: text('Alasan', 'Reason'),
  reasonHelp: text(
    'Masuk ke jejak audit. Semua pemilik diberi tahu.',
    'It goes into the audit trail. All owners are told.',
  ),
  reasonExample: text('mis. pindah ke server baru', 'e.g. moving to a new server'),
  download: text('Unduh berkas ekspor', 'Download the export file'),
  making: text('Mengunci berkas…', 'Locking the file…'),
  madeTitle: text('Berkas sudah diunduh', 'The file has been downloaded'),
  made: text(
    'Berlaku 24 jam dan bisa diimpor satu kali per organisasi. Hapus berkas setelah diimpor.',
    'It is valid for 24 hours and can be imported once per organisation. Delete the file after the import.',
  ),

  importTitle: text('Impor ke sini', 'Import to here'),
  keyStep: text('Buat kunci penerima', 'Make a receiving key'),
  keyHelp: text(
    'Kirim kunci ini kepada pembuat ekspor. Kunci ini bukan rahasia: hanya Kanal ini yang bisa membuka berkasnya. Lewati jika berkas dikunci dengan frasa sandi.',
    'Send this key to whoever makes the export. It is no secret: only this Kanal can open the file. Leave it out when the file is locked with a passphrase.',
  ),
  makeKey: text('Buat kunci penerima', 'Make a receiving key'),
  makeKeyAgain: text('Ganti dengan kunci baru', 'Replace with a new key'),
  makeKeyAgainHelp: text(
    'Berkas yang dibuat untuk kunci lama tidak bisa dibuka lagi.',
    'Files made for the old key can then not be opened any more.',
  ),
  validUntil: text('Berlaku sampai', 'Valid until'),
  fileStep: text('Pilih berkas', 'Choose the file'),
  file: text('Berkas ekspor (.kanal)', 'Export file (.kanal)'),
  lockedForKey: text(
    'Berkas ini dikunci untuk kunci penerima. Frasa sandi tidak perlu.',
    'This file is locked for a receiving key. No passphrase is needed.',
  ),
  check: text('Periksa berkas', 'Check the file'),
  checking: text('Memeriksa…', 'Checking…'),
  checkHelp: text(
    'Belum ada yang disimpan sampai Anda menekan Impor.',
    'Nothing is stored until you press Import.',
  ),
  reportStep: text('Tentukan yang diimpor', 'Decide what to import'),
  from: text('Dari', 'From'),
  madeAt: text('Dibuat', 'Made'),
  decision: text('Tindakan', 'What to do'),
  store: text('Simpan', 'Store'),
  replace: text('Ganti dengan isi berkas', 'Replace with the file'),
  skip: text('Lewati', 'Leave out'),
  becomes: text('Lingkungan sekarang', 'The environment now'),
  replaceHelp: text(
    'Yang tersimpan sekarang menjadi versi lama dan bisa dikembalikan dari tab Riwayat.',
    'What is stored now becomes an older version and can be restored from the History tab.',
  ),
  import: text('Impor', 'Import'),
  importing: text('Mengimpor…', 'Importing…'),
  nothingNew: text(
    'Tidak ada yang perlu diimpor: semua sudah tersimpan di sini atau tidak bisa dipakai di sini.',
    'There is nothing to import: all of it is stored here already, or cannot be used here.',
  ),
  testing: text('Tersimpan. Menguji koneksi', 'Stored. Testing connections'),
  of: text('dari', 'of'),
  doneTitle: text('Impor selesai', 'The import is complete'),
  accepted: text('koneksi berhasil', 'connections work'),
  toIntegrations: text('Buka Integrasi', 'Open Integrations'),
  another: text('Impor berkas lain', 'Import another file'),
  tooLargeWhat: text('Berkas ini terlalu besar.', 'This file is too large.'),
  tooLargeWhy: text('Sebuah berkas ekspor paling besar 5 MB.', 'An export file is 5 MB at most.'),
  tooLargeRemedy: text('Pilih berkas berakhiran .kanal.', 'Choose the .kanal file.'),
  failed: text('Server tidak menjawab.', 'The server did not answer.'),
  failedWhy: text('Mungkin jaringan Anda terputus.', 'Your network may be down.'),
  failedRemedy: text('Periksa sambungan lalu coba lagi.', 'Check the connection and try again.'),
  brokenOffWhat: text('Sambungan terputus di tengah uji.', 'The connection broke off during the tests.'),
  brokenOffWhy: text(
    'Pengaturan sudah tersimpan, tetapi belum semuanya diuji.',
    'The settings are stored, but not all were tested.',
  ),
  brokenOffRemedy: text(
    'Buka Integrasi dan tekan Uji koneksi.',
    'Open Integrations and press Test connection.',
  ),
} as const satisfies Record<string, LocalizedText>

export const STATE_WORDS: Readonly<Record<EntryReport['state'], LocalizedText>> = {
  new: text('Baru', 'New'),
  same: text('Sudah sama', 'The same already'),
  conflict: text('Berbeda dari yang tersimpan', 'Differs from what is stored'),
  impossible: text('Tidak bisa diimpor', 'Cannot be imported'),
}

export const FIELD_WORDS: Readonly<Record<FieldState, LocalizedText>> = {
  new: text('baru', 'new'),
  same: text('sama', 'same'),
  different: text('berbeda', 'different'),
  goes: text('dihapus, tidak ada di berkas', 'removed, not in the file'),
}

export const OBSTACLE_WORDS: Readonly<Record<Obstacle, LocalizedText>> = {
  unknown_adapter: text(
    'Kanal di sini tidak mengenal integrasi ini. Perbarui Kanal, lalu periksa lagi.',
    'The Kanal here does not know this integration. Update Kanal, then check again.',
  ),
  unknown_environment: text(
    'Lingkungannya tidak tersedia di sini. Siapkan integrasi ini dengan tangan.',
    'Its environment is not available here. Set this integration up by hand.',
  ),
  unknown_fields: text(
    'Berisi isian yang tidak dikenal di sini. Samakan versi Kanal di kedua tempat.',
    'It has fields that are not known here. Run the same version of Kanal at both places.',
  ),
  wrong_form: text(
    'Format isiannya tidak benar untuk Kanal di sini. Periksa di Kanal asal, lalu ekspor lagi.',
    'A field does not have the right form for the Kanal here. Check it at its origin, then export again.',
  ),
  operator_only: text(
    'Layanan sistem hanya diatur organisasi pengelola. Impor di organisasi itu.',
    'System services are set up by the organisation that runs this Kanal. Import it there.',
  ),
  shops_connected: text(
    'Toko di sini terhubung ke lingkungan lain. Putuskan toko itu dulu.',
    'Shops here are connected to another environment. Disconnect them first.',
  ),
}
