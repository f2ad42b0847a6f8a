import type { Explanation } from '../../adapters/contract.ts'
import { text } from '../../i18n/text.ts'
import { Refusal } from '../security/endpoint/refusal.ts'
import { BundleError, type BundleFault } from './format/bundle-error.ts'

const NOTHING_CHANGED = text('Tidak ada yang diubah.', 'Nothing was changed.')

const FAULTS: Readonly<Record<BundleFault, Explanation & { status: number }>> = {
  too_large: {
    status: 413,
    what: text('Berkas ekspor terlalu besar.', 'The export file is too large.'),
    why: text('Sebuah berkas ekspor paling besar 5 MB.', 'An export file is 5 MB at most.'),
    remedy: text('Ekspor lebih sedikit integrasi sekaligus.', 'Export fewer integrations at once.'),
  },
  unreadable: {
    status: 422,
    what: text('Berkas ini bukan berkas ekspor Kanal.', 'This is not an export file of Kanal.'),
    why: text(
      'Isinya tidak lengkap, pernah diubah, atau berkas lain.',
      'It is incomplete, was changed, or is some other file.',
    ),
    remedy: text(
      'Pilih berkas berakhiran .kanal persis seperti saat diunduh, atau ekspor lagi.',
      'Choose the .kanal file just as it was downloaded, or export again.',
    ),
  },
  too_new: {
    status: 422,
    what: text('Berkas ini dari Kanal yang lebih baru.', 'This file is from a newer Kanal.'),
    why: text(
      'Versi Kanal di sini belum mengenal formatnya.',
      'The Kanal here does not know its format yet.',
    ),
    remedy: text('Perbarui Kanal di sini, lalu ulangi.', 'Update the Kanal here, then repeat.'),
  },
  expired: {
    status: 410,
    what: text('Berkas ini sudah kedaluwarsa.', 'This file has expired.'),
    why: text(
      'Demi keamanan, berkas ekspor hanya berlaku 24 jam.',
      'For safety, an export file is valid for 24 hours only.',
    ),
    remedy: text('Buat ekspor baru di Kanal asal.', 'Make a new export at the Kanal it came from.'),
  },
  not_yet: {
    status: 422,
    what: text('Berkas ini bertanggal di masa depan.', 'This file is dated in the future.'),
    why: text('Jam di salah satu server tidak tepat.', 'The clock of one of the servers is wrong.'),
    remedy: text(
      'Minta pengelola server mencocokkan jam, lalu ekspor lagi.',
      'Ask whoever runs the servers to set the clocks, then export again.',
    ),
  },
  passphrase_missing: {
    status: 422,
    what: text('Berkas ini dikunci dengan frasa sandi.', 'This file is locked with a passphrase.'),
    why: text('Frasa sandinya belum diisi.', 'The passphrase was not entered.'),
    remedy: text(
      'Isi frasa sandi dari pembuat ekspor.',
      'Enter the passphrase from whoever made the export.',
    ),
  },
  wrong_passphrase: {
    status: 422,
    what: text('Berkas tidak bisa dibuka.', 'The file cannot be opened.'),
    why: text('Frasa sandinya salah.', 'The passphrase is wrong.'),
    remedy: text(
      'Periksa huruf besar, spasi, dan tanda hubung, lalu coba lagi.',
      'Check capitals, blanks and hyphens, then try again.',
    ),
  },
  key_gone: {
    status: 410,
    what: text('Berkas tidak bisa dibuka.', 'The file cannot be opened.'),
    why: text(
      'Kunci penerimanya sudah dipakai, diganti, kedaluwarsa, atau milik organisasi lain.',
      'Its receiving key was used, replaced, has expired, or belongs to another organisation.',
    ),
    remedy: text(
      'Buat kunci penerima baru di sini, lalu minta ekspor baru untuk kunci itu.',
      'Make a new receiving key here, then ask for a new export for it.',
    ),
  },
  tampered: {
    status: 422,
    what: text('Berkas ini ditolak.', 'This file was refused.'),
    why: text(
      'Isinya bukan lagi yang dulu ditulis: rusak di jalan atau diubah orang.',
      'It is not what was written any more: damaged on the way, or changed by somebody.',
    ),
    remedy: text(
      'Jangan pakai berkas ini. Minta ekspor baru lewat jalur lain.',
      'Do not use this file. Ask for a new export by another way.',
    ),
  },
}

/** The refusal that says why a bundle was not read; anything else is thrown on as it is. */
export function refusalOfBundle(error: unknown): unknown {
  if (!(error instanceof BundleError)) return error
  const { status, what, why, remedy } = FAULTS[error.fault]
  return new Refusal(status, { code: `bundle_${error.fault}`, what, why, remedy })
}

