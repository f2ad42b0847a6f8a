import type { Explanation } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'

/** Why a request was refused, in the three parts a seller reads, with a code for programs. */
export interface Problem extends Explanation {
  code: string
  fields?: readonly string[]
  /** How this person can prove who they are. */
  methods?: readonly string[]
}

/** Thrown by the endpoints to answer with a problem instead of a result. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.code)
    this.name = 'Refusal'
    this.status = status
    this.problem = problem
    this.headers = headers
  }
}

export const signedOut = (): Refusal =>
  new Refusal(401, {
    code: 'signed_out',
    what: text('Anda belum masuk.', 'You are not signed in.'),
    why: text('Sesi Anda tidak ada atau sudah berakhir.', 'Your session is missing or has ended.'),
    remedy: text('Masuk lagi, lalu ulangi.', 'Sign in again, then repeat.'),
  })

export const otherSite = (): Refusal =>
  new Refusal(403, {
    code: 'other_site',
    what: text('Permintaan ini ditolak.', 'This request was refused.'),
    why: text('Permintaan datang dari situs lain.', 'It came from another site.'),
    remedy: text(
      'Buka halaman ini langsung dari alamat Kanal Anda.',
      'Open this page from the address of your Kanal.',
    ),
  })

/** The same for an organisation that does not exist and one the person has no part in. */
export const forbidden = (): Refusal =>
  new Refusal(403, {
    code: 'not_allowed',
    what: text('Anda tidak bisa melakukan ini.', 'You cannot do this.'),
    why: text(
      'Peran Anda di organisasi ini tidak mengizinkannya.',
      'Your role in this organisation does not allow it.',
    ),
    remedy: text('Minta pemilik atau admin untuk melakukannya.', 'Ask an owner or admin to do it.'),
  })

/** The person belongs to the organisation, but may not act in it from here, or not without a second factor. */
export const blockedHere = (why: 'address' | 'factor', address: string | null): Refusal =>
  why === 'address'
    ? new Refusal(403, {
        code: 'address_not_allowed',
        what: text(
          'Organisasi ini tidak bisa dibuka dari sini.',
          'This organisation cannot be opened from here.',
        ),
        why: text(
          `Pemilik hanya mengizinkan alamat tertentu, dan alamat Anda (${address ?? '–'}) tidak termasuk.`,
          `Its owner allows certain addresses only, and yours (${address ?? '–'}) is not among them.`,
        ),
        remedy: text(
          'Pakai jaringan yang diizinkan, atau minta pemilik menambahkan alamat Anda.',
          'Use a network that is allowed, or ask an owner to add your address.',
        ),
      })
    : new Refusal(403, {
        code: 'factor_required',
        what: text('Organisasi ini belum bisa dibuka.', 'This organisation cannot be opened yet.'),
        why: text(
          'Organisasi ini mewajibkan faktor kedua, dan akun Anda belum punya.',
          'It demands a second factor, and your account has none.',
        ),
        remedy: text(
          'Pasang faktor kedua di Pengaturan › Keamanan.',
          'Set up a second factor in Settings › Security.',
        ),
      })

export const malformed = (fields: readonly string[] = []): Refusal =>
  new Refusal(400, {
    code: 'malformed',
    what: text('Permintaan tidak bisa dibaca.', 'The request could not be read.'),
    why: text('Isinya tidak sesuai dengan yang diharapkan.', 'It is not what is expected.'),
    remedy: text('Muat ulang halaman, lalu ulangi.', 'Reload the page, then repeat.'),
    ...(fields.length > 0 ? { fields } : {}),
  })

export const notJson = (): Refusal =>
  new Refusal(415, {
    ...malformed().problem,
    code: 'not_json',
    why: text('Hanya JSON yang diterima.', 'Only JSON is accepted.'),
  })

export const tooLarge = (): Refusal =>
  new Refusal(413, {
    ...malformed().problem,
    code: 'too_large',
    why: text('Isinya terlalu besar.', 'It is too large.'),
  })

export const internal = (): Refusal =>
  new Refusal(500, {
    code: 'internal',
    what: text('Ada kesalahan di Kanal.', 'Something went wrong in Kanal.'),
    why: text(
      'Kesalahan ini ada di perangkat lunak, bukan pada isian Anda.',
      'The fault is in the software, not in what you filled in.',
    ),
    remedy: text(
      'Coba lagi. Jika berulang, kirim kode permintaan ke dukungan.',
      'Try again. If it repeats, send the request code to support.',
    ),
  })
