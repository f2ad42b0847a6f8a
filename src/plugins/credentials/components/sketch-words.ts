import type { Language, LocalizedText, Sketch, SketchLine, Wording } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'

export const sketchWords = {
  caption: text('Gambaran, bukan tangkapan layar.', 'A sketch, not a screenshot.'),
  yours: text('yang Anda cari', 'what you are looking for'),
} as const

export const wordingOf = (wording: Wording, language: Language): string =>
  typeof wording === 'string' ? wording : pick(wording, language)

const isText = (label: object): label is LocalizedText => 'id' in label && 'en' in label

/** The words beside a value, as the console writes them in this environment. */
export function labelOf({ label }: SketchLine, environment: string, language: Language): string {
  if (typeof label === 'string') return label
  if (isText(label)) return pick(label, language)
  return label[environment] ?? Object.values(label)[0] ?? ''
}

/** The sketch in one sentence, for those who do not see it. */
export function sketchInWords(sketch: Sketch, host: string, environment: string, language: Language): string {
  const line = sketch.lines[sketch.line]
  const path = sketch.menu.map((entry) => wordingOf(entry, language)).join(' › ')
  const label = line ? labelOf(line, environment, language) : ''
  const button = line?.press && line.press !== 'eye' ? wordingOf(line.press, language) : null
  return pick(
    text(
      `Gambaran halaman ${host}: ${path}, baris "${label}"${line?.press === 'eye' ? ', dengan ikon mata di sampingnya' : button ? `, dengan tombol ${button} di sampingnya` : ''}.`,
      `Sketch of a page of ${host}: ${path}, the line "${label}"${line?.press === 'eye' ? ', with an eye beside it' : button ? `, with the button ${button} beside it` : ''}.`,
    ),
    language,
  )
}
