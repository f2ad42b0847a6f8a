import type { Language, LocalizedText } from '../../adapters/contract.ts'
import { pick } from '../../i18n/pick.ts'
import { text } from '../../i18n/text.ts'
import { kindOf, type Severity } from './kinds.ts'

/** What an event gave for the names in its texts; a text of its own when the words depend on the language. */
export type NoticeParam = string | number | LocalizedText
export type StoredParams = Readonly<Record<string, NoticeParam>>

const LONGEST = 200

/** One line of ordinary text: names come from marketplaces and people, and must not break a subject or a sentence. */
const tidy = (value: string): string => {
  const line = value.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

const valueOf = (param: NoticeParam | undefined, language: Language): string => {
  if (param === undefined || param === null) return '?'
  return tidy(typeof param === 'object' ? pick(param, language) : String(param))
}

/** The text with its names filled in. */
export const fill = (template: LocalizedText, params: StoredParams, language: Language): string =>
  pick(template, language).replace(/\{(\w+)\}/g, (_, name: string) => valueOf(params[name], language))

/** A notice in the words of one language. */
export interface NoticeWords {
  title: string
  what: string
  remedy: string
  /** What to say once it is over; null for what only happened once. */
  recovered: string | null
  action: string
}

const unknown = {
  title: text('Pemberitahuan', 'Notice'),
  what: text(
    'Jenis pemberitahuan ini tidak dikenal oleh versi Kanal yang berjalan.',
    'The running version of Kanal does not know this kind of notice.',
  ),
  remedy: text('Tidak ada yang perlu dilakukan.', 'There is nothing to do.'),
  action: text('Buka', 'Open'),
}

/** The words of a stored incident. */
export function wordsOf(kind: string, params: StoredParams, language: Language): NoticeWords {
  const { title, what, remedy, recovered, action } = { recovered: undefined, ...(kindOf(kind) ?? unknown) }
  return {
    title: fill(title, params, language),
    what: fill(what, params, language),
    remedy: fill(remedy, params, language),
    recovered: recovered ? fill(recovered, params, language) : null,
    action: pick(action, language),
  }
}

export const severityOf = (kind: string): Severity => kindOf(kind)?.severity ?? 'info'
