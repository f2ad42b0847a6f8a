import { text } from '../../../i18n/text.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import type { Effect } from '../dependents/dependents.ts'

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

/** 412 for a caller who sent `If-Match`. */
export const changedMeanwhile = (status: 409 | 412 = 409): Refusal =>
  new Refusal(status, {
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

/** Something would be lost that the person was not shown, or did not say they know. */
export const lossNotAccepted = (losses: readonly Effect[]): Refusal =>
  new Refusal(409, {
    code: 'loss_not_accepted',
    fields: losses.map(({ id }) => id),
    what: text('Integrasi belum diputuskan.', 'The integration was not disconnected.'),
    why: text(losses.map(({ what }) => what.id).join(' '), losses.map(({ what }) => what.en).join(' ')),
    remedy: text(
      'Tunggu sampai selesai, atau tekan Putuskan lagi dan centang bahwa Anda mengetahuinya.',
      'Wait until they are done, or press Disconnect again and tick that you know.',
    ),
  })

export const versionRequired = (): Refusal =>
  new Refusal(428, {
    code: 'version_required',
    what: text('Tidak ada yang diubah.', 'Nothing was changed.'),
    why: text(
      'Permintaan tidak menyebut versi yang Anda lihat, jadi bisa menimpa perubahan orang lain.',
      'The request does not name the version you saw, so it could overwrite what someone else changed.',
    ),
    remedy: text(
      'Muat ulang halaman lalu ulangi. Program mengirim If-Match.',
      'Reload the page, then repeat. Programs send If-Match.',
    ),
  })

export const versionGone = (): Refusal =>
  new Refusal(404, {
    code: 'version_gone',
    what: text('Versi itu tidak ada lagi.', 'That version is not there any more.'),
    why: text(
      'Yang disimpan hanya 10 versi terakhir, dan yang lebih muda dari 90 hari.',
      'Only the last 10 versions are kept, and those younger than 90 days.',
    ),
    remedy: text(
      'Buka Riwayat lagi dan pilih versi lain.',
      'Open the history again and choose another version.',
    ),
  })

export const alreadyInForce = (): Refusal =>
  new Refusal(409, {
    code: 'already_in_force',
    what: text('Tidak ada yang perlu dikembalikan.', 'There is nothing to restore.'),
    why: text(
      'Nilai versi itu sama dengan yang dipakai sekarang.',
      'The values of that version are in force now.',
    ),
    remedy: text('Pilih versi lain di Riwayat.', 'Choose another version in the history.'),
  })

export const revealOff = (): Refusal =>
  new Refusal(403, {
    code: 'reveal_off',
    what: text('Nilai ini tidak bisa ditampilkan.', 'This value cannot be shown.'),
    why: text(
      'Menampilkan nilai dimatikan untuk integrasi ini.',
      'Showing values is switched off for this integration.',
    ),
    remedy: text(
      'Pemilik bisa menyalakannya di Konfigurasi, bagian Tampilkan nilai.',
      'An owner can switch it on in the configuration, under Show values.',
    ),
  })

export const revealOwnersOnly = (): Refusal =>
  new Refusal(403, {
    code: 'owners_only',
    what: text('Hanya pemilik yang bisa mengubah ini.', 'Only an owner can change this.'),
    why: text(
      'Menyalakannya membuat kunci rahasia bisa dibaca orang.',
      'Switching it on makes secret keys readable by people.',
    ),
    remedy: text('Minta pemilik melakukannya.', 'Ask an owner to do it.'),
  })

export const tooManyReveals = (seconds: number): Refusal => {
  const minutes = Math.ceil(seconds / 60)
  return new Refusal(
    429,
    {
      code: 'too_many_reveals',
      what: text('Terlalu banyak nilai ditampilkan.', 'Too many values were shown.'),
      why: text(
        'Satu orang boleh menampilkan 5 nilai dalam satu jam. Pemilik sudah diberi tahu.',
        'One person may show 5 values an hour. The owners have been told.',
      ),
      remedy: text(`Coba lagi dalam ${minutes} menit.`, `Try again in ${minutes} minutes.`),
    },
    { 'retry-after': String(seconds) },
  )
}

/** The same for grants that were used, have expired, never were, or are someone else's. */
export const grantGone = (): Refusal =>
  new Refusal(410, {
    code: 'grant_gone',
    what: text('Izin menampilkan sudah tidak berlaku.', 'The leave to show it is no longer valid.'),
    why: text(
      'Setiap izin hanya untuk satu kali, dalam 30 detik, di peramban yang memintanya.',
      'Each works once, within 30 seconds, in the browser that asked for it.',
    ),
    remedy: text('Tekan ikon mata lagi.', 'Press the eye again.'),
  })

export const sessionRequired = (): Refusal =>
  new Refusal(403, {
    code: 'session_required',
    what: text('Nilai ini tidak bisa ditampilkan.', 'This value cannot be shown.'),
    why: text('Anda tidak masuk lewat peramban.', 'You are not signed in with a browser.'),
    remedy: text('Masuk di halaman Kanal, lalu ulangi.', 'Sign in on the pages of Kanal, then repeat.'),
  })
