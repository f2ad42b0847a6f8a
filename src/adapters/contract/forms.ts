/** What the letters of a value are taken from. */
export type Alphabet =
  'digits' | 'hex' | 'lower-letters' | 'letters-digits' | 'lower-letters-digits' | 'base64' | 'base32'

/**
 * How values of a field look where they are given out. The field's own zod schema says what is refused; a usual form
 * only says what is unusual, and a person may know better – unless it is `certain`.
 */
export interface UsualForm {
  /** Holds only while another field has a value that matches this regular expression; `^$` stands for empty. */
  when?: { field: string; matches: string }
  /** How every value begins. */
  prefix?: string
  /** Of the whole value, in characters. */
  lengths?: readonly number[]
  /** Of what follows the prefix. */
  alphabet?: Alphabet
  /** The last letter is a check over those between prefix and it: Luhn's, in the size of the alphabet. */
  checksum?: 'luhn'
  /** Whoever gives the values out documents this form: what does not have it is refused. */
  certain?: true
}
