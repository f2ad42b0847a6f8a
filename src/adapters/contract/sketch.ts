import type { LocalizedText } from './language.ts'

/** What a console writes: one wording in all languages, or one for each. */
export type Wording = string | LocalizedText

/** One line of the page, in the order in which they stand there. */
export interface SketchLine {
  /** The words beside the value; by key of the environment where the console writes another in each. */
  label: Wording | Readonly<Record<string, string>>
  /** How the value looks before anything is pressed. */
  looks: 'text' | 'hidden'
  /** What is pressed to see or copy it: an eye, or a button with these words. */
  press?: 'eye' | Wording
  /** Begins or surrounds the value where only a part of the line is meant, such as `…?service_id=`. */
  before?: string
}

/**
 * The page of a console where a value is found, as data: enough to draw a sketch of it. It shows which way to go and
 * which line is meant, never how the page really looks.
 */
export interface Sketch {
  /** Host of the console where the link leads elsewhere, such as to a guide. */
  host?: string
  /** Menu entries from the outermost to the page itself. */
  menu: readonly Wording[]
  lines: readonly SketchLine[]
  /** Index of the line that holds the value. */
  line: number
}
