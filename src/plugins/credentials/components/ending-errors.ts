import type { Explanation, LocalizedText } from '../../../adapters/contract.ts'
import type { Ending } from './stream.ts'

const whyAndRemedy = ({ why, remedy }: Explanation): LocalizedText => ({
  id: `${why.id} ${remedy.id}`,
  en: `${why.en} ${remedy.en}`,
})

/** What to say beside each field at fault: its own error, else why the whole was refused and what to do. */
export function endingErrors(ending: Ending): Record<string, LocalizedText> {
  const explanation = ending.type === 'outcome' ? ending.explanation : ending.problem
  const fields = (ending.type === 'outcome' ? ending.fields : ending.problem.fields) ?? []
  const own = ending.type === 'outcome' ? ending.fieldErrors : {}
  return Object.fromEntries(
    fields.flatMap((key) => {
      const error = own[key] ?? (explanation && whyAndRemedy(explanation))
      return error ? [[key, error] as const] : []
    }),
  )
}
