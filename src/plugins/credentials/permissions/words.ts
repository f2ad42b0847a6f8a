import type { LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import type { VaultPermission } from './permissions.ts'

/** Each permission as an owner reads it. */
export const PERMISSION_WORDS: Readonly<
  Record<VaultPermission, { label: LocalizedText; what: LocalizedText }>
> = {
  see: {
    label: text('Melihat integrasi', 'See integrations'),
    what: text(
      'Membuka halaman Integrasi: status, riwayat, dan empat huruf terakhir. Bukan nilainya.',
      'Open the Integrations page: status, history and last four characters. Not the values.',
    ),
  },
  test: {
    label: text('Menguji koneksi', 'Test connections'),
    what: text(
      'Menjalankan Uji koneksi dengan kunci yang tersimpan atau yang diketik.',
      'Run Test connection with stored keys or typed ones.',
    ),
  },
  rotate: {
    label: text('Mengisi dan mengganti kunci', 'Store and replace keys'),
    what: text(
      'Menyimpan, mengganti, mengembalikan versi lama, dan memutuskan integrasi.',
      'Save, replace, go back to older versions, and disconnect integrations.',
    ),
  },
  reveal: {
    label: text('Menampilkan nilai rahasia', 'Show secret values'),
    what: text(
      'Melihat satu nilai selama 15 detik, bila pemilik menyalakannya untuk integrasi itu. Pemilik diberi tahu.',
      'See one value for 15 seconds, where an owner switched it on for that integration. Owners are told.',
    ),
  },
  export: {
    label: text('Mengekspor pengaturan', 'Export settings'),
    what: text(
      'Mengunduh kunci dalam file tersegel untuk Kanal lain.',
      'Download the keys in a sealed file for another Kanal.',
    ),
  },
}
