import { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** Weakest strength taken, of 0 to 4. */
export const ENOUGH = 3
export const SHORTEST = 12
export const LONGEST = 256

/** What people here begin passwords with; the library itself knows repeats, runs, dates and swapped letters. */
const COMMON =
  `password passwort admin administrator welcome letmein master secret login monkey dragon football baseball iloveyou
  sunshine princess superman batman trustno qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx abcdef
  rahasia sandi kata katasandi kunci masuk pemilik penjual toko tokoku warung jualan bisnis usaha dagang sukses
  berkah laris untung cinta sayang sayangku kamu aku bismillah alhamdulillah insyaallah allah indonesia merdeka
  jakarta bandung surabaya medan semarang yogyakarta jogja bali makassar palembang depok bekasi tangerang bogor
  persib persija arema garuda kucing anjing bunga mawar melati bintang bulan matahari ganteng cantik selamat pagi
  siang malam keluarga mama papa ibu bapak anak adik kakak shopee tokopedia lazada tiktok bukalapak blibli kanal
  januari februari maret april mei juni juli agustus september oktober november desember senin selasa rabu kamis
  jumat sabtu minggu satu dua tiga empat lima enam tujuh delapan sembilan sepuluh`.split(/\s+/)

const judge = new ZxcvbnFactory({ dictionary: { common: COMMON }, maxLength: LONGEST })

/** How hard a passphrase is to guess, 0 to 4; names around it (shop, person) count as known. */
export function strengthOf(passphrase: string, known: readonly string[] = []): number {
  if (passphrase.length < SHORTEST) return Math.min(1, judge.check(passphrase, [...known]).score)
  return judge.check(passphrase.slice(0, LONGEST), [...known]).score
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Five groups of four signs that are not mistaken for each other: about 99 bits. */
export function suggestPassphrase(): string {
  const signs: string[] = []
  while (signs.length < 20) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    // Bytes beyond the last whole round would favour the first letters.
    const letter = byte < LETTERS.length * 8 ? LETTERS[byte % LETTERS.length] : undefined
    if (letter) signs.push(letter)
  }
  return Array.from({ length: 5 }, (_, group) => signs.slice(group * 4, group * 4 + 4).join('')).join('-')
}
