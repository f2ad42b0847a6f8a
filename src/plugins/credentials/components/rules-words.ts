import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'

/** What the tab Aturan says: until when keys are valid, and which shops may use them. */
export const rulesWords = {
  tab: text('Aturan', 'Rules'),
  open: text('Lihat', 'View'),
  expiryTitle: text('Berlaku sampai', 'Valid until'),
  expiryHelp: text(
    'Hari terakhir kunci ini berlaku, seperti tertulis di konsol penyedianya. Kanal mengingatkan 30, 14, 7, dan 1 hari sebelumnya, dan saat sudah lewat. Kosongkan jika kuncinya tidak pernah berakhir.',
    'The last day this key is valid, as its provider’s console says. Kanal reminds you 30, 14, 7 and 1 days ahead, and when it has passed. Leave it empty if the key never ends.',
  ),
  expiryLabel: text('Hari terakhir', 'Last day'),
  expiryProposed: text('Menurut aturan penyedia:', 'By the provider’s rules:'),
  expiryUse: text('Pakai', 'Use it'),
  expirySave: text('Simpan tanggal', 'Save the date'),
  expiryClear: text('Hapus tanggal', 'Remove the date'),
  expirySaved: text('Tanggal disimpan.', 'The date was saved.'),
  expiryCleared: text('Tanggal dihapus.', 'The date was removed.'),
  expiryAsked: text(
    'Kuncinya sudah diganti. Sampai kapan kunci yang baru berlaku?',
    'The key has been replaced. Until when is the new one valid?',
  ),
  expiryFill: text('Isi tanggal', 'Enter the date'),
  expiryRenew: text(
    'Buat kunci baru di konsol penyedia, lalu simpan di sini.',
    'Make a new key in the provider’s console, then store it here.',
  ),
  readOnly: text(
    'Hanya pemilik, atau admin yang boleh mengganti kunci, yang bisa mengubahnya.',
    'Only owners, or admins who may replace keys, can change this.',
  ),
  scopeTitle: text('Dipakai untuk', 'Used for'),
  scopeHelp: text(
    'Toko yang tidak disertakan berhenti seketika: stok dan pesanannya tidak disinkronkan. Data dan tokennya tetap ada, dan toko berjalan lagi begitu disertakan.',
    'Shops that are left out stand still at once: their stock and orders are not synchronised. Their data and tokens stay, and they go on as soon as they are let in again.',
  ),
  scopeAll: text('Semua toko', 'All shops'),
  scopeAllWhat: text('Juga toko yang dihubungkan nanti.', 'Also shops connected later.'),
  scopeSome: text('Toko tertentu', 'Certain shops'),
  scopeSomeWhat: text(
    'Toko yang dihubungkan nanti tidak ikut sampai dicentang.',
    'Shops connected later are left out until they are ticked.',
  ),
  scopeNone: text('Belum ada toko yang terhubung.', 'No shop is connected yet.'),
  scopeSave: text('Simpan cakupan', 'Save the scope'),
  scopeSaved: text('Cakupan disimpan.', 'The scope was saved.'),
  scopeOwner: text('Hanya pemilik yang bisa mengubahnya.', 'Only an owner can change this.'),
  saving: text('Menyimpan…', 'Saving…'),
  outside: text('berhenti: di luar cakupan', 'stands still: left out'),
  notPermitted: text(
    'Pemilik tidak mengizinkan admin membuka integrasi. Minta pemilik mengubahnya di Pengaturan › Keamanan.',
    'Owners do not let admins open the integrations. Ask an owner to change that in Settings › Security.',
  ),
  noRotate: text(
    'Pemilik tidak mengizinkan admin mengisi atau mengganti kunci. Anda bisa melihat, tidak bisa menyimpan.',
    'Owners do not let admins store or replace keys. You can look, not save.',
  ),
  lossTitle: text('Yang bisa hilang', 'What may be lost'),
  blocksTitle: text('Belum bisa diputuskan', 'It cannot be disconnected yet'),
  stopsTitle: text('Yang berhenti', 'What stops'),
  lossKnown: text(
    'Saya tahu, dan tetap ingin memutuskannya.',
    'I know, and want to disconnect it all the same.',
  ),
  noEffects: text(
    'Tidak ada toko, stok, atau webhook yang terpengaruh.',
    'No shop, stock or webhook is affected.',
  ),
  disconnecting: text('Memutuskan…', 'Disconnecting…'),
} as const satisfies Record<string, LocalizedText>

/** A date as people write it: "31 Januari 2027". */
export const dayText = (on: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${on}T00:00:00Z`),
  )

/** How long a date is away. */
export function leftText(days: number): LocalizedText {
  if (days < 0) return text('sudah lewat', 'has passed')
  if (days === 0) return text('berakhir hari ini', 'ends today')
  return text(`${days} hari lagi`, days === 1 ? '1 day left' : `${days} days left`)
}

export const shopsChosen = (count: number, of: number): LocalizedText =>
  text(`${count} dari ${of} toko`, `${count} of ${of} shops`)
