import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import type { IntegrationStatus } from '../../../collections/integrations/integrations.ts'
import type { ShopStatus } from '../../../collections/integrations/shops.ts'
import { text } from '../../../i18n/text.ts'
import type { IconName } from '../../../ui/Icon.tsx'
import type { Tone } from '../../../ui/StatusPill.tsx'

/** What the Integrations page says. */
export const words = {
  settings: text('Pengaturan', 'Settings'),
  title: text('Integrasi', 'Integrations'),
  intro: text(
    'Isi kunci marketplace di sini. Kanal menguji setiap kunci sebelum menyimpannya, lalu menyimpannya terenkripsi.',
    'Enter your marketplace keys here. Kanal tests every key before storing it, and stores it encrypted.',
  ),
  marketplaces: text('Integrasi marketplace', 'Marketplace integrations'),
  services: text('Layanan sistem', 'System services'),
  configure: text('Konfigurasi', 'Configure'),
  edit: text('Ubah', 'Edit'),
  test: text('Uji koneksi', 'Test connection'),
  testing: text('Menguji…', 'Testing…'),
  disconnect: text('Putuskan', 'Disconnect'),
  connectShop: text('Hubungkan toko', 'Connect shop'),
  opening: text('Membuka…', 'Opening…'),
  tested: text('diuji', 'tested'),
  shops: text('Toko terhubung', 'Connected shops'),
  noShop: text('Belum ada toko. Hubungkan toko pertama Anda.', 'No shop yet. Connect your first shop.'),
  consentUntil: text('Izin berlaku sampai', 'Consent valid until'),
  noAccessTitle: text('Hanya untuk pemilik dan admin', 'For owners and admins only'),
  noAccess: text(
    'Halaman ini berisi kunci marketplace. Minta pemilik atau admin organisasi jika ada yang perlu diatur.',
    'This page holds marketplace keys. Ask an owner or admin of the organisation if something needs setting up.',
  ),
  chooseTitle: text('Pilih organisasi', 'Choose an organisation'),
  choose: text(
    'Anda anggota beberapa organisasi. Pilih satu di menu kiri untuk mengatur integrasinya.',
    'You belong to several organisations. Choose one in the menu on the left to manage its integrations.',
  ),
  nothingTitle: text('Belum ada marketplace', 'No marketplace yet'),
  nothing: text(
    'Instalasi ini belum memuat adaptor marketplace. Hubungi pengelola server.',
    'This installation has no marketplace adapter. Contact whoever runs the server.',
  ),
  // The form
  formTitle: text('Konfigurasi', 'Configure'),
  formIntro: text(
    'Nilai rahasia disimpan terenkripsi. Di sini hanya tampak empat huruf terakhirnya.',
    'Secret values are stored encrypted. Only their last four characters are seen here.',
  ),
  setup: text('Langkah persiapan', 'Before you start'),
  docs: text('Buka dokumentasi', 'Open documentation'),
  environment: text('Lingkungan', 'Environment'),
  addressChanged: text(
    'Alamat tujuan berganti. Ketik ulang kunci rahasia: kunci lama tidak dikirim ke tempat lain.',
    'The address has changed. Type the secret keys again: the old ones are not sent elsewhere.',
  ),
  environmentChanged: text(
    'Lingkungan berganti. Ketik ulang kunci rahasia: kunci lama tidak dikirim ke tempat lain.',
    'The environment has changed. Type the secret keys again: the old ones are not sent elsewhere.',
  ),
  credentials: text('Kredensial', 'Credentials'),
  stored: text('Tersimpan', 'Stored'),
  changed: text('diubah', 'changed'),
  replace: text('Ganti', 'Replace'),
  keepStored: text('Batal ganti', 'Keep stored'),
  remove: text('Hapus', 'Remove'),
  removed: text('Akan dihapus saat disimpan', 'Will be removed when saved'),
  undo: text('Urungkan', 'Undo'),
  optional: text('opsional', 'optional'),
  mend: text('Perbaiki', 'Put right'),
  show: text('Tampilkan yang diketik', 'Show what is typed'),
  hide: text('Sembunyikan', 'Hide'),
  where: text('Di mana menemukannya?', 'Where do I find it?'),
  openPage: text('Buka halamannya', 'Open the page'),
  required: text('Isi dulu kolom ini.', 'Fill in this field.'),
  webhook: text('URL webhook', 'Webhook URL'),
  webhookHelp: text(
    'Setelah menyimpan, tempel alamat ini di pengaturan webhook (push) marketplace agar pesanan masuk seketika.',
    'After saving, paste this address into the webhook (push) settings of the marketplace so that orders arrive at once.',
  ),
  testPanel: text('Uji konfigurasi', 'Test the configuration'),
  testIdle: text(
    'Tekan Uji koneksi untuk memeriksa isian tanpa menyimpannya.',
    'Press Test connection to check your entries without storing them.',
  ),
  testPassed: text('Koneksi berhasil: kredensial diterima.', 'It works: the credentials are accepted.'),
  retestPassed: text('Koneksi baik.', 'The connection is fine.'),
  supportCode: text('Kode untuk dukungan', 'Code for support'),
  cancel: text('Batal', 'Cancel'),
  close: text('Tutup', 'Close'),
  save: text('Simpan', 'Save'),
  saving: text('Menguji & menyimpan…', 'Testing & saving…'),
  saved: text('Kredensial teruji dan tersimpan.', 'Credentials tested and stored.'),
  savedUnverified: text('Kredensial tersimpan tanpa uji.', 'Credentials stored without a test.'),
  overrideTitle: text('Simpan tanpa uji?', 'Save without a test?'),
  overrideHelp: text(
    'Penyedia belum bisa dihubungi, jadi kunci ini belum tentu benar. Sebagai pemilik Anda boleh tetap menyimpannya. Alasan Anda dicatat di jejak audit.',
    'The provider could not be reached, so these keys may be wrong. As an owner you may store them anyway. Your reason goes into the audit trail.',
  ),
  overrideReason: text('Alasan', 'Reason'),
  overrideSave: text('Simpan tanpa uji', 'Save without a test'),
  discardTitle: text('Buang perubahan?', 'Discard changes?'),
  discard: text('Isian yang belum disimpan akan hilang.', 'What you typed and did not save will be lost.'),
  discardYes: text('Buang', 'Discard'),
  discardNo: text('Lanjut mengisi', 'Keep editing'),
  disconnectTitle: text('Putuskan', 'Disconnect'),
  disconnectText: text(
    'Kunci yang tersimpan dihapus. Pesanan, produk, dan riwayat tetap ada.',
    'The stored keys are deleted. Orders, products and history stay.',
  ),
  disconnectService: text(
    'Pengaturan yang tersimpan dihapus. Kanal tetap berjalan tanpa layanan ini.',
    'The stored settings are deleted. Kanal keeps running without this service.',
  ),
  disconnectShops: text(
    'Toko berikut ikut diputuskan. Stok dan pesanannya berhenti disinkronkan:',
    'These shops are disconnected too. Their stock and orders stop synchronising:',
  ),
  disconnected: text('Integrasi diputuskan.', 'The integration was disconnected.'),
  failed: text('Permintaan tidak sampai.', 'The request did not arrive.'),
  failedWhy: text(
    'Server Kanal tidak menjawab, atau jaringan Anda terputus.',
    'The Kanal server did not answer, or your network is down.',
  ),
  failedRemedy: text('Periksa jaringan Anda, lalu coba lagi.', 'Check your network, then try again.'),
} as const satisfies Record<string, LocalizedText>