export const alreadyImported = (): Refusal =>
  new Refusal(409, {
    code: 'bundle_already_imported',
    what: text('Berkas ini sudah pernah diimpor.', 'This file was imported before.'),
    why: text(
      'Demi keamanan, satu berkas hanya bisa diimpor satu kali per organisasi.',
      'For safety, a file can be imported once per organisation.',
    ),
    remedy: text('Jika perlu lagi, buat ekspor baru.', 'If you need it again, make a new export.'),
  })

export const changedSinceReport = (): Refusal =>
  new Refusal(409, {
    code: 'changed_since_report',
    what: NOTHING_CHANGED,
    why: text(
      'Setelah Anda memeriksa berkas, pengaturan di sini diubah orang lain.',
      'After you checked the file, somebody else changed settings here.',
    ),
    remedy: text('Periksa berkas sekali lagi.', 'Check the file once more.'),
  })

export const entryImpossible = (name: string): Refusal =>
  new Refusal(422, {
    code: 'entry_impossible',
    what: NOTHING_CHANGED,
    why: text(`${name} tidak bisa diimpor di sini.`, `${name} cannot be imported here.`),
    remedy: text('Lewati yang itu, lalu ulangi.', 'Leave it out, then repeat.'),
  })

export const nothingChosen = (): Refusal =>
  new Refusal(422, {
    code: 'nothing_chosen',
    what: NOTHING_CHANGED,
    why: text('Tidak ada integrasi dari berkas ini yang dipilih.', 'No integration of this file was chosen.'),
    remedy: text('Pilih paling sedikit satu integrasi.', 'Choose at least one integration.'),
  })

export const nothingToExport = (): Refusal =>
  new Refusal(422, {
    code: 'nothing_to_export',
    what: text('Tidak ada yang diekspor.', 'Nothing was exported.'),
    why: text(
      'Integrasi yang dipilih tidak punya pengaturan tersimpan (lagi).',
      'The chosen integrations have no settings stored (any more).',
    ),
    remedy: text('Muat ulang halaman, lalu pilih lagi.', 'Reload the page, then choose again.'),
  })

export const tooManySettings = (): Refusal =>
  new Refusal(422, {
    code: 'too_many_settings',
    what: text('Tidak ada yang diekspor.', 'Nothing was exported.'),
    why: text(
      'Satu berkas memuat paling banyak 2.000 integrasi.',
      'One file holds 2,000 integrations at most.',
    ),
    remedy: text('Ekspor dalam beberapa bagian.', 'Export in several parts.'),
  })

export const changedWhileExporting = (): Refusal =>
  new Refusal(409, {
    code: 'changed_meanwhile',
    what: text('Ekspor tidak dibuat.', 'The export was not made.'),
    why: text('Pengaturan baru saja diubah orang lain.', 'Somebody else has just changed the settings.'),
    remedy: text('Muat ulang halaman, lalu ulangi.', 'Reload the page, then repeat.'),
  })

export const weakPassphrase = (): Refusal =>
  new Refusal(422, {
    code: 'weak_passphrase',
    fields: ['passphrase'],
    what: text('Ekspor tidak dibuat.', 'The export was not made.'),
    why: text(
      'Frasa sandi ini mudah ditebak. Siapa pun yang mendapat berkas bisa mencoba jutaan tebakan.',
      'This passphrase is easy to guess. Whoever gets the file can try millions of guesses.',
    ),
    remedy: text(
      'Tekan Buatkan frasa sandi, atau pakai lima kata acak atau lebih.',
      'Press Make a passphrase, or use five random words or more.',
    ),
  })

export const notAKey = (): Refusal =>
  new Refusal(422, {
    code: 'not_a_key',
    fields: ['recipient'],
    what: text('Ekspor tidak dibuat.', 'The export was not made.'),
    why: text('Kunci penerima ini tidak lengkap.', 'This receiving key is not complete.'),
    remedy: text(
      'Salin lagi seluruhnya, mulai dari kanal-penerima-1.',
      'Copy all of it again, beginning with kanal-penerima-1.',
    ),
  })

export const tooOften = (seconds: number): Refusal =>
  new Refusal(
    429,
    {
      code: 'too_often',
      what: text('Terlalu sering.', 'Too often.'),
      why: text(
        'Ekspor dan impor dibatasi agar tidak disalahgunakan.',
        'Exports and imports are limited so that they cannot be abused.',
      ),
      remedy: text(
        `Coba lagi dalam ${Math.ceil(seconds / 60)} menit.`,
        `Try again in ${Math.ceil(seconds / 60)} minutes.`,
      ),
    },
    { 'retry-after': String(seconds) },
  )
