import type { Explanation, LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'

interface Labelled {
  key: string
  label: LocalizedText
}
export type Swap<F extends Labelled = Labelled> = readonly [F, F]

/**
 * Two fields that hold each other's value: one does not have its own form but that of the other, and the other's value
 * would fit it. Null when nothing looks so.
 */
export function findSwap<F extends Labelled>(
  fields: readonly F[],
  values: Readonly<Record<string, string>>,
  fits: (field: F, value: string) => boolean,
): Swap<F> | null {
  for (const field of fields) {
    const value = values[field.key] ?? ''
    if (value === '' || fits(field, value)) continue
    const other = fields.find((each) => {
      const theirs = values[each.key] ?? ''
      return each !== field && theirs !== '' && fits(each, value) && fits(field, theirs)
    })
    if (other) return [field, other]
  }
  return null
}

/** What a person reads about two swapped values. */
export const swapExplained = ([a, b]: Swap): Explanation => ({
  what: text(
    `${a.label.id} dan ${b.label.id} tampaknya tertukar.`,
    `${a.label.en} and ${b.label.en} seem to be swapped.`,
  ),
  why: text(
    `Isi ${a.label.id} berbentuk seperti ${b.label.id}, dan sebaliknya.`,
    `What is in ${a.label.en} looks like ${b.label.en}, and the other way round.`,
  ),
  remedy: text('Tukar isinya, lalu uji lagi.', 'Swap them, then test again.'),
})
