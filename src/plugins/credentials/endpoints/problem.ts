import { text } from '../../../i18n/text.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'

/** The same for an organisation that does not exist and one the person has no part in. */
export const notAllowed = (): Refusal =>
  new Refusal(403, {
    code: 'not_allowed',
    what: text('Anda tidak bisa mengatur integrasi di sini.', 'You cannot manage integrations here.'),
    why: text(
      'Kunci dan integrasi hanya bisa diatur oleh pemilik atau admin organisasi.',
      'Keys and integrations are managed only by an owner or admin of the organisation.',
    ),
    remedy: text('Minta pemilik atau admin untuk melakukannya.', 'Ask an owner or admin to do it.'),
  })

export const ownersOnly = (): Refusal =>
  new Refusal(403, {
    code: 'owners_only',
    what: text('Hanya pemilik yang bisa menyimpan tanpa uji.', 'Only an owner can save without a test.'),
    why: text(
      'Kredensial yang belum teruji bisa menghentikan penjualan.',
      'Credentials that were not tested can stop your sales.',
    ),
    remedy: text(
      'Minta pemilik melakukannya, atau uji lagi nanti.',
      'Ask an owner to do it, or test again later.',
    ),
  })

export const notFound = (): Refusal =>
  new Refusal(404, {
    code: 'not_found',
    what: text('Integrasi ini tidak ditemukan.', 'This integration was not found.'),
    why: text(
      'Integrasi belum dibuat, atau bukan milik organisasi Anda.',
      'It was not created yet, or is not yours.',
    ),
    remedy: text('Muat ulang halaman Integrasi.', 'Reload the Integrations page.'),
  })

export const tooManyTests = (seconds: number): Refusal =>
  new Refusal(
    429,
    {
      code: 'too_many_tests',
      what: text('Terlalu banyak uji dalam satu menit.', 'Too many tests within a minute.'),
      why: text(
        'Marketplace bisa memblokir aplikasi yang terlalu sering mencoba.',
        'Marketplaces may block an app that tries too often.',
      ),
      remedy: text(`Tunggu ${seconds} detik, lalu uji lagi.`, `Wait ${seconds} seconds, then test again.`),
    },
    { 'retry-after': String(seconds) },
  )

const MOVED = {
  environment: text(
    'Lingkungan berganti. Kunci yang tersimpan hanya boleh dikirim ke tempat asalnya.',
    'The environment has changed. Stored keys may only be sent to the place they were stored for.',
  ),
  address: text(
    'Alamat tujuan berganti. Kunci yang tersimpan hanya boleh dikirim ke alamat asalnya.',
    'The address has changed. Stored keys may only be sent to the address they were stored for.',
  ),
}

/** A stored secret never travels to a place it was not stored for, whether by environment or by address. */
export const typeSecretsAgain = (
  fields: readonly string[],
  moved: keyof typeof MOVED = 'environment',
): Refusal =>
  new Refusal(422, {
    code: 'type_secrets_again',
    fields,
    what: text('Ketik ulang kunci rahasia.', 'Type the secret keys again.'),
    why: MOVED[moved],
    remedy: text(
      'Isi kunci untuk tujuan yang baru, lalu uji lagi.',
      'Enter the keys for the new destination, then test again.',
    ),
  })

export const changedMeanwhile = (): Refusal =>
  new Refusal(409, {
    code: 'changed_meanwhile',
    what: text(
      'Kredensial ini baru saja diubah orang lain.',
      'Someone else has just changed these credentials.',
    ),
    why: text(
      'Isian Anda dibuat dari versi yang lebih lama. Tidak ada yang disimpan.',
      'Your entries were made from an older version. Nothing was saved.',
    ),
    remedy: text('Tutup formulir, buka lagi, lalu ulangi.', 'Close the form, open it again, then repeat.'),
  })

export const nothingStored = (): Refusal =>
  new Refusal(409, {
    code: 'nothing_stored',
    what: text('Belum ada kredensial yang bisa diuji.', 'There are no credentials to test yet.'),
    why: text(
      'Integrasi ini belum diisi, atau sudah diputuskan.',
      'It was not filled in yet, or was disconnected.',
    ),
    remedy: text('Tekan Konfigurasi dan isi kredensialnya.', 'Press Configure and enter the credentials.'),
  })

export const shopsConnected = (count: number): Refusal =>
  new Refusal(409, {
    code: 'shops_connected',
    what: text('Masih ada toko yang terhubung.', 'Shops are still connected.'),
    why: text(
      `${count} toko memakai integrasi ini untuk stok dan pesanan.`,
      `${count} shop(s) use this integration for stock and orders.`,
    ),
    remedy: text('Putuskan juga toko-tokonya, lalu ulangi.', 'Disconnect the shops too, then repeat.'),
  })
