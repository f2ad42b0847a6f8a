import { CAUSES, type Cause, type LocalizedText } from '../../adapters/contract.ts'
import { explain } from '../../adapters/kit/explain.ts'
import { text } from '../../i18n/text.ts'

const summaries: Readonly<Record<string, LocalizedText>> = {
  'order.created': text('Pesanan baru {ref} masuk.', 'New order {ref} came in.'),
  'order.updated': text('Pesanan {ref} diperbarui.', 'Order {ref} was updated.'),
  'orders.poll': text('Pemeriksaan pesanan berkala.', 'Regular check for orders.'),
  'orders.fetch': text('Mengambil pesanan dari toko.', 'Fetching orders from the shop.'),
  'catalog.imported': text('Katalog diimpor.', 'The catalogue was imported.'),
  'catalog.import': text('Impor katalog berhenti.', 'The catalogue import stopped.'),
  'listings.refreshed': text(
    'Perubahan listing di toko diambil ({after}).',
    'Changes to listings in the shop were fetched ({after}).',
  ),
  'listings.gone': text(
    'Listing dihapus di toko ({before}); yang tersisa diambil ({after}).',
    'Listings were deleted in the shop ({before}); what is left was fetched ({after}).',
  ),
  'listings.fetch': text('Mengambil listing dari toko.', 'Fetching listings from the shop.'),
  'pushes.recovered': text(
    '{after} pesan yang tidak sampai sudah diambil.',
    '{after} messages that had not arrived were fetched.',
  ),
  'pushes.recover': text(
    'Pesan yang tidak sampai belum bisa diambil.',
    'Messages that had not arrived could not be fetched yet.',
  ),
  'stock.pushed': text(
    'Stok listing {ref}: {before} → {after}.',
    'Stock of listing {ref}: {before} → {after}.',
  ),
  'stock.refused': text(
    'Toko tidak menerima stok {after} untuk listing {ref}.',
    'The shop did not accept stock {after} for listing {ref}.',
  ),
  'token.refreshed': text('Token toko diperbarui.', 'The token of the shop was renewed.'),
  'token.refused': text(
    'Marketplace menolak memperbarui token.',
    'The marketplace refused to renew the token.',
  ),
  'token.restored': text(
    'Kunci lama dipakai lagi, jadi toko ini berjalan lagi.',
    'The older keys are in force again, so this shop goes on.',
  ),
  'token.revoked': text('Izin toko dicabut.', 'The consent of the shop was withdrawn.'),
}

/** A sync log entry as a sentence. Entries that already are one stay as they are. */
export const syncSummary = (row: Readonly<Record<string, unknown>>): LocalizedText => {
  const code = String(row.summary ?? '')
  const known = summaries[code]
  if (!known) return text(code, code)
  const fill = (sentence: string) =>
    sentence
      .replace('{ref}', String(row.reference ?? ''))
      .replace('{before}', String(row.before ?? '–'))
      .replace('{after}', String(row.after ?? '–'))
  return text(fill(known.id), fill(known.en))
}

const ownCauses: Readonly<Record<string, LocalizedText>> = {
  unknown_shop: text('Toko pengirim pesan ini belum terhubung.', 'The shop that sent this is not connected.'),
  order_not_found: text(
    'Marketplace tidak menemukan pesanannya.',
    'The marketplace does not find the order.',
  ),
  disconnected: text('Toko diputuskan di tengah jalan.', 'The shop was disconnected half-way.'),
  user: text('Diputuskan oleh anggota tim.', 'Disconnected by a team member.'),
  outside_scope: text(
    'Pemilik tidak menyertakan toko ini dalam toko yang boleh memakai kunci (Integrasi › Konfigurasi › Aturan).',
    'The owner left this shop out of those that may use the keys (Integrations › Configure › Rules).',
  ),
}

const isCause = (code: string): code is Cause => (CAUSES as readonly string[]).includes(code)

/** A stored cause in words; `who` is the marketplace it speaks of. A sentence stays as it is. */
export const causeText = (code: string, who: string): LocalizedText =>
  isCause(code) ? explain(code, who).what : (ownCauses[code] ?? text(code, code))
