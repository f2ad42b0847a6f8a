import type { Explanation } from '../../adapters/contract.ts'

export type StockErrorCode = 'below_reserved' | 'unknown_sku' | 'unknown_location' | 'invalid_quantity'

const explanations: Readonly<Record<StockErrorCode, Explanation>> = {
  below_reserved: {
    what: { id: 'Stok tidak diubah.', en: 'The stock was not changed.' },
    why: {
      id: 'Jumlah itu lebih kecil daripada yang sudah dipesan pembeli.',
      en: 'That quantity is smaller than what buyers have already ordered.',
    },
    remedy: {
      id: 'Batalkan pesanan yang tidak bisa dikirim di marketplace, lalu ubah stok lagi.',
      en: 'Cancel the orders you cannot ship at the marketplace, then change the stock again.',
    },
  },
  unknown_sku: {
    what: { id: 'Stok tidak diubah.', en: 'The stock was not changed.' },
    why: { id: 'SKU itu tidak ada di organisasi ini.', en: 'This organisation has no such SKU.' },
    remedy: { id: 'Muat ulang halaman dan pilih SKU lagi.', en: 'Reload the page and pick the SKU again.' },
  },
  unknown_location: {
    what: { id: 'Stok tidak diubah.', en: 'The stock was not changed.' },
    why: { id: 'Lokasi itu tidak ada di organisasi ini.', en: 'This organisation has no such location.' },
    remedy: {
      id: 'Muat ulang halaman dan pilih lokasi lagi.',
      en: 'Reload the page and pick the location again.',
    },
  },
  invalid_quantity: {
    what: { id: 'Stok tidak diubah.', en: 'The stock was not changed.' },
    why: {
      id: 'Jumlah harus bilangan bulat dari 0 sampai 1.000.000.000.',
      en: 'The quantity must be a whole number from 0 to 1,000,000,000.',
    },
    remedy: { id: 'Perbaiki jumlahnya, lalu simpan lagi.', en: 'Correct the quantity, then save again.' },
  },
}

/** A stock change that was refused; nothing of it was done. */
export class StockError extends Error {
  readonly code: StockErrorCode
  readonly explanation: Explanation

  constructor(code: StockErrorCode, options?: ErrorOptions) {
    super(explanations[code].why.en, options)
    this.name = 'StockError'
    this.code = code
    this.explanation = explanations[code]
  }
}