export const shopCount = (count: number): LocalizedText =>
  text(`${count} toko`, count === 1 ? '1 shop' : `${count} shops`)

interface StatusLook {
  label: LocalizedText
  tone: Tone
  icon?: IconName
}

export const STATUS_LOOKS: Readonly<Record<IntegrationStatus, StatusLook>> = {
  draft: { label: text('Belum terhubung', 'Not connected'), tone: 'neutral' },
  unverified: { label: text('Belum teruji', 'Not verified'), tone: 'warning' },
  active: { label: text('Terhubung', 'Connected'), tone: 'success' },
  degraded: { label: text('Terganggu', 'Degraded'), tone: 'warning' },
  failed: { label: text('Gagal', 'Failed'), tone: 'error' },
  locked: { label: text('Terkunci', 'Locked'), tone: 'error', icon: 'lock' },
}

export const SHOP_LOOKS: Readonly<Record<ShopStatus, StatusLook>> = {
  connected: { label: text('Terhubung', 'Connected'), tone: 'success' },
  reconnect: { label: text('Perlu disambungkan lagi', 'Needs reconnecting'), tone: 'warning' },
  disconnected: { label: text('Terputus', 'Disconnected'), tone: 'neutral' },
}

export const STEP_WORDS: Readonly<
  Record<'waiting' | 'running' | 'passed' | 'failed' | 'skipped', LocalizedText>
> = {
  waiting: text('menunggu', 'waiting'),
  running: text('memeriksa…', 'checking…'),
  passed: text('berhasil', 'passed'),
  failed: text('gagal', 'failed'),
  skipped: text('dilewati', 'skipped'),
}

/** "120 md" / "120 ms", "1,4 dtk" / "1.4 s". */
export const duration = (ms: number, language: Language): string => {
  if (ms < 1000) return `${ms} ${language === 'id' ? 'md' : 'ms'}`
  const seconds = (ms / 1000).toFixed(1)
  return language === 'id' ? `${seconds.replace('.', ',')} dtk` : `${seconds} s`
}
