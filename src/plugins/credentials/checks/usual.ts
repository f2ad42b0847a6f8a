import type { CredentialFieldDescriptor, LocalizedText, UsualForm } from '../../../adapters/contract.ts'
import { passesLuhn } from '../../../adapters/kit/luhn.ts'
import { text } from '../../../i18n/text.ts'
import { counted, LETTERS } from './letters.ts'

type Field = Pick<CredentialFieldDescriptor, 'key' | 'label' | 'usual'>
type Values = Readonly<Record<string, string>>

/** What is unusual about a value, and what it was probably meant to be. */
export interface Oddity {
  text: LocalizedText
  mend: string | null
  certain: boolean
  /** Only that letters are missing: no news while somebody is still typing them. */
  isShort: boolean
}

/** The forms of a field that hold beside the other values; one that is not known decides nothing. */
export const formsOf = ({ usual = [] }: Field, values: Values): readonly UsualForm[] =>
  usual.filter(({ when }) => {
    const other = when && values[when.field]
    return !when || (other !== undefined && new RegExp(when.matches, 'i').test(other))
  })

/** Whether a value has a form in every respect the form speaks of. */
export function hasForm(form: UsualForm, value: string): boolean {
  const { prefix = '', lengths, checksum } = form
  if (!value.startsWith(prefix)) return false
  return (
    (!lengths || lengths.includes(value.length)) &&
    strangers(form, value).length === 0 &&
    (checksum === undefined || passesLuhn(value.slice(prefix.length), lettersOf(form)))
  )
}

/** What is unusual about a value of this field; null when it has one of the usual forms, or none is known. */
export function oddityOf(field: Field, value: string, values: Values): Oddity | null {
  const forms = formsOf(field, values)
  if (forms.length === 0 || value === '' || forms.some((form) => hasForm(form, value))) return null
  const begun = forms.find(({ prefix }) => prefix !== undefined && value.startsWith(prefix))
  const form = begun ?? forms.find(({ prefix }) => prefix === undefined) ?? forms[0]
  if (!form) return null
  const told = { mend: null, certain: form.certain ?? false, isShort: false }
  const name = field.label
  const usually = form.certain ? text('', '') : text('biasanya ', 'usually ')
  if (form.prefix && !value.startsWith(form.prefix)) {
    const prefix = form.prefix
    return {
      ...told,
      text: text(
        `${name.id} ${usually.id}diawali ${prefix}.`,
        `${name.en} ${usually.en}begins with ${prefix}.`,
      ),
      isShort: prefix.startsWith(value),
    }
  }
  const strange = strangers(form, value)
  if (strange.length > 0) return { ...told, ...strangeLetters(form, value, strange, values, field) }
  if (form.lengths && !form.lengths.includes(value.length)) {
    const isShort = form.lengths.some((length) => length > value.length)
    return { ...told, isShort, text: wrongLength(field, form, value.length) }
  }
  return {
    ...told,
    text: text(
      `Huruf pemeriksa ${name.id} tidak cocok: ada huruf yang salah atau tertukar. Salin ulang.`,
      `The check letter of this ${name.en} does not match: a letter is wrong or swapped. Copy it again.`,
    ),
  }
}

const lettersOf = ({ alphabet = 'letters-digits' }: UsualForm): string => LETTERS[alphabet].all

/** The places after the prefix, counted from one over the whole value, whose letters are none of the form's. */
function strangers(form: UsualForm, value: string): number[] {
  if (!form.alphabet) return []
  const known = lettersOf(form)
  const from = form.prefix?.length ?? 0
  return [...value.slice(from)].flatMap((letter, at) => (known.includes(letter) ? [] : [from + at + 1]))
}

const LOOKALIKES: Readonly<Record<string, string>> = { O: '0', o: '0', I: '1', l: '1' }

function strangeLetters(
  form: UsualForm,
  value: string,
  places: readonly number[],
  values: Values,
  field: Field,
): Pick<Oddity, 'text' | 'mend'> {
  const [place = 0] = places
  const isUsual = (each: string): boolean => formsOf(field, values).some((one) => hasForm(one, each))
  const joined = value.replace(/\s+/g, '')
  if (isUsual(joined)) {
    return {
      mend: joined,
      text: text(
        'Spasinya hanya untuk dibaca, bukan bagian isinya.',
        'Its blanks are for reading only, no part of it.',
      ),
    }
  }
  const read = [...value].map((letter, at) =>
    places.includes(at + 1) ? (LOOKALIKES[letter] ?? letter) : letter,
  )
  const mended = read.join('')
  if (isUsual(mended)) {
    return {
      mend: mended,
      text: text(
        `Karakter ke-${place} tampaknya huruf, padahal angka 0 atau 1. Salin-tempel lebih aman daripada mengetik.`,
        `Character ${place} seems to be a letter that should be the digit 0 or 1. Pasting is safer than typing.`,
      ),
    }
  }
  const one = LETTERS[form.alphabet ?? 'letters-digits'].one
  const more = places.length - 1
  return {
    mend: null,
    text: text(
      `Karakter ke-${place}${more > 0 ? ` dan ${counted(more).id} lainnya` : ''} bukan ${one.id}. ${field.label.id} biasanya hanya berisi itu.`,
      `Character ${place}${more > 0 ? ` and ${counted(more).en} more` : ''} is not ${one.en}. ${field.label.en} usually has nothing else.`,
    ),
  }
}

function wrongLength({ label }: Field, { lengths = [], alphabet }: UsualForm, length: number): LocalizedText {
  const near = lengths.reduce((best, each) =>
    Math.abs(each - length) < Math.abs(best - length) ? each : best,
  )
  const kind = alphabet ? LETTERS[alphabet].name : text('karakter', 'characters')
  const lists = lengths.join(', ')
  const off = Math.abs(near - length)
  const [lost, extra] = [length < near && off <= 4, length > near && off <= 4]
  const n = counted(off)
  return text(
    `${label.id} biasanya ${lists} ${kind.id}; yang ini ${length}${
      lost ? `: ${n.id} karakter hilang?` : extra ? `: kelebihan ${n.id} karakter?` : '. Salin seluruhnya.'
    }`,
    `${label.en} usually has ${lists} ${kind.en}; this one has ${length}${
      lost
        ? `: ${n.en} character${off === 1 ? '' : 's'} missing?`
        : extra
          ? `: ${n.en} character${off === 1 ? '' : 's'} too many?`
          : '. Copy all of it.'
    }`,
  )
}
