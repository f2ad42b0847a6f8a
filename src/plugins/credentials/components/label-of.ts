import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { IntegrationCard } from '../view-model.ts'

/** The name of a field as the form shows it. */
export const labelOf = (card: IntegrationCard, field: string, language: Language): string => {
  const known = card.fields.find(({ key }) => key === field)
  return known ? pick(known.label, language) : field
}
