import { text } from '../../../i18n/text.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import type { Problem } from '../../security/endpoint/refusal.ts'
import { RotationRefused, type RotationRefusal } from './errors.ts'

type Words = Omit<Problem, 'code'>

const UNCHANGED = text('Kunci tidak diganti.', 'The key was not changed.')

const WORDS: Readonly<Record<RotationRefusal, (refused: RotationRefused) => Words>> = {
  unknown_key: () => ({
    what: UNCHANGED,
    why: text('Server ini tidak memegang kunci induk itu.', 'This server does not hold that master key.'),
    remedy: text(
      'Tambahkan variabel CRED_KEK_… di server, mulai ulang semua proses, lalu ulangi.',
      'Add its CRED_KEK_… variable on the server, restart every process, then repeat.',
    ),
  }),
  not_everywhere: ({ lacking }) => ({
    what: UNCHANGED,
    why: text(
      `${lacking.length} proses yang berjalan belum memegang kunci induk itu (${rolesOf(lacking)}), jadi tidak bisa membuka apa yang disegel dengannya.`,
      `${lacking.length} running process(es) do not hold that master key yet (${rolesOf(lacking)}) and could not open what it seals.`,
    ),
    remedy: text(
      'Tambahkan variabelnya di semua proses dan mulai ulang, tunggu satu menit, lalu ulangi.',
      'Add its variable to every process and restart them, wait a minute, then repeat.',
    ),
  }),
  already_running: () => ({
    what: text('Kunci ini sedang diganti.', 'This key is being changed.'),
    why: text('Hanya satu penggantian berjalan pada satu waktu.', 'Only one change runs at a time.'),
    remedy: text('Tunggu sampai selesai. Toko tetap berjalan.', 'Wait until it is done. Your shops go on.'),
  }),
  nothing_to_do: () => ({
    what: UNCHANGED,
    why: text(
      'Kunci induk itu sudah berlaku dan membungkus semua kunci.',
      'That master key is in force and wraps every key already.',
    ),
    remedy: text('Tidak ada yang perlu dilakukan.', 'There is nothing to do.'),
  }),
  no_key: () => ({
    what: UNCHANGED,
    why: text(
      'Organisasi ini belum menyimpan rahasia apa pun, jadi belum punya kunci.',
      'This organisation has stored no secret yet, so it has no key.',
    ),
    remedy: text(
      'Tidak ada yang perlu dilakukan. Kunci dibuat saat rahasia pertama disimpan.',
      'There is nothing to do. The key is made when the first secret is saved.',
    ),
  }),
  destroyed: () => ({
    what: UNCHANGED,
    why: text(
      'Semua rahasia organisasi ini sudah dimusnahkan, berikut kuncinya.',
      'All secrets of this organisation were destroyed together with their keys.',
    ),
    remedy: text(
      'Tekan Mulai lagi dengan kunci baru untuk menyimpan rahasia baru.',
      'Press Start again with a new key to store new secrets.',
    ),
  }),
  not_destroyed: () => ({
    what: text('Tidak ada kunci baru yang dibuat.', 'No new key was made.'),
    why: text(
      'Rahasia organisasi ini tidak dimusnahkan.',
      'The secrets of this organisation were not destroyed.',
    ),
    remedy: text(
      'Muat ulang halaman. Untuk kunci baru, tekan Ganti kunci.',
      'Reload the page. For a new key, press Change key.',
    ),
  }),
  wrong_name: () => ({
    what: text('Tidak ada yang dimusnahkan.', 'Nothing was destroyed.'),
    why: text(
      'Nama yang diketik tidak sama dengan nama organisasi.',
      'The name typed is not the organisation’s.',
    ),
    remedy: text(
      'Ketik nama organisasi persis seperti yang tertulis, termasuk huruf besar dan spasi.',
      'Type the name exactly as it is written, capitals and spaces included.',
    ),
  }),
  busy: () => ({
    what: UNCHANGED,
    why: text('Kunci lain baru saja berlaku.', 'Another key came in force just now.'),
    remedy: text('Ulangi sebentar lagi.', 'Repeat in a moment.'),
  }),
}

const rolesOf = (lacking: RotationRefused['lacking']): string => lacking.map(({ role }) => role).join(', ')

/** Does what changes a key, and says in a seller's words why it was refused. @throws Refusal 409, 422 */
export async function orRefuse<T>(change: Promise<T>): Promise<T> {
  try {
    return await change
  } catch (error) {
    if (!(error instanceof RotationRefused)) throw error
    throw new Refusal(error.code === 'wrong_name' ? 422 : 409, {
      code: error.code,
      ...WORDS[error.code](error),
    })
  }
}
