import type { LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'

const types: Readonly<Record<string, LocalizedText>> = {
  receive: text('Terima barang', 'Received'),
  sale: text('Terjual', 'Sold'),
  reserve: text('Dipesan pembeli', 'Ordered by a buyer'),
  release: text('Dilepas kembali', 'Given back'),
  adjust: text('Penyesuaian', 'Adjusted'),
  count: text('Stok opname', 'Stock count'),
  transfer_out: text('Pindah gudang, keluar', 'Transfer out'),
  transfer_in: text('Pindah gudang, masuk', 'Transfer in'),
  return_in: text('Retur masuk', 'Return received'),
  scrap: text('Dibuang', 'Scrapped'),
  campaign_lock: text('Dikunci kampanye', 'Campaign lock'),
  campaign_unlock: text('Dilepas kampanye', 'Campaign unlock'),
}

const buckets: Readonly<Record<string, LocalizedText>> = {
  on_hand: text('Stok fisik', 'On hand'),
  reserved: text('Stok dipesan', 'Reserved stock'),
  campaign: text('Stok kampanye', 'Campaign stock'),
  incoming: text('Akan datang', 'Incoming'),
}

/** What kind of movement this was, in the seller's words; an unknown kind keeps its own name. */
export const movementTypeText = (type: string): LocalizedText => types[type] ?? text(type, type)

/** Which counter moved. */
export const bucketText = (bucket: string): LocalizedText => buckets[bucket] ?? text(bucket, bucket)
