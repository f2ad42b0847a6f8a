import { text } from '../../../i18n/text.ts'
import type { Effect, EffectId, Weight } from './dependents.ts'

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

const effect =
  (id: EffectId, weight: Weight, what: (count: number) => Effect['what']) =>
  (count: number): Effect => ({ id, weight, what: what(count) })

/** What becomes of each thing that depends on an integration, in the words of its owner. */
export const effects: Readonly<Record<EffectId, (count: number) => Effect>> = {
  files: effect('files', 'blocks', (count) =>
    text(
      `${count} berkas hanya ada di penyimpanan ini. Kembalikan semuanya ke server ini dulu.`,
      `${plural(count, 'file is', 'files are')} only in this storage. Move all of them back to this server first.`,
    ),
  ),
  open_orders: effect('open_orders', 'loses', (count) =>
    text(
      `${count} pesanan belum selesai. Pembatalan atau perubahan dari pembeli tidak terlihat lagi di sini.`,
      `${plural(count, 'order is', 'orders are')} still open. Cancellations and changes by buyers are not seen here any more.`,
    ),
  ),
  waiting_pushes: effect('waiting_pushes', 'loses', (count) =>
    text(
      `${count} angka stok yang menunggu tidak terkirim. Barang yang habis masih bisa terjual di sana.`,
      `${plural(count, 'waiting stock figure is', 'waiting stock figures are')} not sent. What has run out may still be sold there.`,
    ),
  ),
  waiting_mail: effect('waiting_mail', 'loses', (count) =>
    text(
      `${count} email yang menunggu tidak terkirim.`,
      `${plural(count, 'waiting e-mail is', 'waiting e-mails are')} not sent.`,
    ),
  ),
  shops: effect('shops', 'stops', (count) =>
    text(
      `${count} toko diputuskan; stok dan pesanannya berhenti disinkronkan.`,
      `${plural(count, 'shop is', 'shops are')} disconnected; stock and orders stop synchronising.`,
    ),
  ),
  listings: effect('listings', 'stops', (count) =>
    text(
      `${count} produk tertaut tidak lagi menerima angka stok.`,
      `${plural(count, 'linked listing gets', 'linked listings get')} no more stock figures.`,
    ),
  ),
  webhooks: effect('webhooks', 'stops', (count) =>
    text(
      `Webhook ditolak; ${count} datang dalam 24 jam terakhir.`,
      `Webhooks are refused; ${count} came in the last 24 hours.`,
    ),
  ),
  mail: effect('mail', 'stops', () =>
    text(
      'Ini satu-satunya jalan email. Tautan reset kata sandi dan pemberitahuan lewat email berhenti; lonceng tetap jalan.',
      'This is the only way for e-mail. Password reset links and notices by e-mail stop; the bell goes on.',
    ),
  ),
  cache: effect('cache', 'stops', () =>
    text(
      'Batas pemakaian dihitung lagi di basis data. Sedikit lebih lambat, tidak ada yang hilang.',
      'Limits are counted in the database again. A little slower; nothing is lost.',
    ),
  ),
  reports: effect('reports', 'stops', () =>
    text(
      'Kesalahan tidak dilaporkan lagi. Tetap ada di log server.',
      'Errors are not reported any more. They stay in the log of the server.',
    ),
  ),
}
