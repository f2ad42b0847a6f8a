import type { CredentialFieldDescriptor, LocalizedText, SketchLine } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'

/** A field as slips are looked for in it, among the others of its form. */
export interface Place {
  field: CredentialFieldDescriptor
  fields: readonly CredentialFieldDescriptor[]
  /** Key of the environment the values are for, where it is known. */
  environment?: string
  /** Whether a value has the form the field's schema asks for. */
  fits: (field: CredentialFieldDescriptor, value: string) => boolean
}
/** What was probably pasted by mistake, and the value that was meant, where it can be made out. */
export interface Slip {
  text: LocalizedText
  mend: string | null
}
type Look = (value: string, place: Place) => Slip | null

/** Control, formatting and zero-width characters, soft hyphens, and blanks that are not the usual one. */
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g
const QUOTES = /^(["'`«“”‘’])(.*)(["'`»“”‘’])[,;]?$/su
const MASKED = /[•●∙·*]{4,}/
const CUT_OFF = /…|\.{3}$/
const EMAIL = /^[^\s@:/<>]+@[^\s@:/<>]+\.[^\s@:/<>]+$/

/** What is said here is never a part of the value: it may be a secret. */
const LOOKS: readonly Look[] = [masked, cutOff, invisible, hidden, labelled, quoted, email, spaced]

/** The first slip that explains a value, or null. */
export function slipIn(value: string, place: Place): Slip | null {
  for (const look of LOOKS) {
    const slip = look(value, place)
    if (slip) return slip
  }
  return null
}

/** A value without what clings to it when it is copied: quotes, blanks, invisible characters, a comma. */
export function bare(value: string): string {
  const seen = value.replace(INVISIBLE, '').trim()
  const inside = QUOTES.exec(seen)?.[2] ?? seen
  return inside.replace(/[,;]+$/, '').trim()
}

function masked(value: string): Slip | null {
  if (!MASKED.test(value)) return null
  return {
    mend: null,
    text: text(
      'Yang tersalin tanda samaran, bukan isinya. Tampilkan dulu nilainya di sana, lalu salin lagi.',
      'The dots that hide the value were copied, not the value. Show it there first, then copy again.',
    ),
  }
}

function cutOff(value: string): Slip | null {
  if (!CUT_OFF.test(value)) return null
  return {
    mend: null,
    text: text(
      'Nilai ini terpotong: ada tanda titik tiga. Salin seluruhnya dengan tombol salin di sana.',
      'This value is cut off: it has three dots. Copy all of it with the copy button there.',
    ),
  }
}

function invisible(value: string): Slip | null {
  const count = value.match(INVISIBLE)?.length ?? 0
  if (count === 0) return null
  return {
    mend: bare(value),
    text: text(
      `Ada ${count} karakter tak terlihat yang ikut tersalin.`,
      `${count} invisible character${count === 1 ? ' was' : 's were'} copied along.`,
    ),
  }
}

function quoted(value: string, { field, fits }: Place): Slip | null {
  const inside = QUOTES.exec(value)?.[2] ?? (/^\S+[,;]$/.test(value) ? value.slice(0, -1) : undefined)
  if (inside === undefined || inside === '' || !fits(field, bare(inside))) return null
  return {
    mend: bare(inside),
    text: text(
      'Tanda kutip atau koma di sekelilingnya ikut tersalin.',
      'The quotes or the comma around it were copied along.',
    ),
  }
}

const plain = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Everything a console may write beside the value of a field, with the environment it says so in, if in one only. */
function labelsOf({
  key,
  label,
  where,
}: CredentialFieldDescriptor): { words: string; environment?: string }[] {
  const line: SketchLine | undefined = where?.sketch?.lines[where.sketch.line]
  const written = line?.label
  const own = [key, label.id, label.en].map((words) => ({ words }))
  if (written === undefined) return own
  if (typeof written === 'string') return [...own, { words: written }]
  const isWords = 'id' in written && 'en' in written
  const rest = Object.entries(written).map(([name, words]) => ({
    words: String(words),
    ...(isWords ? {} : { environment: name }),
  }))
  return [...rest, ...own]
}

const LABEL = /^["']?([A-Za-z][\w .()-]{1,40}?)["']?\s*(?:=>|[:=：])\s*(.+)$/s

/** "Partner Key: abc", as whole lines are copied out of consoles and files. */
function labelled(value: string, { field, fields, environment, fits }: Place): Slip | null {
  const known = [field, ...fields.filter((each) => each !== field)].flatMap((each) =>
    labelsOf(each).map((label) => ({ field: each, ...label })),
  )
  const split = LABEL.exec(value)
  const [begin, rest] = split
    ? [split[1] ?? '', split[2] ?? '']
    : (known.map(({ words }) => afterWords(words, value)).find((each) => each !== null) ?? ['', ''])
  const meant = bare(rest)
  if (meant === '' || !/\S{2}/.test(meant)) return null
  const named = known.find(({ words }) => plain(begin) === plain(words))
  if (!named && !/(^|[\s_.-])(id|key|secret|password|token|dsn|host|server|port|kunci|sandi)$/i.test(begin))
    return null
  if (named && named.field !== field) {
    return {
      mend: null,
      text: text(
        `Yang tertempel ${named.field.label.id}, bukan ${field.label.id}.`,
        `What was pasted is the ${named.field.label.en}, not the ${field.label.en}.`,
      ),
    }
  }
  if (named?.environment !== undefined && environment !== undefined && named.environment !== environment) {
    return {
      mend: null,
      text: text(
        `Ini "${named.words}": nilai dari lingkungan lain. Ambil nilai dari lingkungan yang Anda pilih di atas.`,
        `This is "${named.words}": a value of the other environment. Take the one of the environment chosen above.`,
      ),
    }
  }
  if (!fits(field, meant)) return null
  return {
    mend: meant,
    text: text('Nama kolomnya ikut tersalin.', 'The name of the field was copied along.'),
  }
}

/** `Partner Key abc`, for a label that is known word by word. */
function afterWords(words: string, value: string): [string, string] | null {
  const isBegun = value.toLowerCase().startsWith(`${words.toLowerCase()} `)
  return words.length > 2 && isBegun ? [words, value.slice(words.length)] : null
}

/** The value stands inside what was pasted, where the field says how. */
function hidden(value: string, { field, fits }: Place): Slip | null {
  for (const source of field.within ?? []) {
    const meant = new RegExp(source, 'i').exec(value)?.[1]
    if (meant === undefined || meant === '' || meant === value || !fits(field, meant)) continue
    return {
      mend: meant,
      text: text(
        `Yang tertempel lebih dari ${field.label.id}. Di sini cukup bagian itu saja.`,
        `More than the ${field.label.en} was pasted. Only that part belongs here.`,
      ),
    }
  }
  return null
}

function email(value: string, { field, fits }: Place): Slip | null {
  if (!EMAIL.test(value) || (!field.secret && fits(field, value))) return null
  return {
    mend: null,
    text: text(
      `Ini alamat email, bukan ${field.label.id}. Mungkin diisi otomatis oleh peramban.`,
      `This is a mail address, not the ${field.label.en}. The browser may have filled it in.`,
    ),
  }
}

function spaced(value: string, { field, fits }: Place): Slip | null {
  const meant = value.replace(/\s+/g, '')
  if (meant === value || fits(field, value) || !fits(field, meant)) return null
  return {
    mend: meant,
    text: text('Ada spasi atau baris baru di tengahnya.', 'There are blanks or line breaks inside it.'),
  }
}
