import type { PayloadRequest } from 'payload'
import type { ReactElement, ReactNode } from 'react'
import type { LocalizedText } from '../../adapters/contract.ts'
import type { Role } from '../../collections/access/roles.ts'
import { languageOf, pick } from '../../i18n/pick.ts'
import { EmptyState } from '../EmptyState.tsx'
import { placeInView, type Place } from './scope.ts'

interface Props {
  req: PayloadRequest
  /** Who may see the page. */
  roles: readonly Role[]
  words: Record<'noAccessTitle' | 'noAccess' | 'chooseTitle' | 'choose', LocalizedText>
  children: (place: Place) => ReactNode
}

/** Draws what belongs to the one organisation in view in which the person has such a role, or says what is in the way. */
export const ForOneOrganisation = async ({ req, roles, words, children }: Props): Promise<ReactElement> => {
  const language = languageOf(req.i18n.language)
  const place = await placeInView(req, roles)
  if (place === 'several') {
    return (
      <EmptyState icon="shop" title={pick(words.chooseTitle, language)}>
        {pick(words.choose, language)}
      </EmptyState>
    )
  }
  if (!place) {
    return (
      <EmptyState icon="lock" title={pick(words.noAccessTitle, language)}>
        {pick(words.noAccess, language)}
      </EmptyState>
    )
  }
  return <>{children(place)}</>
}
