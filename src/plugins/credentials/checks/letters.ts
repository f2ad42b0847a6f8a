import type { Alphabet, LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'

interface Letters {
  /** All of them, in the order their check letters count in. */
  all: string
  name: LocalizedText
  /** What a single letter must be, said when one is not. */
  one: LocalizedText
}

const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()

/** The alphabets of usual forms. */
export const LETTERS: Readonly<Record<Alphabet, Letters>> = {
  digits: { all: DIGITS, name: text('angka', 'digits'), one: text('angka', 'a digit') },
  hex: {
    all: `${DIGITS}abcdefABCDEF`,
    name: text('huruf heksadesimal (0-9, a-f)', 'hexadecimal letters (0-9, a-f)'),
    one: text('angka atau huruf a-f', 'a digit or a letter a-f'),
  },
  'lower-letters': {
    all: LOWER,
    name: text('huruf kecil', 'lower-case letters'),
    one: text('huruf kecil', 'a lower-case letter'),
  },
  'letters-digits': {
    all: DIGITS + LOWER + UPPER,
    name: text('huruf dan angka', 'letters and digits'),
    one: text('huruf atau angka', 'a letter or a digit'),
  },
  'lower-letters-digits': {
    all: DIGITS + LOWER,
    name: text('huruf kecil dan angka', 'lower-case letters and digits'),
    one: text('huruf kecil atau angka', 'a lower-case letter or a digit'),
  },
  base64: {
    all: `${UPPER}${LOWER}${DIGITS}+/`,
    name: text('huruf, angka, + dan /', 'letters, digits, + and /'),
    one: text('huruf, angka, + atau /', 'a letter, a digit, + or /'),
  },
  base32: {
    all: `${UPPER}234567`,
    name: text('huruf besar dan angka 2-7', 'upper-case letters and digits 2-7'),
    one: text('huruf besar atau angka 2-7', 'an upper-case letter or a digit 2-7'),
  },
}

const SMALL = [
  text('nol', 'no'),
  text('satu', 'one'),
  text('dua', 'two'),
  text('tiga', 'three'),
  text('empat', 'four'),
]

/** "satu" / "one" for small counts, the number itself beyond. */
export const counted = (count: number): LocalizedText => SMALL[count] ?? text(`${count}`, `${count}`)
